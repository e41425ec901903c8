/**
 * Entries on the wire and in the journal: the same bytes. An entry is encoded once; who may see
 * only part of it gets another encoding with the changes they may see.
 */
import type { Change, Entry } from '@planwright/engine';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

import { double, maybe, message, read, string, write } from './message.ts';
import { readChange, writeChange } from './row.ts';

export const entryMessage = message('Entry', {
  seq: double(1),
  commandId: string(2),
  actor: string(3),
  onBehalfOf: maybe(string(4)),
  session: maybe(string(5)),
  via: string(6),
  actionId: maybe(string(7)),
  jobId: maybe(string(8)),
  issuedAt: double(9),
  at: double(10),
  kind: string(11),
});

/** The number of the field that holds an entry's changes. */
export const ENTRY_CHANGES = 12;

export function encodeEntry(entry: Entry): Uint8Array {
  const writer = new BinaryWriter();
  write(writer, entryMessage, entry);
  for (const change of entry.changes) {
    writer.tag(ENTRY_CHANGES, WireType.LengthDelimited).fork();
    writeChange(writer, change);
    writer.join();
  }
  return writer.finish();
}

/** The entry of these bytes, without changes of tables that this program does not know. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const facts = read(new BinaryReader(bytes), entryMessage, bytes.length);
  const changes: Change[] = [];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, wire] = reader.tag();
    if (no !== ENTRY_CHANGES) {
      reader.skip(wire, no);
      continue;
    }
    const change = readChange(reader, reader.uint32() + reader.pos);
    if (change !== null) changes.push(change);
  }
  return { ...facts, changes } as unknown as Entry;
}
