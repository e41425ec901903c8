// `npm run sim`: runs the deterministic simulation of devices, servers and their journal on many seeds,
// every run that once failed, and every control (a planted bug that must be caught).
// `npm run sim -- --seeds 100000 --from 1 --jobs 2` is a long run; `--only seeds` or `--only controls` does a part;
// `--out results.json` keeps the figures for the documentation.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';
import { close } from './tally.mjs';

/** @typedef {{ name: string, piece: string | null, within: number, seeds: number | null, by: string | null }} Caught */
/** @typedef {{ seed: number, problems: string[], line: string }} Failure */
/** @typedef {{ seeds: number, regressions: number, failures: Failure[], controls: Caught[], counts: Record<string, number>, ms: number }} Result */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string', default: 'all' },
    out: { type: 'string' },
  },
});

ensureInstalled('all');
const folder = mkdtempSync(join(tmpdir(), 'planwright-sim-'));
const jobs = Number(values.jobs);
const begun = Date.now();
const parts = await Promise.all(Array.from({ length: jobs }, (_, part) => work(part)));
const seconds = (Date.now() - begun) / 1000;
rmSync(folder, { recursive: true });

const results = parts.filter((part) => part !== null);
/** @param {(result: Result) => number} of */
const sum = (of) => results.reduce((total, result) => total + of(result), 0);
const seeds = sum((result) => result.seeds);
const regressions = sum((result) => result.regressions);
const failures = results.flatMap((result) => result.failures);
const controls = results.flatMap((result) => result.controls);
const missed = controls.filter((control) => control.seeds === null);
/** @type {Record<string, number>} */
const counts = {};
for (const result of results) {
  for (const [what, count] of Object.entries(result.counts))
    counts[what] = (counts[what] ?? 0) + count;
}
const perSecond = sum((result) => (result.ms === 0 ? 0 : (1000 * result.seeds) / result.ms));

if (controls.length > 0) console.log('seeds until caught  planted bug');
for (const { name, seeds: needed, within, by } of controls) {
  const figure = needed === null ? `✗ not in ${within}` : String(needed);
  console.log(`${figure.padStart(18)}  ${name}${by === null ? '' : ` → ${by.slice(0, 90)}`}`);
}
console.log(
  `${seeds} seeds from ${values.from}, ${regressions} regressions, ${controls.length} controls in ${seconds.toFixed(0)} s (${perSecond.toFixed(0)} seeds/s)`,
);
if (values.out !== undefined) {
  const node = process.version;
  const figures = { seeds, from: Number(values.from), regressions, perSecond, seconds, jobs, node };
  writeFileSync(
    values.out,
    `${JSON.stringify({ ...figures, failures, controls, counts }, null, 2)}\n`,
  );
}
const failed = failures.length + missed.length;
const passed = seeds + regressions + controls.length - failed;
close({ passed, failed, skipped: 0 }, results.length === jobs);

/** Runs one worker; null when it did not come to its end. @param {number} part @returns {Promise<Result | null>} */
function work(part) {
  const result = join(folder, `${part}.json`);
  const words = ['--part', part, '--parts', jobs, '--from', values.from, '--seeds', values.seeds];
  const child = spawn(
    pinnedNode(),
    [
      join(root, 'test/sim/run.ts'),
      ...words.map(String),
      '--only',
      values.only,
      '--result',
      result,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      resolve(code === 0 ? JSON.parse(readFileSync(result, 'utf8')) : null);
    });
  });
}
