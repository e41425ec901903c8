import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Sorted } from './sorted.ts';

const byNumber = (a: number, b: number): number => a - b;

type Step = { readonly add: boolean; readonly value: number };

/** A sorted list beside a plain array that is sorted anew. */
function both(
  steps: readonly Step[],
  weigh?: (value: number) => number,
): { clever: Sorted<number>; naive: number[] } {
  const clever = new Sorted(byNumber, weigh);
  const naive = new Set<number>();
  for (const { add, value } of steps) {
    if (add && !naive.has(value)) {
      clever.add(value);
      naive.add(value);
    } else if (!add) {
      expect(clever.remove(value)).toBe(naive.delete(value));
    }
  }
  return { clever, naive: [...naive].sort(byNumber) };
}

/** All that a list can be asked, around one value. */
function answers(clever: Sorted<number>, asked: number, count: number): unknown {
  const ends = [clever.size, clever.first(), clever.last()];
  return [...ends, [...clever], clever.after(asked, count), clever.before(asked, count)];
}

function naiveAnswers(naive: readonly number[], asked: number, count: number): unknown {
  const after = naive.filter((one) => one > asked).slice(0, count);
  const before = naive.filter((one) => one < asked).reverse();
  return [naive.length, naive[0], naive.at(-1), naive, after, before.slice(0, count)];
}

describe('sorted lists', () => {
  it('SORT-1 answer as an array that is sorted anew', () => {
    const step = fc.record({ add: fc.boolean(), value: fc.nat(60) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.nat(70),
        fc.nat(8),
        (steps, asked, count) => {
          const { clever, naive } = both(steps);
          expect(answers(clever, asked - 5, count)).toEqual(naiveAnswers(naive, asked - 5, count));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('SORT-1 answer so over many chunks, too', () => {
    const value = fc.nat(5000);
    const grown = fc.uniqueArray(value, { minLength: 1500, maxLength: 3000 });
    fc.assert(
      fc.property(grown, fc.array(value, { maxLength: 1500 }), value, (added, removed, asked) => {
        const { clever, naive } = both([
          ...added.map((one) => ({ add: true, value: one })),
          ...removed.map((one) => ({ add: false, value: one })),
        ]);
        expect(answers(clever, asked, 700)).toEqual(naiveAnswers(naive, asked, 700));
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it('SORT-1 answer so with weights, of which many are equal', () => {
    const value = fc.nat(5000);
    const grown = fc.uniqueArray(value, { minLength: 1500, maxLength: 3000 });
    fc.assert(
      fc.property(grown, fc.array(value, { maxLength: 1500 }), value, (added, removed, asked) => {
        const steps = [
          ...added.map((one) => ({ add: true, value: one })),
          ...removed.map((one) => ({ add: false, value: one })),
        ];
        const { clever, naive } = both(steps, (one) => Math.floor(one / 700));
        expect(answers(clever, asked, 700)).toEqual(naiveAnswers(naive, asked, 700));
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  it('SORT-2 remove only what compares as equal, and say whether there was one', () => {
    const list = new Sorted(byNumber);
    expect(list.remove(1)).toBe(false);
    list.add(1);
    expect(list.remove(2)).toBe(false);
    expect(list.remove(1)).toBe(true);
    expect(list.size).toBe(0);
    expect([list.first(), list.last(), list.after(1), list.before(1)]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
  });

  it('SORT-3 replace only what compares as equal, and say whether there was one', () => {
    const list = new Sorted<{ readonly at: number; readonly name: string }>((a, b) => a.at - b.at);
    expect(list.replace({ at: 1, name: 'one' })).toBe(false);
    for (let at = 0; at < 2000; at += 2) list.add({ at, name: 'before' });
    expect(list.replace({ at: 1201, name: 'after' })).toBe(false);
    expect(list.replace({ at: 1200, name: 'after' })).toBe(true);
    expect(list.size).toBe(1000);
    expect([...list].filter(({ name }) => name === 'after')).toEqual([{ at: 1200, name: 'after' }]);
    expect(list.after({ at: 1199, name: '' })).toEqual([{ at: 1200, name: 'after' }]);
  });
});
