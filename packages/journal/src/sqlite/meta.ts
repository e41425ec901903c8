/** pm_meta: which workspace this is, and how the file is laid out. Sealed as a whole. */
import type { DatabaseSync } from 'node:sqlite';

import { sealOf } from './seal.ts';

export type MetaKey = 'workspaceId' | 'lineage' | 'dataVersion' | 'layout' | 'oldestProgram';

/** The value of a key as a number; NaN where there is none. */
export function meta(db: DatabaseSync, key: MetaKey): number {
  return Number(db.prepare('SELECT value FROM pm_meta WHERE key = ?').get(key)?.['value']);
}

/** Writes a value, and the seal of all of them. */
export function setMeta(db: DatabaseSync, key: MetaKey, value: string | number): void {
  write(db, key, String(value));
  sealMeta(db);
}

/** Seals what is there. */
function sealMeta(db: DatabaseSync): void {
  write(db, 'seal', String(sumOf(db)));
}

/** Is it as it was written? */
export function metaHolds(db: DatabaseSync): boolean {
  const found = db.prepare("SELECT value FROM pm_meta WHERE key = 'seal'").get();
  return found?.['value'] === String(sumOf(db));
}

function sumOf(db: DatabaseSync): number {
  const rows = db.prepare("SELECT key, value FROM pm_meta WHERE key <> 'seal' ORDER BY key").all();
  return sealOf(rows.flatMap(({ key, value }) => [key, value]));
}

function write(db: DatabaseSync, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO pm_meta (key, value) VALUES (?, ?)').run(key, value);
}
