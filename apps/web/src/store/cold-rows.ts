// Cold rows in React: `useColdRows('comment', item.id)`.
import type { RowId, Rows } from '@planwright/engine';
import type { OwnedTable } from '@planwright/sync';
import { OWNED } from '@planwright/sync';
import { useCallback, useEffect } from 'react';

import type { ColdStanding } from './cold-pages.ts';
import { isRead } from './cold-pages.ts';
import { sameList, useQuery, useStore } from './hooks.ts';

export interface ColdRows<R> {
  /** What is here of them, newest first, own ones that wait and deleted ones too. */
  readonly rows: readonly R[];
  readonly standing: ColdStanding;
  /** Reads the next page of older ones; they appear among the rows. */
  readonly readMore: () => void;
}

/**
 * The rows of a table that belong to `owner`: the newest are read when they are first looked at,
 * older ones when asked, and what entries bring appears by itself.
 */
export function useColdRows<T extends OwnedTable>(table: T, owner: RowId): ColdRows<Rows[T]> {
  const store = useStore();
  const { pages } = store;
  useEffect(() => {
    const letsGo = table === 'revision' || table === 'activity';
    return letsGo ? store.hold(table, owner) : undefined;
  }, [store, table, owner]);
  const standing = useQuery(() => pages.standing(table, owner), [pages, table, owner]);
  const rows = useQuery(
    (tables) => {
      const { index, order } = OWNED[table];
      const here = [...tables.list(table, index as never, owner)] as Rows[T][];
      const read = here.filter((row) => isRead(table, standing, row));
      return read.sort(order === 'seq' ? newestFirst : (a, b) => (a.id < b.id ? 1 : -1));
    },
    [table, owner, standing],
    sameList,
  );
  const readMore = useCallback(() => pages.readMore(table, owner), [pages, table, owner]);
  return { rows, standing, readMore };
}

interface Placed {
  readonly seq: number;
  readonly id: string;
}

/** By the order of the journal, the last first; what is not in it yet is the newest. */
function newestFirst(a: Placed, b: Placed): number {
  const [x, y] = [a.seq === 0 ? Infinity : a.seq, b.seq === 0 ? Infinity : b.seq];
  if (x !== y) return x < y ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
