/** What is encoded is decoded equal: every table, kind, change and frame, by seeded chance. */
import type { Fields } from '@planwright/engine';
import { TABLE_NAMES, declarationOf, entityOf } from '@planwright/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeCommand, encodeCommand } from './command.ts';
import { decodeEntry, encodeEntry } from './entry.ts';
import {
  decodeChunk,
  decodeDown,
  decodeRow,
  decodeUp,
  encodeChunk,
  encodeDown,
  encodeRow,
  encodeUp,
} from './frame.ts';
import { double, json, list, maybe, message, shapeOf, string, WireError } from './message.ts';
import {
  DOWNS,
  KINDS,
  UPS,
  anyEntry,
  anyRow,
  commandOf,
  downOf,
  patchOfRow,
  rowOf,
  upOf,
} from './testing/arbitrary.ts';
import { bytesBy, bytesOf, valueOf } from './testing/bytes.ts';

const chance = { seed: 20_261_122, numRuns: 100, endOnFailure: true };

const entryOf = (changes: readonly unknown[]) => ({
  seq: 1,
  commandId: 'c',
  actor: 'a',
  onBehalfOf: null,
  session: null,
  via: 'socket',
  actionId: null,
  jobId: null,
  issuedAt: 1,
  at: 2,
  kind: 'workItem.edit',
  changes,
});

describe('rows', () => {
  it.each(TABLE_NAMES)('WIRE-1 a row of %s comes back equal', (table) => {
    fc.assert(
      fc.property(rowOf(table), (row) => {
        expect(decodeRow(encodeRow(row))).toStrictEqual(row);
      }),
      chance,
    );
  });

  it('WIRE-2 null is not written; an empty text, zero and false are', () => {
    const shape = message('Shape', {
      a: maybe(string(1)),
      b: maybe(double(2)),
      c: list(string(3)),
    });
    const empty = { a: null, b: null, c: [] };
    expect(bytesOf(shape, empty)).toHaveLength(0);
    for (const value of [empty, { a: '', b: 0, c: [''] }, { a: '', b: null, c: ['', ''] }]) {
      expect(valueOf(shape, bytesOf(shape, value))).toStrictEqual(value);
    }
  });

  it('WIRE-7 the rows of a chunk are the bytes of the rows', () => {
    fc.assert(
      fc.property(fc.array(anyRow(), { maxLength: 8 }), (rows) => {
        const bytes = rows.map(encodeRow);
        const chunk = encodeChunk(bytes);
        expect(decodeChunk(chunk)).toStrictEqual(rows);
        let from = 0;
        for (const one of bytes) {
          from = Buffer.from(chunk).indexOf(one, from);
          expect(from).toBeGreaterThan(-1);
          from += one.length;
        }
        expect(from).toBe(chunk.length);
      }),
      chance,
    );
  });
});

describe('commands', () => {
  it.each(KINDS)('WIRE-3 the arguments of %s come back equal', (kind) => {
    fc.assert(
      fc.property(commandOf(kind), (command) => {
        expect(decodeCommand(encodeCommand(command))).toStrictEqual(command);
      }),
      chance,
    );
  });
});

describe('entries', () => {
  it('WIRE-4 an entry comes back equal, with changes of every kind', () => {
    fc.assert(
      fc.property(anyEntry(), (entry) => {
        expect(decodeEntry(encodeEntry(entry))).toStrictEqual(entry);
      }),
      { ...chance, numRuns: 1_000 },
    );
  });

  it.each(TABLE_NAMES)('WIRE-5 a patch of %s has exactly what it set', (table) => {
    fc.assert(
      fc.property(patchOfRow(table), (change) => {
        const bytes = encodeEntry(entryOf([change]) as never);
        expect(decodeEntry(bytes).changes).toStrictEqual([change]);
      }),
      chance,
    );
  });

  it.each(TABLE_NAMES)('WIRE-5 a patch of %s may clear everything, or nothing', (table) => {
    const names = Object.keys(entityOf(table).fields);
    const cleared = Object.fromEntries(names.map((name) => [name, null]));
    for (const set of [{}, cleared]) {
      const change = { op: 'patch', table, id: 'x', set };
      const bytes = encodeEntry(entryOf([change]) as never);
      expect(decodeEntry(bytes).changes).toStrictEqual([change]);
    }
  });
});

describe('frames', () => {
  it.each(UPS)('WIRE-6 %s comes back equal', (type) => {
    fc.assert(
      fc.property(upOf(type), (frame) => {
        expect(decodeUp(encodeUp(frame))).toStrictEqual(frame);
      }),
      chance,
    );
  });

  it.each(DOWNS)('WIRE-6 %s comes back equal', (type) => {
    fc.assert(
      fc.property(downOf(type), (frame) => {
        expect(decodeDown(encodeDown(frame))).toStrictEqual(frame);
      }),
      chance,
    );
  });

  it('WIRE-7 an entry in a batch is the bytes of the entry, and reads as that entry', () => {
    fc.assert(
      fc.property(anyEntry(), (entry) => {
        const bytes = encodeEntry(entry);
        const batch = decodeDown(
          encodeDown({ type: 'batch', from: 1, to: 1, hash: 'h', entries: [bytes] }),
        );
        if (batch.type !== 'batch') throw new Error('another frame');
        expect(batch.entries).toStrictEqual([bytes]);
        expect(batch.entries.map(decodeEntry)).toStrictEqual([entry]);
      }),
      chance,
    );
  });

  it('WIRE-10 ids of any characters correlate', () => {
    for (const id of ['0190a1b2-0000-7000-8000-000000000001', 'ä-字-👩‍👩‍👧', '\u{10ffff}', '\u202e']) {
      const verdict = { no: 1, commandId: id, seq: null, refusal: null };
      const frame = { type: 'verdicts', stream: id, verdicts: [verdict] } as const;
      expect(decodeDown(encodeDown(frame))).toStrictEqual(frame);
      const entry = { ...entryOf([{ op: 'delete', table: 'user', id }]), commandId: id };
      expect(decodeEntry(encodeEntry(entry as never))).toStrictEqual(entry);
    }
  });
});

describe('numbers', () => {
  const numbers = message('Numbers', { one: double(1), many: list(double(2)) });
  const rawDouble = (value: number) => bytesBy((writer) => writer.tag(1, 1).double(value));

  it.each([NaN, Infinity, -Infinity])('WIRE-8 %d is refused, written or read', (value) => {
    expect(() => bytesOf(numbers, { one: value })).toThrow(WireError);
    expect(() => bytesOf(numbers, { many: [value] })).toThrow(WireError);
    expect(() => valueOf(numbers, rawDouble(value))).toThrow(WireError);
  });

  it('WIRE-8 -0 is written as 0 and read as 0', () => {
    expect(bytesOf(numbers, { one: -0 })).toStrictEqual(bytesOf(numbers, { one: 0 }));
    expect(valueOf(numbers, rawDouble(-0))).toStrictEqual({ one: 0, many: [] });
  });

  it.each(['-0', '[-0.0]', '1e999', '{"a":[-1e400]}'])('WIRE-8 JSON %s is refused', (text) => {
    const holder = message('Holder', { value: json(1) });
    const bytes = bytesBy((writer) => writer.tag(1, 2).string(text));
    expect(() => valueOf(holder, bytes)).toThrow(WireError);
  });

  const extremes = [
    [-0, 0, 0.5, 1, -1, 1.5, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53],
    [253_402_300_799_999, 8.64e15, 1e308, -1e308, 5e-324, NaN, Infinity, -Infinity],
  ].flat();
  const shapes: readonly (readonly [string, Fields])[] = [
    ...TABLE_NAMES.map((table) => [table, entityOf(table).fields] as const),
    ...KINDS.map((kind) => [kind, declarationOf(kind).args] as const),
  ];

  it.each(shapes)('WIRE-9 a number that the rules of %s let through comes back', (_, fields) => {
    for (const [name, field] of Object.entries(fields)) {
      const shape = shapeOf('One', { [name]: field });
      const isNumber = field.wire === 'double' || field.wire === 'uint32';
      for (const value of isNumber ? extremes : []) {
        const passed = field.rule.safeParse(value);
        if (!passed.success) continue;
        const { [name]: back } = valueOf(shape, bytesOf(shape, { [name]: passed.data }));
        expect({ name, value, back }).toStrictEqual({ name, value, back: value + 0 });
      }
    }
  });
});
