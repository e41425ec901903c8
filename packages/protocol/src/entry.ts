/**
 * Entries on the wire and in the journal: the same bytes. An entry is encoded once; who may see
 * only part of it gets another encoding with the changes they may see.
 */
import type { Change, Entry } from '@planwright/engine';
import { WireType } from '@bufbuild/protobuf/wire';

import {
  double,
  maybe,
  message,
  read,
  readEach,
  reading,
  string,
  write,
  writing,
} from './message.ts';
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
  return writing((writer) => {
    write(writer, entryMessage, entry);
    for (const change of entry.changes) {
      writer.tag(ENTRY_CHANGES, WireType.LengthDelimited).fork();
      writeChange(writer, change);
      writer.join();
    }
  });
}

/**
 * The entry of these bytes, without changes of tables that this program does not know. Throws a
 * `WireError` on broken bytes.
 */
export function decodeEntry(bytes: Uint8Array): Entry {
  return reading(bytes, (reader) => {
    const facts = read(reader, entryMessage, bytes.length);
    const changes: Change[] = [];
    reader.pos = 0;
    readEach(reader, bytes.length, ENTRY_CHANGES, (end) => {
      const change = readChange(reader, end);
      if (change !== null) changes.push(change);
    });
    return { ...facts, changes } as unknown as Entry;
  });
}
