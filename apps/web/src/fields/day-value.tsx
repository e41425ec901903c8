// A day without time: read as people of this place write it, chosen in the browser's own calendar.
import { useState } from 'react';

import { formatDay } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import field from '../ui/field.module.css';

interface DayInputProps {
  readonly label: string;
  /** `YYYY-MM-DD`; null when it is not set. */
  readonly value: string | null;
  readonly disabled: boolean;
  /** Is it being chosen from the start? */
  readonly begin: boolean;
  readonly onDone?: (() => void) | undefined;
  readonly onRefused: (why: string | null) => void;
  /** Saves the day; gives the reason when it cannot, null when it is done. */
  readonly onSave: (day: string | null) => string | null;
}

export function DayInput({
  label,
  value,
  disabled,
  begin,
  onDone,
  onRefused,
  onSave,
}: DayInputProps) {
  const [choosing, setChoosing] = useState(begin);
  const [wrong, setWrong] = useState(false);
  if (!choosing) {
    return (
      <button
        type="button"
        className={classNames(field.control, field.bare)}
        aria-label={`${label}: ${value === null ? strings.item.notSet : formatDay(value)}`}
        disabled={disabled}
        onClick={() => setChoosing(true)}
      >
        <span className={classNames(field.value, value === null && field.placeholder)}>
          {value === null ? strings.item.notSet : formatDay(value)}
        </span>
      </button>
    );
  }
  return (
    <input
      autoFocus
      type="date"
      className={field.plain}
      aria-label={label}
      aria-invalid={wrong}
      defaultValue={value ?? ''}
      onFocus={({ currentTarget }) => showCalendar(currentTarget)}
      onBlur={({ currentTarget }) => {
        setChoosing(false);
        const day = currentTarget.value === '' ? null : currentTarget.value;
        const refused = day === value ? null : onSave(day);
        onRefused(refused);
        setWrong(refused !== null);
        onDone?.();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.stopPropagation();
        event.currentTarget.blur();
      }}
    />
  );
}

function showCalendar(input: HTMLInputElement): void {
  try {
    input.showPicker();
  } catch {
    // Not every browser lets a page open it: the day can be typed.
  }
}
