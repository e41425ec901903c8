// A line of text that is edited where it stands: a title, a name. Enter, Esc and leaving save it; what
// the rules refuse stays in the field with the reason below. What is typed is the caller's to keep.
import { useId, useState } from 'react';

import { classNames } from './class-names.ts';
import { GrowingText } from './growing-text.tsx';
import styles from './inline-text.module.css';

interface InlineTextProps {
  readonly label: string;
  readonly value: string;
  /** What was typed and not saved; null when nothing was. */
  readonly draft: string | null;
  readonly onDraft: (text: string | null) => void;
  readonly disabled?: boolean;
  readonly textClassName?: string | undefined;
  readonly placeholder?: string;
  /** Said under a draft that was left behind. */
  readonly unsaved: string;
  /** Saves the text; gives the reason when it is refused, null when it is done. */
  readonly onSave: (text: string) => string | null;
}

export function InlineText({
  label,
  value,
  draft,
  onDraft,
  disabled = false,
  textClassName,
  placeholder,
  unsaved,
  onSave,
}: InlineTextProps) {
  const [focused, setFocused] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const id = useId();
  // A draft that nobody is writing was left behind: it must not look as if it were saved.
  const note = error ?? (draft !== null && draft !== value && !focused ? unsaved : null);

  const save = (): void => {
    if (draft === null) return;
    if (draft.trim() === value) {
      onDraft(null);
      setError(null);
      return;
    }
    const refused = onSave(draft);
    setError(refused);
    if (refused === null) onDraft(null);
  };

  return (
    <div className={styles.inline}>
      <GrowingText
        aria-label={label}
        aria-invalid={error !== null}
        aria-describedby={note === null ? undefined : id}
        className={styles.stack}
        textClassName={classNames(styles.text, textClassName)}
        value={draft ?? value}
        placeholder={placeholder}
        readOnly={disabled}
        spellCheck={draft !== null}
        onChange={(event) => {
          // A title is one line: pasted breaks become spaces.
          onDraft(event.currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' '));
          setError(null);
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          save();
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' || event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
      {note !== null && (
        <p id={id} role="alert" className={styles.error}>
          {note}
        </p>
      )}
    </div>
  );
}
