/** Our bytes are protobuf's bytes: compared, both ways, with code made of the committed `.proto`. */
import { pathToFileURL } from 'node:url';

import { TABLE_NAMES } from '@planwright/engine';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { argsMessages, decodeCommand, encodeCommand, envelope } from './command.ts';
import { decodeEntry, encodeEntry, entryMessage } from './entry.ts';
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
import { rowMessages } from './row.ts';
import {
  DOWNS,
  KINDS,
  UPS,
  anyEntry,
  anyRow,
  commandOf,
  downOf,
  rowOf,
  upOf,
} from './testing/arbitrary.ts';
import { Generated } from './testing/generated.ts';
import { withGenerated } from './testing/schema.ts';

const chance = { seed: 20_261_122, numRuns: 50, endOnFailure: true };
let other: Generated;

beforeAll(async () => {
  other = await withGenerated(async (path) => {
    const code = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Record<
      string,
      unknown
    >;
    return new Generated(code);
  });
});

interface OneOf {
  readonly case: string;
  readonly value: Readonly<Record<string, unknown>>;
}

describe('bytes like those of protoc-gen-es', () => {
  it.each(TABLE_NAMES)('WIRE-11 a row of %s', (table) => {
    fc.assert(
      fc.property(rowOf(table), (row) => {
        const ours = encodeRow(row);
        const theirs = other.bytes('Row', other.rowForm(row));
        expect(theirs).toStrictEqual(ours);
        expect(decodeRow(theirs)).toStrictEqual(row);
        expect(other.again('Row', ours)).toStrictEqual(ours);
        const seen = other.read('Row', ours)['row'] as OneOf;
        expect(seen.case).toBe(table);
        expect(other.value(rowMessages[table], seen.value)).toStrictEqual(row.row);
      }),
      chance,
    );
  });

  it.each(KINDS)('WIRE-11 a command %s', (kind) => {
    fc.assert(
      fc.property(commandOf(kind), (command) => {
        const ours = encodeCommand(command);
        const theirs = other.bytes('Command', other.commandForm(command));
        expect(theirs).toStrictEqual(ours);
        expect(decodeCommand(theirs)).toStrictEqual(command);
        expect(other.again('Command', ours)).toStrictEqual(ours);
        const seen = other.read('Command', ours);
        const { args, ...rest } = command;
        expect(other.value(envelope, seen)).toMatchObject(rest);
        const value = other.value(argsMessages[kind], (seen['args'] as OneOf).value);
        for (const [name, one] of Object.entries(value)) {
          expect(one).toStrictEqual((args as Record<string, unknown>)[name] ?? null);
        }
      }),
      chance,
    );
  });

  it('WIRE-11 an entry with changes of every kind', () => {
    fc.assert(
      fc.property(anyEntry(), (entry) => {
        const ours = encodeEntry(entry);
        const theirs = other.bytes('Entry', other.entryForm(entry));
        expect(theirs).toStrictEqual(ours);
        expect(decodeEntry(theirs)).toStrictEqual(entry);
        expect(other.again('Entry', ours)).toStrictEqual(ours);
        const seen = other.read('Entry', ours);
        const { changes, ...facts } = entry;
        expect(other.value(entryMessage, seen)).toStrictEqual(facts);
        const cases = (seen['changes'] as readonly { change: OneOf }[]).map(({ change }) => change);
        expect(cases.map((one) => one.case)).toStrictEqual(changes.map(({ op }) => op));
      }),
      { ...chance, numRuns: 500 },
    );
  });

  it('WIRE-11 a chunk of a snapshot', () => {
    fc.assert(
      fc.property(fc.array(anyRow(), { maxLength: 8 }), (rows) => {
        const ours = encodeChunk(rows.map(encodeRow));
        const theirs = other.bytes('Chunk', { rows: rows.map((row) => other.rowForm(row)) });
        expect(theirs).toStrictEqual(ours);
        expect(decodeChunk(theirs)).toStrictEqual(rows);
      }),
      chance,
    );
  });

  it.each(UPS)('WIRE-11 a frame %s', (type) => {
    fc.assert(
      fc.property(upOf(type), (frame) => {
        const ours = encodeUp(frame);
        const theirs = other.bytes('UpFrame', other.frameForm(frame));
        expect(theirs).toStrictEqual(ours);
        expect(decodeUp(theirs)).toStrictEqual(frame);
        expect(other.again('UpFrame', ours)).toStrictEqual(ours);
        expect(other.frameValue(other.read('UpFrame', ours))).toStrictEqual(frame);
      }),
      chance,
    );
  });

  it.each(DOWNS)('WIRE-11 a frame %s', (type) => {
    fc.assert(
      fc.property(downOf(type), (frame) => {
        const ours = encodeDown(frame);
        const theirs = other.bytes('DownFrame', other.frameForm(frame));
        expect(theirs).toStrictEqual(ours);
        expect(decodeDown(theirs)).toStrictEqual(frame);
        expect(other.again('DownFrame', ours)).toStrictEqual(ours);
        expect(other.frameValue(other.read('DownFrame', ours))).toStrictEqual(frame);
      }),
      chance,
    );
  });
});
