// What a board or a list is narrowed down to: a menu for each kind of wish. Where the screen is narrow
// all of them are in one menu. What is asked for stands in colour, so that nothing is missing unsaid.
import type { Label, LabelId, ListFilter, User, UserId } from '@planwright/engine';
import { ITEM_TYPES, PRIORITIES, WHOLE, asksFor } from '@planwright/engine';
import { ChevronDown, ListFilter as FilterIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { sameList, usePeople, useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuItem, MenuSeparator, Submenu } from '../ui/menu.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { useMedia } from '../ui/use-media.ts';
import bar from '../ui/view-bar.module.css';
import styles from './item-filters.module.css';

interface ItemFiltersProps {
  readonly filter: ListFilter;
  /** The labels that items of the project may have. */
  readonly labels: ReadonlyMap<LabelId, Label>;
  readonly onChange: (part: Partial<ListFilter>) => void;
}

export function ItemFilters({ filter, labels, onChange }: ItemFiltersProps) {
  const narrow = useMedia('(max-width: 640px)');
  const { assignees, types, priorities, hideDone } = filter;
  const people = useChoosable(assignees);
  const wishes = [
    wish({
      label: strings.item.assignee,
      chosen: assignees,
      choices: [{ value: 'none' as const, name: strings.item.assigneeNone }, ...people],
      onChange: (next) => onChange({ assignees: next }),
    }),
    wish({
      label: strings.item.type,
      chosen: types,
      choices: ITEM_TYPES.map((value) => ({
        value,
        name: strings.types[value],
        icon: <TypeIcon type={value} />,
      })),
      onChange: (next) => onChange({ types: next }),
    }),
    wish({
      label: strings.item.priority,
      chosen: priorities,
      choices: PRIORITIES.toReversed().map((value) => ({
        value,
        name: strings.priorities[value],
        icon: <PriorityIcon priority={value} />,
      })),
      onChange: (next) => onChange({ priorities: next }),
    }),
    wish({
      label: strings.list.labels,
      chosen: filter.labels,
      choices: [...labels.values()].map(({ id, name, colour }) => ({
        value: id,
        name,
        icon: <span className={styles.dot} style={{ background: colour }} />,
      })),
      onChange: (next) => onChange({ labels: next }),
    }),
  ].filter((one) => one.lines.length > 0);
  const asking = hideDone || asksFor(filter);
  const showAll = (): void => onChange({ ...WHOLE, hideDone: false });

  if (narrow) {
    return (
      <Menu
        trigger={
          <IconButton
            label={strings.filter.filter}
            icon={<FilterIcon size={15} />}
            className={asking ? bar.on : ''}
          />
        }
      >
        {wishes.map(({ label, said, lines }) => (
          <Submenu key={label} label={said}>
            {lines}
          </Submenu>
        ))}
        <MenuCheck checked={hideDone} onChange={(on) => onChange({ hideDone: on })}>
          {strings.filter.hideDone}
        </MenuCheck>
        {asking && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={showAll}>{strings.filter.showAll}</MenuItem>
          </>
        )}
      </Menu>
    );
  }
  return (
    <>
      {wishes.map(({ label, said, on, lines }) => (
        <Menu
          key={label}
          trigger={
            <Button tone="ghost" className={on ? bar.on : ''}>
              <span className={styles.wish}>
                <span className={styles.said}>{said}</span>
                <ChevronDown size={13} aria-hidden />
              </span>
            </Button>
          }
        >
          {lines}
        </Menu>
      ))}
      <Button
        tone="ghost"
        className={hideDone ? bar.on : ''}
        aria-pressed={hideDone}
        onClick={() => onChange({ hideDone: !hideDone })}
      >
        {strings.filter.hideDone}
      </Button>
      {asking && (
        <Button tone="ghost" onClick={showAll}>
          {strings.filter.showAll}
        </Button>
      )}
    </>
  );
}

interface WishProps<T extends string> {
  readonly label: string;
  readonly chosen: readonly T[];
  readonly choices: readonly {
    readonly value: T;
    readonly name: string;
    readonly icon?: ReactNode;
  }[];
  readonly onChange: (chosen: readonly T[]) => void;
}

/** A kind of wish: what is said of it, and the lines of its menu. */
function wish<T extends string>({ label, chosen, choices, onChange }: WishProps<T>) {
  const names = choices.filter(({ value }) => chosen.includes(value)).map(({ name }) => name);
  return {
    label,
    on: chosen.length > 0,
    said: names.length === 0 ? label : strings.filter.only(label, names),
    lines: choices.map(({ value, name, icon }) => (
      <MenuCheck
        key={value}
        icon={icon}
        checked={chosen.includes(value)}
        onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
      >
        {name}
      </MenuCheck>
    )),
  };
}

/** Those who are active, and whom an address asks for though they have left. */
function useChoosable(chosen: ListFilter['assignees']): readonly { value: UserId; name: string }[] {
  const active = usePeople();
  const left = useQuery(
    (tables) =>
      chosen
        .map((id) => (id === 'none' ? undefined : tables.get('user', id)))
        .filter((user): user is User => user !== undefined && user.status !== 'active'),
    [chosen],
    sameList,
  );
  return [...active, ...left].map(({ id, name }) => ({ value: id, name }));
}
