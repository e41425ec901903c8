/** Rows and changes on the wire. A row is told by its table's number, so that bytes name it once. */
import type { Change, Id, Removal, Rows, TableName } from '@planwright/engine';
import { TABLE_NAMES, entityOf, put } from '@planwright/engine';
import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';

import type { Message } from './message.ts';
import {
  enter,
  leave,
  list,
  message,
  read,
  readEach,
  shapeOf,
  string,
  uint32,
  write,
} from './message.ts';

/** The message of each table's rows. */
export const rowMessages = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, shapeOf(capital(table), entityOf(table).fields)]),
) as Readonly<Record<TableName, Message>>;

const tableByNo = new Map(TABLE_NAMES.map((table) => [entityOf(table).no, table]));

/** Numbers of the fields of a change. */
export const CHANGE = { put: 1, patch: 2, delete: 3, evict: 4 } as const;

export const patchMessage = message('Patch', {
  id: string(1),
  // 2 is `set`, a Row with only the fields that change: written by `writeRow`
  cleared: list(uint32(3)),
});
export const PATCH_SET = 2;

export const removalMessage = message('Removal', { table: string(1), id: string(2) });

/** A row that a page or a snapshot carries. */
export type WireRow = { [T in TableName]: { readonly table: T; readonly row: Rows[T] } }[TableName];

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Writes one field that holds a row, whole or in part. */
function writeRow(
  writer: BinaryWriter,
  no: number,
  table: TableName,
  row: Readonly<Record<string, unknown>>,
): void {
  writer.tag(no, WireType.LengthDelimited).fork();
  writeRowAlone(writer, table, row);
  writer.join();
}

/** Writes the fields of a row's message; the caller frames them. */
export function writeRowAlone(
  writer: BinaryWriter,
  table: TableName,
  row: Readonly<Record<string, unknown>>,
): void {
  writer.tag(entityOf(table).no, WireType.LengthDelimited).fork();
  write(writer, rowMessages[table], row);
  writer.join();
}

interface FoundRow {
  readonly table: TableName;
  readonly row: Record<string, unknown>;
}

/**
 * Reads a row up to `end`; with `partial`, only the fields that are there. Null for one of a table
 * that this program does not know.
 */
export function readRow(reader: BinaryReader, end: number, partial: boolean): FoundRow | null {
  let found: FoundRow | null = null;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const table = tableByNo.get(no);
    if (table === undefined) {
      reader.skip(wire, no);
      continue;
    }
    found = { table, row: read(reader, rowMessages[table], enter(reader, wire), partial) };
  }
  leave(reader, end, 'a row');
  return found;
}

/** Writes the fields of a change. */
export function writeChange(writer: BinaryWriter, change: Change): void {
  if (change.op === 'put') return writeRow(writer, CHANGE.put, change.table, change.row);
  writer.tag(CHANGE[change.op], WireType.LengthDelimited).fork();
  if (change.op === 'patch') {
    write(writer, patchMessage, { id: change.id });
    writeRow(writer, PATCH_SET, change.table, change.set);
    write(writer, patchMessage, { cleared: nullsOf(rowMessages[change.table], change.set) });
  } else write(writer, removalMessage, change);
  writer.join();
}

/** Reads a change up to `end`; null for one of a kind or table that this program does not know. */
export function readChange(reader: BinaryReader, end: number): Change | null {
  let change: Change | null = null;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    if (no === CHANGE.put) change = readPut(reader, enter(reader, wire));
    else if (no === CHANGE.patch) change = readPatch(reader, enter(reader, wire));
    else if (no === CHANGE.delete) change = readRemoval(reader, enter(reader, wire), 'delete');
    else if (no === CHANGE.evict) change = readRemoval(reader, enter(reader, wire), 'evict');
    else reader.skip(wire, no);
  }
  leave(reader, end, 'a change');
  return change;
}

function readPut(reader: BinaryReader, end: number): Change | null {
  const found = readRow(reader, end, false);
  return found === null ? null : put(found.table, found.row as never);
}

function readPatch(reader: BinaryReader, end: number): Change | null {
  const start = reader.pos;
  const { id, cleared } = read(reader, patchMessage, end);
  reader.pos = start;
  let found: FoundRow | null = null;
  readEach(reader, end, PATCH_SET, (until) => {
    found = readRow(reader, until, true);
  });
  if (found === null) return null;
  const { table, row: set } = found as FoundRow;
  clear(rowMessages[table], set, cleared as readonly number[]);
  return { op: 'patch', table, id: id as Id<TableName>, set } as unknown as Change;
}

function readRemoval(reader: BinaryReader, end: number, op: Removal['op']): Change | null {
  const of = read(reader, removalMessage, end);
  const known = (TABLE_NAMES as readonly unknown[]).includes(of['table']);
  return known ? ({ op, ...of } as unknown as Change) : null;
}

/** The numbers of the fields that are null: an edit clears them. */
export function nullsOf(of: Message, set: Readonly<Record<string, unknown>>): readonly number[] {
  const out: number[] = [];
  for (const [name, { no }] of of.ordered) if (set[name] === null) out.push(no);
  return out;
}

/** Sets the fields of these numbers to null; numbers that are not known are left out. */
export function clear(of: Message, set: Record<string, unknown>, cleared: readonly number[]): void {
  for (const no of cleared) {
    const known = of.byNo.get(no);
    if (known !== undefined) set[known[0]] = null;
  }
}
