/**
 * Changes: what a committed command did to the state. `put` sets a whole row, `patch` some of its
 * fields (null clears one), `delete` takes a row out for good. `evict` tells those who saw a row
 * before the change that follows it, and do not any more, that it has left what they may see. Long text travels as the revision that is put: its patch
 * makes the document's next text, so that an entry about a large document stays small.
 */
import type { Rows } from './entity/list.ts';
import type { TableName } from './entity/names.ts';
import type { Id } from './lib/id.ts';

export interface Put<T extends TableName = TableName> {
  readonly op: 'put';
  readonly table: T;
  readonly row: Rows[T];
}

export interface Patch<T extends TableName = TableName> {
  readonly op: 'patch';
  readonly table: T;
  readonly id: Id<T>;
  readonly set: Partial<Rows[T]>;
}

export interface Removal<T extends TableName = TableName> {
  readonly op: 'delete' | 'evict';
  readonly table: T;
  readonly id: Id<T>;
}

export type Change = { [T in TableName]: Put<T> | Patch<T> | Removal<T> }[TableName];

/** The id of the row that a change is about. */
export function rowIdOf(change: Change): Id<TableName> {
  return change.op === 'put' ? change.row.id : change.id;
}

export function put<T extends TableName>(table: T, row: Rows[T]): Change {
  return { op: 'put', table, row } as unknown as Change;
}

export function patch<T extends TableName>(table: T, id: Id<T>, set: Partial<Rows[T]>): Change {
  return { op: 'patch', table, id, set } as unknown as Change;
}
