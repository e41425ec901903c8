/**
 * What is sealed, and how its seals are read: entries, verdicts and streams, each row with the sum
 * of all its columns but the bytes (those are in the chain) and the hashes (those are the chain).
 * Of an entry that a purge has emptied, the hash of the bytes that are left is sealed as well.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

import { sealOf } from './seal.ts';

/** The sealed columns of each table, in the order in which they are summed; the first is its key. */
export const SEALED = {
  pm_entries: [
    'seq',
    'command_id',
    'user',
    'actor',
    'on_behalf_of',
    'session',
    'via',
    'action_id',
    'job_id',
    'issued_at',
    'at',
    'kind',
    'stream',
    'no',
    'audiences',
    'bytes_before',
  ],
  pm_verdicts: ['command_id', 'user', 'stream', 'no', 'action_id', 'at', 'code', 'refusal'],
  pm_streams: ['stream', 'user', 'last', 'last_seen'],
} as const;

export type SealedTable = keyof typeof SEALED;

export const SEALED_TABLES = Object.keys(SEALED) as SealedTable[];

/** The key of each row of a table whose seal is broken, in the order of the keys. */
export function* brokenSeals(db: DatabaseSync, table: SealedTable): Generator<string | number> {
  const also = table === 'pm_entries' ? ['emptied'] : [];
  for (const { key, seal, sum } of sums(db, table, also)) if (seal !== sum) yield key;
}

/** Seals a file that has none yet. */
export function sealAll(db: DatabaseSync): void {
  for (const table of SEALED_TABLES) {
    db.exec(`ALTER TABLE ${table} ADD COLUMN seal INTEGER NOT NULL DEFAULT 0`);
    const set = db.prepare(`UPDATE ${table} SET seal = ? WHERE ${SEALED[table][0]} = ?`);
    const found = Array.from(sums(db, table, []));
    for (const { key, sum } of found) set.run(sum, key);
  }
}

/** The seal of an entry that a purge has emptied, from its sealed columns. */
export function sealOfEmptied(
  values: readonly (SQLOutputValue | undefined)[],
  emptied: Uint8Array,
) {
  return sealOf([...values, emptied.toHex()]);
}

function* sums(
  db: DatabaseSync,
  table: SealedTable,
  also: readonly string[],
): Generator<{ key: string | number; seal: number; sum: number }> {
  const columns = SEALED[table];
  const rows = db.prepare(
    `SELECT ${[...columns, ...also, 'seal'].join(', ')} FROM ${table} ORDER BY 1`,
  );
  for (const row of rows.iterate()) {
    const values = columns.map((column) => row[column]);
    const { emptied } = row;
    yield {
      key: values[0] as string | number,
      seal: row['seal'] as number,
      sum: emptied instanceof Uint8Array ? sealOfEmptied(values, emptied) : sealOf(values),
    };
  }
}
