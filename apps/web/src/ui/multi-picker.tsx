// Any number of a list, found by typing: labels. It stays open while one chooses; what is typed and
// is not there yet can be made where that is offered.
import { Combobox } from '@base-ui/react/combobox';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import type { Pick } from './pick-popup.tsx';
import { PickPopup, useTyped } from './pick-popup.tsx';

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
  const typed = useTyped(begin, (open) => {
    if (!open) onClosed?.();
  });
  const name = typed.text.trim();
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
      {...typed.root}
      isItemEqualToValue={(a: Pick, b: Pick) => a.id === b.id}
      itemToStringLabel={(pick: Pick) => pick.label}
      onValueChange={(next: readonly Pick[]) => {
        const now = next.map(({ id }) => id);
        if (now.includes(NEW)) {
          if (create?.make(name) === true) typed.clear();
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
      <PickPopup label={label} search={search} nothing={nothing} field={typed.field} />
    </Combobox.Root>
  );
}

function folded(text: string): string {
  return text.toLowerCase();
}
