/** Rows and changes on the wire. A row is told by its table's number, so that bytes name it once. */
import type { Change, Id, Rows, TableName } from '@planwright/engine';
import { TABLE_NAMES, entityOf, put } from '@planwright/engine';
import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';

import type { Message } from './message.ts';
import { list, message, read, shapeOf, string, uint32, WireError, write } from './message.ts';

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
export function writeRow(
  writer: BinaryWriter,
  no: number,
  table: TableName,
  row: Readonly<Record<string, unknown>>,
): void {
  writer.tag(no, WireType.LengthDelimited).fork();
  writer.tag(entityOf(table).no, WireType.LengthDelimited).fork();
  write(writer, rowMessages[table], row);
  writer.join().join();
}

/** Reads what `writeRow` wrote, after its tag; null for a table that this program does not know. */
export function readRow(
  reader: BinaryReader,
  partial: boolean,
): { table: TableName; row: Record<string, unknown> } | null {
  const end = reader.uint32() + reader.pos;
  let found: { table: TableName; row: Record<string, unknown> } | null = null;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const table = tableByNo.get(no);
    if (table === undefined || wire !== WireType.LengthDelimited) {
      reader.skip(wire, no);
      continue;
    }
    const until = reader.uint32() + reader.pos;
    found = { table, row: read(reader, rowMessages[table], until, partial) };
  }
  if (reader.pos !== end) throw new WireError('a row does not end where it should');
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
    if (no === CHANGE.put) {
      const found = readRow(reader, false);
      if (found !== null) change = put(found.table, found.row as never);
    } else if (no === CHANGE.patch) change = readPatch(reader);
    else if (no === CHANGE.delete || no === CHANGE.evict) {
      const of = read(reader, removalMessage, reader.uint32() + reader.pos);
      const known = (TABLE_NAMES as readonly unknown[]).includes(of['table']);
      const op = no === CHANGE.delete ? 'delete' : 'evict';
      if (known) change = { ...of, op } as unknown as Change;
    } else reader.skip(wire, no);
  }
  if (reader.pos !== end) throw new WireError('a change does not end where it should');
  return change;
}

function readPatch(reader: BinaryReader): Change | null {
  const end = reader.uint32() + reader.pos;
  let id = '';
  let found: { table: TableName; row: Record<string, unknown> } | null = null;
  const cleared: number[] = [];
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    if (no === 1) id = reader.string();
    else if (no === PATCH_SET) found = readRow(reader, true);
    else if (no === 3) {
      const until = reader.uint32() + reader.pos;
      while (reader.pos < until) cleared.push(reader.uint32());
    } else reader.skip(wire, no);
  }
  if (found === null) return null;
  const { table, row: set } = found;
  for (const no of cleared) {
    const known = rowMessages[table].byNo.get(no);
    if (known !== undefined) set[known[0]] = null;
  }
  return { op: 'patch', table, id: id as Id<TableName>, set } as unknown as Change;
}

/** The numbers of the fields that are null: an edit clears them. */
export function nullsOf(of: Message, set: Readonly<Record<string, unknown>>): readonly number[] {
  const out: number[] = [];
  for (const [name, { no }] of of.ordered) if (set[name] === null) out.push(no);
  return out;
}
