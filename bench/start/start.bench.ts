/** From nothing to the first answer, and the memory that the server holds then. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { populatedDatabase } from '../database.ts';
import type { Figure } from '../figure.ts';
import { RUNS, median } from '../figure.ts';
import {
  Scratch,
  ServerProcess,
  freePort,
  residentOf,
  spawnUntil,
  stopProcess,
} from '../server-process.ts';

/** Memory is read so long after the first answer, milliseconds. */
const SETTLES = 1_000;

interface Start {
  readonly startedIn: number;
  readonly resident: number;
}

interface Setting {
  readonly id: string;
  readonly name: string;
  readonly time: number;
  readonly memory: number;
}

const EMPTY: Setting = { id: 'empty', name: 'empty', time: 250, memory: 80 };
const FULL: Setting = { id: '100k', name: '100,000 items', time: 1_000, memory: 350 };

export default async function start(say: (what: string) => void): Promise<Figure[]> {
  const { path } = await populatedDatabase(say);
  say('empty');
  const empty = await measure(EMPTY, null);
  say('100,000 items');
  return [...empty, ...(await measure(FULL, path))];
}

async function measure(setting: Setting, database: string | null): Promise<Figure[]> {
  using scratch = new Scratch();
  const ours: Start[] = [];
  const bare: Start[] = [];
  const folder = join(scratch.path, 'pm');
  const port = await freePort();
  for (let run = -1; run < RUNS; run += 1) {
    const started = await once(folder, port, database);
    const floor = await bareOnce(database);
    if (run < 0) continue;
    ours.push(started);
    bare.push(floor);
  }
  const name = database === null ? 'node:http alone' : 'node:http and a SELECT of the same rows';
  return [
    {
      id: `${setting.id}-time`,
      what: `start, ${setting.name}`,
      unit: 'ms',
      value: median(ours.map(({ startedIn }) => startedIn)),
      runs: ours.map(({ startedIn }) => startedIn),
      target: { atMost: setting.time },
      floors: [{ name, value: median(bare.map(({ startedIn }) => startedIn)) }],
    },
    {
      id: `${setting.id}-memory`,
      what: `memory, ${setting.name}`,
      unit: 'MB',
      value: median(ours.map(({ resident }) => resident)),
      runs: ours.map(({ resident }) => resident),
      target: { atMost: setting.memory },
      floors: [{ name, value: median(bare.map(({ resident }) => resident)) }],
    },
  ];
}

/** The first start of a folder copies the database there; later ones find it. */
async function once(folder: string, port: number, database: string | null): Promise<Start> {
  const copied = database === null || existsSync(join(folder, 'data.db'));
  const server = await ServerProcess.start(folder, copied ? { port } : { port, database });
  await pause(SETTLES);
  const { startedIn, resident } = server;
  await server.stop();
  return { startedIn, resident };
}

async function bareOnce(database: string | null): Promise<Start> {
  const port = await freePort();
  const program = join(import.meta.dirname, 'bare-server.mjs');
  const args = [program, String(port), ...(database === null ? [] : [database])];
  const { child, startedIn } = await spawnUntil(args, {}, port, '/');
  await pause(SETTLES);
  const resident = residentOf(child);
  await stopProcess(child);
  return { startedIn, resident };
}
