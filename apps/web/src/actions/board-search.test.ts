import { expect, it } from 'vitest';

import { addressed, boardSearchOf, choiceOf } from './board-search.ts';

const ANN = '018e0fe1-3040-73cc-8ecc-07302b701803';
const RED = '018e0fe1-3040-73cc-8ecc-07302b701804';

it('WEB-90 the address of a board says what it shows; what is wrong in it is as if unsaid', () => {
  const said = { assignee: `${ANN},none`, type: 'bug', priority: 'high', label: RED, q: 'oven' };
  const lanes = { ...said, group: 'epic' } as const;
  expect(addressed(choiceOf(lanes))).toEqual(lanes);
  expect(addressed(choiceOf({ ...said, done: 'hide' }))).toEqual({ ...said, done: 'hide' });
  const wrong = {
    assignee: 'ann',
    type: 'cake,bug',
    priority: 7,
    label: '',
    done: 'yes',
    q: 12,
    group: 'state',
  };
  expect(boardSearchOf(wrong)).toEqual({ type: 'bug', q: '12' });
  expect(addressed(choiceOf({}))).toEqual({});
});
