// One of a short list: state, priority, type. The value is always shown with its icon and its name.
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import styles from './popup.module.css';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
}

interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
  /** `bare` looks like text until it is pointed at; `boxed` like a field. */
  readonly look?: 'bare' | 'boxed';
  /** Is it open from the start? */
  readonly begin?: boolean;
  readonly onClosed?: (() => void) | undefined;
}

export function Select<V extends string>({
  label,
  value,
  choices,
  onChange,
  disabled = false,
  look = 'bare',
  begin = false,
  onClosed,
}: SelectProps<V>) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Base.Root
      value={value}
      disabled={disabled}
      defaultOpen={begin}
      onOpenChange={(open) => {
        if (!open) onClosed?.();
      }}
      items={choices.map(({ value, label }) => ({ value, label }))}
      onValueChange={(next) => {
        if (next !== null && next !== value) onChange(next);
      }}
    >
      <Base.Trigger
        className={classNames(field.control, field[look])}
        aria-label={`${label}: ${chosen?.label ?? ''}`}
      >
        {chosen?.icon !== undefined && <span className={field.icon}>{chosen.icon}</span>}
        <span className={field.value}>{chosen?.label}</span>
        {look === 'boxed' && <ChevronDown size={14} aria-hidden className={field.chevron} />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          sideOffset={4}
          align="start"
          alignItemWithTrigger={false}
          collisionPadding={8}
        >
          <Base.Popup className={styles.popup}>
            <Base.List className={styles.list}>
              {choices.map((choice) => (
                <Base.Item
                  key={choice.value}
                  value={choice.value}
                  disabled={choice.disabled ?? false}
                  className={styles.item}
                >
                  {choice.icon !== undefined && <span className={styles.icon}>{choice.icon}</span>}
                  <Base.ItemText className={styles.label}>{choice.label}</Base.ItemText>
                  <Base.ItemIndicator className={styles.check}>
                    <Check size={14} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
