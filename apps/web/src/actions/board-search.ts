// What the address says of a board: whose, which and what it shows. It holds only what differs from
// the whole board; what it says wrongly is as if unsaid.
import type { BoardGroup, ListFilter } from '@planwright/engine';
import { BOARD_GROUPS } from '@planwright/engine';

import type { FilterSearch } from './filter-search.ts';
import { addressedFilter, filterOf, filterSearchOf } from './filter-search.ts';

/** The part of an address that a board is, as the router keeps it. */
export interface BoardSearch extends FilterSearch {
  /** What its lanes are; unsaid: as this browser has it for the project. */
  readonly group?: BoardGroup;
}

/** What a board shows: its address, read. An empty list asks for nothing. */
export interface BoardChoice extends ListFilter {
  readonly group: BoardGroup;
}

/** The board's part of an address; what is not known in it is left out. */
export function boardSearchOf(search: Readonly<Record<string, unknown>>): BoardSearch {
  const { group } = search;
  const known = isGroup(group) && group !== 'none' ? { group } : {};
  return { ...filterSearchOf(search), ...known };
}

export function choiceOf(search: BoardSearch): BoardChoice {
  return { ...filterOf(search), group: search.group ?? 'none' };
}

/** The address that says this choice. */
export function addressed(choice: BoardChoice): BoardSearch {
  const { group } = choice;
  return { ...addressedFilter(choice), ...(group === 'none' ? {} : { group }) };
}

function isGroup(value: unknown): value is BoardGroup {
  return (BOARD_GROUPS as readonly unknown[]).includes(value);
}
