/** Random work in ways that nobody thought of, many times over. */
import { expect, it } from 'vitest';

import { workAtRandom } from './random-work.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 200);
const FIRST = Number(process.env['SEED'] ?? 1);
const COUNT = process.env['SEED'] === undefined ? SEEDS : 1;

it('SYNC-13 random work on three devices, with cuts and crashes, ends in equal rows', async () => {
  for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
    const problems = await workAtRandom(seed);
    expect(problems, `SEED=${seed} npx vitest run test/random.test.ts`).toEqual([]);
  }
}, 120_000);
