import type { Column } from '@planwright/engine';
import { expect, it } from 'vitest';

import { choiceOf } from '../actions/board-search.ts';
import { makeFilter } from './filter.ts';

const ANN = '018e0fe1-3040-73cc-8ecc-07302b701803';
const RED = '018e0fe1-3040-73cc-8ecc-07302b701804';

const item = (number: number, words: object) => ({
  item: {
    number,
    title: 'x',
    assignee: null,
    type: 'task',
    priority: 'none',
    labels: null,
    ...words,
  },
});

const columns = [
  { cards: [item(1, { title: 'Mend the Oven' }), item(2, { assignee: ANN, labels: [RED] })] },
  { cards: [item(3, { type: 'bug', assignee: ANN }), item(4, { priority: 'high', type: 'bug' })] },
] as unknown as readonly Column[];

it.each([
  [{}, '1 2 | 3 4'],
  [{ assignee: ANN }, '2 | 3'],
  [{ assignee: `none,${ANN}` }, '1 2 | 3 4'],
  [{ type: 'bug', assignee: 'none' }, ' | 4'],
  [{ priority: 'high,none', type: 'bug' }, ' | 3 4'],
  [{ label: RED }, '2 | '],
  [{ q: 'OVEN mend' }, '1 | '],
  [{ q: 'web-3' }, ' | 3'],
] as const)('WEB-91 a board filtered by %j shows %s', (search, left) => {
  const filtered = makeFilter(choiceOf(search), 'WEB')(columns);
  const numbers = filtered.map(({ cards }) => cards.map((card) => card.item.number).join(' '));
  expect(numbers.join(' | ')).toBe(left);
});

it('WEB-91 a column in which nothing changed is not looked through again', () => {
  const filter = makeFilter(choiceOf({ type: 'bug' }), 'WEB');
  expect(filter(columns)[0]).toBe(filter([...columns])[0]);
  expect(makeFilter(choiceOf({}), 'WEB')(columns)).toBe(columns);
});
