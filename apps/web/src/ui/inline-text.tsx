// A line of text that is edited where it stands: a title, a name. Enter, Esc and leaving save it; what
// the rules refuse stays in the field with the reason below, so that nothing typed is lost.
import { useId, useState } from 'react';

import { classNames } from './class-names.ts';
import { GrowingText } from './growing-text.tsx';
import styles from './inline-text.module.css';

interface InlineTextProps {
  readonly label: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly textClassName?: string | undefined;
  readonly placeholder?: string;
  /** Saves the text; gives the reason when it is refused, null when it is done. */
  readonly onSave: (text: string) => string | null;
}

export function InlineText({
  label,
  value,
  disabled = false,
  textClassName,
  placeholder,
  onSave,
}: InlineTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const id = useId();

  const save = (): void => {
    if (draft === null) return;
    if (draft.trim() === value) {
      setDraft(null);
      setError(null);
      return;
    }
    const refused = onSave(draft);
    setError(refused);
    if (refused === null) setDraft(null);
  };

  return (
    <div className={styles.inline}>
      <GrowingText
        aria-label={label}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : id}
        className={styles.stack}
        textClassName={classNames(styles.text, textClassName)}
        value={draft ?? value}
        placeholder={placeholder}
        readOnly={disabled}
        spellCheck={draft !== null}
        onChange={(event) => {
          // A title is one line: pasted breaks become spaces.
          setDraft(event.currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' '));
          setError(null);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' || event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
      {error !== null && (
        <p id={id} role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
