// A value that is typed: points, an estimate. Enter and leaving save it; what cannot be read or
// is refused stays in the field with the reason.
import { useState } from 'react';

import { classNames } from '../ui/class-names.ts';
import field from '../ui/field.module.css';
import { Property } from './property.tsx';
import styles from './typed-value.module.css';

interface TypedValueProps {
  readonly label: string;
  /** The value as text; '' when it is not set. */
  readonly value: string;
  readonly placeholder?: string;
  /** What may be written, said by a tooltip. */
  readonly hint?: string;
  readonly decimal?: boolean;
  readonly disabled: boolean;
  /** Saves what was typed; gives the reason when it cannot, null when it is done. */
  readonly onSave: (text: string) => string | null;
}

export function TypedValue({
  label,
  value,
  placeholder,
  hint,
  decimal = false,
  disabled,
  onSave,
}: TypedValueProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const save = (text: string): void => {
    const refused = text.trim() === value ? null : onSave(text.trim());
    setError(refused);
    setDraft(refused === null ? null : text);
  };
  return (
    <Property label={label} error={error}>
      <input
        aria-label={label}
        aria-invalid={error !== null}
        className={classNames(field.plain, styles.input)}
        type="text"
        inputMode={decimal ? 'decimal' : undefined}
        title={hint}
        placeholder={placeholder}
        disabled={disabled}
        value={draft ?? value}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setError(null);
        }}
        onBlur={() => {
          if (draft !== null) save(draft);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
    </Property>
  );
}
