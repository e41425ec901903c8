import { expect, it } from 'vitest';

import { sortAfter } from '../list/list-head.tsx';
import { choiceOf, listSearchOf, searchOf } from './list-search.ts';

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
    item: 'A-1',
  };
  expect(listSearchOf(nonsense)).toEqual({});
});

it('WEB-60 a choice and its address say the same', () => {
  const whole = {
    sort: '-dueDate',
    group: 'epic',
    columns: 'type,points',
    done: 'hide',
    q: 'oven 7',
  };
  expect(searchOf(read(whole))).toEqual(whole);
  expect(read(whole)).toEqual({
    sort: { by: 'dueDate', down: true },
    group: 'epic',
    columns: ['key', 'title', 'type', 'points'],
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

it('WEB-60 the head of a column orders by it, then the other way, then not at all', () => {
  const none = { by: 'rank', down: false } as const;
  const once = sortAfter('updated', none);
  const twice = sortAfter('updated', once);
  expect([once, twice, sortAfter('updated', twice)]).toEqual([
    { by: 'updated', down: true },
    { by: 'updated', down: false },
    none,
  ]);
  expect(sortAfter('title', once)).toEqual({ by: 'title', down: false });
});
