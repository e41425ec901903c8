// A day without time: read as people of this place write it, chosen in the browser's own calendar.
import { useState } from 'react';

import { formatDay } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import field from '../ui/field.module.css';
import { Property } from './property.tsx';

interface DayValueProps {
  readonly label: string;
  /** `YYYY-MM-DD`; null when it is not set. */
  readonly value: string | null;
  readonly disabled: boolean;
  /** Saves the day; gives the reason when it cannot, null when it is done. */
  readonly onSave: (day: string | null) => string | null;
}

export function DayValue({ label, value, disabled, onSave }: DayValueProps) {
  const [choosing, setChoosing] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return (
    <Property label={label} error={error}>
      {choosing ? (
        <input
          autoFocus
          type="date"
          className={field.plain}
          aria-label={label}
          aria-invalid={error !== null}
          defaultValue={value ?? ''}
          onFocus={({ currentTarget }) => showCalendar(currentTarget)}
          onBlur={({ currentTarget }) => {
            setChoosing(false);
            const day = currentTarget.value === '' ? null : currentTarget.value;
            setError(day === value ? null : onSave(day));
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return;
            event.stopPropagation();
            event.currentTarget.blur();
          }}
        />
      ) : (
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
      )}
    </Property>
  );
}

function showCalendar(input: HTMLInputElement): void {
  try {
    input.showPicker();
  } catch {
    // Not every browser lets a page open it: the day can be typed.
  }
}
