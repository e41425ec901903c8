/** The other end of `load.ts`: starts the process, tells it what to do, hears what came of it. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Spread } from './figure.ts';
import type { Ground } from './populated.ts';

export type Order =
  | {
      readonly do: 'connect';
      readonly origin: string;
      readonly token: string;
      readonly clients: number;
      readonly ground: readonly Ground[];
    }
  | { readonly do: 'race'; readonly count: number; readonly depth: number }
  | { readonly do: 'pace'; readonly count: number; readonly perSecond: number }
  | { readonly do: 'fanOut'; readonly count: number; readonly gap: number }
  | { readonly do: 'leave' };

export interface Result {
  /** Commands that were settled in a second. */
  readonly perSecond: number;
  /** Milliseconds from sending to settled, or to received. */
  readonly spread: Spread;
  /** Milliseconds until the last client had it. */
  readonly last?: Spread;
  /** Entries of one Batch, on average. */
  readonly group: number;
  readonly batchBytes: number;
  readonly pushBytes: number;
}

type Answer = { readonly result: Result | null } | { readonly error: string };

export class LoadProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<Answer>;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'load.ts'), { stdio: 'inherit' });
    this.#gone = once(this.#child, 'exit').then(() => ({ error: 'the load has ended' }));
  }

  async connect(order: Omit<Extract<Order, { do: 'connect' }>, 'do'>): Promise<void> {
    await this.#tell({ do: 'connect', ...order });
  }

  async race(count: number, depth: number): Promise<Result> {
    return (await this.#tell({ do: 'race', count, depth })) as Result;
  }

  async pace(count: number, perSecond: number): Promise<Result> {
    return (await this.#tell({ do: 'pace', count, perSecond })) as Result;
  }

  async fanOut(count: number, gap: number): Promise<Result> {
    return (await this.#tell({ do: 'fanOut', count, gap })) as Result;
  }

  /** Ends the connections and the process. */
  async leave(): Promise<void> {
    if (this.#child.connected) this.#child.send({ do: 'leave' } satisfies Order);
    await this.#gone;
  }

  async #tell(order: Order): Promise<Result | null> {
    const heard = new Promise<Answer>((resolve) => {
      this.#child.once('message', (answer) => resolve(answer as Answer));
    });
    this.#child.send(order);
    const answer = await Promise.race([heard, this.#gone]);
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  }
}
