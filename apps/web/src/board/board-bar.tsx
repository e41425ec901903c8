// The line above a board: what is searched for, and whose, which and what it shows.
import type { BoardGroup } from '@planwright/engine';
import { BOARD_GROUPS, ITEM_TYPES, PRIORITIES } from '@planwright/engine';
import { ChevronDown, Rows3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { memo, useState } from 'react';

import type { BoardChoice } from '../actions/board-search.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuCheck } from '../ui/menu.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import bar from '../ui/view-bar.module.css';
import styles from './board-bar.module.css';
import type { Deck } from './deck.ts';

interface BoardBarProps {
  readonly choice: BoardChoice;
  readonly deck: Deck;
  readonly onChoose: (choice: BoardChoice) => void;
}

const NOTHING: Omit<BoardChoice, 'group'> = {
  assignees: [],
  types: [],
  priorities: [],
  labels: [],
  hideDone: false,
  words: '',
};

const GROUPS = BOARD_GROUPS.map((value) => ({
  value,
  label: strings.board.groups[value],
  icon: <Rows3 size={14} />,
}));

/** Does it leave cards out, not only columns? */
export function isFiltered({ assignees, types, priorities, labels, words }: BoardChoice): boolean {
  return words !== '' || [assignees, types, priorities, labels].some((list) => list.length > 0);
}

export const BoardBar = memo(function BoardBar({ choice, deck, onChoose }: BoardBarProps) {
  const choose = (part: Partial<BoardChoice>): void => onChoose({ ...choice, ...part });
  const people = [...deck.people].map(([id, name]) => ({ value: id, name }));
  const { assignees, types, priorities, labels, hideDone, words } = choice;
  return (
    <div className={bar.bar} role="toolbar" aria-label={strings.board.tools}>
      <Words said={words} say={(said) => choose({ words: said })} />
      <Filter
        label={strings.item.assignee}
        chosen={assignees}
        choices={[{ value: 'none' as const, name: strings.item.assigneeNone }, ...people]}
        onChange={(next) => choose({ assignees: next })}
      />
      <Filter
        label={strings.item.type}
        chosen={types}
        choices={ITEM_TYPES.map((value) => ({
          value,
          name: strings.types[value],
          icon: <TypeIcon type={value} />,
        }))}
        onChange={(next) => choose({ types: next })}
      />
      <Filter
        label={strings.item.priority}
        chosen={priorities}
        choices={PRIORITIES.toReversed().map((value) => ({
          value,
          name: strings.priorities[value],
          icon: <PriorityIcon priority={value} />,
        }))}
        onChange={(next) => choose({ priorities: next })}
      />
      {deck.labels.size > 0 && (
        <Filter
          label={strings.board.labels}
          chosen={labels}
          choices={[...deck.labels.values()].map(({ id, name, colour }) => ({
            value: id,
            name,
            icon: <span className={styles.dot} style={{ background: colour }} />,
          }))}
          onChange={(next) => choose({ labels: next })}
        />
      )}
      <Button
        tone="ghost"
        className={hideDone ? bar.on : ''}
        aria-pressed={hideDone}
        onClick={() => choose({ hideDone: !hideDone })}
      >
        {strings.board.hideDone}
      </Button>
      {(hideDone || isFiltered(choice)) && (
        <Button tone="ghost" onClick={() => choose(NOTHING)}>
          {strings.board.showAll}
        </Button>
      )}
      <span className={bar.space} />
      <div className={bar.group} data-group>
        <Select<BoardGroup>
          label={strings.board.group}
          value={choice.group}
          choices={GROUPS}
          onChange={(group) => choose({ group })}
        />
      </div>
    </div>
  );
});

interface FilterProps<T extends string> {
  readonly label: string;
  readonly chosen: readonly T[];
  readonly choices: readonly {
    readonly value: T;
    readonly name: string;
    readonly icon?: ReactNode;
  }[];
  readonly onChange: (chosen: readonly T[]) => void;
}

function Filter<T extends string>({ label, chosen, choices, onChange }: FilterProps<T>) {
  const names = choices.filter(({ value }) => chosen.includes(value)).map(({ name }) => name);
  return (
    <Menu
      trigger={
        <Button tone="ghost" className={chosen.length > 0 ? bar.on : ''}>
          <span className={styles.choice}>
            {names.length === 0 ? label : strings.board.only(label, names)}
            <ChevronDown size={13} aria-hidden />
          </span>
        </Button>
      }
    >
      {choices.map(({ value, name, icon }) => (
        <MenuCheck
          key={value}
          icon={icon}
          checked={chosen.includes(value)}
          onChange={(on) =>
            onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))
          }
        >
          {name}
        </MenuCheck>
      ))}
    </Menu>
  );
}

interface WordsProps {
  readonly said: string;
  readonly say: (words: string) => void;
}

/** What is typed shows at once and the address follows; left, the field shows what the address has. */
function Words({ said, say }: WordsProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const words = typed ?? said;
  const change = (next: string): void => {
    setTyped(next);
    say(next);
  };
  return (
    <SearchField
      label={strings.board.search}
      value={words}
      onChange={change}
      onBlur={() => setTyped(null)}
    />
  );
}
