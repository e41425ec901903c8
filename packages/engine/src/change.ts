/**
 * Changes: what a committed command did to the state. `put` sets a whole row, `patch` some of its
 * fields (null clears one), `splice` the text of a document, `delete` takes a row out for good;
 * `evict` exists only on the wire: the row has left what this person may see.
 */
import type { Rows } from './entity/list.ts';
import type { TableName } from './entity/names.ts';
import type { Id } from './lib/id.ts';
import type { TextPatch } from './lib/text-patch.ts';

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

/** Long text travels as what changed in it, so that an entry about a large document stays small. */
export interface TextSplice {
  readonly op: 'splice';
  readonly table: 'document';
  readonly id: Id<'document'>;
  /** The revision that the patch makes. */
  readonly rev: number;
  readonly patch: TextPatch;
}

export interface Removal<T extends TableName = TableName> {
  readonly op: 'delete' | 'evict';
  readonly table: T;
  readonly id: Id<T>;
}

export type Change = { [T in TableName]: Put<T> | Patch<T> | Removal<T> }[TableName] | TextSplice;

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
