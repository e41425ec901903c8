/** The dumb way to know what the tables hold: everything is counted again from nothing. */
import type { AnyRow } from '../entity/entity.ts';
import { entityOf } from '../entity/list.ts';
import type { TableName } from '../entity/names.ts';
import { TABLE_NAMES } from '../entity/names.ts';
import type { Tables } from '../tables.ts';
import { byId, byRank } from '../tables.ts';

/** All rows by `table id`: the very objects. */
export function rowsOf(tables: Tables): Map<string, AnyRow> {
  const rows = new Map<string, AnyRow>();
  for (const table of TABLE_NAMES) {
    for (const row of tables.all(table)) rows.set(`${table} ${row.id}`, row as unknown as AnyRow);
  }
  return rows;
}

/** All rows as one text, the same for the same rows whatever the order in which they came. */
export function textOf(tables: Tables): string {
  const rows = [...rowsOf(tables)].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.map(([key, row]) => `${key} ${JSON.stringify(sorted(row))}`).join('\n');
}

/** Remembers every key that an index was seen with, since a key without rows must list nothing. */
export class IndexAudit {
  readonly #seen = new Map<string, Set<string>>();

  /** What is wrong with the indexes, compared with ones built anew; empty when nothing is. */
  problems(tables: Tables): string[] {
    const problems: string[] = [];
    for (const table of TABLE_NAMES) {
      for (const name of Object.keys(entityOf(table).indexes)) {
        const anew = this.#build(tables, table, name);
        for (const [key, expected] of anew) {
          const actual = [...tables.list(table, name as never, key)] as unknown as AnyRow[];
          const same =
            actual.length === expected.length && actual.every((row, i) => row === expected[i]);
          if (!same)
            problems.push(
              `${table}.${name} of "${key}": ${actual.length} rows, expected ${expected.length}`,
            );
          const size = tables.list(table, name as never, key).size;
          if (size !== expected.length) problems.push(`${table}.${name} of "${key}": size ${size}`);
        }
      }
    }
    return problems;
  }

  #build(tables: Tables, table: TableName, name: string): Map<string, AnyRow[]> {
    const index = entityOf(table).indexes[name];
    const seen = this.#seen.get(`${table}.${name}`) ?? new Set<string>();
    this.#seen.set(`${table}.${name}`, seen);
    const anew = new Map<string, AnyRow[]>([...seen].map((key) => [key, []]));
    for (const row of tables.all(table)) {
      const key = index?.key(row as never) ?? null;
      if (key === null) continue;
      seen.add(key);
      anew.set(key, [...(anew.get(key) ?? []), row as unknown as AnyRow]);
    }
    const order = (index?.order === 'rank' ? byRank : byId) as typeof byId;
    for (const rows of anew.values()) rows.sort(order);
    return anew;
  }
}

/** Freezes a value and everything in it, so that a write to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

function sorted(row: AnyRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
