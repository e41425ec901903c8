import { expect, it } from 'vitest';

import { hasArrived } from './arrival.ts';

const row = (words: object) => ({ seq: 5, version: 1, rank: 'U', state: 's', ...words }) as never;

it('WEB-5 what somebody else changed is tinted, also a card that is new here', () => {
  expect(hasArrived(row({}), row({ seq: 9, version: 2 }))).toBe(true);
  expect(hasArrived(row({}), row({ seq: 9, rank: 'V' }))).toBe(true);
  expect(hasArrived(undefined, row({ seq: 9 }))).toBe(true);
});

it('WEB-5 an own edit is not: neither when it shows, nor when the server confirms it', () => {
  expect(hasArrived(row({}), row({ version: 2 }))).toBe(false);
  expect(hasArrived(row({ version: 2 }), row({ seq: 9, version: 2 }))).toBe(false);
  expect(hasArrived(undefined, row({ seq: 0 }))).toBe(false);
  expect(hasArrived(row({ seq: 0 }), row({ seq: 9, number: 7 }))).toBe(false);
});
