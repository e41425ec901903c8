// What is said of an item that came out of the trash.
import type { Tables, WorkItem } from '@planwright/engine';
import { keyOf } from '@planwright/engine';

import { strings } from '../strings.ts';

/**
 * That it is back; and that it is on its own, where its parent is in the trash itself. `was`: the item
 * as it lay there.
 */
export function toldOfRestored(tables: Tables, was: WorkItem, now: WorkItem): string {
  const isAlone = now.parent === null && tables.get('workItem', was.parent) !== undefined;
  return strings.item[isAlone ? 'restoredAlone' : 'restored'](keyOf(tables, now));
}
