import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Chance } from '../testing/chance.ts';
import { mergeBoth, mergePieces, mergeText } from './text-merge.ts';

const word = fc.constantFrom('cat', 'dog', ' ', '\n', '\n', '🥐', '.', '- [ ] ');
const text = fc.array(word, { maxLength: 18 }).map((words) => words.join(''));

/**
 * The dumb way to merge: each token of the base is alone in its line or among blanks, and nobody's
 * changes come near the other's, so that what must come out is known without looking.
 */
interface Edits {
  readonly base: string[];
  readonly mine: Map<number, string>;
  readonly theirs: Map<number, string>;
}

function edits(seed: number, between: string): Edits {
  const chance = new Chance(seed);
  const base = Array.from({ length: 3 + chance.below(30) }, (_, i) => `w${i}${between}`);
  const sides = [new Map<number, string>(), new Map<number, string>()] as const;
  for (let i = 0; i < base.length; i += 2) {
    const side = sides[chance.below(3)];
    const fresh = `new${chance.below(1000)}${between}`;
    side?.set(
      i,
      chance.pick(['', fresh, fresh, `${fresh}and${between}`, `${fresh}${base[i]}`]) ?? '',
    );
  }
  return { base, mine: sides[0], theirs: sides[1] };
}

const written = (base: readonly string[], ...sides: readonly Map<number, string>[]): string =>
  base.map((token, i) => sides.find((side) => side.has(i))?.get(i) ?? token).join('');

describe('merging two edits of one text', () => {
  it('TEXT-12 takes what only one side changed, and once what both changed alike', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeText(base, other, base)).toBe(other);
        expect(mergeText(base, base, other)).toBe(other);
        expect(mergeText(base, other, other)).toBe(other);
      }),
      { seed: 12, numRuns: 2000 },
    );
  });

  it('TEXT-13 is the same whoever comes first, and what it gives merges again to itself', () => {
    let merged = 0;
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const one = mergeText(base, mine, theirs);
        expect(mergeText(base, theirs, mine)).toBe(one);
        if (one === null) return;
        merged += 1;
        expect(mergeText(mine, one, mine)).toBe(one);
        expect(mergeText(base, one, one)).toBe(one);
      }),
      { seed: 13, numRuns: 4000 },
    );
    expect(merged).toBeGreaterThan(400);
  });

  it.each(['\n', ' '])(
    'TEXT-14 is what a naive merge of edits apart gives (between: %j)',
    (between) => {
      for (let seed = 1; seed <= 600; seed += 1) {
        const { base, mine, theirs } = edits(seed, between);
        const [a, b] = [written(base, mine), written(base, theirs)];
        const expected = written(base, mine, theirs);
        expect(mergeText(base.join(''), a, b), `seed ${seed}`).toBe(expected);
      }
    },
  );

  it('TEXT-14 keeps lines beside each other, and words of one line', () => {
    expect(mergeText('one\ntwo\n', 'ONE\ntwo\n', 'one\nTWO\n')).toBe('ONE\nTWO\n');
    expect(mergeText('the cat sat', 'the dog sat', 'the cat stood')).toBe('the dog stood');
    expect(mergeText('Say hello.', 'Say hello. Twice.', 'Please: Say hello.')).toBe(
      'Please: Say hello. Twice.',
    );
    expect(
      mergeText(
        '- [ ] milk\n- [ ] eggs\n',
        '- [x] milk\n- [ ] eggs\n',
        '- [ ] oat milk\n- [x] eggs\n',
      ),
    ).toBe('- [x] oat milk\n- [x] eggs\n');
    expect(mergeText('a\nb\n', 'new\na\nb\n', 'A\nb\n')).toBe('new\nA\nb\n');
  });

  it('TEXT-15 is a conflict where both changed the same words otherwise, or wrote at one place', () => {
    expect(mergeText('Say hello.', 'Say hi.', 'Say good morning.')).toBeNull();
    expect(mergeText('Say hello.', 'Say hello. Ann.', 'Say hello. Ben.')).toBeNull();
    expect(mergeText('', 'mine', 'theirs')).toBeNull();
    expect(mergeText('one two', '', 'one two three')).not.toBeNull();
    expect(mergeText('one two', '', 'one TWO')).toBeNull();
  });

  it('TEXT-17 makes no word that neither side has', () => {
    expect(mergeText('tart ', 'tart  mine', 'tart flour')).toBeNull();
    expect(mergeText('a\nb\n', 'a\ny', 'a\nb\nc')).not.toBe('a\nyc');
    const words = (all: string): string[] => all.match(/[\p{L}\p{N}_]+/gu) ?? [];
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeText(base, mine, theirs);
        const known = new Set([...words(mine), ...words(theirs)]);
        for (const one of words(merged ?? '')) expect(known.has(one)).toBe(true);
      }),
      { seed: 17, numRuns: 4000 },
    );
  });

  it('TEXT-16 in pieces says where the conflicts are; both sides of each can be kept', () => {
    const [base, mine, theirs] = ['A b c.\nLast\n', 'A B c.\nLast\nMine\n', 'A x c.\nLast\n'];
    expect(mergePieces(base, mine, theirs)).toEqual([
      { kind: 'text', text: 'A ' },
      { kind: 'conflict', base: 'b', mine: 'B', theirs: 'x' },
      { kind: 'text', text: ' c.\nLast\nMine\n' },
    ]);
    expect(mergeBoth(base, mine, theirs)).toBe('A x B c.\nLast\nMine\n');
    fc.assert(
      fc.property(text, text, text, (b, m, t) => {
        const pieces = mergePieces(b, m, t);
        const merged = mergeText(b, m, t);
        if (merged !== null) expect(mergeBoth(b, m, t)).toBe(merged);
        else expect(pieces.some(({ kind }) => kind === 'conflict')).toBe(true);
      }),
      { seed: 16, numRuns: 2000 },
    );
  });
});
