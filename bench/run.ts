/**
 * Runs the benchmarks, one after the other: `npm run bench`, `npm run bench -- drag engine`.
 * `--save` keeps the figures as this machine's baseline. A suite is a folder with a `*.bench.ts`
 * of its name, whose default export is a `Suite`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readBaseline, saveBaseline } from './baseline.ts';
import type { Suite } from './figure.ts';
import { commitHere, machineHere } from './machine.ts';
import type { Occasion } from './report.ts';
import { terminalTable, writeSection } from './report.ts';

const ROOT = join(import.meta.dirname, '..');
const SUITES = ['durable', 'engine', 'drag', 'fan-out', 'start', 'browser'];

const words = process.argv.slice(2);
const save = words.includes('--save');
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((word) => !SUITES.includes(word));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join(', ')}"; there are ${SUITES.join(', ')}.`);
  process.exit(2);
}

// What is running goes with us, and so do the temporary folders.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const occasion: Occasion = {
  machine: machineHere(),
  commit: commitHere(ROOT),
  date: new Date().toISOString().slice(0, 10),
};

for (const name of wanted.length > 0 ? wanted : SUITES) {
  const folder = join(import.meta.dirname, name);
  const { default: suite } = (await import(join(folder, `${name}.bench.ts`))) as {
    default: Suite;
  };
  console.log(`\n${name}`);
  const figures = await suite((what) => console.log(`  … ${what}`));
  const path = join(folder, 'baseline.json');
  const before = readBaseline(path, occasion);
  console.log(`\n${terminalTable(figures, before)}`);
  writeSection(join(ROOT, 'docs/performance.md'), name, figures, before, occasion);
  if (save) saveBaseline(path, figures, occasion, version);
}
