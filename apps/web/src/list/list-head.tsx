// The heads of the columns: a click orders the list by one, another turns the order round, a third
// goes back to the order of the project.
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';

import type { ListChoice, ListColumn } from '../actions/list-search.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { COLUMNS } from './columns.ts';
import styles from './list-head.module.css';

interface ListHeadProps {
  readonly columns: readonly ListColumn[];
  readonly sort: ListChoice['sort'];
  readonly narrow: boolean;
  readonly onSort: (sort: ListChoice['sort']) => void;
}

export const ListHead = memo(function ListHead(props: ListHeadProps) {
  const { columns, sort, narrow, onSort } = props;
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.row} aria-rowindex={1}>
        <div role="columnheader" className={styles.pick}>
          <span className="visually-hidden">{strings.list.selected}</span>
        </div>
        {columns.map((column) => (
          <Head key={column} column={column} sort={sort} narrow={narrow} onSort={onSort} />
        ))}
      </div>
    </div>
  );
});

/** The order after a click on the head of a column. */
export function sortAfter(column: ListColumn, sort: ListChoice['sort']): ListChoice['sort'] {
  const { down: first = false } = COLUMNS[column];
  if (sort.by !== column) return { by: column, down: first };
  return sort.down === first ? { by: column, down: !first } : { by: 'rank', down: false };
}

function Head({
  column,
  sort,
  narrow,
  onSort,
}: { readonly column: ListColumn } & Omit<ListHeadProps, 'columns'>) {
  const { name, end } = COLUMNS[column];
  const current = sort.by === column;
  return (
    <div
      role="columnheader"
      className={classNames(styles.cell, styles[column], end === true && styles.end)}
      aria-sort={current ? (sort.down ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={classNames(styles.button, current && styles.current)}
        title={name}
        onClick={() => onSort(sortAfter(column, sort))}
      >
        <span className={narrow && column === 'state' ? 'visually-hidden' : styles.name}>
          {name}
        </span>
        {current &&
          (sort.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
      </button>
    </div>
  );
}
