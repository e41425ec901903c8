import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Chance } from '../testing/chance.ts';
import { diffPatch, diffText, diffTokens, diffWords, linesOf, wordsOf } from './text-diff.ts';
import { applyPatch, inverseOf, patchOf } from './text-patch.ts';

const word = fc.constantFrom(
  'cat',
  'dog',
  ' ',
  '  ',
  '\n',
  '\n',
  '🥐',
  '.',
  'naïve',
  '面',
  '包',
  '\r\n',
);
const text = fc.array(word, { maxLength: 24 }).map((words) => words.join(''));
const tokens = (letters: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength });

/** The length of the longest list that is in both, by the table of every schoolbook. */
function naiveCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () =>
    Array.from({ length: b.length + 1 }, () => 0),
  );
  for (const [i, x] of a.entries()) {
    for (const [j, y] of b.entries()) {
      const longer = Math.max(table[i]![j + 1]!, table[i + 1]![j]!);
      table[i + 1]![j + 1] = x === y ? table[i]![j]! + 1 : longer;
    }
  }
  return table[a.length]![b.length]!;
}

/** How many tokens lie between the hunks. */
function common(a: readonly string[], b: readonly string[]): number {
  return a.length - diffTokens(a, b).reduce((sum, { a0, a1 }) => sum + a1 - a0, 0);
}

describe('differences of texts', () => {
  it('TEXT-7 make one text of the other, and what lies between them is the same', () => {
    fc.assert(
      fc.property(tokens('abcdef'.split(''), 30), tokens('abcdef'.split(''), 30), (a, b) => {
        const out: string[] = [];
        let [x, y] = [0, 0];
        for (const { a0, a1, b0, b1 } of diffTokens(a, b)) {
          expect(a1 - a0 + b1 - b0).toBeGreaterThan(0);
          expect(a.slice(x, a0)).toEqual(b.slice(y, b0));
          out.push(...a.slice(x, a0), ...b.slice(b0, b1));
          [x, y] = [a1, b1];
        }
        expect(a.slice(x)).toEqual(b.slice(y));
        expect([...out, ...a.slice(x)]).toEqual(b);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it('TEXT-8 are as small as can be where every token stands once, and where none does', () => {
    const order = fc.uniqueArray(fc.nat(40), { maxLength: 20 }).map((all) => all.map(String));
    fc.assert(
      fc.property(order, order, (a, b) => {
        expect(common(a, b)).toBe(naiveCommon(a, b));
      }),
      { seed: 8, numRuns: 2000 },
    );
    fc.assert(
      fc.property(tokens(['a', 'b'], 12), tokens(['a', 'b'], 12), (a, b) => {
        const twice = (list: readonly string[]): string[] => ['[', ...list, ']', '[', ...list, ']'];
        expect(common(twice(a), twice(b))).toBeLessThanOrEqual(naiveCommon(twice(a), twice(b)));
        const [p, q] = [
          ['b', ...a, 'a', 'a', 'b'],
          ['a', ...b, 'b', 'b', 'a'],
        ];
        fc.pre(['a', 'b'].every((one) => p.filter((x) => x === one).length > 2));
        fc.pre(['a', 'b'].every((one) => q.filter((x) => x === one).length > 2));
        expect(common(p, q)).toBe(naiveCommon(p, q));
      }),
      { seed: 8, numRuns: 2000 },
    );
  });

  it('TEXT-9 are told by lines and words, and no character is cut in two', () => {
    fc.assert(
      fc.property(text, (all) => {
        expect(linesOf(all).join('')).toBe(all);
        expect(wordsOf(all).join('')).toBe(all);
        for (const token of wordsOf(all)) expect(token.isWellFormed()).toBe(true);
      }),
      { seed: 9, numRuns: 1000 },
    );
    expect(wordsOf('The naïve  cat, 面包!\r\n')).toEqual([
      ...'The| |naïve|  |cat|,| |面|包|!'.split('|'),
      '\r\n',
    ]);
    expect(wordsOf('a👩‍👧b👍🏽')).toEqual(['a', '👩‍👧', 'b', '👍🏽']);
    const [a, b] = [wordsOf('the cat sat on it'), wordsOf('the dog lay on it')];
    expect(diffTokens(a, b)).toHaveLength(2);
    expect(diffWords(a, b)).toEqual([{ a0: 2, a1: 5, b0: 2, b1: 5 }]);
    expect(diffText('Say hello to them.\nBye.\n', 'Say goodbye to them.\nBye.\n')).toEqual([
      { kind: 'same', text: 'Say ' },
      { kind: 'gone', text: 'hello' },
      { kind: 'new', text: 'goodbye' },
      { kind: 'same', text: ' to them.\nBye.\n' },
    ]);
  });

  it('TEXT-9 for reading hold both texts, for sending make the one of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = diffText(before, after);
        const without = (kind: string): string =>
          pieces.flatMap((one) => (one.kind === kind ? [] : one.text)).join('');
        expect(without('new')).toBe(before);
        expect(without('gone')).toBe(after);
        const [long, longer] = [
          `${before}${'lorem\n'.repeat(20)}${before}`,
          `${after}${'ipsum\n'.repeat(20)}${after}`,
        ];
        for (const [from, to] of [
          [before, after],
          [long, longer],
        ] as const) {
          const patch = diffPatch(from, to);
          expect(applyPatch(from, patch)).toBe(to);
          for (const [, , ins] of patch) expect(ins.isWellFormed()).toBe(true);
        }
      }),
      { seed: 10, numRuns: 2000 },
    );
  });

  it('TEXT-10 stay right where the steps run out, on the longest texts', () => {
    const chance = new Chance(10);
    const lines = (count: number, words: number): string =>
      Array.from({ length: count }, () => `w${chance.below(words)}\n`).join('');
    for (const [before, after] of [
      [lines(30_000, 9), lines(30_000, 9)],
      [lines(20_000, 100_000), lines(20_000, 100_000)],
      ['a'.repeat(150_000), 'b'.repeat(150_000)],
      ['a b '.repeat(37_500), 'b a '.repeat(37_500)],
      ['面'.repeat(60_000), '面包'.repeat(30_000)],
    ] as const) {
      expect(applyPatch(before, diffPatch(before, after))).toBe(after);
    }
  });

  it('TEXT-11 can be taken back', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const patch of [patchOf(before, after), diffPatch(before, after)]) {
          expect(applyPatch(after, inverseOf(before, patch))).toBe(before);
        }
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});
