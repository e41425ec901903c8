/**
 * The power-cut test. Records the real server at work, cuts the power at seeded moments, and
 * examines what a disk could hold then. Run by `npm run test:power`.
 *
 *   --full            10,000 images and more, some minutes; otherwise a sample
 *   --seed 7          other writers, other moments, other losses
 *   --recording file  with --seed and --image: that image of a kept recording again
 *
 * The controls do the same to a server with a weaker `synchronous`: they must lose and corrupt, or
 * this test could not see what it is looking for.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { boot } from './boot.ts';
import { examine } from './examination.ts';
import type { Image, Known } from './images.ts';
import { examineAll, imagesOf, know } from './images.ts';
import type { Life } from './rehearsal.ts';
import { rehearse, workshop } from './rehearsal.ts';
import type { Synchronous } from './server.ts';
import { Server } from './server.ts';

const { values } = parseArgs({
  options: {
    shim: { type: 'string', default: '' },
    commit: { type: 'string', default: '' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    recording: { type: 'string' },
    image: { type: 'string', default: '0' },
  },
});
const SEED = Number(values.seed);
const SIZE = values.full
  ? { recordings: 4, images: 2_500, controls: 1_000, starts: 10 }
  : { recordings: 1, images: 300, controls: 60, starts: 4 };

const RESULTS = join(import.meta.dirname, '../test-results/power');
const onDisk = workshop(false);
const inMemory = workshop(true);

let passed = 0;
let failed = 0;

/** One thing that must hold. */
function check(what: string, holds: boolean, otherwise: unknown = ''): void {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? '✓' : '✗'} ${what}${holds ? '' : ` ${String(otherwise)}`}`);
}

interface Figures {
  readonly synchronous: Synchronous;
  readonly seed: number;
  readonly kills: number;
  readonly steps: number;
  readonly syncs: number;
  readonly entries: number;
  readonly told: number;
  readonly images: number;
  /** Images that lack something that was told. */
  readonly lost: number;
  readonly corrupt: number;
}

/** Dies in a commit, soon after a start, in checkpoints; is stopped; comes back once more. */
function livesOf(seed: number): readonly Life[] {
  const chance = new Chance(seed);
  const diesAt = (file: string, fsync: number): Life => ({ diesAt: { file, fsync } });
  return [
    diesAt('data.db-wal', 40 + chance.below(80)),
    diesAt('data.db-wal', 2 + chance.below(6)),
    diesAt('data.db', 1),
    diesAt('data.db', 2),
    { commands: 200 + chance.below(200) },
    { commands: 50 },
  ];
}

const CONTROL: readonly Life[] = [{ commands: 500 }, { commands: 50 }];

async function cutPower(
  synchronous: Synchronous,
  seed: number,
  lives: readonly Life[],
  count: number,
): Promise<Figures> {
  const name = `${synchronous} with seed ${seed}`;
  const { log, files, settled } = await rehearse(onDisk, values.shim, synchronous, lives, seed);
  const known = await know(log, inMemory);
  const { recording, told, history, whole } = known;
  const differs = [...files].filter(
    ([file, bytes]) => Buffer.compare(bytes, whole.get(file) ?? Buffer.from('none')) !== 0,
  );
  const surplus = [...whole.keys()].filter((file) => !files.has(file));
  check(
    `${name}: the record, replayed whole, gives the files`,
    differs.length === 0 && surplus.length === 0,
    [...differs.map(([file]) => file), ...surplus].join(', '),
  );
  const problems = told.problems(history);
  check(
    `${name}: ${told.count} tellings, none of two minds; ${settled} commands settled`,
    problems.length === 0 && told.count > settled,
    problems.slice(0, 3).join('; '),
  );
  const images = await examineAll(log, inMemory, seed, count);
  if (synchronous === 'FULL') {
    judge(name, images, log, seed);
    await start(name, known, seed);
  }
  const figures = {
    synchronous,
    seed,
    kills: lives.filter((life) => 'diesAt' in life).length,
    steps: recording.steps.length,
    syncs: recording.steps.filter(({ kind }) => kind === 'sync').length,
    entries: history.length,
    told: told.count,
    images: images.length,
    lost: images.filter((image) => image.lost > 0).length,
    corrupt: images.filter((image) => image.corrupt !== null).length,
  };
  console.log(`power: ${JSON.stringify(figures)}`);
  return figures;
}

/** Nothing may be lost, nothing broken; what is wrong is kept, with the way to see it again. */
function judge(name: string, images: readonly Image[], log: string, seed: number): void {
  const wrong = images.filter(({ lost, corrupt }) => lost > 0 || corrupt !== null);
  const lost = images.filter((image) => image.lost > 0).length;
  const corrupt = images.filter((image) => image.corrupt !== null);
  check(`${name}: nothing lost in ${images.length} images`, lost === 0, `${lost} lack something`);
  check(
    `${name}: nothing corrupt in ${images.length} images`,
    corrupt.length === 0,
    `${corrupt.length}, the first: ${corrupt[0]?.corrupt}`,
  );
  if (wrong.length === 0) return;
  const kept = join(RESULTS, `recording-${seed}`);
  mkdirSync(RESULTS, { recursive: true });
  copyFileSync(log, kept);
  for (const { no } of wrong.slice(0, 5)) {
    console.log(`  again: npm run test:power -- --recording ${kept} --seed ${seed} --image ${no}`);
  }
}

/** The program itself starts on some images of their own. */
async function start(name: string, known: Known, seed: number): Promise<void> {
  const numbers = Array.from({ length: SIZE.starts }, (_, no) => no);
  const problems: string[] = [];
  for (const { no, place, files } of imagesOf(known, seed + 500_000, numbers)) {
    const owed = known.told.by(place);
    const problem = await boot(join(inMemory, 'start'), files, known.history, owed);
    if (problem !== null) problems.push(`image ${no} at ${place}: ${problem}`);
  }
  check(`${name}: the server starts on ${SIZE.starts} images`, problems.length === 0, problems[0]);
}

/** A server that is not as durable as it was told to be must notice. */
async function readBack(synchronous: 'NORMAL' | 'OFF'): Promise<void> {
  const folder = join(onDisk, synchronous, '.pm');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { code, output } = await Server.run({ folder, synchronous });
  const refused = code !== 0 && output.includes('a power cut could lose saved edits');
  check(`a server that finds synchronous=${synchronous} refuses to start`, refused, output);
}

async function again(log: string): Promise<void> {
  const known = await know(log, inMemory);
  for (const { place, files } of imagesOf(known, SEED, [Number(values.image)])) {
    const owed = known.told.by(place);
    const findings = await examine(join(inMemory, 'image'), files, known.history, owed);
    console.log({ place, owed: { seq: owed.seq, refused: owed.refused.length }, ...findings });
    check(`image ${values.image}`, findings.lost === 0 && findings.corrupt === null);
  }
}

async function all(): Promise<void> {
  const began = Date.now();
  await readBack('NORMAL');
  await readBack('OFF');
  const full: Figures[] = [];
  for (let no = 0; no < SIZE.recordings; no += 1) {
    full.push(await cutPower('FULL', SEED + no, livesOf(SEED + no), SIZE.images));
  }
  const normal = await cutPower('NORMAL', SEED, CONTROL, SIZE.controls);
  check('control: NORMAL loses what was told', normal.lost > 0, 'and did not');
  const off = await cutPower('OFF', SEED, CONTROL, SIZE.controls);
  check('control: OFF corrupts', off.corrupt > 0, 'and did not');

  const sum = (of: (figures: Figures) => number): number =>
    full.reduce((total, figures) => total + of(figures), 0);
  const totals = {
    images: sum(({ images }) => images),
    kills: sum(({ kills }) => kills),
    lost: sum(({ lost }) => lost),
    corrupt: sum(({ corrupt }) => corrupt),
  };
  const seconds = Math.round((Date.now() - began) / 1000);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? arch()}, Linux ${release()}`;
  const versions = { node: process.version, sqlite: process.versions['sqlite'] };
  const summary = { machine, ...versions, commit: values.commit, seed: SEED, seconds, totals };
  mkdirSync(RESULTS, { recursive: true });
  const runs = [...full, normal, off];
  writeFileSync(
    join(RESULTS, 'summary.json'),
    `${JSON.stringify({ ...summary, runs }, null, 2)}\n`,
  );
  console.log(`power: ${machine}, commit ${values.commit}, seed ${SEED}, ${seconds} s`);
  console.log(
    `power: images=${totals.images} kills=${totals.kills} lost=${totals.lost} ` +
      `corrupt=${totals.corrupt} controls: NORMAL lost=${normal.lost}/${normal.images} ` +
      `OFF lost=${off.lost}/${off.images} corrupt=${off.corrupt}/${off.images}`,
  );
}

try {
  await (values.recording === undefined ? all() : again(values.recording));
} catch (error) {
  check('the test runs to its end', false, error instanceof Error ? error.stack : error);
} finally {
  rmSync(onDisk, { recursive: true });
  rmSync(inMemory, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
