/**
 * Tells the activity anew. It follows from the entries alone, so when its shape changes, what an
 * older program told is thrown away and derived again: no second way to read it is kept.
 */
import type { DatabaseSync } from 'node:sqlite';

import { activityOf, apply, Tables } from '@planwright/engine';

import { readable } from '../emptied.ts';
import { complete } from './layout.ts';
import { RowStore } from './rows.ts';

/**
 * Puts the activity that all entries make in the place of what is there. An entry that is damaged
 * tells nothing; that it is damaged is found by the looks of `scrub.ts`.
 */
export function retell(db: DatabaseSync): void {
  db.exec('DROP TABLE pm_activity');
  complete(db);
  const store = new RowStore(db);
  const tables = new Tables();
  const entries = db.prepare('SELECT bytes FROM pm_entries ORDER BY seq');
  for (const { bytes } of entries.iterate()) {
    const entry = readable(bytes as Uint8Array);
    if (entry === null) continue;
    apply(tables, entry.changes, entry.seq);
    tables.settle();
    for (const row of activityOf(entry, tables.flush(), tables)) store.put('activity', row);
  }
}
