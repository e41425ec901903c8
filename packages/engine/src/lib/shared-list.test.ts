import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SharedList } from './shared-list.ts';

interface Value {
  readonly at: number;
}

const byPlace = (a: Value, b: Value): number => a.at - b.at;

function valuesOf(places: readonly number[]): Value[] {
  return places.toSorted((a, b) => a - b).map((at) => ({ at }));
}

describe('shared lists', () => {
  it('SHARED-1 answer as an array that is edited and sorted anew', () => {
    const places = fc.uniqueArray(fc.nat(4000), { maxLength: 1800 });
    const edits = fc.array(
      fc.record({
        out: fc.array(fc.nat(), { maxLength: 30 }),
        into: fc.array(fc.nat(4000), { maxLength: 30 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(places, edits, (start, steps) => {
        let naive = valuesOf(start);
        let list = SharedList.of(byPlace, naive);
        for (const step of steps) {
          const out = [...new Set(step.out.flatMap((n) => naive[n % naive.length] ?? []))];
          const kept = naive.filter((value) => !out.includes(value));
          const taken = new Set(kept.map(({ at }) => at));
          const into = valuesOf([...new Set(step.into)].filter((at) => !taken.has(at)));
          naive = [...kept, ...into].sort(byPlace);
          list = list.edited(out, into);
          expect(list.array).toEqual(naive);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('SHARED-1 grow from nothing past one chunk, one by one, and shrink to nothing again', () => {
    let list = SharedList.of<Value>(byPlace, []);
    const values = valuesOf(Array.from({ length: 1500 }, (_, i) => (i * 7) % 1500));
    for (const value of values.toReversed()) list = list.edited([], [value]);
    expect(list.array).toEqual(values);
    for (const value of values) list = list.edited([value], []);
    expect(list.array).toEqual([]);
  });

  it('SHARED-2 leave the list as it was, and take out only what is there', () => {
    const [one, two, three] = [{ at: 1 }, { at: 2 }, { at: 3 }];
    const list = SharedList.of<Value>(byPlace, [one, three]);
    expect(list.edited([one], [two]).array).toEqual([two, three]);
    expect(list.array).toEqual([one, three]);
    expect(list.edited([{ at: 3 }, { at: 9 }], []).array).toEqual([one, three]);
    expect(SharedList.of<Value>(byPlace, []).edited([one], []).array).toEqual([]);
  });

  it('SHARED-3 give the same array each time', () => {
    const list = SharedList.of<Value>(byPlace, [{ at: 1 }]).edited([], [{ at: 2 }]);
    expect(list.array).toBe(list.array);
  });
});
