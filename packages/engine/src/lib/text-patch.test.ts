import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TextPatch } from './text-patch.ts';
import { applyPatch, patchOf, textPatchRule } from './text-patch.ts';

/** Few letters, so that texts share a lot; and characters of two units that share their halves. */
const letter = fc.constantFrom('a', 'b', '\n', '🥐', '🥖', '😀', '\u{1f950}', '\u{10000}', 'é');
const text = fc.array(letter, { maxLength: 20 }).map((letters) => letters.join(''));

describe('text patches', () => {
  it('TEXT-1 turn one text into the other, whatever the two are', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyPatch(before, patchOf(before, after))).toBe(after);
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('TEXT-1 do so for texts with halves of characters in them', () => {
    const unit = fc.constantFrom('a', '\ud83e', '\udd50', '\udd56', '\ud83d');
    const broken = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
    fc.assert(
      fc.property(broken, broken, (before, after) => {
        expect(applyPatch(before, patchOf(before, after))).toBe(after);
      }),
      { seed: 2, numRuns: 3000 },
    );
  });

  it('TEXT-2 are one splice, never through the middle of a character, none for equal texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = patchOf(before, after);
        if (before === after) expect(patch).toEqual([]);
        for (const [at, del, ins] of patch) {
          expect(ins.isWellFormed()).toBe(true);
          expect(before.slice(0, at).isWellFormed()).toBe(true);
          expect(before.slice(at, at + del).isWellFormed()).toBe(true);
        }
        expect(patch.length).toBeLessThanOrEqual(1);
      }),
      { seed: 3, numRuns: 5000 },
    );
    expect(patchOf('a🥐b', 'a🥖b')).toEqual([[1, 2, '🥖']]);
    expect(patchOf('Say hello.', 'Say goodbye.')).toEqual([[4, 5, 'goodbye']]);
  });

  it('TEXT-3 apply several splices in the units of the base', () => {
    expect(
      applyPatch('0123456789', [
        [0, 1, 'A'],
        [5, 0, '-'],
        [9, 1, ''],
      ]),
    ).toBe('A1234-5678');
    expect(applyPatch('', [[0, 0, 'x']])).toBe('x');
    expect(applyPatch('abc', [])).toBe('abc');
  });

  it('TEXT-4 fit or give null: out of range, out of order, overlapping', () => {
    for (const patch of [
      [[4, 0, 'x']],
      [[0, 4, '']],
      [[3, 1, '']],
      [
        [2, 0, 'x'],
        [1, 0, 'y'],
      ],
      [
        [0, 2, ''],
        [1, 1, ''],
      ],
    ] as TextPatch[]) {
      expect(applyPatch('abc', patch)).toBeNull();
    }
  });

  it('TEXT-5 are lists of [at, del, ins], at most 10,000 of them', () => {
    const good = (patch: unknown): boolean => textPatchRule.safeParse(patch).success;
    expect(good([[0, 0, '']])).toBe(true);
    expect(good([])).toBe(true);
    const many = Array.from({ length: 10_000 }, (_, i) => [i, 0, 'x']);
    expect(good(many)).toBe(true);
    for (const wrong of [
      [...many, [10_000, 0, 'x']],
      [[0, 0]],
      [[0, 0, '', 1]],
      [[-1, 0, '']],
      [[0, 0.5, '']],
      [[0, Number.NaN, '']],
      [['0', 0, '']],
      [[0, 0, null]],
      [{ at: 0, del: 0, ins: '' }],
      { 0: [0, 0, ''] },
      '[[0,0,""]]',
      null,
    ]) {
      expect(good(wrong)).toBe(false);
    }
  });
});
