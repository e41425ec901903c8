/** Durable commands through real sockets: how many in a second, and how long until settled. */
import { join } from 'node:path';

import { bareSockets } from '../bare.ts';
import { populatedDatabase } from '../database.ts';
import type { Database } from '../database.ts';
import type { Figure } from '../figure.ts';
import { RUNS, median, medianSpread } from '../figure.ts';
import type { Result } from '../load-process.ts';
import { LoadProcess } from '../load-process.ts';
import { Scratch, ServerProcess } from '../server-process.ts';
import { RawSqlite, lastSeq } from './raw-sqlite.ts';

interface Setting {
  readonly id: string;
  readonly clients: number;
  /** Commands of one client that are on their way at once. */
  readonly depth: number;
  /** Commands of one run. */
  readonly count: number;
  /** Commands per second that it should reach. */
  readonly target?: number;
}

const SETTINGS: readonly Setting[] = [
  { id: 'clients-1', clients: 1, depth: 1, count: 2_000 },
  { id: 'clients-16', clients: 16, depth: 1, count: 10_000 },
  { id: 'clients-50', clients: 50, depth: 1, count: 20_000, target: 15_000 },
  { id: 'clients-200', clients: 200, depth: 1, count: 20_000 },
  { id: 'clients-50-depth-16', clients: 50, depth: 16, count: 30_000, target: 15_000 },
];
/** The bytes of a Push with one command, for the echo. */
const PUSH_BYTES = 260;

/** What the server did for one setting. */
interface Measured {
  readonly setting: Setting;
  /** The last seq before it. */
  readonly since: number;
  readonly runs: readonly Result[];
  readonly paced: readonly Result[];
}

export default async function durable(say: (what: string) => void): Promise<Figure[]> {
  const { path, world } = await populatedDatabase(say);
  using scratch = new Scratch();
  const folder = join(scratch.path, 'pm');
  const written = join(folder, 'data.db');
  const server = await ServerProcess.start(folder, { database: path });
  const figures: Figure[] = [];
  const sqlite = new RawSqlite(path, scratch.path);
  try {
    for (const setting of SETTINGS) {
      say(nameOf(setting));
      const measured = await measure(setting, server, world, written);
      // The floors right after, while the server has nothing to do: on the same disk, as it is then.
      figures.push(...(await beside(measured, sqlite, written)));
    }
  } finally {
    sqlite.close();
    await server.stop();
  }
  return figures;
}

async function measure(
  setting: Setting,
  { origin, token }: ServerProcess,
  { ground }: Database['world'],
  written: string,
): Promise<Measured> {
  const { clients, depth, count, target } = setting;
  const since = lastSeq(written);
  const runs: Result[] = [];
  const paced: Result[] = [];
  const load = new LoadProcess();
  try {
    await load.connect({ origin, token, clients, ground });
    await load.race(Math.ceil(count / 4), depth);
    for (let run = 0; run < RUNS; run += 1) runs.push(await load.race(count, depth));
    const half = median(runs.map(({ perSecond }) => perSecond)) / 2;
    for (let run = 0; target !== undefined && run < RUNS; run += 1) {
      paced.push(await load.pace(Math.ceil(half * 2), half));
    }
  } finally {
    await load.leave();
  }
  return { setting, since, runs, paced };
}

/** The figures of a setting beside their floors. */
async function beside(
  { setting, since, runs, paced }: Measured,
  sqlite: RawSqlite,
  written: string,
): Promise<Figure[]> {
  const { id, clients, depth, count, target } = setting;
  const group = median(runs.map((run) => run.group));
  const batchBytes = median(runs.map((run) => run.batchBytes));
  const echo = await bareSockets({
    mode: 'echo',
    runs: RUNS,
    clients,
    count: count * 2,
    depth,
    messageBytes: PUSH_BYTES,
    answerBytes: Math.round(batchBytes / group),
    gap: 0,
  });
  const values = runs.map(({ perSecond }) => perSecond);
  const speed: Figure = {
    id,
    what: `${nameOf(setting)}: commands (groups of ${group.toFixed(1)}; ms until settled)`,
    unit: '/s',
    value: median(values),
    runs: values,
    spread: medianSpread(runs.map(({ spread }) => spread)),
    ...(target === undefined ? {} : { target: { atLeast: target } }),
    floors: [
      { name: 'raw SQLite', value: sqlite.measure(written, since, group) },
      { name: 'ws echo', value: median(echo.map(({ perSecond }) => perSecond)) },
    ],
  };
  if (paced.length === 0) return [speed];
  const late = paced.map(({ spread }) => spread.p99);
  const reached = Math.round(median(paced.map(({ perSecond }) => perSecond)));
  return [
    speed,
    {
      id: `${id}-half-p99`,
      what: `the same clients at half of it (${reached}/s): settled, p99`,
      unit: 'ms',
      value: median(late),
      runs: late,
      spread: medianSpread(paced.map(({ spread }) => spread)),
      target: { atMost: 20 },
      floors: [],
    },
  ];
}

function nameOf({ clients, depth }: Setting): string {
  return `${clients} ${clients === 1 ? 'client' : 'clients'}, ${depth} on their way each`;
}
