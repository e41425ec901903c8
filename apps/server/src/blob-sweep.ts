/**
 * When files that no attachment names are swept away: at the start, every hour, and when items
 * were deleted for good, so that their files are gone with them.
 */
import type { Tables } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import type { BlobStore, Named } from './blob-store.ts';
import type { Log } from './log.ts';

/** How often, in milliseconds. */
export const BLOB_SWEEP_EVERY = 3600_000;

/** Rows that are read in one turn of the room. */
const AT_ONCE = 2_000;

/** Sweeps one after the other; a sweep that is asked for while one waits is that one. */
export function blobSweeper(room: Room, blobs: BlobStore, log: Log): () => Promise<void> {
  let waits = false;
  return async () => {
    if (waits || room.stopping) return;
    waits = true;
    const named = (): Promise<Named> => {
      waits = false;
      return namedBy(room);
    };
    try {
      const gone = await blobs.sweep(named);
      if (gone > 0) log.info({ gone }, 'files of no attachment were deleted');
    } catch (error) {
      waits = false;
      log.error({ err: error }, 'files could not be swept');
    }
  };
}

/** Calls `then` after each commit that has deleted items for good. */
export function afterPurges(tables: Tables, then: () => void): void {
  tables.subscribe((touched) => {
    const gone = touched.some(({ table, after }) => table === 'workItem' && after === undefined);
    if (gone) then();
  });
}

/** What all attachments name, those that were removed and may come back too. */
async function namedBy(room: Room): Promise<Named> {
  const hashes = new Set<string>();
  const ids = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = after === undefined ? {} : { after };
    const rows = await room.read(() =>
      room.ports.journal.rows({ table: 'attachment', order: 'id', limit: AT_ONCE, ...page }),
    );
    for (const { id, hash } of rows) {
      ids.add(id);
      hashes.add(hash);
    }
    after = rows.at(-1)?.id;
    if (rows.length < AT_ONCE || after === undefined) return { hashes, ids };
  }
}
