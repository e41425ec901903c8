/**
 * Frames: one WebSocket message holds one Up or one Down. Entries and rows inside are bytes that
 * were encoded before, once for everybody who may see them.
 */
import { WireType } from '@bufbuild/protobuf/wire';

import type { Down } from './down.ts';
import { down } from './down.ts';
import type { Message } from './message.ts';
import { enter, read, readEach, reading, WireError, write, writing } from './message.ts';
import type { WireRow } from './row.ts';
import { readRow, writeRowAlone } from './row.ts';
import type { Up } from './up.ts';
import { up } from './up.ts';

/** The largest frame in bytes, either way. */
export const MAX_FRAME = 256 * 1024;

/** The versions of this protocol that this program speaks. */
export const PROTOCOL = { min: 1, max: 1 } as const;

/** The number of the field that holds a chunk's rows. */
export const CHUNK_ROWS = 1;

type Table = Readonly<Record<string, { readonly no: number; readonly of: Message }>>;

export function encodeUp(frame: Up): Uint8Array {
  return encode(up, frame);
}

/** Throws a `WireError` on bytes that are no frame of ours. */
export function decodeUp(bytes: Uint8Array): Up {
  return decode(up, bytes) as Up;
}

export function encodeDown(frame: Down): Uint8Array {
  return encode(down, frame);
}

/** Throws a `WireError` on bytes that are no frame of ours. */
export function decodeDown(bytes: Uint8Array): Down {
  return decode(down, bytes) as Down;
}

/** The bytes of one row, as pages and snapshots hold them. */
export function encodeRow(row: WireRow): Uint8Array {
  return writing((writer) => writeRowAlone(writer, row.table, row.row));
}

/**
 * The row of these bytes; null for a table that this program does not know. Throws a `WireError`
 * on broken bytes.
 */
export function decodeRow(bytes: Uint8Array): WireRow | null {
  return reading(bytes, (reader) => readRow(reader, bytes.length, false) as WireRow | null);
}

/** A chunk of a snapshot: at most `MAX_LIST` rows one after the other, each as field 1. */
export function encodeChunk(rows: readonly Uint8Array[]): Uint8Array {
  return writing((writer) => {
    for (const row of rows) writer.tag(CHUNK_ROWS, WireType.LengthDelimited).bytes(row);
  });
}

/**
 * The rows of a chunk, without those of tables that this program does not know. Throws a
 * `WireError` on broken bytes.
 */
export function decodeChunk(bytes: Uint8Array): WireRow[] {
  return reading(bytes, (reader) => {
    const rows: WireRow[] = [];
    readEach(reader, bytes.length, CHUNK_ROWS, (end) => {
      const row = readRow(reader, end, false) as WireRow | null;
      if (row !== null) rows.push(row);
    });
    return rows;
  });
}

function encode(table: Table, frame: { readonly type: string }): Uint8Array {
  const entry = table[frame.type];
  if (entry === undefined) throw new WireError(`no frame is called ${frame.type}`);
  return writing((writer) => {
    writer.tag(entry.no, WireType.LengthDelimited).fork();
    write(writer, entry.of, frame);
    writer.join();
  });
}

function decode(table: Table, bytes: Uint8Array): unknown {
  return reading(bytes, (reader) => {
    const [no, wire] = reader.tag();
    const found = Object.entries(table).find(([, entry]) => entry.no === no);
    if (found === undefined) throw new WireError(`no frame has the number ${no}`);
    const end = enter(reader, wire);
    if (end !== bytes.length) throw new WireError('the frame does not end where it should');
    return { type: found[0], ...read(reader, found[1].of, end) };
  });
}
