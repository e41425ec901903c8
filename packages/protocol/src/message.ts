/**
 * Messages: shapes on the wire, declared as tables of fields, and the one pair of functions that
 * walks such a table with protobuf's own writer and reader. Entities and commands come from the
 * engine's declarations (`shapeOf`); control frames are declared in `up.ts` and `down.ts`.
 *
 * Every field has explicit presence: null (or a field left out) is not written, anything else is,
 * in the order of the numbers. The committed `.proto` says the same to other languages.
 */
import type { Fields, Wire } from '@planwright/engine';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export type Kind = Wire | 'bytes' | Message;

export interface MessageField<T = unknown> {
  readonly no: number;
  readonly kind: Kind;
  readonly list: boolean;
  readonly nullable: boolean;
  /** The message that these bytes hold, where they are written and read by their own code. */
  readonly holds: string | null;
  /** Carries the type of the value; never there. */
  readonly value?: T;
}

export interface Message<F extends MessageFields = MessageFields> {
  readonly name: string;
  readonly fields: F;
  /** The fields in the order of their numbers, which is the order on the wire. */
  readonly ordered: readonly (readonly [name: string, field: MessageField])[];
  readonly byNo: ReadonlyMap<number, readonly [name: string, field: MessageField]>;
}

export type MessageFields = Readonly<Record<string, MessageField>>;

/** The TypeScript type of a message's values. */
export type ValueOf<M> =
  M extends Message<infer F>
    ? { readonly [K in keyof F]: F[K] extends MessageField<infer T> ? T : never }
    : never;

/** Declares a message. */
export function message<const F extends MessageFields>(name: string, fields: F): Message<F> {
  const ordered = Object.entries(fields).sort(([, a], [, b]) => a.no - b.no);
  return { name, fields, ordered, byNo: new Map(ordered.map((one) => [one[1].no, one])) };
}

function field<T>(no: number, kind: Kind): MessageField<T> {
  return { no, kind, list: false, nullable: false, holds: null };
}

export const string = <T extends string = string>(no: number) => field<T>(no, 'string');
export const bool = (no: number) => field<boolean>(no, 'bool');
export const double = (no: number) => field<number>(no, 'double');
export const uint32 = (no: number) => field<number>(no, 'uint32');
/** A value of type `T`, carried as JSON. */
export const json = <T>(no: number) => field<T>(no, 'json');
export const nested = <M extends Message>(no: number, of: M) => field<ValueOf<M>>(no, of);
/** A message that is encoded by its own code: on the wire it is like a nested one. */
export const encoded = (no: number, holds: string): MessageField<Uint8Array> => ({
  ...field(no, 'bytes'),
  holds,
});
export const list = <T>(of: MessageField<T>): MessageField<readonly T[]> =>
  ({
    ...of,
    list: true,
  }) as MessageField<readonly T[]>;
export const maybe = <T>(of: MessageField<T>): MessageField<T | null> =>
  ({
    ...of,
    nullable: true,
  }) as MessageField<T | null>;

/** The message of an engine shape: rows of an entity, or arguments of a command. */
export function shapeOf(name: string, fields: Fields): Message {
  const out: Record<string, MessageField> = {};
  for (const [key, declared] of Object.entries(fields)) {
    const nullable = declared.nullable || declared.optional;
    out[key] = { no: declared.no, kind: declared.wire, list: false, nullable, holds: null };
  }
  return message(name, out);
}

/** The one writer: it keeps its buffer, which would otherwise grow anew for each message. */
let writer = new BinaryWriter();

/** The bytes that `work` writes. What it throws is thrown on; nothing of it stays. */
export function writing(work: (writer: BinaryWriter) => void): Uint8Array<ArrayBuffer> {
  try {
    work(writer);
    return writer.finish();
  } catch (error) {
    writer = new BinaryWriter();
    throw error;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** Writes a value's fields; the caller frames them. */
export function write(writer: BinaryWriter, of: Message, value: object): void {
  for (const [name, { no, kind, list: many }] of of.ordered) {
    const held = (value as Values)[name];
    if (held === null || held === undefined) continue;
    if (!many) writeOne(writer, no, kind, held);
    else if (kind === 'double' || kind === 'uint32' || kind === 'bool') {
      writePacked(writer, no, kind, held as readonly number[]);
    } else for (const one of held as readonly unknown[]) writeOne(writer, no, kind, one);
  }
}

function writeOne(writer: BinaryWriter, no: number, kind: Kind, value: unknown): void {
  switch (kind) {
    case 'string':
      writer.tag(no, WireType.LengthDelimited).string(value as string);
      return;
    case 'json':
      writer.tag(no, WireType.LengthDelimited).string(JSON.stringify(value));
      return;
    case 'bytes':
      writer.tag(no, WireType.LengthDelimited).bytes(value as Uint8Array);
      return;
    case 'bool':
      writer.tag(no, WireType.Varint).bool(value as boolean);
      return;
    case 'uint32':
      writer.tag(no, WireType.Varint).uint32(value as number);
      return;
    case 'double':
      writer.tag(no, WireType.Bit64).double(finite(value as number));
      return;
    default:
      writer.tag(no, WireType.LengthDelimited).fork();
      write(writer, kind, value as object);
      writer.join();
  }
}

function writePacked(
  writer: BinaryWriter,
  no: number,
  kind: 'double' | 'uint32' | 'bool',
  values: readonly unknown[],
): void {
  if (values.length === 0) return;
  writer.tag(no, WireType.LengthDelimited).fork();
  for (const value of values) {
    if (kind === 'double') writer.double(finite(value as number));
    else if (kind === 'uint32') writer.uint32(value as number);
    else writer.bool(value as boolean);
  }
  writer.join();
}

/** Lists longer than this are refused: millions of empty messages fit into one small frame. */
export const MAX_LIST = 10_000;

/** Messages nested deeper than this are refused. */
const MAX_DEPTH = 100;

/** JSON nested deeper than this is refused. */
const MAX_JSON_DEPTH = 64;

/** What reading throws of bytes that are not what they should be. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Reads these bytes; whatever `work` throws about them becomes a `WireError`. */
export function reading<T>(bytes: Uint8Array, work: (reader: BinaryReader) => T): T {
  try {
    return work(new BinaryReader(bytes));
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError(error instanceof Error ? error.message : 'broken bytes');
  }
}

/** Steps into a field that holds a message or packed values, and gives where it ends. */
export function enter(reader: BinaryReader, wire: WireType): number {
  if (wire !== WireType.LengthDelimited) throw new WireError(OTHER_TYPE);
  return reader.uint32() + reader.pos;
}

/** Checks that what was read ends where its length said. */
export function leave(reader: BinaryReader, end: number, what: string): void {
  if (reader.pos !== end) throw new WireError(`${what} does not end where it should`);
}

const OTHER_TYPE = 'a field has another type than it should';

/**
 * Reads up to `end` the fields of one number, which hold messages with code of their own: `work`
 * gets the end of each and reads up to there. All other fields are skipped.
 */
export function readEach(
  reader: BinaryReader,
  end: number,
  wanted: number,
  work: (end: number) => void,
): void {
  let count = 0;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    if (no !== wanted) {
      reader.skip(wire, no, MAX_DEPTH);
      continue;
    }
    if (count >= MAX_LIST) throw new WireError(`a list has more than ${MAX_LIST} parts`);
    count += 1;
    work(enter(reader, wire));
  }
}

/**
 * Reads the fields of a message up to `end`. Fields that are not known are left out. With
 * `partial`, only what is there; otherwise what is missing is null, the empty list, or the zero
 * value of its kind (as protobuf says), so that an older sender's row is a whole row.
 */
export function read(
  reader: BinaryReader,
  of: Message,
  end: number,
  partial = false,
  depth = 0,
): Record<string, unknown> {
  if (depth > MAX_DEPTH) throw new WireError(`${of.name} is nested too deep`);
  const out: Record<string, unknown> = partial ? {} : blankOf(of);
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const known = of.byNo.get(no);
    if (known === undefined) {
      reader.skip(wire, no, MAX_DEPTH);
      continue;
    }
    const [name, { kind, list: many }] = known;
    if (!many) {
      out[name] = readOne(reader, kind, wire, depth);
      continue;
    }
    const into = (out[name] ??= []) as unknown[];
    if (wire === WireType.LengthDelimited && wireOf(kind) !== wire) {
      const until = enter(reader, wire);
      while (reader.pos < until) push(into, readOne(reader, kind, wireOf(kind), depth), name);
      leave(reader, until, name);
    } else push(into, readOne(reader, kind, wire, depth), name);
  }
  leave(reader, end, of.name);
  return out;
}

function push(into: unknown[], value: unknown, name: string): void {
  if (into.length >= MAX_LIST) throw new WireError(`${name} has more than ${MAX_LIST} parts`);
  into.push(value);
}

function readOne(reader: BinaryReader, kind: Kind, wire: WireType, depth: number): unknown {
  if (wire !== wireOf(kind)) throw new WireError(OTHER_TYPE);
  switch (kind) {
    case 'string':
      return reader.string(true);
    case 'json':
      return parseJson(reader.string(true));
    case 'bytes':
      return reader.bytes();
    case 'bool':
      return reader.bool();
    case 'uint32':
      return reader.uint32();
    case 'double':
      return finite(reader.double());
    default:
      return read(reader, kind, enter(reader, wire), false, depth + 1);
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WireError('a field does not hold JSON');
  }
  checkJson(value, MAX_JSON_DEPTH);
  return value;
}

/** JSON may say -0, and 1e999, which reads as Infinity: no writer of ours says so. */
function checkJson(value: unknown, left: number): void {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    throw new WireError('a field holds JSON with a number that is -0 or not finite');
  }
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw new WireError('a field holds JSON nested too deep');
  for (const one of Object.values(value)) checkJson(one, left - 1);
}

/** The number; 0 for -0, which no reader could tell apart. Infinity and NaN are refused. */
function finite(value: number): number {
  if (!Number.isFinite(value)) throw new WireError('a number is not finite');
  return value + 0;
}

function wireOf(kind: Kind): WireType {
  if (kind === 'bool' || kind === 'uint32') return WireType.Varint;
  return kind === 'double' ? WireType.Bit64 : WireType.LengthDelimited;
}

function blankOf(of: Message): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, { kind, list: many, nullable }] of of.ordered) {
    out[name] = many ? [] : nullable ? null : zeroOf(kind);
  }
  return out;
}

function zeroOf(kind: Kind): unknown {
  if (kind === 'string') return '';
  if (kind === 'bool') return false;
  if (kind === 'uint32' || kind === 'double') return 0;
  return kind === 'bytes' ? new Uint8Array() : null;
}
