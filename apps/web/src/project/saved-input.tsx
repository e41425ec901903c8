// A line of text that is saved as soon as it is left. What is refused stays in it, with the reason.
import type { Refusal } from '@planwright/engine';
import { useId, useState } from 'react';

import { said } from '../actions/edits.ts';
import { classNames } from '../ui/class-names.ts';
import field from '../ui/field.module.css';
import styles from './saved-input.module.css';

interface SavedInputProps {
  readonly label: string;
  readonly value: string;
  readonly onSave: (text: string) => Refusal | null;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  /** `plain` looks like text until it is pointed at. */
  readonly look?: 'plain' | 'input';
  /** Is the label shown above the field? Else it is only read out. */
  readonly labelled?: boolean;
  readonly hint?: string;
  readonly capitals?: boolean;
  readonly numeric?: boolean;
}

export function SavedInput({
  label,
  value,
  onSave,
  disabled = false,
  placeholder,
  look = 'plain',
  labelled = false,
  hint,
  capitals = false,
  numeric = false,
}: SavedInputProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const save = (): void => {
    if (draft === null) return;
    const refused = draft.trim() === value ? null : said(onSave(draft.trim()));
    setError(refused);
    if (refused === null) setDraft(null);
  };
  const note = error ?? hint;
  return (
    <div className={classNames(styles.saved, labelled && field.field)}>
      {labelled && (
        <label htmlFor={id} className={field.label}>
          {label}
        </label>
      )}
      <input
        id={id}
        className={field[look]}
        aria-label={labelled ? undefined : label}
        aria-invalid={error !== null}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        autoComplete="off"
        inputMode={numeric ? 'numeric' : undefined}
        spellCheck={capitals ? false : undefined}
        disabled={disabled}
        placeholder={placeholder}
        value={draft ?? value}
        onChange={({ currentTarget }) => {
          setDraft(capitals ? currentTarget.value.toUpperCase() : currentTarget.value);
          setError(null);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape' || draft === null) return;
          event.stopPropagation();
          setDraft(null);
          setError(null);
        }}
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={error === null ? undefined : 'alert'}
          className={error === null ? styles.hint : styles.error}
        >
          {note}
        </p>
      )}
    </div>
  );
}
