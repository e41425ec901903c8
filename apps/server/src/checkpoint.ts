/** Keeping the write-ahead log short while nobody waits. */
import type { SqliteJournal } from '@planwright/journal';
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
