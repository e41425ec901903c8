/** A trial: one seed, run from beginning to end, and made shorter where it fails. */
import type { MemoryJournal } from '@planwright/journal/memory';

import { wrongAtTheEnd } from './invariants.ts';
import { founded } from './journal.ts';
import type { Seams } from './seams.ts';
import { Simulation } from './simulation.ts';
import type { Step } from './steps.ts';
import { stepsOf } from './steps.ts';

/** Steps of one run. */
const STEPS = 150;
/** Runs that shortening may take. */
const MOST_TRIES = 300;

export interface Outcome {
  /** What is wrong; empty when nothing is. */
  readonly problems: readonly string[];
  /** How often each thing has happened. */
  readonly counts: ReadonlyMap<string, number>;
}

let beginning: Promise<MemoryJournal> | null = null;

/** Runs these steps, or those that the seed stands for. */
export async function trial(
  seed: number,
  seams: Seams = {},
  steps: readonly Step[] = stepsOf(seed, STEPS),
): Promise<Outcome> {
  beginning ??= founded();
  const takeOut = seams.plant?.();
  try {
    const simulation = await Simulation.begin(seed, await beginning, seams);
    const { ledger } = simulation;
    for (const step of steps) {
      await simulation.step(step);
      if (ledger.problems.length > 0) break;
    }
    if (ledger.problems.length === 0) await simulation.mend();
    const problems = ledger.problems.length > 0 ? ledger.problems : await wrongAtTheEnd(simulation);
    return { problems, counts: ledger.counts };
  } catch (error) {
    return { problems: [`it threw: ${(error as Error).stack}`], counts: new Map() };
  } finally {
    takeOut?.();
  }
}

/** The fewest steps that still fail, as far as leaving out stretches of them finds them. */
export async function shortened(seed: number, seams: Seams = {}): Promise<readonly Step[]> {
  let steps: readonly Step[] = stepsOf(seed, STEPS);
  let tries = 0;
  const wanted = sortOf(await trial(seed, seams));
  for (let stretch = steps.length >> 1; stretch >= 1; stretch >>= 1) {
    for (let from = 0; from < steps.length && tries < MOST_TRIES;) {
      const fewer = [...steps.slice(0, from), ...steps.slice(from + stretch)];
      tries += 1;
      const outcome = await trial(seed, seams, fewer);
      if (sortOf(outcome) === wanted) steps = fewer;
      else from += stretch;
    }
  }
  return steps;
}

/** What went wrong, without the ids and numbers of this run; '' when nothing did. */
function sortOf({ problems: [first = ''] }: Outcome): string {
  return first.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '·').slice(0, 40);
}
