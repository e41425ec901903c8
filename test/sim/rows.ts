/** Rows as the checks compare them: by table and id, field by field. */
import type { AnyRow, Audience, TableName } from '@planwright/engine';
import { TABLE_NAMES, Tables, audienceOf, sameValue, sees } from '@planwright/engine';
import type { Journal, MemoryCache } from '@planwright/sync';

import { HOT } from './ledger.ts';

export type RowMap = ReadonlyMap<string, AnyRow>;

/** The hot rows of these tables; with a scope, only those of its audiences. */
export function hotRows(tables: Tables, scope?: ReadonlySet<Audience>): RowMap {
  const rows = new Map<string, AnyRow>();
  for (const table of HOT) {
    for (const row of tables.all(table)) {
      if (scope !== undefined && !sees(scope, audienceOf(table, row as never))) continue;
      rows.set(`${table} ${row.id}`, row as unknown as AnyRow);
    }
  }
  return rows;
}

/**
 * The same without the counts of cold rows, where what waits cannot be decided again: the cache
 * keeps no cold rows.
 */
export function withoutCounts(rows: RowMap): RowMap {
  return new Map([...rows].filter(([key]) => !key.startsWith('itemStats ')));
}

/** All rows that a journal holds of these tables. */
export async function storedRows(
  journal: Journal,
  names: readonly TableName[] = TABLE_NAMES,
): Promise<RowMap> {
  const rows = new Map<string, AnyRow>();
  for (const table of names) {
    for (const row of await journal.rows({ table })) {
      rows.set(`${table} ${row.id}`, row as unknown as AnyRow);
    }
  }
  return rows;
}

/** The rows that a cache holds, as tables. */
export function tablesOfCache(cache: MemoryCache): Tables {
  const tables = new Tables();
  for (const { table, row } of cache.read()?.rows ?? []) tables.set(table, row.id, row as never);
  return tables;
}

/** The first difference of two sets of rows; null where there is none. */
export function differenceOf(here: RowMap, there: RowMap): string | null {
  for (const [key, row] of here) {
    const field = fieldThatDiffers(row, there.get(key));
    if (field === undefined) continue;
    const other = there.get(key)?.[field];
    return `${key}, ${field}: ${JSON.stringify(row[field])}, not ${JSON.stringify(other)}`;
  }
  for (const key of there.keys()) if (!here.has(key)) return `${key} is missing`;
  return null;
}

function fieldThatDiffers(row: AnyRow, other: AnyRow | undefined): string | undefined {
  if (row === other) return undefined;
  if (other === undefined) return 'id';
  const names = new Set([...Object.keys(row), ...Object.keys(other)]);
  return [...names].find((name) => !sameValue(row[name], other[name]));
}
