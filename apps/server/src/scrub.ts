/**
 * Scrubbing: the whole database is read once a day, on a thread of its own, while nobody writes.
 * What is found is said on the terminal, in the log and by `/ready`. The server goes on: what
 * people see comes from memory, and they must be able to get it out.
 */
import { Worker } from 'node:worker_threads';
import type { Scrubbed } from '@planwright/journal';
import type { Room } from '@planwright/sync';
import type { Log } from './log.ts';

/** How often to look whether it is time, in milliseconds. */
export const SCRUB_LOOK_EVERY = 60_000;
/** How long after one scrub the next is due, in milliseconds. */
export const SCRUB_EVERY = 24 * 60 * 60_000;

export interface ScrubParts {
  readonly room: Room;
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Reads the file from end to end. */
  readonly scrub: () => Promise<Scrubbed>;
  /** Says something to the person at the terminal. */
  readonly say: (sentence: string) => void;
}

export class Scrubber {
  readonly #parts: ScrubParts;
  #due: number;
  #seq: number;
  #isRunning = false;
  /** What is wrong with the database, for `/ready`; null while nothing is known to be. */
  problem: string | null = null;

  /** The first scrub is due at once, when nobody has written for a while. */
  constructor(parts: ScrubParts) {
    this.#parts = parts;
    this.#due = parts.now();
    this.#seq = parts.room.head.seq;
  }

  /** To be called every minute: scrubs when it is due and nobody has written since the last call. */
  async look(): Promise<void> {
    const { room, now, log, scrub } = this.#parts;
    const isQuiet = room.head.seq === this.#seq && room.waiting === 0;
    this.#seq = room.head.seq;
    if (this.#isRunning || !isQuiet || now() < this.#due) return;
    this.#isRunning = true;
    const began = now();
    try {
      const { found, entries, rows } = await scrub();
      log.info({ entries, rows, found: found.length, ms: now() - began }, 'scrubbed');
      if (found.length > 0) this.tell(found);
    } catch (error) {
      log.error({ err: error }, 'scrubbing failed');
    }
    this.#due = now() + SCRUB_EVERY;
    this.#isRunning = false;
  }

  /** Says that something is not as it was written. */
  tell(found: readonly string[]): void {
    const { log, say } = this.#parts;
    this.problem = `The database is damaged: ${found[0] ?? ''} ${WHAT_TO_DO}`;
    log.error({ found }, 'the database is damaged');
    say(this.problem);
  }
}

const WHAT_TO_DO =
  'Export your projects now, then stop the server, put the newest file of the folder backups in ' +
  'the place of data.db, and take data.db-wal away if it is there.';

/** Scrubs a file on a thread of its own; `stop` ends it. */
export function scrubbing(path: string): { scrub: () => Promise<Scrubbed>; stop: () => void } {
  let worker: Worker | null = null;
  const scrub = (): Promise<Scrubbed> => {
    const name = `./scrub-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`;
    const thread = new Worker(new URL(name, import.meta.url), { workerData: { path } });
    thread.unref();
    worker = thread;
    return new Promise((resolve, reject) => {
      thread.once('message', resolve).once('error', reject);
      thread.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
    });
  };
  return { scrub, stop: () => void worker?.terminate() };
}
