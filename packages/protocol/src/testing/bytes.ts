/** Bytes of single messages, as tests make and take them apart. */
import { BinaryWriter } from '@bufbuild/protobuf/wire';

import type { Message } from '../message.ts';
import { read, reading, write } from '../message.ts';

/** The bytes of a value's fields. */
export function bytesOf(of: Message, value: object): Uint8Array {
  const writer = new BinaryWriter();
  // The same class: the compiler knows it by two declarations, one for each module system.
  write(writer as never, of, value);
  return writer.finish();
}

/** The value of these bytes. */
export function valueOf(of: Message, bytes: Uint8Array): Record<string, unknown> {
  return reading(bytes, (reader) => read(reader, of, bytes.length));
}

/** Bytes that a hand writes field by field. */
export function bytesBy(work: (writer: BinaryWriter) => unknown): Uint8Array {
  const writer = new BinaryWriter();
  work(writer);
  return writer.finish();
}

/** These bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
