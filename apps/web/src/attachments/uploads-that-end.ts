// What becomes of files on their way without anybody doing something: those that are there leave the
// list, and those that found no server go again when it is back.
import type { Attachment } from '@planwright/engine';
import { useEffect, useEffectEvent } from 'react';

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

  // Only the moment at which the server or the network is back counts: what fails while they are there
  // is not tried on. The socket may outlive a short cut of the network.
  const again = useEffectEvent(() => {
    for (const { id, isAway } of uploads) if (isAway) retry(id);
  });
  useEffect(() => {
    if (isLive) again();
  }, [isLive]);
  useEffect(() => {
    const onOnline = (): void => again();
    addEventListener('online', onOnline);
    return () => removeEventListener('online', onOnline);
  }, []);
}
