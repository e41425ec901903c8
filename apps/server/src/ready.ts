/** Can the journal be written just now? Asked by whoever watches the server. */
import { setTimeout as pause } from 'node:timers/promises';
import { JournalError, type Breaker, type Room } from '@planwright/sync';

/** How long the room may take to answer, in milliseconds. */
const PATIENCE = 2_000;

/**
 * Writes nothing, in a transaction that could write, when the room's turn comes. While the breaker
 * leaves the database alone, so does this.
 * @returns null, or the sentence that says what is wrong
 */
export async function journalProblem(room: Room, breaker?: Breaker): Promise<string | null> {
  const reason = breaker?.reason ?? null;
  if (breaker !== undefined && reason !== null) {
    const seconds = Math.ceil(breaker.wait / 1_000);
    return `The database cannot be written: ${reason}. It is tried again in ${seconds} s.`;
  }
  const nothing = { commits: [], rejections: [] };
  const tried = room.read(async (_, head) => {
    try {
      await room.ports.journal.append(nothing, head.seq);
      return null;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return `The database cannot be written: ${error.message}`;
    }
  });
  const late = pause(PATIENCE, 'The database does not answer.', { ref: false });
  return await Promise.race([tried, late]);
}
