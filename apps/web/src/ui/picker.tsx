// One of a long list, found by typing: parents, people. The list is filtered as one types.
import { Combobox } from '@base-ui/react/combobox';
import type { ReactNode } from 'react';
import { useMemo } from 'react';

import { classNames } from './class-names.ts';
import field from './field.module.css';
import { LightTrigger } from './light-trigger.tsx';
import { bestFirst } from './pick-order.ts';
import type { Pick } from './pick-popup.tsx';
import { PickPopup, useTyped } from './pick-popup.tsx';

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

export function Picker(props: PickerProps) {
  const { label, value, picks, none, disabled = false, look = 'bare', begin = false } = props;
  const chosen = value === null ? undefined : picks.find((pick) => pick.id === value);
  const face = {
    className: classNames(field.control, field[look]),
    'aria-label': `${label}: ${chosen?.label ?? none}`,
    children: (
      <>
        {chosen?.icon !== undefined && <span className={field.icon}>{chosen.icon}</span>}
        <span className={classNames(field.value, chosen === undefined && field.placeholder)}>
          {chosen?.label ?? none}
        </span>
      </>
    ),
  };
  return (
    <LightTrigger
      face={face}
      opens="dialog"
      disabled={disabled}
      begin={begin}
      onOpen={props.onOpen}
      control={(focused) => <Control {...props} chosen={chosen} face={face} focused={focused} />}
    />
  );
}

interface ControlProps extends PickerProps {
  readonly chosen: Pick | undefined;
  /** What its button looks like and is called. */
  readonly face: { readonly className: string; readonly children: ReactNode };
  readonly focused: boolean;
}

function Control({
  label,
  value,
  picks,
  chosen,
  none,
  required = false,
  search,
  nothing,
  onChange,
  disabled = false,
  onOpen,
  onClosed,
  face,
  focused,
}: ControlProps) {
  const typed = useTyped((open) => (open ? onOpen : onClosed)?.());
  const all = useMemo(
    () => (required ? picks : [{ id: NONE, label: none }, ...picks]),
    [required, picks, none],
  );
  const ordered = useMemo(() => bestFirst(all, typed.text), [all, typed.text]);
  return (
    <Combobox.Root
      items={ordered}
      value={chosen ?? (required ? null : (all[0] ?? null))}
      disabled={disabled}
      defaultOpen
      {...typed.root}
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
      <Combobox.Trigger autoFocus={focused} {...face} />
      <PickPopup label={label} search={search} nothing={nothing} field={typed.field} />
    </Combobox.Root>
  );
}
