// Any number of a list, found by typing: labels. It stays open while one chooses; what is typed and
// is not there yet can be made where that is offered.
import { Combobox } from '@base-ui/react/combobox';
import { Check, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import type { Pick } from './picker.tsx';
import styles from './popup.module.css';

interface MultiPickerProps {
  readonly label: string;
  readonly picks: readonly Pick[];
  /** The ids of those that are chosen. */
  readonly chosen: readonly string[];
  /** What the button shows. */
  readonly children: ReactNode;
  /** What the button says to who does not see it. */
  readonly said: string;
  readonly search: string;
  readonly nothing: string;
  readonly onChange: (id: string, on: boolean) => void;
  /** Offered for a text that none of them is called. */
  readonly create?: { readonly label: (name: string) => string; readonly make: Make } | undefined;
  readonly disabled?: boolean;
  /** Is it open from the start? */
  readonly begin?: boolean;
  readonly onClosed?: (() => void) | undefined;
  readonly className?: string | undefined;
}

/** Makes one of this name and chooses it; gives whether that was done. */
type Make = (name: string) => boolean;

const NEW = '';

export function MultiPicker({
  label,
  picks,
  chosen,
  children,
  said,
  search,
  nothing,
  onChange,
  create,
  disabled = false,
  begin = false,
  onClosed,
  className,
}: MultiPickerProps) {
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const fitting = picks.filter((pick) => folded(pick.label).includes(folded(name)));
  const known = picks.some((pick) => folded(pick.label) === folded(name));
  const made: readonly Pick[] =
    create === undefined || name === '' || known
      ? []
      : [{ id: NEW, label: create.label(name), icon: <Plus size={14} /> }];
  return (
    <Combobox.Root
      multiple
      items={[...fitting, ...made]}
      filter={null}
      value={picks.filter(({ id }) => chosen.includes(id))}
      disabled={disabled}
      defaultOpen={begin}
      autoHighlight
      inputValue={typed}
      onInputValueChange={setTyped}
      onOpenChange={(open) => {
        if (open) return;
        setTyped('');
        onClosed?.();
      }}
      isItemEqualToValue={(a: Pick, b: Pick) => a.id === b.id}
      itemToStringLabel={(pick: Pick) => pick.label}
      onValueChange={(next: readonly Pick[]) => {
        const now = next.map(({ id }) => id);
        if (now.includes(NEW)) {
          if (create?.make(name) === true) setTyped('');
          return;
        }
        for (const { id } of picks) {
          const on = now.includes(id);
          if (on !== chosen.includes(id)) onChange(id, on);
        }
      }}
    >
      <Combobox.Trigger
        className={classNames(field.control, field.bare, className)}
        aria-label={`${label}: ${said}`}
      >
        {children}
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

function folded(text: string): string {
  return text.toLowerCase();
}
