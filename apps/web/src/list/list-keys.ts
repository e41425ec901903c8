// What a key does in a list: a pure table from key and place to step. Rows are walked by arrows or by
// j and k; → goes into the cells of a row, ← and Esc out of them.
import type { ListRow } from '@planwright/engine';

/** Where the focus is: on a row, or on one of its cells. */
export interface Cursor {
  readonly row: string;
  /** The place of a cell in its row; null: the row itself. */
  readonly cell: number | null;
}

export type Step =
  | { readonly do: 'go'; readonly cursor: Cursor; readonly extend: boolean }
  | { readonly do: 'fold'; readonly row: string }
  | { readonly do: 'select'; readonly row: string }
  | { readonly do: 'selectAll' }
  | { readonly do: 'open'; readonly row: string }
  | { readonly do: 'edit'; readonly row: string; readonly cell: number | null }
  | { readonly do: 'leave' }
  | { readonly do: 'copy'; readonly what: 'keys' | 'lines' }
  | { readonly do: 'delete' };

interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What is around the cursor: the rows, how many cells each has and how many rows are in sight. */
interface Around {
  readonly rows: readonly ListRow[];
  readonly at: number;
  readonly cells: number;
  readonly page: number;
  readonly selected: number;
}

/** What the key does; null: nothing that is the list's. */
export function stepOf(press: KeyPress, cursor: Cursor, around: Around): Step | null {
  const { rows, at } = around;
  const row = rows[at];
  if (press.altKey || row === undefined) return null;
  if (press.ctrlKey || press.metaKey) return withModifier(press, around);
  const walked = walk(press.key, at, around.page, rows.length);
  if (walked !== null) {
    const next = rows[walked];
    if (next === undefined) return null;
    const cell = next.kind === 'group' ? null : cursor.cell;
    return { do: 'go', cursor: { row: next.id, cell }, extend: press.shiftKey };
  }
  switch (press.key) {
    case 'ArrowRight':
      return right(row, cursor, around.cells);
    case 'ArrowLeft':
      return left(row, cursor, around);
    case 'Enter':
      if (row.kind === 'group') return { do: 'fold', row: row.id };
      return cursor.cell === null
        ? { do: 'open', row: row.id }
        : { do: 'edit', row: row.id, cell: cursor.cell };
    case 'F2':
      return row.kind === 'group' ? null : { do: 'edit', row: row.id, cell: cursor.cell };
    case 'x':
    case ' ':
      return { do: 'select', row: row.id };
    case 'y':
    case 'Y':
      return around.selected === 0 ? null : { do: 'copy', what: press.shiftKey ? 'lines' : 'keys' };
    case 'Delete':
      return press.shiftKey && around.selected > 0 ? { do: 'delete' } : null;
    case 'Escape':
      return cursor.cell !== null || around.selected > 0 ? { do: 'leave' } : null;
    default:
      return null;
  }
}

function withModifier({ key, shiftKey }: KeyPress, { selected }: Around): Step | null {
  if (shiftKey) return null;
  if (key === 'a') return { do: 'selectAll' };
  return key === 'c' && selected > 0 ? { do: 'copy', what: 'lines' } : null;
}

/** The row that a walking key leads to; null for other keys. */
function walk(key: string, at: number, page: number, total: number): number | null {
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return Math.min(at + 1, last);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return Math.min(at + page, last);
    case 'PageUp':
      return Math.max(at - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

function right(row: ListRow, { cell }: Cursor, cells: number): Step | null {
  if (cell === null && isFoldable(row) && row.folded) return { do: 'fold', row: row.id };
  if (row.kind === 'group' || cells === 0) return null;
  const next = cell === null ? 0 : Math.min(cell + 1, cells - 1);
  return { do: 'go', cursor: { row: row.id, cell: next }, extend: false };
}

function left(row: ListRow, { cell }: Cursor, { rows, at }: Around): Step | null {
  if (cell !== null) {
    const next = cell === 0 ? null : cell - 1;
    return { do: 'go', cursor: { row: row.id, cell: next }, extend: false };
  }
  if (isFoldable(row) && !row.folded) return { do: 'fold', row: row.id };
  const above = rows[aboveOf(rows, at)];
  return above === undefined
    ? null
    : { do: 'go', cursor: { row: above.id, cell: null }, extend: false };
}

function isFoldable(row: ListRow): boolean {
  return row.kind === 'group' || row.below > 0;
}

/** The place of the row that this one stands under: of its parent or group; -1 without one. */
function aboveOf(rows: readonly ListRow[], at: number): number {
  const row = rows[at];
  if (row === undefined || row.kind === 'group') return -1;
  for (let index = at - 1; index >= 0; index -= 1) {
    const one = rows[index];
    if (one?.kind === 'group' || (one?.depth ?? 0) < row.depth) return index;
  }
  return -1;
}
