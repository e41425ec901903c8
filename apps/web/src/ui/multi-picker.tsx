// Any number of a list, found by typing: labels. It stays open while one chooses; what is typed and
// is not there yet can be made where that is offered.
import { Combobox } from '@base-ui/react/combobox';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import { LightTrigger } from './light-trigger.tsx';
import { bestFirst } from './pick-order.ts';
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

export function MultiPicker(props: MultiPickerProps) {
  const { label, said, children, disabled = false, begin = false, className } = props;
  const face = {
    className: classNames(field.control, field.bare, className),
    'aria-label': `${label}: ${said}`,
    children,
  };
  return (
    <LightTrigger
      face={face}
      opens="dialog"
      disabled={disabled}
      begin={begin}
      control={(focused) => <Control {...props} face={face} focused={focused} />}
    />
  );
}

interface ControlProps extends MultiPickerProps {
  /** What its button looks like and is called. */
  readonly face: { readonly className: string; readonly children: ReactNode };
  readonly focused: boolean;
}

function Control({
  label,
  picks,
  chosen,
  search,
  nothing,
  onChange,
  create,
  disabled = false,
  onClosed,
  face,
  focused,
}: ControlProps) {
  const typed = useTyped((open) => {
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
      items={[...bestFirst(fitting, name), ...made]}
      filter={null}
      value={picks.filter(({ id }) => chosen.includes(id))}
      disabled={disabled}
      defaultOpen
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
      <Combobox.Trigger autoFocus={focused} {...face} />
      <PickPopup label={label} search={search} nothing={nothing} field={typed.field} />
    </Combobox.Root>
  );
}

function folded(text: string): string {
  return text.toLowerCase();
}
