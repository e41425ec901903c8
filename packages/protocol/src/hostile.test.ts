/** Hostile bytes: a decoder gives a value or throws a `WireError`, soon, and nothing else happens. */
import { declarationOf, entityOf, isCommandKind } from '@planwright/engine';
import { WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ARGS_FROM, decodeCommand, encodeCommand } from './command.ts';
import { ENTRY_CHANGES, decodeEntry, encodeEntry } from './entry.ts';
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
import { MAX_LIST, WireError, json, list, message, string, uint32 } from './message.ts';
import { CHANGE, PATCH_SET } from './row.ts';
import { DOWNS, UPS, anyCommand, anyEntry, anyRow, downOf, upOf } from './testing/arbitrary.ts';
import { bytesBy, bytesOf, joined, valueOf } from './testing/bytes.ts';
import { SHAPES } from './testing/shapes.ts';

const seed = 20_261_122;

/** The numbers of a table and of a kind of command that these tests need. */
const numbers = { user: entityOf('user').no, move: declarationOf('workItem.move').no };

/** One kind of bytes: how they come about, how they are read, how they are written again. */
interface Door {
  readonly bytes: fc.Arbitrary<Uint8Array>;
  /** Reads, and writes again what it has read; null when that has no bytes of its own. */
  readonly again: (bytes: Uint8Array) => Uint8Array | null;
}

/** Reads the parts of a frame that have bytes of their own, as whoever receives it does. */
const open = (bytes: Uint8Array): Uint8Array => {
  const frame = decodeDown(bytes);
  const entries = frame.type === 'batch' ? frame.entries : [];
  const rows = frame.type === 'page' ? frame.rows : [];
  for (const one of entries) attempt(entry, one);
  for (const one of rows) attempt(row, one);
  return encodeDown(frame);
};

const entry: Door = {
  bytes: anyEntry().map(encodeEntry),
  again: (bytes) => encodeEntry(decodeEntry(bytes)),
};
const row: Door = {
  bytes: anyRow().map(encodeRow),
  again: (bytes) => {
    const found = decodeRow(bytes);
    return found === null ? null : encodeRow(found);
  },
};
const command: Door = {
  bytes: anyCommand().map(encodeCommand),
  again: (bytes) => {
    const found = decodeCommand(bytes);
    return isCommandKind(found.kind) ? encodeCommand(found) : null;
  },
};
const chunk: Door = {
  bytes: fc.array(anyRow(), { maxLength: 4 }).map((rows) => encodeChunk(rows.map(encodeRow))),
  again: (bytes) => encodeChunk(decodeChunk(bytes).map(encodeRow)),
};
const upward: Door = {
  bytes: fc
    .constantFrom(...UPS)
    .chain(upOf)
    .map(encodeUp),
  again: (bytes) => {
    const frame = decodeUp(bytes);
    for (const sent of frame.type === 'push' ? frame.commands : []) attempt(command, sent.command);
    return encodeUp(frame);
  },
};
const downward: Door = {
  bytes: fc
    .constantFrom(...DOWNS)
    .chain(downOf)
    .map(encodeDown),
  again: open,
};

const doors = Object.entries({ upward, downward, entry, command, row, chunk });
const frames = Object.entries({ upward, downward });

/** What a door makes of these bytes: bytes again, or null where it refuses them by a `WireError`. */
function attempt({ again }: Door, bytes: Uint8Array): Uint8Array | null {
  try {
    return again(bytes);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

/** Are these bytes refused, or a value that is the same when written and read again? */
function survives(door: Door, bytes: Uint8Array): boolean {
  const once = attempt(door, bytes);
  if (once === null) return true;
  const twice = attempt(door, once);
  return twice !== null && Buffer.from(once).equals(twice);
}

/** The parts of these bytes that are cut off at each length; of long bytes, at 2,000 lengths. */
function cuts(bytes: Uint8Array): Uint8Array[] {
  const step = Math.ceil(bytes.length / 2_000);
  const count = Math.ceil(bytes.length / Math.max(1, step));
  return Array.from({ length: count }, (_, i) => bytes.subarray(0, i * step));
}

/** What this throws; the empty text when it throws nothing, or no `WireError`. */
function refusalOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof WireError ? error.message : '';
  }
}

const flipped = (bytes: Uint8Array, bits: readonly number[]) => {
  const out = Uint8Array.from(bytes);
  for (const bit of bits) {
    const at = (bit >>> 3) % Math.max(1, out.length);
    out[at] = (out[at] ?? 0) ^ (1 << (bit & 7));
  }
  return out;
};

describe('broken bytes', () => {
  it.each(doors)('WIRE-24 %s cut off at any length', (_, door) => {
    for (const bytes of fc.sample(door.bytes, { seed, numRuns: 40 })) {
      expect(cuts(bytes).filter((cut) => !survives(door, cut))).toStrictEqual([]);
    }
  });

  it.each(frames)('WIRE-24 a frame %s that is cut off is always refused', (_, door) => {
    for (const bytes of fc.sample(door.bytes, { seed, numRuns: 40 })) {
      expect(cuts(bytes).filter((cut) => attempt(door, cut) !== null)).toStrictEqual([]);
    }
  });

  it.each(doors)('WIRE-24 WIRE-25 %s with flipped bits', (_, door) => {
    const bits = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    const tries = fc.array(bits, { minLength: 20, maxLength: 20 });
    const run = fc.check(
      fc.property(door.bytes, tries, (bytes, all) => {
        return all.every((some) => survives(door, flipped(bytes, some)));
      }),
      { seed, numRuns: 200, endOnFailure: true },
    );
    expect(run).toMatchObject({ failed: false, counterexample: null });
  });

  it.each(doors)('WIRE-24 WIRE-25 %s with parts taken out and exchanged', (_, door) => {
    const cut = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    const run = fc.check(
      fc.property(door.bytes, door.bytes, cut, (one, other, [a, b, c]) => {
        const [from, to] = [a % (one.length + 1), b % (one.length + 1)];
        const rest = other.subarray(c % (other.length + 1));
        return [one.subarray(to), rest].every((end) =>
          survives(door, joined(one.subarray(0, from), end)),
        );
      }),
      { seed, numRuns: 500, endOnFailure: true },
    );
    expect(run).toMatchObject({ failed: false, counterexample: null });
  });

  it.each(doors)('WIRE-24 %s of random bytes', (_, door) => {
    const random = fc.uint8Array({ maxLength: 120 });
    const tags = fc.constantFrom(0x0a, 0x12, 0x1a, 0x62, 0x32, 0x52);
    const run = fc.check(
      fc.property(random, tags, (bytes, tag) => {
        const framed = joined(Uint8Array.of(tag, bytes.length), bytes);
        return survives(door, bytes) && survives(door, framed);
      }),
      { seed, numRuns: 2_000, endOnFailure: true },
    );
    expect(run).toMatchObject({ failed: false, counterexample: null });
  });

  it('WIRE-24 nothing at all is no frame', () => {
    for (const decode of [decodeUp, decodeDown]) {
      expect(() => decode(new Uint8Array())).toThrow(WireError);
    }
  });
});

const holding = (no: number, bytes: Uint8Array) =>
  bytesBy((writer) => writer.tag(no, WireType.LengthDelimited).bytes(bytes));

describe('too much', () => {
  const tooMany = `more than ${MAX_LIST}`;
  const repeated = (part: Uint8Array, count: number) =>
    new Uint8Array(Buffer.alloc(part.length * count, part));
  const empties = (no: number, count: number) => repeated(holding(no, new Uint8Array()), count);
  const places: readonly (readonly [string, (parts: Uint8Array) => unknown, no: number])[] = [
    ['commands of a push', (parts) => decodeUp(holding(2, parts)), 2],
    ['streams of a hello', (parts) => decodeUp(holding(1, parts)), 8],
    ['ids of a fetch', (parts) => decodeUp(holding(3, parts)), 3],
    ['streams of a welcome', (parts) => decodeDown(holding(1, parts)), 10],
    ['verdicts of a stream', (parts) => decodeDown(holding(1, holding(10, parts))), 3],
    ['entries of a batch', (parts) => decodeDown(holding(2, parts)), 4],
    ['verdicts', (parts) => decodeDown(holding(3, parts)), 2],
    ['rows of a page', (parts) => decodeDown(holding(5, parts)), 2],
    ['rows of a chunk', decodeChunk, 1],
    ['changes of an entry', decodeEntry, ENTRY_CHANGES],
    [
      'arguments of a command',
      (parts) => decodeCommand(joined(move, parts)),
      ARGS_FROM + numbers.move,
    ],
  ];
  const move = bytesBy((writer) => writer.tag(2, WireType.LengthDelimited).string('workItem.move'));

  it.each(places)('WIRE-26 4 million empty %s are refused by their count', (_, decode, no) => {
    expect(refusalOf(() => decode(empties(no, 4_000_000)))).toContain(tooMany);
    expect(() => decode(empties(no, MAX_LIST))).not.toThrow();
  });

  it('WIRE-26 4 million cleared numbers are refused by their count, packed or not', () => {
    const packed = new Uint8Array(4_000_000);
    const patch = joined(holding(PATCH_SET, encodeRow(anItem)), holding(3, packed));
    const single = bytesBy((writer) => writer.tag(10, WireType.Varint).uint32(7));
    const works = [
      () => decodeCommand(holding(10, packed)),
      () => decodeCommand(repeated(single, 4_000_000)),
      () => decodeEntry(holding(ENTRY_CHANGES, holding(CHANGE.patch, patch))),
    ];
    for (const work of works) expect(refusalOf(work)).toContain(tooMany);
  });

  it('WIRE-26 the count is seen before what follows', () => {
    const rest = new Uint8Array(10).fill(0xff);
    const rows = joined(empties(1, MAX_LIST + 1), rest);
    const sent = joined(empties(2, MAX_LIST + 1), rest);
    expect(refusalOf(() => decodeChunk(rows))).toContain(tooMany);
    expect(refusalOf(() => decodeUp(holding(2, sent)))).toContain(tooMany);
  });

  const groups = (depth: number) =>
    bytesBy((writer) => {
      for (let i = 0; i < depth; i += 1) writer.tag(9_000, WireType.StartGroup);
      for (let i = 0; i < depth; i += 1) writer.tag(9_000, WireType.EndGroup);
    });

  it.each(doors)('WIRE-27 %s with groups in groups', (name, door) => {
    const inside = (depth: number) =>
      name === 'upward' || name === 'downward' ? holding(6, groups(depth)) : groups(depth);
    expect(refusalOf(() => door.again(inside(100)))).toBe('');
    expect(refusalOf(() => door.again(inside(101)))).toContain('depth');
    expect(refusalOf(() => door.again(inside(100_000)))).toContain('depth');
  });

  it('WIRE-27 JSON in JSON', () => {
    const query = (depth: number) =>
      holding(
        4,
        bytesBy((writer) =>
          writer.tag(3, WireType.LengthDelimited).string('['.repeat(depth) + ']'.repeat(depth)),
        ),
      );
    expect(decodeUp(query(64)).type).toBe('query');
    for (const depth of [65, 1_000, 100_000]) {
      expect(refusalOf(() => decodeUp(query(depth)))).toContain('too deep');
    }
  });
});

const anItem = fc.sample(anyRow(), { seed, numRuns: 1 })[0] as Parameters<typeof encodeRow>[0];

describe('what does not fit', () => {
  const contents: readonly (readonly [WireType, Uint8Array])[] = [
    [WireType.Varint, Uint8Array.of(0)],
    [WireType.Bit64, new Uint8Array(8)],
    [WireType.LengthDelimited, Uint8Array.of(0)],
    [WireType.Bit32, new Uint8Array(4)],
    [WireType.StartGroup, Uint8Array.of(0x0c)],
    [WireType.EndGroup, Uint8Array.of()],
  ];

  it.each(SHAPES)('WIRE-28 a field of %s of another type is refused', (_, of) => {
    for (const [, { no, kind, list: many }] of of.ordered) {
      const varint = kind === 'uint32' || kind === 'bool';
      const own = varint ? WireType.Varint : kind === 'double' ? WireType.Bit64 : 2;
      const fits = (wire: WireType) => wire === own || (many && wire === WireType.LengthDelimited);
      for (const [wire, content] of contents) {
        if (fits(wire)) continue;
        const bytes = joined(
          bytesBy((writer) => writer.tag(no, wire)),
          content,
        );
        expect(() => valueOf(of, bytes)).toThrow(WireError);
      }
    }
  });

  it('WIRE-28 rows, changes, arguments and frames of another type are refused', () => {
    const move = holding(2, new TextEncoder().encode('workItem.move'));
    for (const [wire, content] of contents) {
      if (wire === WireType.LengthDelimited) continue;
      const field = (no: number) =>
        joined(
          bytesBy((writer) => writer.tag(no, wire)),
          content,
        );
      const change = (bytes: Uint8Array) => decodeEntry(holding(ENTRY_CHANGES, bytes));
      const works = [
        () => decodeRow(field(6)),
        () => decodeChunk(field(1)),
        () => decodeEntry(field(ENTRY_CHANGES)),
        () => decodeCommand(joined(move, field(ARGS_FROM + numbers.move))),
        () => decodeUp(field(6)),
        () => decodeDown(field(6)),
        () => change(field(CHANGE.put)),
        () => change(field(CHANGE.patch)),
        () => change(field(CHANGE.delete)),
        () => change(field(CHANGE.evict)),
        () => change(holding(CHANGE.patch, field(PATCH_SET))),
      ];
      for (const work of works) expect(work).toThrow(WireError);
    }
  });

  it('WIRE-29 a length past what holds it is refused', () => {
    const lists = message('Lists', { numbers: list(uint32(1)), text: string(2) });
    const long = (no: number, length: number) =>
      bytesBy((writer) => writer.tag(no, WireType.LengthDelimited).uint32(length));
    const after = bytesBy((writer) => writer.tag(2, WireType.LengthDelimited).string('after'));
    // the last number of the packed list goes on behind its end
    const packed = joined(long(1, 2), Uint8Array.of(1, 0x80, 1), after);
    expect(() => valueOf(lists, packed)).toThrow(WireError);
    for (const length of [1, 100, 0x7fffffff, 0xffffffff]) {
      const lying = long(1, length);
      expect(() => valueOf(lists, long(2, length))).toThrow(WireError);
      expect(() => valueOf(lists, joined(lying))).toThrow(WireError);
      expect(() => decodeRow(long(6, length))).toThrow(WireError);
      expect(() => decodeChunk(joined(holding(1, long(6, length)), after))).toThrow(WireError);
      expect(() => decodeUp(long(6, length))).toThrow(WireError);
      expect(() => decodeUp(holding(2, joined(long(2, length))))).toThrow(WireError);
      const put = holding(ENTRY_CHANGES, long(CHANGE.put, length));
      expect(() => decodeEntry(joined(put, after))).toThrow(WireError);
      const patch = holding(ENTRY_CHANGES, holding(CHANGE.patch, long(PATCH_SET, length)));
      expect(() => decodeEntry(joined(patch, after))).toThrow(WireError);
    }
  });

  it('WIRE-29 what is longer than its length is refused, though what holds it has room', () => {
    const short = (no: number, bytes: Uint8Array) =>
      bytesBy((writer) => {
        writer
          .tag(no, WireType.LengthDelimited)
          .uint32(bytes.length - 1)
          .raw(bytes);
      });
    const move = holding(2, new TextEncoder().encode('workItem.move'));
    const id = holding(1, new TextEncoder().encode('an id'));
    const { user } = numbers;
    const change = (bytes: Uint8Array) => decodeEntry(holding(ENTRY_CHANGES, bytes));
    const works: readonly ((hold: typeof short) => unknown)[] = [
      (hold) => decodeUp(hold(3, holding(2, id))),
      (hold) => decodeUp(holding(1, hold(8, id))),
      (hold) => decodeDown(holding(1, holding(10, hold(3, holding(2, id))))),
      (hold) => decodeCommand(joined(move, hold(ARGS_FROM + numbers.move, id))),
      (hold) => decodeRow(hold(user, id)),
      (hold) => decodeChunk(hold(1, holding(user, id))),
      (hold) => decodeEntry(hold(ENTRY_CHANGES, holding(CHANGE.put, holding(user, id)))),
      (hold) => change(hold(CHANGE.put, holding(user, id))),
      (hold) => change(holding(CHANGE.put, hold(user, id))),
      (hold) => change(hold(CHANGE.patch, joined(holding(PATCH_SET, holding(user, id)), id))),
      (hold) => change(holding(CHANGE.patch, hold(PATCH_SET, holding(user, id)))),
      (hold) => change(hold(CHANGE.delete, id)),
      (hold) => change(hold(CHANGE.evict, id)),
    ];
    for (const work of works) {
      expect(() => work(holding)).not.toThrow();
      expect(() => work(short)).toThrow(WireError);
    }
    // bytes that are whole fields with and without the last byte of the change before, an x: 0x78
    const both = joined(Uint8Array.of(0x7a, 0x68, 0x01, 0x6a, 0x65), new Uint8Array(101));
    const change78 = holding(CHANGE.delete, holding(2, new TextEncoder().encode('x')));
    expect(() => decodeEntry(joined(holding(ENTRY_CHANGES, change78), both))).not.toThrow();
    expect(() => decodeEntry(joined(short(ENTRY_CHANGES, change78), both))).toThrow(WireError);
  });

  it('WIRE-30 a text that is not UTF-8 is refused', () => {
    const text = message('Text', { text: string(1) });
    const wrong = [
      [0xff],
      [0xc3],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x61, 0x80],
    ];
    for (const bytes of wrong) {
      expect(() => valueOf(text, holding(1, Uint8Array.from(bytes)))).toThrow(WireError);
    }
  });

  it.each(['', 'undefined', '{', '{"a":1}}', "{'a':1}", 'NaN', '\u{feff}1', '[1,]'])(
    'WIRE-30 %j is refused where JSON should be',
    (text) => {
      const holder = message('Holder', { value: json(1) });
      const bytes = bytesBy((writer) => writer.tag(1, WireType.LengthDelimited).string(text));
      expect(() => valueOf(holder, bytes)).toThrow(WireError);
    },
  );

  it('WIRE-31 keys of JSON change no object', () => {
    const holder = message('Holder', { value: json<Record<string, unknown>>(1) });
    const text = '{"__proto__":{"taken":1},"constructor":{"prototype":{"taken":1}}}';
    const bytes = bytesBy((writer) => writer.tag(1, WireType.LengthDelimited).string(text));
    const value = valueOf(holder, bytes)['value'] as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toStrictEqual(['__proto__', 'constructor']);
    expect('taken' in {}).toBe(false);
    expect(bytesOf(holder, { value })).toStrictEqual(bytes);
  });
});
