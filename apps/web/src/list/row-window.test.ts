import { expect, it } from 'vitest';

import { indexesIn, rangeAt } from './row-window.ts';

const ROW = 34;
const HEAD = 32;

it('WEB-67 the rows in sight are in the page, however far it is scrolled, and few others', () => {
  for (const box of [300, 868, 1400]) {
    for (let top = 0; top < 3_000; top += 7) {
      const { from, to } = rangeAt(top, box, ROW, HEAD);
      expect(from * ROW).toBeLessThanOrEqual(top);
      expect(to * ROW).toBeGreaterThanOrEqual(top + box - HEAD);
      expect(to - from).toBeLessThan(box / ROW + 18);
      const drawn = indexesIn({ from, to }, 10_000, -1);
      expect([drawn[0], drawn.at(-1)]).toEqual([from, to - 1]);
    }
  }
});

it('WEB-67 the row of the keyboard is in the page wherever it is; of fewer rows the last are', () => {
  const range = rangeAt(34_000, 868, ROW, HEAD);
  expect(indexesIn(range, 10_000, 3)[0]).toBe(3);
  expect(indexesIn(range, 10_000, 9_999).at(-1)).toBe(9_999);
  expect(indexesIn(range, 10_000, range.from)).toEqual(indexesIn(range, 10_000, -1));
  const left = indexesIn(range, 50, -1);
  expect([left.at(-1), left.length]).toEqual([49, range.to - range.from]);
  expect(indexesIn(range, 5, 7)).toEqual([0, 1, 2, 3, 4]);
  expect(indexesIn(range, 0, -1)).toEqual([]);
});
