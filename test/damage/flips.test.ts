/** A few flipped bits with every run of the tests; `npm run test:damage` flips many. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { flips } from './flips.ts';

it.each(['data.db', 'data.db-wal'] as const)(
  'SCRB-2 no flipped bit in %s changes an answer unseen, and SQLite alone misses some',
  async (target) => {
    const folder = mkdtempSync(join(tmpdir(), 'planwright-flips-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const seen = await flips(folder, target, 3, 24);
    expect(seen.unseen).toEqual([]);
    expect(seen.wrong).toBeGreaterThan(5);
    expect(seen.missedBySqlite).toBeGreaterThan(0);
  },
);
