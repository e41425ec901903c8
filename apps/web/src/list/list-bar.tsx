// The line above a list: what is searched for and left out, how it is grouped, which columns
// show.
import type { Label, LabelId, ListFilter, ListGroup } from '@planwright/engine';
import { LIST_GROUPS } from '@planwright/engine';
import { Columns3 } from 'lucide-react';
import type { RefObject } from 'react';
import { memo } from 'react';

import type { ListChoice, ListColumn } from '../actions/list-search.ts';
import { FIXED_COLUMNS, LIST_COLUMNS } from '../actions/list-search.ts';
import { ItemFilters } from '../fields/item-filters.tsx';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import bar from '../ui/view-bar.module.css';
import { COLUMNS } from './columns.ts';
import styles from './list-bar.module.css';

interface ListBarProps {
  readonly choice: ListChoice;
  /** The labels that items of the project may have. */
  readonly labels: ReadonlyMap<LabelId, Label>;
  /** The columns that are shown. */
  readonly columns: readonly ListColumn[];
  readonly words: string;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly count: number;
  readonly onWords: (words: string) => void;
  readonly onChoose: (part: Partial<ListChoice>) => void;
  /** The person wants to go on in the list. */
  readonly onLeave: () => void;
}

const GROUP_CHOICES = LIST_GROUPS.map((value) => ({ value, label: strings.list.groups[value] }));

export const ListBar = memo(function ListBar(props: ListBarProps) {
  const { choice, labels, columns, words, search, count, onWords, onChoose, onLeave } = props;
  const filter = (part: Partial<ListFilter>): void => {
    if (part.words !== undefined) onWords(part.words);
    onChoose(part);
  };
  return (
    <div className={bar.bar} role="toolbar" aria-label={strings.list.tools}>
      <SearchField
        field={search}
        label={strings.list.search}
        value={words}
        onChange={onWords}
        onLeave={onLeave}
      />
      <ItemFilters filter={{ ...choice, words }} labels={labels} onChange={filter} />
      <span className={styles.count} aria-live="polite">
        {strings.list.count(count)}
      </span>
      <span className={bar.space} />
      <div className={bar.group}>
        <Select<ListGroup>
          label={strings.list.group}
          value={choice.group}
          choices={GROUP_CHOICES}
          onChange={(next) => onChoose({ group: next })}
        />
      </div>
      <Menu
        align="end"
        trigger={<IconButton label={strings.list.columns} icon={<Columns3 size={15} />} />}
      >
        {LIST_COLUMNS.filter((column) => !FIXED_COLUMNS.includes(column)).map((column) => (
          <MenuCheck
            key={column}
            checked={columns.includes(column)}
            onChange={(on) =>
              onChoose({
                columns: LIST_COLUMNS.filter((one) =>
                  one === column ? on : columns.includes(one),
                ),
              })
            }
          >
            {COLUMNS[column].name}
          </MenuCheck>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => onChoose({ columns: null })}>
          {strings.list.firstColumns}
        </MenuItem>
      </Menu>
    </div>
  );
});
