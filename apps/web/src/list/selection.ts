// Which rows are selected. A selection grows by single rows and by ranges; a range is counted from the
// row that was touched before it, and replaces the range that was drawn from there.
import type { ListRow, WorkItemId } from '@planwright/engine';

export interface Selection {
  readonly ids: ReadonlySet<WorkItemId>;
  /** Where a range begins: a row id. */
  readonly anchor: string | null;
  /** What was selected before the range. */
  readonly base: ReadonlySet<WorkItemId>;
}

const NONE: ReadonlySet<WorkItemId> = new Set();
export const NOTHING: Selection = { ids: NONE, anchor: null, base: NONE };

/** The rows between two rows, both included; none where one of them is not listed. */
function between(rows: readonly ListRow[], from: string, to: string): WorkItemId[] {
  const a = rows.findIndex(({ id }) => id === from);
  const b = rows.findIndex(({ id }) => id === to);
  if (a < 0 || b < 0) return [];
  return itemsOf(rows.slice(Math.min(a, b), Math.max(a, b) + 1));
}

/** Selects a row or lets it go; a group stands for the rows that are listed in it. */
export function toggled(selection: Selection, rows: readonly ListRow[], id: string): Selection {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) return selection;
  const touched = row.kind === 'item' ? [row.id] : inGroup(rows, row.id);
  const ids = new Set(selection.ids);
  const all = touched.length > 0 && touched.every((one) => ids.has(one));
  for (const one of touched) {
    if (all) ids.delete(one);
    else ids.add(one);
  }
  return { ids, anchor: id, base: ids };
}

/** Selects all rows from the anchor (`from` where there is none) to this one. */
export function extended(
  selection: Selection,
  rows: readonly ListRow[],
  from: string,
  to: string,
): Selection {
  const anchor = selection.anchor ?? from;
  const ids = new Set([...selection.base, ...between(rows, anchor, to)]);
  return { ids, anchor, base: selection.base };
}

export function all(rows: readonly ListRow[]): Selection {
  const ids = new Set(itemsOf(rows));
  return { ids, anchor: null, base: ids };
}

function inGroup(rows: readonly ListRow[], id: string): WorkItemId[] {
  const at = rows.findIndex((row) => row.id === id);
  const next = rows.findIndex((row, index) => index > at && row.kind === 'group');
  return itemsOf(rows.slice(at + 1, next < 0 ? rows.length : next));
}

function itemsOf(rows: readonly ListRow[]): WorkItemId[] {
  return rows.flatMap((row) => (row.kind === 'item' ? [row.id] : []));
}
