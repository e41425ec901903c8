import { expect, it } from 'vitest';

import { sortAfter } from './list-head.tsx';

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
