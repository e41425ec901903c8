/** Finding out that the database can be written again, while nobody has anything to write. */
import type { SqliteJournal } from '@planwright/journal';
import { JournalError, type Breaker, type Room } from '@planwright/sync';

/** How often to look, in milliseconds. */
export const PROBE_EVERY = 1_000;

/** Tries a write once the breaker lets one through, and tells it how that went. */
export function prober(
  room: Room,
  breaker: Breaker,
  file: Pick<SqliteJournal, 'probe'>,
): () => Promise<void> {
  let isTrying = false;
  return async () => {
    if (isTrying || breaker.reason === null || breaker.wait > 0) return;
    isTrying = true;
    try {
      await room.read(() => file.probe());
      breaker.succeeded();
    } catch (error) {
      const notNow = error instanceof JournalError && error.fault === 'busy';
      if (notNow) breaker.failed(error.message);
    } finally {
      isTrying = false;
    }
  };
}
