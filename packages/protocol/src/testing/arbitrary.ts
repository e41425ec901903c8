/**
 * Values of everything on the wire, by chance: made from the declarations, so that a new field, a
 * new table, a new kind of command or a new frame is tried without another line here. They keep
 * the type on the wire, not the rule of a field: the codec must carry whatever the rules allow.
 */
import type { Change, Command, CommandKind, Entry, Fields, TableName } from '@planwright/engine';
import { TABLE_NAMES, commands, declarationOf, entityOf } from '@planwright/engine';
import fc from 'fast-check';

import { encodeCommand, envelope } from '../command.ts';
import type { Down } from '../down.ts';
import { down } from '../down.ts';
import { encodeEntry, entryMessage } from '../entry.ts';
import { encodeRow } from '../frame.ts';
import type { Kind, Message, MessageField } from '../message.ts';
import { message } from '../message.ts';
import type { WireRow } from '../row.ts';
import type { Up } from '../up.ts';
import { up } from '../up.ts';

type Values = Record<string, unknown>;

export const KINDS = Object.keys(commands) as CommandKind[];

/** Well-formed text of any characters, and lengths around the steps of a varint. */
const text = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '\0',
      '\u{feff}mark',
      '__proto__',
      '👩‍👩‍👧 e\u0301 \u202e',
      'x'.repeat(127),
      'x'.repeat(128),
      'é'.repeat(64),
      '字'.repeat(5_462),
    ),
  },
);

const whole = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 127, 128, 0x7fffffff, 0xffffffff));

/** Finite numbers, without -0. */
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constantFrom(0, 0.5, 2 ** 32, 253_402_300_799_999, Number.MAX_SAFE_INTEGER, 1e308, 5e-324),
);

/** What JSON can hold, through JSON once: it makes 0 of -0. */
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

function ofKind(kind: Kind, holds: string | null): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'string':
      return text;
    case 'json':
      return json;
    case 'bool':
      return fc.boolean();
    case 'uint32':
      return whole;
    case 'double':
      return number;
    case 'bytes':
      return held(holds);
    default:
      return valuesOf(kind);
  }
}

/** Bytes of a message that is encoded by its own code. */
function held(holds: string | null): fc.Arbitrary<Uint8Array> {
  if (holds === 'Entry') return anyEntry().map(encodeEntry);
  if (holds === 'Row') return anyRow().map(encodeRow);
  if (holds === 'Command') return anyCommand().map(encodeCommand);
  throw new Error(`say here how bytes that hold ${String(holds)} are made`);
}

function ofField({ kind, list, nullable, holds }: MessageField): fc.Arbitrary<unknown> {
  const one = ofKind(kind, holds);
  if (list) return fc.array(one, { maxLength: 3 });
  return nullable ? fc.option(one) : one;
}

/** Values of a message: all of its fields. */
export function valuesOf(of: Message): fc.Arbitrary<Values> {
  const fields = Object.entries(of.fields).map(([name, one]) => [name, ofField(one)]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    noNullPrototype: true,
  });
}

/** Values of an engine shape; the fields that `mayMiss` picks are left out at times. */
function shaped(fields: Fields, mayMiss: (name: string) => boolean): fc.Arbitrary<Values> {
  const all: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, { wire, nullable }] of Object.entries(fields)) {
    all[name] = nullable ? fc.option(ofKind(wire, null)) : ofKind(wire, null);
  }
  const requiredKeys = Object.keys(fields).filter((name) => !mayMiss(name));
  return fc.record(all, { requiredKeys, noNullPrototype: true });
}

export function rowOf(table: TableName): fc.Arbitrary<WireRow> {
  const row = shaped(entityOf(table).fields, () => false);
  return row.map((values) => ({ table, row: values }) as unknown as WireRow);
}

export function anyRow(): fc.Arbitrary<WireRow> {
  return fc.constantFrom(...TABLE_NAMES).chain(rowOf);
}

/** A put, a patch of any of the fields, a delete or an evict, of any table. */
export function anyChange(): fc.Arbitrary<Change> {
  return fc.constantFrom(...TABLE_NAMES).chain((table) =>
    fc.oneof(
      rowOf(table).map((row) => ({ op: 'put', ...row }) as unknown as Change),
      patchOfRow(table),
      fc
        .tuple(fc.constantFrom('delete', 'evict'), text)
        .map(([op, id]) => ({ op, table, id }) as unknown as Change),
    ),
  );
}

export function patchOfRow(table: TableName): fc.Arbitrary<Change> {
  return fc
    .tuple(
      text,
      shaped(entityOf(table).fields, () => true),
    )
    .map(([id, set]) => ({ op: 'patch', table, id, set }) as unknown as Change);
}

export function anyEntry(): fc.Arbitrary<Entry> {
  return fc
    .tuple(valuesOf(entryMessage), fc.array(anyChange(), { maxLength: 4 }))
    .map(([facts, changes]) => ({ ...facts, changes }) as unknown as Entry);
}

export function commandOf(kind: CommandKind): fc.Arbitrary<Command> {
  const { args } = declarationOf(kind);
  // `cleared` follows from the arguments
  const { cleared: _cleared, ...facts } = envelope.fields;
  return fc
    .tuple(
      valuesOf(message('Command', facts)),
      shaped(args, (name) => args[name]?.optional === true),
    )
    .map(([head, values]) => ({ ...head, kind, args: values }) as unknown as Command);
}

export function anyCommand(): fc.Arbitrary<Command> {
  return fc.constantFrom(...KINDS).chain(commandOf);
}

export function upOf(type: Up['type']): fc.Arbitrary<Up> {
  return valuesOf(up[type].of).map((values) => ({ type, ...values }) as unknown as Up);
}

export function downOf(type: Down['type']): fc.Arbitrary<Down> {
  return valuesOf(down[type].of).map((values) => ({ type, ...values }) as unknown as Down);
}

export const UPS = Object.keys(up) as Up['type'][];
export const DOWNS = Object.keys(down) as Down['type'][];
