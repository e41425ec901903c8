/**
 * The dialect of an older app: it does not know the points of an item. What it is sent is read as
 * its decoder would read it, with that field left out.
 */
import type { AnyRow, Change } from '@planwright/engine';
import {
  decodeDown,
  decodeEntry,
  decodeRow,
  encodeDown,
  encodeEntry,
  encodeRow,
} from '@planwright/protocol';
import type { WireRow } from '@planwright/protocol';

/** The row as the older app has it. */
export function olderRow<R extends AnyRow>(table: string, row: R): R {
  return table === 'workItem' ? { ...row, points: null } : row;
}

export function olderWireRow(one: WireRow): WireRow {
  return { ...one, row: olderRow(one.table, one.row as unknown as AnyRow) } as unknown as WireRow;
}

/** The frame as the older app reads it. */
export function olderFrame(bytes: Uint8Array): Uint8Array {
  const frame = decodeDown(bytes);
  if (frame.type === 'batch') {
    const entries = frame.entries.map((one) => {
      const entry = decodeEntry(one);
      return encodeEntry({ ...entry, changes: entry.changes.map(olderChange) });
    });
    return encodeDown({ ...frame, entries });
  }
  if (frame.type === 'page') {
    const rows = frame.rows.flatMap((one) => {
      const row = decodeRow(one);
      return row === null ? [] : [encodeRow(olderWireRow(row))];
    });
    return encodeDown({ ...frame, rows });
  }
  return bytes;
}

/** Arguments that the older app can give. */
export function olderArgs<A extends object>(args: A): A {
  const { points: _, ...rest } = args as A & { points?: unknown };
  return rest as unknown as A;
}

function olderChange(change: Change): Change {
  if (change.table !== 'workItem') return change;
  if (change.op === 'put') {
    return { ...change, row: olderRow('workItem', change.row as never) };
  }
  if (change.op !== 'patch') return change;
  return { ...change, set: olderArgs(change.set) };
}
