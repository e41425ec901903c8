// Cards are found, and found again after they have moved to another list.
import type { Card, WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { expect, it } from 'vitest';

import { indexIn } from './standing.ts';

const [a, b, c] = [1, 2, 3].map((at) =>
  idOf<'workItem'>(`01900000-0000-7000-8000-00000000000${at}`),
) as [WorkItemId, WorkItemId, WorkItemId];
const cardsOf = (...ids: readonly WorkItemId[]): readonly Card[] =>
  ids.map((id) => ({ item: { id } }) as Card);

it('gives the place of a card, and -1 where it is not, however often it is asked', () => {
  const cards = cardsOf(a, b);
  for (let time = 0; time < 2; time += 1) {
    expect([a, b, c].map((id) => indexIn(cards, id))).toEqual([0, 1, -1]);
  }
});

it('looks anew in another list', () => {
  expect(indexIn(cardsOf(a, b, c), c)).toBe(2);
  expect(indexIn(cardsOf(c, a, b), c)).toBe(0);
});
