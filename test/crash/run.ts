/**
 * `npm run test:crash`: kills the server at every named point and at random times, puts an older
 * backup back under everybody, and holds what is left against what people were told. Says in
 * numbers what was tried, sees that what is wrong on purpose is found out, and counts each point
 * and each control as one check.
 *
 *   --full              50 seeds for each point, 1,000 kills at random: about an hour
 *   --only received     one point, `random`, `restored`, or one control
 *   --seed 7            this seed alone
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import type { Findings } from './findings.ts';
import { POINTS, VARIABLE, WRONGS } from './points.ts';
import type { Wrong } from './points.ts';
import { removeAll } from './server-process.ts';
import type { Builds, Kind, Outcome } from './trial.ts';
import { attempt, RANDOM_LIVES } from './trial.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SUMMARY = join(import.meta.dirname, 'test-results/crash.json');

const { values } = parseArgs({
  options: {
    product: { type: 'string' },
    armed: { type: 'string' },
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string' },
  },
});
if (values.product === undefined || values.armed === undefined) {
  throw new Error('Run it with: npm run test:crash');
}
const builds: Builds = { product: values.product, armed: values.armed };

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeAll();
    for (const folder of Object.values(builds)) rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}

/** Trials that run at once: each has a server of its own, and most of the time waits for its disk. */
const AT_ONCE = 2;
const SEEDS = values.full ? 50 : 2;
const RANDOM_SEEDS = values.full ? 1_000 / RANDOM_LIVES : 1;
/** A wrong server must have been found out after so many trials of one kill each. */
const PATIENCE = 12;

/** What a wrong server must be found out by. */
const FAULT: Readonly<Record<Wrong | 'neglected', keyof Findings>> = {
  hasty: 'lost',
  forgetful: 'doubled',
  torn: 'replayed',
  rewinding: 'reused',
  neglected: 'lost',
};

const NO_FIGURES = {
  seeds: 0,
  kills: 0,
  atPoint: 0,
  inside: 0,
  dispatched: 0,
  acknowledged: 0,
  refused: 0,
  entries: 0,
};
const FAULTS = [
  'lost',
  'doubled',
  'outOfOrder',
  'reused',
  'broken',
  'diverged',
  'replayed',
  'mistaken',
  'waiting',
  'complaints',
] as const satisfies readonly (keyof Findings)[];

interface Row {
  readonly what: Kind;
  readonly figures: Record<keyof typeof NO_FIGURES, number>;
  readonly faults: Record<keyof Findings, number>;
  readonly failedSeeds: number[];
}

let passed = 0;
let failed = 0;

function check(isGood: boolean, sentence: string): void {
  if (isGood) passed += 1;
  else failed += 1;
  console.log(`${isGood ? '✓' : '✗'} ${sentence}`);
}

/** Runs a kind for all its seeds and prints its line. */
async function tryOut(what: Kind, seeds: readonly number[]): Promise<Row> {
  const faults = Object.fromEntries(FAULTS.map((name) => [name, 0])) as Row['faults'];
  const row: Row = { what, figures: { ...NO_FIGURES }, faults, failedSeeds: [] };
  const queue = [...seeds];
  const runner = async (): Promise<void> => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      add(row, seed, await attempt(what, seed, builds));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  const { figures } = row;
  const isGood = row.failedSeeds.length === 0 && figures.seeds > 0 && figures.acknowledged > 0;
  check(isGood, lineOf(row));
  return row;
}

function add(row: Row, seed: number, outcome: Outcome): void {
  const { findings, ...figures } = outcome;
  row.figures.seeds += 1;
  for (const name of Object.keys(figures) as (keyof typeof figures)[]) {
    row.figures[name] += figures[name];
  }
  for (const name of FAULTS) row.faults[name] += findings[name].length;
  if (FAULTS.every((name) => findings[name].length === 0)) return;
  row.failedSeeds.push(seed);
  tell(row.what, seed, findings);
}

function tell(what: Kind, seed: number, findings: Findings): void {
  console.log(`  again with: npm run test:crash -- --only ${what} --seed ${seed}`);
  for (const name of FAULTS) {
    for (const sentence of findings[name].slice(0, 9)) console.log(`    ${name}: ${sentence}`);
  }
}

function lineOf({ what, figures, faults }: Row): string {
  const { seeds, kills, atPoint, inside, acknowledged, refused } = figures;
  const within = inside === atPoint ? '' : `, ${inside} before its call returned`;
  const where = atPoint === 0 ? '' : ` (${atPoint} at the point${within})`;
  const figuresOf = FAULTS.filter((name) => name !== 'complaints' || faults[name] > 0);
  const words = figuresOf.map((name) => `${faults[name]} ${WORDS[name]}`).join(', ');
  return (
    `${what}: ${count(seeds)} seeds, ${count(kills)} kills${where}, ` +
    `${count(acknowledged)} acknowledged, ${count(refused)} refused: ${words}`
  );
}

const WORDS: Readonly<Record<keyof Findings, string>> = {
  lost: 'lost',
  doubled: 'doubled',
  outOfOrder: 'out of order',
  reused: 'reused',
  broken: 'broken',
  diverged: 'diverged',
  replayed: 'unlike their entries',
  mistaken: 'wrongly refused',
  waiting: 'left waiting',
  complaints: 'complaints',
};

const count = (number: number): string => number.toLocaleString('en');

interface Control {
  readonly wrong: Wrong | 'neglected';
  readonly kills: number;
  readonly found: number;
}

/** Tries what is wrong until it is found out. */
async function findOut(wrong: Wrong | 'neglected'): Promise<Control> {
  const fault = FAULT[wrong];
  let kills = 0;
  for (let seed = 1; seed <= PATIENCE; seed += 1) {
    const outcome = await attempt(wrong, seed, builds);
    kills += outcome.kills;
    const found = outcome.findings[fault].length;
    if (found === 0) continue;
    const sentence = outcome.findings[fault][0]?.split('\n')[0]?.slice(0, 120) ?? '';
    const after = `${kills} ${kills === 1 ? 'kill' : 'kills'}`;
    check(
      true,
      `control ${wrong}: found out after ${after}: ${found} ${WORDS[fault]}: ${sentence}`,
    );
    return { wrong, kills, found };
  }
  check(false, `control ${wrong}: not found out in ${kills} kills`);
  return { wrong, kills, found: 0 };
}

/** The product's builds must not have heard of any of this. */
function checkProduct(): void {
  const words = [VARIABLE, 'failpoint', ...POINTS.flatMap((name) => [`"${name}"`, `'${name}'`])];
  const files = ['apps/server/dist', 'apps/web/dist'].flatMap((folder) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.js'))
          .map((name) => join(ROOT, folder, name))
      : [],
  );
  const traces = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return words.filter((word) => text.includes(word)).map((word) => `${word} in ${file}`);
  });
  const armed = readdirSync(builds.armed).filter((name) => name.endsWith('.js'));
  const isArmed = armed.some((name) =>
    readFileSync(join(builds.armed, name), 'utf8').includes(VARIABLE),
  );
  const isGood = traces.length === 0 && files.length > 0 && isArmed;
  const here = `${files.length} files of the product hold no place to die, the tests' build does`;
  check(isGood, isGood ? here : `places to die: ${traces.join(', ') || 'not even in the tests'}`);
}

const wanted = (what: Kind): boolean => values.only === undefined || values.only === what;
const upTo = (most: number): number[] =>
  values.seed === undefined ? Array.from({ length: most }, (_, i) => i + 1) : [Number(values.seed)];

const begun = Date.now();
if (values.only === undefined) checkProduct();
const rows: Row[] = [];
for (const point of POINTS) if (wanted(point)) rows.push(await tryOut(point, upTo(SEEDS)));
if (wanted('random')) rows.push(await tryOut('random', upTo(RANDOM_SEEDS)));
if (wanted('restored')) rows.push(await tryOut('restored', upTo(SEEDS)));
const controls: Control[] = [];
for (const wrong of [...WRONGS, 'neglected'] as const)
  if (wanted(wrong)) controls.push(await findOut(wrong));

const git = (...words: string[]): string =>
  execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
const summary = {
  what: 'kills of the server',
  full: values.full,
  commit: existsSync(join(ROOT, '.git')) ? git('rev-parse', 'HEAD') : null,
  clean: existsSync(join(ROOT, '.git')) && git('status', '--porcelain') === '',
  machine: {
    processors: `${cpus().length} × ${cpus()[0]?.model ?? ''}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    sqlite: process.versions['sqlite'],
  },
  seconds: Math.round((Date.now() - begun) / 1000),
  rows,
  controls,
};
mkdirSync(join(SUMMARY, '..'), { recursive: true });
writeFileSync(SUMMARY, `${JSON.stringify(summary, null, 2)}\n`);
const kills = rows.reduce((total, { figures }) => total + figures.kills, 0);
const acknowledged = rows.reduce((total, { figures }) => total + figures.acknowledged, 0);
console.log(
  `${count(kills)} kills, ${count(acknowledged)} acknowledged, in ${summary.seconds} s; ` +
    `figures in ${SUMMARY.slice(ROOT.length + 1)}`,
);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
