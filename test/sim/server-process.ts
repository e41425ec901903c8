/**
 * A server process of the simulation: a room on a port whose every call waits until the simulation
 * lets it through. So two processes on one journal interleave in every way, and one can end right
 * before or right after a COMMIT.
 */
import { DEFAULT_LIMITS } from '@planwright/engine';
import type { Journal, JournalFault } from '@planwright/sync';
import { Breaker, JournalError, Room } from '@planwright/sync';

import type { Seams } from './seams.ts';

/** What a process needs of the simulation. */
export interface Ground {
  readonly now: number;
  readonly seams: Seams;
  id(): string;
  /** A process has said that something went wrong inside. */
  complain(text: string): void;
  /** Its sockets break. */
  ended(process: ServerProcess): void;
}

interface Call {
  readonly method: string;
  /** Does it, and gives the answer to whoever asked. */
  run(): Promise<void>;
  fail(error: JournalError): void;
}

interface Life {
  over: boolean;
  /** While the room is opened, its reads go through at once. */
  opening: boolean;
}

/** More microtasks than lie between two calls of the journal. */
const MICROTASKS = 40;

/** Lets go on whatever waits for nothing but its turn. */
async function microtasks(): Promise<void> {
  for (let i = 0; i < MICROTASKS; i += 1) await Promise.resolve();
}

export class ServerProcess {
  readonly #ground: Ground;
  readonly #hasBreaker: boolean;
  /** While true, it holds next to nothing of what one connection sends ahead. */
  isCrowded = false;
  #room: Room | null = null;
  #life: Life = { over: true, opening: false };
  #soon: (() => void)[] = [];
  #calls: Call[] = [];

  constructor(ground: Ground, hasBreaker: boolean) {
    this.#ground = ground;
    this.#hasBreaker = hasBreaker;
  }

  get room(): Room | null {
    return this.#room;
  }

  /** Has it something in hand? */
  get busy(): boolean {
    return this.#soon.length + this.#calls.length > 0;
  }

  /** The call of the journal that waits; null when none does. */
  get waitsFor(): string | null {
    return this.#calls[0]?.method ?? null;
  }

  /** Brings up a room on this journal. */
  async start(journal: Journal): Promise<void> {
    this.end();
    const life = { over: false, opening: true };
    this.#life = life;
    const ground = this.#ground;
    const settings = { failureThreshold: 3, failureWindowMs: 60_000, openMs: 5_000 };
    const now = (): number => ground.now;
    const queueBytes = (): number => (this.isCrowded ? 1 : Number.POSITIVE_INFINITY);
    const room = await Room.open({
      journal: this.#gated(journal, life),
      now,
      newId: () => ground.id(),
      soon: (work) => {
        if (!life.over) this.#soon.push(work);
      },
      limits: DEFAULT_LIMITS,
      heartbeatMs: 15_000,
      queueBytes,
      log: {
        info: () => undefined,
        error: (facts, text) => ground.complain(`${text} ${JSON.stringify(facts)}`),
      },
      ...(this.#hasBreaker
        ? { breaker: new Breaker({ ...settings, successThreshold: 1 }, now) }
        : {}),
      fatal: () => {
        if (!life.over) this.end();
      },
    });
    life.opening = false;
    ground.seams.room?.(room);
    this.#room = room;
  }

  /** It ends without a word: what it had in memory comes to nothing, its sockets break. */
  end(): void {
    if (this.#life.over) return;
    this.#life.over = true;
    this.#room = null;
    this.#soon = [];
    this.#calls = [];
    this.#ground.ended(this);
  }

  /** What waits at the journal is done there, and the process ends before it hears of it. */
  async endAfterCall(): Promise<void> {
    const call = this.#calls.shift();
    const life = this.#life;
    this.end();
    if (call !== undefined && life.over) await call.run();
    await microtasks();
  }

  /** The call that waits fails. */
  async fail(fault: JournalFault): Promise<void> {
    this.#calls.shift()?.fail(new JournalError(fault, 'trouble'));
    await microtasks();
  }

  /** Lets at most so many steps go on: a turn of the room, or a call of the journal. */
  async work(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let step = 0; step < most && this.busy; step += 1) {
      const call = this.#calls.shift();
      if (call === undefined) for (const work of this.#soon.splice(0)) work();
      else await call.run();
      await microtasks();
    }
  }

  #gated(journal: Journal, life: Life): Journal {
    type Method = (...args: readonly unknown[]) => Promise<unknown>;
    return new Proxy(journal, {
      get: (_, name) => {
        const method = (journal[name as keyof Journal] as unknown as Method).bind(journal);
        return (...args: readonly unknown[]) => {
          if (life.opening) return method(...args);
          return new Promise((resolve, reject) => {
            if (life.over) return;
            const run = async (): Promise<void> => {
              try {
                const answer = await method(...args);
                if (!life.over) resolve(answer);
              } catch (error) {
                if (!life.over) reject(error as JournalError);
              }
            };
            this.#calls.push({ method: String(name), run, fail: reject });
          });
        };
      },
    });
  }
}
