// What becomes of files on their way without anybody doing something: those that are there leave the
// list, and those that found no server, or came before their item, go again when both are there.
import type { Attachment, WorkItem } from '@planwright/engine';
import { useEffect, useEffectEvent } from 'react';

import type { Upload } from '../store/attaching.ts';
import { forget, retry } from '../store/attaching.ts';
import { useSyncState } from '../store/hooks.ts';

export function useUploadsThatEnd(
  item: WorkItem,
  uploads: readonly Upload[],
  rows: readonly Attachment[],
): void {
  const isReady = useSyncState().link === 'live' && item.seq > 0;

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
    if (!isReady) return undefined;
    const onOnline = (): void => again();
    onOnline();
    addEventListener('online', onOnline);
    return () => removeEventListener('online', onOnline);
  }, [isReady]);
}
