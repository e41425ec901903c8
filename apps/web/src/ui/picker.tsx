// One of a long list, found by typing: parents, people. The list is filtered as one types.
import { Combobox } from '@base-ui/react/combobox';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import styles from './popup.module.css';

export interface Pick {
  readonly id: string;
  /** What is shown. */
  readonly label: string;
  /** What typing is matched against, beside the label: a key, a handle. */
  readonly hint?: string;
  readonly icon?: ReactNode;
}

interface PickerProps {
  readonly label: string;
  readonly value: string | null;
  /** At least the chosen one; all of them once it is open. */
  readonly picks: readonly Pick[];
  /** What "none" is called, both as a choice and as the empty value. */
  readonly none: string;
  /** One must be chosen: "none" is no choice. */
  readonly required?: boolean;
  readonly search: string;
  readonly nothing: string;
  readonly onChange: (id: string | null) => void;
  readonly disabled?: boolean;
  /** `bare` looks like text until it is pointed at; `boxed` like a field. */
  readonly look?: 'bare' | 'boxed';
  /** Is it open from the start? */
  readonly begin?: boolean;
  /** All picks are wanted now. */
  readonly onOpen?: (() => void) | undefined;
  readonly onClosed?: (() => void) | undefined;
}

const NONE = '';

export function Picker({
  label,
  value,
  picks,
  none,
  required = false,
  search,
  nothing,
  onChange,
  disabled = false,
  look = 'bare',
  begin = false,
  onOpen,
  onClosed,
}: PickerProps) {
  const all: readonly Pick[] = required ? picks : [{ id: NONE, label: none }, ...picks];
  const chosen = value === null ? undefined : picks.find((pick) => pick.id === value);
  return (
    <Combobox.Root
      items={all}
      value={chosen ?? (required ? null : (all[0] ?? null))}
      disabled={disabled}
      defaultOpen={begin}
      onOpenChange={(open) => {
        if (open) onOpen?.();
        else onClosed?.();
      }}
      autoHighlight
      limit={100}
      isItemEqualToValue={(a: Pick, b: Pick) => a.id === b.id}
      itemToStringLabel={(pick: Pick) =>
        pick.hint === undefined ? pick.label : `${pick.hint} ${pick.label}`
      }
      onValueChange={(pick: Pick | null) => {
        const next = pick === null || pick.id === NONE ? null : pick.id;
        if (next !== value) onChange(next);
      }}
    >
      <Combobox.Trigger
        className={classNames(field.control, field[look])}
        aria-label={`${label}: ${chosen?.label ?? none}`}
      >
        {chosen?.icon !== undefined && <span className={field.icon}>{chosen.icon}</span>}
        <span className={classNames(field.value, chosen === undefined && field.placeholder)}>
          {chosen?.label ?? none}
        </span>
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner
          className={styles.positioner}
          sideOffset={4}
          align="start"
          collisionPadding={8}
        >
          <Combobox.Popup className={styles.popup} aria-label={label}>
            <Combobox.Input className={styles.search} placeholder={search} aria-label={search} />
            <Combobox.Empty className={styles.empty}>{nothing}</Combobox.Empty>
            <Combobox.List className={styles.list}>
              {(pick: Pick) => (
                <Combobox.Item key={pick.id} value={pick} className={styles.item}>
                  <span className={styles.icon}>{pick.icon}</span>
                  <span className={styles.label}>{pick.label}</span>
                  {pick.hint !== undefined && <span className={styles.aside}>{pick.hint}</span>}
                  <Combobox.ItemIndicator className={styles.check}>
                    <Check size={14} aria-hidden />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
