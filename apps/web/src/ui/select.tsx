// One of a short list: state, priority, type. The value is always shown with its icon and its name.
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import { LightTrigger } from './light-trigger.tsx';
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

export function Select<V extends string>(props: SelectProps<V>) {
  const { label, value, choices, disabled = false, look = 'bare', begin = false } = props;
  const chosen = choices.find((choice) => choice.value === value);
  const face = {
    className: classNames(field.control, field[look]),
    'aria-label': `${label}: ${chosen?.label ?? ''}`,
    children: (
      <>
        {chosen?.icon !== undefined && <span className={field.icon}>{chosen.icon}</span>}
        <span className={field.value}>{chosen?.label}</span>
        {look === 'boxed' && <ChevronDown size={14} aria-hidden className={field.chevron} />}
      </>
    ),
  };
  return (
    <LightTrigger
      face={face}
      opens="listbox"
      disabled={disabled}
      begin={begin}
      control={(focused) => <Control {...props} face={face} focused={focused} />}
    />
  );
}

interface ControlProps<V extends string> extends SelectProps<V> {
  /** What its button looks like and is called. */
  readonly face: { readonly className: string; readonly children: ReactNode };
  readonly focused: boolean;
}

function Control<V extends string>(props: ControlProps<V>) {
  const { value, choices, onChange, disabled = false, onClosed, face } = props;
  return (
    <Base.Root
      value={value}
      disabled={disabled}
      defaultOpen
      onOpenChange={(open) => {
        if (!open) onClosed?.();
      }}
      items={choices.map(({ value, label }) => ({ value, label }))}
      onValueChange={(next) => {
        if (next !== null && next !== value) onChange(next);
      }}
    >
      <Base.Trigger autoFocus={props.focused} {...face} />
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
