/** Keeping the write-ahead log short: while nobody waits, and on a thread of its own while they do. */
import { Worker } from 'node:worker_threads';
import type { Aside, AsideFault, SqliteJournal } from '@planwright/journal';
import type { Room } from '@planwright/sync';

/** How often to look, in milliseconds. */
export const CHECKPOINT_EVERY = 30_000;

/** Brings the write-ahead log home when something was written since the last time and nobody waits. */
export function checkpointer(room: Room, journal: Pick<SqliteJournal, 'checkpoint'>): () => void {
  let done = room.head.seq;
  return () => {
    if (room.head.seq === done || room.waiting > 0) return;
    done = room.head.seq;
    room.read(() => journal.checkpoint()).catch(room.ports.fatal);
  };
}

/** The thread that checkpoints the file at `path`: it begins when it is first needed. */
export function checkpointThread(path: string): Aside {
  let worker: Worker | null = null;
  const begin = (): Worker => {
    const name = `./checkpoint-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`;
    const thread = new Worker(new URL(name, import.meta.url), { workerData: { path } });
    thread.unref();
    return thread;
  };
  return {
    checkpoint() {
      const thread = (worker ??= begin());
      return new Promise((resolve) => {
        const settle = (answer: AsideFault): void => {
          thread.off('message', settle).off('error', failed).off('exit', ended);
          resolve(answer);
        };
        const over = (says: string): void => {
          worker = null;
          settle({ fault: 'busy', says });
        };
        const failed = (error: Error): void => over(error.message);
        const ended = (): void => over('the thread has ended');
        thread.on('message', settle).on('error', failed).on('exit', ended);
        thread.postMessage('checkpoint');
      });
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
