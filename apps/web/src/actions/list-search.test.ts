import { expect, it } from 'vitest';

import { choiceOf, listSearchOf, searchOf } from './list-search.ts';

const ANN = '018e0fe1-3040-73cc-8ecc-07302b701803';
const RED = '018e0fe1-3040-73cc-8ecc-07302b701804';

const read = (search: Record<string, unknown>) => choiceOf(listSearchOf(search));

it('WEB-60 a usual list has nothing in its address, and what is unknown in one is as if unsaid', () => {
  expect(listSearchOf({})).toEqual({});
  expect(searchOf(read({}))).toEqual({});
  const nonsense = {
    sort: '-colour',
    group: 'moon',
    done: 'yes',
    q: '  ',
    columns: 7,
    assignee: 'ann',
    item: 'A-1',
  };
  expect(listSearchOf(nonsense)).toEqual({});
});

it('WEB-60 a choice and its address say the same', () => {
  const whole = {
    sort: '-dueDate',
    group: 'epic',
    columns: 'type,points',
    assignee: `none,${ANN}`,
    type: 'bug',
    priority: 'high',
    label: RED,
    done: 'hide',
    q: 'oven 7',
  };
  expect(searchOf(read(whole))).toEqual(whole);
  expect(read(whole)).toEqual({
    sort: { by: 'dueDate', down: true },
    group: 'epic',
    columns: ['key', 'title', 'type', 'points'],
    assignees: ['none', ANN],
    types: ['bug'],
    priorities: ['high'],
    labels: [RED],
    hideDone: true,
    words: 'oven 7',
  });
  expect(read({ q: 12 }).words).toBe('12');
  expect(read({ columns: 'points,nothing,type' }).columns).toEqual([
    'key',
    'title',
    'type',
    'points',
  ]);
  expect(searchOf(read({ columns: '' }))).toEqual({ columns: '' });
});
