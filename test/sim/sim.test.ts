/** A sample of the simulation for every test run, and what holds for the simulation itself. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { CONTROLS } from './controls.ts';
import { regressions } from './regressions.ts';
import { plant } from './run-controls.ts';
import { play } from './scenario.ts';
import { stepOf, stepsOf, textOfStep } from './steps.ts';
import { shortened, trial } from './trial.ts';

const SEEDS = 40;
const scenarios = readFileSync(new URL('scenarios.txt', import.meta.url), 'utf8')
  .split('\n\n')
  .filter((text) => text.includes(';'));

describe('the simulation', () => {
  it('SYNC-13 random work on five devices, with cuts, crashes and restores, ends in equal rows', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { problems } = await trial(seed);
      expect(problems, `npm run sim -- --only seeds --seeds 1 --from ${seed}`).toEqual([]);
    }
  });

  it('what once failed does not fail again', async () => {
    for (const { seed, steps, line } of regressions()) {
      const { problems } = await trial(seed, {}, steps);
      expect({ line, problems }).toEqual({ line, problems: [] });
    }
  });

  it('one seed is one run, whenever it is made', async () => {
    const [once, again] = [await trial(7), await trial(7)];
    expect(again).toEqual(once);
    expect(once.counts.size).toBeGreaterThan(20);
    for (const step of stepsOf(7, 50)) expect(stepOf(textOfStep(step))).toEqual(step);
  });

  it('a bug is caught, and its run made shorter', async () => {
    const control = CONTROLS.find(({ name }) => name.startsWith('the verdict of a refused'))!;
    const { seeds } = await plant(control);
    expect(seeds).not.toBeNull();
    const steps = await shortened(seeds!, control.seams());
    expect(steps.length).toBeLessThan(20);
    expect((await trial(seeds!, control.seams(), steps)).problems).not.toEqual([]);
  });
});

describe('scenarios', () => {
  it.each(scenarios)('%s', async (scenario) => {
    for (const seed of [1, 2, 3]) expect(await play(scenario, seed)).toEqual([]);
  });
});
