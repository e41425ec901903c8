// What the address says of a list: its columns, order, groups and filters. An address holds only what
// differs from what a list is at first, so that most are short; what it says wrongly is as if unsaid.
import type { ListFilter, ListGroup, ListSort } from '@planwright/engine';
import { LIST_GROUPS, LIST_SORTS } from '@planwright/engine';

import type { FilterSearch } from './filter-search.ts';
import { addressedFilter, filterOf, filterSearchOf } from './filter-search.ts';

/** A column for everything that a list can be ordered by, but for the order of the project itself. */
export type ListColumn = Exclude<ListSort, 'rank'>;

/** Everything that a column can show, in the order of the columns. */
export const LIST_COLUMNS: readonly ListColumn[] = LIST_SORTS.filter((one) => one !== 'rank');

/** Columns that are always there: what an item is called. */
export const FIXED_COLUMNS: readonly ListColumn[] = ['key', 'title'];

/** The columns of a list of which nothing else was said. */
export const FIRST_COLUMNS: readonly ListColumn[] = [
  'key',
  'title',
  'state',
  'priority',
  'assignee',
  'labels',
  'points',
  'dueDate',
  'progress',
  'updated',
];

/** And where the screen is narrow. */
export const NARROW_COLUMNS: readonly ListColumn[] = ['key', 'title', 'state'];

/** The part of an address that a list is, as the router keeps it. */
export interface ListSearch extends FilterSearch {
  /** A column, `-` before it for downwards: `-updated`. */
  readonly sort?: string;
  readonly group?: ListGroup;
  /** Names of columns with commas between; key and title need not be named. */
  readonly columns?: string;
}

/** What a list shows: its address, read. */
export interface ListChoice extends ListFilter {
  readonly sort: { readonly by: ListSort; readonly down: boolean };
  readonly group: ListGroup;
  /** null: the first ones, as many as fit. */
  readonly columns: readonly ListColumn[] | null;
}

/** The list's part of an address; what is not known in it is left out. */
export function listSearchOf(search: Readonly<Record<string, unknown>>): ListSearch {
  const { sort, group, columns } = search;
  return {
    ...(typeof sort === 'string' && sortOf(sort) !== null ? { sort } : {}),
    ...(isGroup(group) && group !== 'none' ? { group } : {}),
    ...(typeof columns === 'string' ? { columns } : {}),
    ...filterSearchOf(search),
  };
}

export function choiceOf(search: ListSearch): ListChoice {
  const { sort, group, columns } = search;
  return {
    ...filterOf(search),
    sort: sortOf(sort ?? '') ?? { by: 'rank', down: false },
    group: group ?? 'none',
    columns: columns === undefined ? null : columnsOf(columns),
  };
}

/** The address that says this choice. */
export function searchOf(choice: ListChoice): ListSearch {
  const { sort, group, columns } = choice;
  const optional = columns?.filter((column) => !FIXED_COLUMNS.includes(column));
  return {
    ...(sort.by === 'rank' ? {} : { sort: `${sort.down ? '-' : ''}${sort.by}` }),
    ...(group === 'none' ? {} : { group }),
    ...(optional === undefined ? {} : { columns: optional.join(',') }),
    ...addressedFilter(choice),
  };
}

function sortOf(text: string): ListChoice['sort'] | null {
  const down = text.startsWith('-');
  const by = LIST_SORTS.find((one) => one === (down ? text.slice(1) : text));
  return by === undefined || by === 'rank' ? null : { by, down };
}

function columnsOf(text: string): readonly ListColumn[] {
  const named = text.split(',');
  return LIST_COLUMNS.filter((one) => FIXED_COLUMNS.includes(one) || named.includes(one));
}

function isGroup(value: unknown): value is ListGroup {
  return (LIST_GROUPS as readonly unknown[]).includes(value);
}
