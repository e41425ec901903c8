/** Programs of other versions: what they add is passed over, what they lack reads as empty. */
import { TABLE_NAMES, entityOf } from '@planwright/engine';
import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ARGS_FROM, decodeCommand, encodeCommand, envelope } from './command.ts';
import { ENTRY_CHANGES, decodeEntry, encodeEntry, entryMessage } from './entry.ts';
import { decodeChunk, decodeDown, decodeRow, decodeUp, encodeRow, encodeUp } from './frame.ts';
import type { Message } from './message.ts';
import { WireError, list, message, nested, string, uint32 } from './message.ts';
import { CHANGE, PATCH_SET, patchMessage, removalMessage, rowMessages } from './row.ts';
import {
  anyCommand,
  anyEntry,
  anyRow,
  commandOf,
  rowOf,
  upOf,
  valuesOf,
} from './testing/arbitrary.ts';
import { bytesBy, bytesOf, joined, valueOf } from './testing/bytes.ts';
import { SHAPES } from './testing/shapes.ts';

const chance = { seed: 20_261_122, numRuns: 50, endOnFailure: true };

/** Fields that today's program does not know, one of each type on the wire. */
const unknown = bytesBy((writer) => {
  writer.tag(9_001, WireType.Varint).uint32(4_000_000_000);
  writer.tag(9_002, WireType.Bit64).double(1.5);
  writer.tag(9_003, WireType.LengthDelimited).string('what comes tomorrow');
  writer.tag(9_004, WireType.StartGroup).tag(1, WireType.Varint).uint32(1);
  writer.tag(9_004, WireType.EndGroup);
  writer.tag(9_005, WireType.Bit32).fixed32(1);
});

/** One field that holds these bytes. */
const holding = (no: number, bytes: Uint8Array) =>
  bytesBy((writer: BinaryWriter) => writer.tag(no, WireType.LengthDelimited).bytes(bytes));

const one = <T>(of: fc.Arbitrary<T>): T => fc.sample(of, { ...chance, numRuns: 1 })[0] as T;

const item = one(rowOf('workItem'));
const facts = one(valuesOf(entryMessage));
const factBytes = bytesOf(entryMessage, facts);

describe('newer programs', () => {
  const more = message('More', { text: string(1) });
  const tomorrow = (of: Message) =>
    message(of.name, {
      ...of.fields,
      tomorrow: string(9_001),
      numbers: list(uint32(9_002)),
      parts: list(nested(9_003, more)),
    });

  it.each(SHAPES)('WIRE-16 a %s with fields more is read', (_, of) => {
    fc.assert(
      fc.property(valuesOf(of), (value) => {
        const added = { tomorrow: 'x', numbers: [1, 2], parts: [{ text: 'y' }, { text: '' }] };
        const bytes = bytesOf(tomorrow(of), { ...value, ...added });
        expect(valueOf(of, bytes)).toStrictEqual(value);
        expect(valueOf(of, joined(unknown, bytes, unknown))).toStrictEqual(value);
      }),
      { ...chance, numRuns: 10 },
    );
  });

  it('WIRE-16 unknown fields around rows, changes and arguments are passed over', () => {
    fc.assert(
      fc.property(anyRow(), anyEntry(), anyCommand(), (row, entry, command) => {
        const around = (bytes: Uint8Array) => joined(unknown, bytes, unknown);
        expect(decodeRow(around(encodeRow(row)))).toStrictEqual(row);
        expect(decodeEntry(around(encodeEntry(entry)))).toStrictEqual(entry);
        expect(decodeCommand(around(encodeCommand(command)))).toStrictEqual(command);
        const chunk = around(holding(1, around(encodeRow(row))));
        expect(decodeChunk(chunk)).toStrictEqual([row]);
        const change = around(holding(CHANGE.put, around(encodeRow(row))));
        const { changes } = decodeEntry(joined(factBytes, holding(ENTRY_CHANGES, change)));
        expect(changes).toStrictEqual([{ op: 'put', ...row }]);
      }),
      chance,
    );
  });

  it('WIRE-18 a table that is not known is left out, and the rest is read', () => {
    const strange = holding(4_000, bytesOf(more, { text: 'of tomorrow' }));
    expect(decodeRow(strange)).toBeNull();
    expect(decodeRow(new Uint8Array())).toBeNull();
    const rows = [strange, encodeRow(item), strange].map((row) => holding(1, row));
    expect(decodeChunk(joined(...rows))).toStrictEqual([item]);

    const patch = joined(bytesOf(patchMessage, { id: 'x' }), holding(PATCH_SET, strange));
    const removal = bytesOf(removalMessage, { table: 'sprint', id: 'x' });
    const known = bytesOf(removalMessage, { table: 'user', id: 'x' });
    const changes = [
      holding(CHANGE.put, strange),
      holding(CHANGE.patch, patch),
      holding(CHANGE.delete, removal),
      holding(CHANGE.evict, removal),
      holding(CHANGE.delete, known),
    ].map((change) => holding(ENTRY_CHANGES, change));
    expect(decodeEntry(joined(factBytes, ...changes))).toStrictEqual({
      ...facts,
      changes: [{ op: 'delete', table: 'user', id: 'x' }],
    });
  });

  it('WIRE-19 a change of a kind that is not known is left out', () => {
    const changes = [holding(77, encodeRow(item)), holding(CHANGE.put, encodeRow(item))];
    const bytes = joined(factBytes, ...changes.map((change) => holding(ENTRY_CHANGES, change)));
    expect(decodeEntry(bytes)).toStrictEqual({ ...facts, changes: [{ op: 'put', ...item }] });
  });

  it.each(['sprint.start', '', 'constructor', '__proto__', 'toString'])(
    'WIRE-20 of a command of kind "%s" the envelope is read',
    (kind) => {
      const { args, ...rest } = one(commandOf('workItem.edit'));
      const bytes = joined(
        bytesOf(envelope, { ...rest, kind, cleared: [1, 2] }),
        holding(ARGS_FROM + 4_000, bytesOf(more, { text: 'of tomorrow' })),
      );
      expect(args).toBeTypeOf('object');
      expect(decodeCommand(bytes)).toStrictEqual({ ...rest, kind, args: {} });
    },
  );

  it('WIRE-21 cleared numbers that are not known are left out', () => {
    const set = bytesOf(rowMessages.workItem, { title: 'new' });
    const patch = joined(
      bytesOf(patchMessage, { id: 'x', cleared: [4_000, 13, 0xffffffff] }),
      holding(PATCH_SET, holding(entityOf('workItem').no, set)),
    );
    const bytes = joined(factBytes, holding(ENTRY_CHANGES, holding(CHANGE.patch, patch)));
    expect(decodeEntry(bytes).changes).toStrictEqual([
      { op: 'patch', table: 'workItem', id: 'x', set: { title: 'new', parent: null } },
    ]);
    const command = encodeCommand(one(commandOf('project.archive')));
    const more4000 = bytesOf(message('Command', { cleared: envelope.fields.cleared }), {
      cleared: [4_000],
    });
    expect(decodeCommand(joined(command, more4000))).toStrictEqual(decodeCommand(command));
  });

  it('WIRE-22 a frame of a number that is not known is refused', () => {
    for (const decode of [decodeUp, decodeDown]) {
      expect(() => decode(holding(4_000, new Uint8Array()))).toThrow(WireError);
      expect(() => decode(holding(4_000, new Uint8Array()))).toThrow('4000');
    }
  });

  it('WIRE-22 two frames in one message are refused', () => {
    const bytes = encodeUp(one(upOf('ping')));
    expect(() => decodeUp(joined(bytes, bytes))).toThrow(WireError);
  });
});

describe('older programs', () => {
  const blank = (of: Message, name: string) => {
    const field = of.fields[name];
    if (field === undefined) throw new Error(name);
    if (field.list) return [];
    if (field.nullable || field.kind === 'json') return null;
    if (field.kind === 'string') return '';
    return field.kind === 'bool' ? false : 0;
  };

  it.each(TABLE_NAMES)('WIRE-17 a row of %s without one of its fields is a whole row', (table) => {
    const { [table]: of } = rowMessages;
    const sample = one(rowOf(table));
    for (const name of Object.keys(of.fields)) {
      const { [name]: gone, ...fields } = of.fields;
      const bytes = bytesOf(message(of.name, fields), sample.row);
      expect(decodeRow(holding(entityOf(table).no, bytes))).toStrictEqual({
        table,
        row: { ...sample.row, [name]: blank(of, name) },
      });
      expect(gone).toBeDefined();
    }
  });

  it('WIRE-17 a frame of nothing is a frame of zeros, nulls and empty lists', () => {
    const empty = (no: number) => holding(no, new Uint8Array());
    expect(decodeDown(empty(6))).toStrictEqual({ type: 'pong', head: 0, serverTime: 0 });
    expect(decodeUp(empty(1))).toStrictEqual({
      type: 'hello',
      protocolMin: 0,
      protocolMax: 0,
      build: '',
      workspaceId: null,
      lineage: null,
      cursor: 0,
      cursorHash: '',
      streams: [],
      clientTime: 0,
    });
    expect(decodeDown(empty(5))).toStrictEqual({
      type: 'page',
      req: 0,
      rows: [],
      refusal: null,
      seq: 0,
      more: false,
      answer: null,
    });
  });

  it('WIRE-17 an entry and a command of nothing are read as empty', () => {
    expect(decodeEntry(new Uint8Array())).toMatchObject({ seq: 0, session: null, changes: [] });
    expect(decodeCommand(new Uint8Array())).toMatchObject({ kind: '', after: null, args: {} });
  });
});

describe('other writers', () => {
  const lists = message('Lists', { numbers: list(uint32(1)), text: string(2) });

  it('WIRE-23 numbers are read packed, one by one, and mixed', () => {
    const single = bytesBy((writer) => {
      for (const no of [1, 300]) writer.tag(1, WireType.Varint).uint32(no);
    });
    const packed = bytesOf(lists, { numbers: [7, 70_000] });
    expect(valueOf(lists, single)['numbers']).toStrictEqual([1, 300]);
    expect(valueOf(lists, joined(packed, single))['numbers']).toStrictEqual([7, 70_000, 1, 300]);
    const clears = joined(
      bytesOf(patchMessage, { id: 'x' }),
      bytesBy((writer) => {
        writer.tag(3, WireType.Varint).uint32(13);
        writer.tag(3, WireType.Varint).uint32(19);
      }),
    );
    const set = holding(PATCH_SET, holding(entityOf('workItem').no, new Uint8Array()));
    const change = holding(ENTRY_CHANGES, holding(CHANGE.patch, joined(clears, set)));
    expect(decodeEntry(joined(factBytes, change)).changes).toStrictEqual([
      { op: 'patch', table: 'workItem', id: 'x', set: { parent: null, assignee: null } },
    ]);
  });

  it('WIRE-23 of a field that comes twice the last one counts', () => {
    const twice = joined(bytesOf(lists, { text: 'first' }), bytesOf(lists, { text: 'last' }));
    expect(valueOf(lists, twice)['text']).toBe('last');
  });
});
