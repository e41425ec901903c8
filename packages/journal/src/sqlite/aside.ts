/**
 * Checkpoints aside: bringing 16 MiB of the write-ahead log into the database takes as long as a
 * hundred commits, so another thread does it, on a connection of its own, while this one commits.
 * SQLite counts pages as brought over only after they are synced, so nothing is lost whenever that
 * thread ends. What was committed meanwhile is little, and is brought over here: the log can only
 * begin anew when all of it has been.
 */
import type { DatabaseSync } from 'node:sqlite';

import type { JournalFault } from '@planwright/sync';

import { connect } from './connection.ts';
import { faultOf } from './fault.ts';

/** What a checkpoint aside came to: null when it did what it could. */
export type AsideFault = { readonly fault: JournalFault; readonly says: string } | null;

/** Another thread that checkpoints the file of a journal. */
export interface Aside {
  /** Brings the log into the database. Never rejects; is not called again before it resolves. */
  checkpoint(): Promise<AsideFault>;
  /** Ends the thread; resolves when it has let go of the file. */
  stop(): Promise<void>;
}

/** Pages that may stay: bringing them over takes a few milliseconds. */
const FEW_PAGES = 512;
/** Each round finds what was committed during the one before. */
const MOST_ROUNDS = 4;

/** The work of that thread: a function that brings the log of the file at `path` over. */
export function checkpointing(path: string): () => AsideFault {
  let db: DatabaseSync | null = null;
  return () => {
    try {
      db ??= connect(path);
      const passive = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
      let done = 0;
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const { checkpointed } = passive.get() as { checkpointed: number };
        if (checkpointed - done < FEW_PAGES) break;
        done = checkpointed;
      }
      return null;
    } catch (error) {
      const { fault, message } = faultOf(error);
      return { fault, says: message };
    }
  };
}
