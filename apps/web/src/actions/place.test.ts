import { expect, it } from 'vitest';

import { addressOf } from './place.ts';

it('WEB-24 every destination has an address of its own', () => {
  expect(addressOf({ to: 'home' })).toBe('/');
  expect(addressOf({ to: 'board', key: 'WEB' })).toBe('/p/WEB/board');
  expect(addressOf({ to: 'board', key: 'WEB', item: 'WEB-7' })).toBe('/p/WEB/board?item=WEB-7');
  expect(addressOf({ to: 'list', key: 'WEB', view: { sort: '-dueDate' } })).toBe(
    '/p/WEB/list?sort=-dueDate',
  );
  expect(addressOf({ to: 'item', key: 'WEB', item: 'WEB-7' })).toBe('/p/WEB/board?item=WEB-7');
  expect(addressOf({ to: 'item', key: 'WEB', item: null })).toBe('/p/WEB/board');
  expect(addressOf({ to: 'page', key: 'WEB', item: 'WEB-7' })).toBe('/p/WEB/item/WEB-7');
  expect(addressOf({ to: 'trash', key: 'WEB' })).toBe('/p/WEB/trash');
});
