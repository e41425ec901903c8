import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { byRank } from '../tables.ts';
import { Chance } from '../testing/chance.ts';
import { placeBeside, placeLast } from './place.ts';
import type { Place } from './place.ts';
import { LONGEST_RANK, RANK_PATTERN, rankBetween, ranksBetween, weightOf } from './rank.ts';
import { Sorted } from './sorted.ts';

const rank = fc.stringMatching(/^[0-9A-Za-z]{0,9}[1-9A-Za-z]$/);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const pair = fc.tuple(rank, rank).filter(([a, b]) => a !== b);

describe('ranks', () => {
  it('RANK-1 finds a rank strictly between any two that are in order', () => {
    fc.assert(
      fc.property(pair, chance, ([a, b], drawn) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const between = rankBetween(low, high, drawn) ?? '';
        expect(low < between && between < high).toBe(true);
        expect(between).toMatch(RANK_PATTERN);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('RANK-1 finds one between neighbours that differ in their last digit only', () => {
    for (const [low, high] of [
      ['U', 'V'],
      ['Uz', 'V'],
      ['Uzzzz', 'V'],
      ['U', 'U01'],
      ['U', 'U00001'],
      ['z', 'zz'],
      ['1', '11'],
    ] as const) {
      const between = rankBetween(low, high, 0.5) ?? '';
      expect(low < between && between < high).toBe(true);
    }
  });

  it('RANK-10 weighs no rank more than a later one, and tells most of them apart', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(weightOf(low)).toBeLessThanOrEqual(weightOf(high));
        const heads = [low, high].map((one) => one.slice(0, 6).padEnd(6, '0'));
        expect(weightOf(low) < weightOf(high)).toBe(heads[0] !== heads[1]);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  it('RANK-2 finds a rank before and after everything', () => {
    fc.assert(
      fc.property(rank, chance, (only, drawn) => {
        const before = rankBetween(null, only, drawn) ?? '';
        const after = rankBetween(only, null, drawn) ?? '';
        expect(before < only && only < after).toBe(true);
        expect(before).toMatch(RANK_PATTERN);
        expect(after).toMatch(RANK_PATTERN);
        expect(rankBetween(null, null, drawn)).toMatch(RANK_PATTERN);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('RANK-3 gives null between neighbours that are not in order', () => {
    fc.assert(
      fc.property(rank, rank, chance, (a, b, drawn) => {
        const [low, high] = a < b ? [b, a] : [a, b];
        expect(rankBetween(low, high, drawn)).toBeNull();
        expect(ranksBetween(low, high, 3)).toBeNull();
      }),
      { seed: 3 },
    );
  });

  it('RANK-4 never ends a rank in 0: one place has one name', () => {
    expect('U0').not.toMatch(RANK_PATTERN);
    expect('').not.toMatch(RANK_PATTERN);
    expect('U-').not.toMatch(RANK_PATTERN);
    expect('U').toMatch(RANK_PATTERN);
    expect(`${'0'.repeat(63)}1`).toMatch(RANK_PATTERN);
    expect(`${'0'.repeat(64)}1`).not.toMatch(RANK_PATTERN);
  });

  it('RANK-5 spreads any number of ranks in order, strictly between two', () => {
    fc.assert(
      fc.property(
        fc.option(rank),
        fc.option(rank),
        fc.integer({ min: 0, max: 200 }),
        (a, b, count) => {
          const [low, high] = a !== null && b !== null && a > b ? [b, a] : [a, b];
          fc.pre(low === null || low !== high);
          const ranks = ranksBetween(low, high, count) ?? [];
          expect(ranks).toHaveLength(count);
          const all = [...(low === null ? [] : [low]), ...ranks, ...(high === null ? [] : [high])];
          for (let i = 1; i < all.length; i += 1) expect(all[i - 1]! < all[i]!).toBe(true);
          for (const one of ranks) expect(one).toMatch(RANK_PATTERN);
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it('RANK-5 spreads with the fewest digits that leave room', () => {
    const spread = ranksBetween('U05Uzzzzzzzzzzzzzzzzz5', 'U08', 66) ?? [];
    expect(Math.max(...spread.map((one) => one.length))).toBe(4);
    expect(ranksBetween('1', '9', 3)).toEqual(['3', '5', '7']);
  });

  it('RANK-6 keeps ranks short where a list only grows at its end or its beginning', () => {
    const drawn = new Chance(6);
    let last = rankBetween(null, null, 0) ?? '';
    let first = last;
    for (let i = 0; i < 10_000; i += 1) {
      const after = rankBetween(last, null, drawn.fraction()) ?? '';
      const before = rankBetween(null, first, drawn.fraction()) ?? '';
      expect(after > last && before < first).toBe(true);
      expect(Math.max(after.length, before.length)).toBeLessThanOrEqual(6);
      last = after;
      first = before;
    }
  });
});

/** A list of named rows whose ranks are kept by the functions under test. */
class List {
  readonly order = new Sorted<{ id: string; rank: string }>(byRank);
  readonly rows = new Map<string, { id: string; rank: string }>();
  longest = 0;
  most = 0;

  put(id: string, place: Place<{ id: string; rank: string }>): void {
    this.most = Math.max(this.most, place.respaced.length);
    const old = this.rows.get(id);
    if (old !== undefined) this.order.remove(old);
    for (const { row } of place.respaced) this.order.remove(row);
    for (const { row, rank: next } of place.respaced) this.set(row.id, next);
    this.set(id, place.rank);
  }

  set(id: string, next: string): void {
    const row = { id, rank: next };
    this.longest = Math.max(this.longest, next.length);
    this.rows.set(id, row);
    this.order.add(row);
  }

  names(): string[] {
    return [...this.order].map((row) => row.id);
  }
}

describe('places', () => {
  it.each([
    ['after', 0],
    ['after', 0.5],
    ['after', 0.999_999],
    ['before', 0],
    ['before', 0.5],
    ['before', 0.999_999],
  ] as const)(
    'RANK-7 keeps ranks within 24 digits: 2,000 times %s one row, chance %d',
    (where, drawn) => {
      const list = new List();
      const dice = new Chance(7);
      const names: string[] = [];
      for (let i = 0; i < 300; i += 1) {
        list.put(`old${i}`, placeLast(list.order, dice.fraction()));
        names.push(`old${i}`);
      }
      for (let i = 0; i < 2000; i += 1) {
        const fixed = list.rows.get('old150');
        const [upper, lower] = where === 'after' ? [fixed, undefined] : [undefined, fixed];
        const place = placeBeside(list.order, null, upper, lower, drawn);
        list.put(`new${i}`, place ?? { rank: '', respaced: [] });
        names.splice(names.indexOf('old150') + (where === 'after' ? 1 : 0), 0, `new${i}`);
      }
      expect(list.names()).toEqual(names);
      expect(list.longest).toBeLessThanOrEqual(LONGEST_RANK);
      expect(list.most).toBeLessThanOrEqual(65);
    },
  );

  it('RANK-8 puts a row directly beside its neighbour, wherever it comes from and whatever ties there are', () => {
    const step = fc.record({
      moving: fc.nat(11),
      beside: fc.nat(11),
      below: fc.boolean(),
      drawn: chance,
    });
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[1-3]$/), { minLength: 12, maxLength: 12 }),
        fc.array(step, { maxLength: 30 }),
        (ranks, steps) => {
          const list = new List();
          ranks.forEach((one, i) => list.set(`row${String(i).padStart(2, '0')}`, one));
          const expected = list.names();
          for (const { moving, beside, below, drawn } of steps) {
            if (moving === beside) continue;
            const mover = expected[moving] ?? '';
            const fixed = expected[beside] ?? '';
            const [upper, lower] = below
              ? [list.rows.get(fixed), undefined]
              : [undefined, list.rows.get(fixed)];
            const place = placeBeside(list.order, mover, upper, lower, drawn);
            list.put(mover, place ?? { rank: '', respaced: [] });
            expected.splice(expected.indexOf(mover), 1);
            expected.splice(expected.indexOf(fixed) + (below ? 1 : 0), 0, mover);
            expect(list.names()).toEqual(expected);
          }
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  it('RANK-8 gives no place without a neighbour', () => {
    expect(placeBeside(new List().order, null, undefined, undefined, 0.5)).toBeNull();
  });

  it('RANK-9 re-spaces at most 64 neighbours to each side of what has no room, ties or not', () => {
    const list = new List();
    for (let i = 0; i < 100; i += 1) list.set(`row${String(i).padStart(3, '0')}`, 'U');
    const place = placeBeside(list.order, null, list.rows.get('row050'), undefined, 0.5);
    list.put('new', place ?? { rank: '', respaced: [] });
    const names = list.names();
    expect(names[names.indexOf('row050') + 1]).toBe('new');
    expect(names.filter((name) => name !== 'new')).toEqual(
      [...names].filter((n) => n !== 'new').sort(),
    );
    expect(new Set([...list.order].map((row) => row.rank)).size).toBeGreaterThan(60);
    expect(list.most).toBeLessThanOrEqual(129);
  });

  it('RANK-9 looks further for room where the nearest are a crowd of long ranks', () => {
    const list = new List();
    const prefix = `U${'0'.repeat(22)}`;
    const crowd = ranksBetween(`${prefix}1`, `${prefix}9`, 200) ?? [];
    crowd.forEach((one, i) => list.set(`row${String(i).padStart(3, '0')}`, `${one}V`));
    list.longest = 0;
    const place = placeBeside(list.order, null, list.rows.get('row100'), undefined, 0.5);
    list.put('new', place ?? { rank: '', respaced: [] });
    expect(list.longest).toBeLessThanOrEqual(LONGEST_RANK);
    expect(list.most).toBe(200);
    expect(list.names()[101]).toBe('new');
  });
});
