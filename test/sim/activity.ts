/** Does the activity tell how every field came to be what it is? */
import type { Activity, AnyRow, TableName } from '@planwright/engine';
import { baseFields, entityOf, sameValue } from '@planwright/engine';

import type { RowMap } from './rows.ts';

const BASE: ReadonlySet<string> = new Set(Object.keys(baseFields()));
/** Tables whose rows are written by hand in the simulation, past every rule. */
const BY_HAND: ReadonlySet<string> = new Set(['user', 'member']);

/**
 * What is wrong with it: of each row and field, every telling begins where the one before ended,
 * and the last one ends at what the row says now. Ranks and other quiet fields are not told.
 */
export function wrongActivity(told: readonly Activity[], rows: RowMap): string[] {
  const problems: string[] = [];
  const current = new Map<string, unknown>();
  const dead = new Map<string, boolean>();
  for (const one of told.toSorted((a, b) => a.entry - b.entry)) {
    if (BY_HAND.has(one.table)) continue;
    const row = `${one.table} ${one.row}`;
    if (one.verb === 'deleted' || one.verb === 'restored') {
      const now = one.verb === 'deleted';
      if ((dead.get(row) ?? false) === now) problems.push(`${row} was ${one.verb} twice`);
      dead.set(row, now);
    }
    if (one.verb !== 'changed') continue;
    const key = `${row} ${one.field}`;
    if (current.has(key) && !sameValue(current.get(key), one.before)) {
      problems.push(`the activity of ${key} jumps at ${one.entry}`);
    }
    current.set(key, one.after);
  }
  for (const [key, row] of rows) {
    const [table = ''] = key.split(' ');
    if (BY_HAND.has(table)) continue;
    const isDead = row.deletedAt !== null;
    if ((dead.get(key) ?? false) !== isDead) problems.push(`the activity loses sight of ${key}`);
    for (const [field, value] of tellable(table as TableName, row)) {
      const last = current.get(`${key} ${field}`);
      if (last !== undefined && !sameValue(last, value)) {
        problems.push(`the activity of ${key} ${field} ends elsewhere`);
      }
    }
  }
  return problems;
}

function tellable(table: TableName, row: AnyRow): [string, unknown][] {
  if (table === 'document') return [['description', row['rev']]];
  return Object.entries(row).filter(
    ([name]) => !BASE.has(name) && entityOf(table).fields[name]?.quiet !== true,
  );
}
