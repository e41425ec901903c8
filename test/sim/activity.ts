/** Does the activity tell how every field came to be what it is? */
import type { Activity, AnyRow, TableName } from '@planwright/engine';
import { sameValue, textFieldOf, toldFields } from '@planwright/engine';

import type { RowMap } from './rows.ts';

/** Tables whose rows are written by hand in the simulation, past every rule. */
const BY_HAND: ReadonlySet<string> = new Set(['user', 'member']);

/** All rows but the activity about what is written by hand: nobody tells of that. */
export function withoutByHand(rows: RowMap): RowMap {
  const isTold = (row: AnyRow): boolean => !BY_HAND.has(String(row['table']));
  return new Map([...rows].filter(([key, row]) => !key.startsWith('activity ') || isTold(row)));
}

interface Replayed {
  readonly dead: boolean;
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * What is wrong with it: of each row, every telling begins where the one before ended, and all of
 * them, one after the other, give what the row says now. Ranks and other quiet fields are not told.
 */
export function wrongActivity(told: readonly Activity[], rows: RowMap): string[] {
  const problems: string[] = [];
  const replayed = new Map<string, Replayed>();
  const seen = new Set<string>();
  for (const one of told.toSorted((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1))) {
    if (BY_HAND.has(one.table)) continue;
    const key = `${one.table} ${one.row}`;
    const telling = `${one.seq} ${one.createdAt} ${key}`;
    if (seen.has(telling)) continue; // the same, in the timeline of another item
    seen.add(telling);
    const before = replayed.get(key);
    if ((before === undefined) !== (one.verb === 'created')) {
      problems.push(`the activity of ${key} does not begin when it was made`);
    }
    const dead = before?.dead ?? false;
    const purged = !rows.has(key) && one.verb === 'deleted'; // for good, out of the trash
    if (!purged && (dead ? one.verb === 'deleted' : one.verb === 'restored')) {
      problems.push(`${key} was ${one.verb} twice`);
    }
    if (one.verb === 'purged') {
      replayed.delete(key);
      continue;
    }
    const values = new Map(before?.values);
    for (const [field, value] of Object.entries(one.before ?? {})) {
      if (!sameValue(values.get(field) ?? nothing(key, field), value)) {
        problems.push(`the activity of ${key} ${field} jumps at ${one.entry}`);
      }
    }
    for (const [field, value] of Object.entries(one.after ?? {})) values.set(field, value);
    replayed.set(key, { dead: one.verb === 'changed' ? dead : one.verb === 'deleted', values });
  }
  for (const [key, row] of rows) {
    const [table = ''] = key.split(' ');
    if (BY_HAND.has(table) || toldFields(table as TableName).length === 0) continue;
    const then = replayed.get(key);
    if ((then?.dead ?? false) !== (row.deletedAt !== null)) {
      problems.push(`the activity loses sight of ${key}`);
    }
    for (const [field, value] of tellable(table as TableName, row, rows)) {
      if (!sameValue(then?.values.get(field) ?? nothing(key, field), value)) {
        problems.push(`the activity of ${key} ${field} ends elsewhere`);
      }
    }
  }
  return problems;
}

/** What a field is that was never told of: a text has no revision yet, anything else is not set. */
function nothing(key: string, field: string): unknown {
  return field === textFieldOf(key.split(' ')[0] as TableName) ? 0 : null;
}

function tellable(table: TableName, row: AnyRow, rows: RowMap): [string, unknown][] {
  const text = rows.get(`document ${row.id}`);
  return [
    ...toldFields(table).map((name): [string, unknown] => [name, row[name]]),
    [textFieldOf(table), text?.['rev'] ?? 0],
  ];
}
