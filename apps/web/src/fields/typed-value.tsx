// A value that is typed: points, an estimate. Enter and leaving save it; what cannot be read or
// is refused stays in the field, and the reason goes to `onRefused`.
import { useState } from 'react';

import { classNames } from '../ui/class-names.ts';
import field from '../ui/field.module.css';
import styles from './typed-value.module.css';

interface TypedInputProps {
  readonly label: string;
  /** The value as text; '' when it is not set. */
  readonly value: string;
  readonly placeholder?: string;
  /** What may be written, said by a tooltip. */
  readonly hint?: string;
  readonly decimal?: boolean;
  readonly disabled: boolean;
  /** Takes the focus when it is drawn, with all that is in it selected. */
  readonly begin: boolean;
  /** It was left with nothing in it that is not saved. */
  readonly onDone?: (() => void) | undefined;
  readonly onRefused: (why: string | null) => void;
  /** Saves what was typed; gives the reason when it cannot, null when it is done. */
  readonly onSave: (text: string) => string | null;
}

export function TypedInput({
  label,
  value,
  placeholder,
  hint,
  decimal = false,
  disabled,
  begin,
  onDone,
  onRefused,
  onSave,
}: TypedInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const save = (text: string): void => {
    const refused = text.trim() === value ? null : onSave(text.trim());
    onRefused(refused);
    setWrong(refused !== null);
    setDraft(refused === null ? null : text);
    if (refused === null) onDone?.();
  };
  return (
    <input
      aria-label={label}
      aria-invalid={wrong}
      className={classNames(field.plain, styles.input)}
      type="text"
      inputMode={decimal ? 'decimal' : undefined}
      title={hint}
      placeholder={placeholder}
      disabled={disabled}
      autoFocus={begin}
      value={draft ?? value}
      onFocus={({ currentTarget }) => {
        if (begin) currentTarget.select();
      }}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        setWrong(false);
        onRefused(null);
      }}
      onBlur={() => {
        if (draft !== null) save(draft);
        else onDone?.();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          event.currentTarget.blur();
        }
      }}
    />
  );
}
