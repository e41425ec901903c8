/**
 * `npm run test:damage`: bits that flip, disks that fail or are full, migrations that are killed.
 * Says in numbers what was tried, and what SQLite alone would have made of it. One check is one
 * flip, one fault, one kill, or one control that must fail.
 *
 *   --full      2,000 flips in each file, and more faults
 *   --seed 7    other flips
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Fault, Wrong } from './faults.ts';
import { failing, full } from './faults.ts';
import { flips } from './flips.ts';
import { migrationKills } from './migrations.ts';

const { values } = parseArgs({
  options: {
    shim: { type: 'string', default: '' },
    commit: { type: 'string', default: '' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const FLIPS = values.full ? 2_000 : 200;
const FAULTS = values.full ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2];
const folder = mkdtempSync(join(tmpdir(), 'planwright-damage-'));

let [passed, failed] = [0, 0];

/** Counts checks; names those that failed. */
function count(checks: number, wrong: readonly string[]): void {
  failed += wrong.length;
  passed += Math.max(0, checks - wrong.length);
  for (const one of wrong) console.log(`  ✗ ${one}`);
}

function control(says: string, mustBe: boolean): void {
  console.log(`  control: ${says}`);
  count(1, mustBe ? [] : ['the control did not fail, so the test above shows nothing']);
}

const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
console.log(`Node ${process.version}, Linux ${release()}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(`${memory}, commit ${values.commit}, seed ${seed}\n`);

for (const target of ['data.db', 'data.db-wal'] as const) {
  const seen = await flips(join(folder, target), target, seed, FLIPS);
  const { wrong, unseen, seenAtStart, seenByScrub, harmless, missedBySqlite } = seen;
  console.log(`Flipped bits in ${target} (${Math.round(seen.bytes / 1024)} KiB): ${FLIPS}`);
  console.log(`  changed an answer: ${wrong}`);
  console.log(`  noticed: ${seenAtStart} at the start, ${seenByScrub} by the scrub`);
  console.log(`  wrong and unseen: ${unseen.length}`);
  console.log(`  noticed, and harmless: ${harmless}`);
  count(FLIPS, unseen);
  control(`SQLite alone misses ${missedBySqlite} of ${wrong}`, missedBySqlite > 0);
  if (target === 'data.db-wal') {
    const { missedWithoutWitness } = seen;
    control(`without the witness ${missedWithoutWitness} are missed`, missedWithoutWitness > 0);
  }
}

const kills = await migrationKills(join(folder, 'migrations'), seed);
console.log(`Migrations killed before a statement: ${kills.statements}`);
console.log(`  not as before: ${kills.wrong.length}`);
count(kills.statements, kills.wrong);

const faults = (['write', 'fsync'] as const).flatMap((call) =>
  FAULTS.flatMap((at) => [false, true].map((ever): Fault => ({ call, at, ever }))),
);
console.log(`I/O errors under the server: ${faults.length}`);
for (const [n, fault] of faults.entries()) {
  const name = `${fault.call} ${fault.at} ${fault.ever ? 'and all after it fail' : 'fails once'}`;
  report(name, await failing(join(folder, `fault-${n}`), values.shim, fault));
}
console.log('A full disk under the server');
report(
  'edits are put off, reading goes on, edits go on',
  await full(join(folder, 'full'), values.shim),
);

function report(name: string, wrong: Wrong): void {
  console.log(`  ${wrong.length === 0 ? '✓' : '✗'} ${name}`);
  count(1, wrong.length === 0 ? [] : [`${name}: ${wrong.join('; ')}`]);
}

rmSync(folder, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
