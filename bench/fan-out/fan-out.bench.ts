/** One change to 1,000 sockets: how long until each of the others has it, and until the last. */
import { join } from 'node:path';

import { bareSockets } from '../bare.ts';
import { populatedDatabase } from '../database.ts';
import type { Figure } from '../figure.ts';
import { RUNS, median, medianSpread } from '../figure.ts';
import type { Result } from '../load-process.ts';
import { LoadProcess } from '../load-process.ts';
import { Scratch, ServerProcess } from '../server-process.ts';

const OTHERS = 1_000;
/** Changes of one run, and the pause after each, milliseconds. */
const CHANGES = 40;
const GAP = 20;

export default async function fanOut(say: (what: string) => void): Promise<Figure[]> {
  const { path, world } = await populatedDatabase(say);
  say(`${OTHERS} sockets`);
  using scratch = new Scratch();
  const server = await ServerProcess.start(join(scratch.path, 'pm'), { database: path });
  const load = new LoadProcess();
  const runs: Result[] = [];
  try {
    const { origin, token } = server;
    await load.connect({ origin, token, clients: OTHERS + 1, ground: world.ground });
    await load.fanOut(CHANGES, GAP);
    for (let run = 0; run < RUNS; run += 1) runs.push(await load.fanOut(CHANGES, GAP));
  } finally {
    await load.leave();
    await server.stop();
  }
  const bare = await bareSockets({
    mode: 'broadcast',
    runs: RUNS,
    clients: OTHERS + 1,
    count: CHANGES,
    depth: 1,
    messageBytes: median(runs.map(({ pushBytes }) => pushBytes)),
    answerBytes: median(runs.map(({ batchBytes }) => batchBytes)),
    gap: GAP,
  });
  const spread = medianSpread(runs.map((run) => run.spread));
  const last = medianSpread(runs.map((run) => run.last ?? run.spread));
  const bareSpread = medianSpread(bare.flatMap((run) => run.spread ?? []));
  const bareLast = medianSpread(bare.flatMap((run) => run.last ?? []));
  const name = 'bare ws broadcast';
  return [
    {
      id: 'received-p50',
      what: 'sent → received by the others, p50',
      unit: 'ms',
      value: spread.p50,
      runs: runs.map((run) => run.spread.p50),
      spread,
      target: { atMost: 12 },
      floors: [{ name, value: bareSpread.p50 }],
    },
    {
      id: 'received-p99',
      what: 'sent → received by the others, p99',
      unit: 'ms',
      value: spread.p99,
      runs: runs.map((run) => run.spread.p99),
      target: { atMost: 30 },
      floors: [{ name, value: bareSpread.p99 }],
    },
    {
      id: 'last-p50',
      what: 'sent → the last of them has it, p50',
      unit: 'ms',
      value: last.p50,
      runs: runs.map((run) => run.last?.p50 ?? Number.NaN),
      spread: last,
      floors: [{ name, value: bareLast.p50 }],
    },
  ];
}
