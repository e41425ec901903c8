// Files that are put beside an item. The server adds what it has taken in, so each is remembered as an
// edit when its row is here. A file that goes into a text is a part of writing that (`attachHere`).
import type { WorkItemId } from '@planwright/engine';

import { attach } from '../store/attaching.ts';
import type { Store } from '../store/store.ts';
import { undoOf } from './undo.ts';
import { stepOf } from './undo-rows.ts';

export function attachFiles(store: Store, item: WorkItemId, files: Iterable<File>): void {
  const coming = new Set<string>(attach(store, item, files).map(({ id }) => id));
  const stop = store.tables.subscribe((touched) => {
    for (const { table, id, before, after } of touched) {
      if (table !== 'attachment' || !coming.delete(id)) continue;
      const wrote = { rows: [{ table, id, before, after }], under: new Map() };
      undoOf(store).remember(stepOf(store, wrote));
    }
    if (coming.size === 0) stop();
  });
}
