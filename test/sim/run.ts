/**
 * One worker of `npm run sim`: runs its share of seeds, controls and regressions, and writes what
 * came of them as JSON to the file that `--result` names.
 *
 *   node test/sim/run.ts --part 0 --parts 2 --from 1 --seeds 2000 --only all --result a.json
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { regressions } from './regressions.ts';
import type { Caught } from './run-controls.ts';
import { plantSome } from './run-controls.ts';
import { textOfStep } from './steps.ts';
import { shortened, trial } from './trial.ts';

/** A seed that failed. */
export interface Failure {
  readonly seed: number;
  readonly problems: readonly string[];
  /** A line for regressions.txt. */
  readonly line: string;
}

/** What a worker found. */
export interface Result {
  readonly seeds: number;
  readonly regressions: number;
  readonly failures: readonly Failure[];
  readonly controls: readonly Caught[];
  /** How often each thing has happened. */
  readonly counts: Readonly<Record<string, number>>;
  /** Milliseconds that the seeds took. */
  readonly ms: number;
}

/** Failures that are made shorter; more would only cost time. */
const MOST_SHORTENED = 3;

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: '0' },
    parts: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '20' },
    only: { type: 'string', default: 'all' },
    result: { type: 'string' },
  },
});
const [part, parts] = [Number(values.part), Number(values.parts)];
const [from, until] = [Number(values.from), Number(values.from) + Number(values.seeds)];
const failures: Failure[] = [];
const counts: Record<string, number> = {};
let [seeds, kept] = [0, 0];

const begun = performance.now();
for (let seed = from + part; seed < until && values.only !== 'controls'; seed += parts) {
  const outcome = await trial(seed);
  for (const [what, count] of outcome.counts) counts[what] = (counts[what] ?? 0) + count;
  seeds += 1;
  if (outcome.problems.length > 0) await report(seed, outcome.problems);
}
const ms = performance.now() - begun;

if (part === 0 && values.only === 'all') {
  for (const { seed, steps, line } of regressions()) {
    const { problems } = await trial(seed, {}, steps);
    kept += 1;
    if (problems.length > 0) failures.push({ seed, problems, line });
  }
}
const controls = values.only === 'seeds' ? [] : await plantSome(part, parts);
const result: Result = { seeds, regressions: kept, failures, controls, counts, ms };
if (values.result !== undefined) writeFileSync(values.result, JSON.stringify(result));

async function report(seed: number, problems: readonly string[]): Promise<void> {
  const steps = failures.length < MOST_SHORTENED ? await shortened(seed) : [];
  const line = `${seed}: ${steps.map(textOfStep).join(', ')}`;
  failures.push({ seed, problems, line });
  console.log(`✗ seed ${seed}: ${problems[0]}`);
  console.log(`  npm run sim -- --only seeds --seeds 1 --from ${seed}`);
  if (steps.length > 0) console.log(`  in ${steps.length} steps, for regressions.txt: ${line}`);
}
