/** Measures bare sockets: the floor of what goes over the wire. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Spread } from './figure.ts';
import { freePort, spawnUntil, stopProcess } from './server-process.ts';

export interface BareWish {
  readonly mode: 'echo' | 'broadcast';
  readonly port: number;
  readonly runs: number;
  readonly clients: number;
  /** Messages in one run, and their bytes. */
  readonly count: number;
  readonly messageBytes: number;
  /** Messages of one client that are on their way at once (echo). */
  readonly depth: number;
  /** Between two messages, milliseconds (broadcast). */
  readonly gap: number;
}

export interface BareResult {
  readonly perSecond: number;
  readonly spread?: Spread;
  readonly last?: Spread;
}

/** Runs bare sockets once for each of the runs, after one run that does not count. */
export async function bareSockets(
  wish: Omit<BareWish, 'port'> & { readonly answerBytes: number },
): Promise<readonly BareResult[]> {
  const port = await freePort();
  const program = [join(import.meta.dirname, 'bare-sockets.ts'), String(port), wish.mode];
  const { child } = await spawnUntil([...program, String(wish.answerBytes)], {}, port, '/');
  try {
    const whole = JSON.stringify({ ...wish, port, runs: wish.runs + 1 });
    const load = fork(join(import.meta.dirname, 'bare-load.ts'), [whole], { stdio: 'inherit' });
    const gone = once(load, 'exit').then(() => null);
    const heard = await Promise.race([once(load, 'message'), gone]);
    if (heard === null) throw new Error('the load of bare sockets has ended');
    await gone;
    return (heard[0] as BareResult[]).slice(1);
  } finally {
    await stopProcess(child);
  }
}
