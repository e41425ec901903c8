/** Baselines: what a suite has reached before, by machine and version, committed beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import type { Figure } from './figure.ts';
import type { Baseline, Occasion } from './report.ts';
import { nameOf } from './machine.ts';

interface Kept {
  readonly version: string;
  readonly node: string;
  readonly commit: string;
  readonly date: string;
  readonly figures: Baseline;
}

/** The newest baseline for this machine; empty where there is none. */
export function readBaseline(path: string, { machine }: Occasion): Baseline {
  return readAll(path)[nameOf(machine)]?.at(-1)?.figures ?? {};
}

/** Keeps these figures for this machine, in the place of those of the same version. */
export function saveBaseline(
  path: string,
  figures: readonly Figure[],
  { machine, commit, date }: Occasion,
  version: string,
): void {
  const all = readAll(path);
  const name = nameOf(machine);
  const values = figures.map(({ id, value }) => [id, Number(value.toPrecision(4))] as const);
  const kept: Kept = {
    version,
    node: machine.node,
    commit,
    date,
    figures: Object.fromEntries(values),
  };
  const others = (all[name] ?? []).filter((one) => one.version !== version);
  writeFileSync(path, `${JSON.stringify({ ...all, [name]: [...others, kept] }, null, 2)}\n`);
}

function readAll(path: string): Readonly<Record<string, readonly Kept[]>> {
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly Kept[]>;
}
