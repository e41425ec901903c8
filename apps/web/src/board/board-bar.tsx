// The line above a board: what is searched for, and whose, which and what it shows.
import type { BoardGroup } from '@planwright/engine';
import { BOARD_GROUPS } from '@planwright/engine';
import { Rows3 } from 'lucide-react';
import { memo, useState } from 'react';

import type { BoardChoice } from '../actions/board-search.ts';
import { ItemFilters } from '../fields/item-filters.tsx';
import { strings } from '../strings.ts';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import bar from '../ui/view-bar.module.css';
import type { Deck } from './deck.ts';

interface BoardBarProps {
  readonly choice: BoardChoice;
  readonly deck: Deck;
  readonly onChoose: (choice: BoardChoice) => void;
}

const GROUPS = BOARD_GROUPS.map((value) => ({
  value,
  label: strings.board.groups[value],
  icon: <Rows3 size={14} />,
}));

export const BoardBar = memo(function BoardBar({ choice, deck, onChoose }: BoardBarProps) {
  const choose = (part: Partial<BoardChoice>): void => onChoose({ ...choice, ...part });
  return (
    <div className={bar.bar} role="toolbar" aria-label={strings.board.tools}>
      <Words said={choice.words} say={(said) => choose({ words: said })} />
      <ItemFilters filter={choice} labels={deck.labels} onChange={choose} />
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
