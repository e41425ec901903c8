// What becomes of files on their way without anybody doing something: those that are there leave the
// list, and those that found no server go again when it is back.
import type { Attachment } from '@planwright/engine';
import { useEffect } from 'react';

import type { Upload } from '../store/attaching.ts';
import { forget, retry } from '../store/attaching.ts';
import { useSyncState } from '../store/hooks.ts';

export function useUploadsThatEnd(uploads: readonly Upload[], rows: readonly Attachment[]): void {
  const isLive = useSyncState().link === 'live';

  useEffect(() => {
    for (const { id, state } of uploads) {
      if (state === 'done' && rows.some((row) => row.id === id)) forget(id);
    }
  }, [uploads, rows]);

  // Only the moment at which the server is back counts: what fails while it is there is not tried on.
  useEffect(() => {
    if (!isLive) return;
    for (const { id, isAway } of uploads) if (isAway) retry(id);
    // oxlint-disable-next-line react/exhaustive-deps -- uploads as they are at that moment
  }, [isLive]);
}
