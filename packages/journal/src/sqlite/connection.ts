/**
 * The one connection that writes, and the settings without which an acknowledged edit could be
 * lost. They are set in words, whatever the default is, and read back: a driver that quietly runs
 * with less (`synchronous=NORMAL` loses the last commits in a power cut) is found at once.
 *
 *   journal_mode=WAL         readers beside the writer; a commit is one append and one fsync
 *   synchronous=FULL         that fsync happens before COMMIT returns
 *   fullfsync                on macOS, where a plain fsync stops at the drive's cache
 *   wal_autocheckpoint=0     the journal does it, and hears of its errors
 *   secure_delete            what is written over or deleted is zeros in the file: what a purge takes
 *                            out is not left on pages that are free
 */
import { DatabaseSync } from 'node:sqlite';

import { JournalUnfit } from './fault.ts';

/** Milliseconds to wait for another process's lock; meanwhile nothing else runs here. */
const BUSY_TIMEOUT = 1_000;

/** Before it, a race in WAL mode can lose committed pages (sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = '3.51.3';

const FULL = 2;

const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA secure_delete = ON;
  PRAGMA cell_size_check = ON;
  PRAGMA trusted_schema = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16384;
`;

/** Opens the file at `path` (made where there is none), or a database in memory: `:memory:`. */
export function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: false });
  try {
    proveVersion(text(db, 'SELECT sqlite_version()'));
    proveOurs(db);
    db.exec(SETTINGS);
    proveDurable(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Refuses a version of SQLite that is known to lose data. */
export function proveVersion(version: string): void {
  const order = new Intl.Collator('en', { numeric: true });
  if (order.compare(version, OLDEST_SQLITE) >= 0) return;
  throw new JournalUnfit(
    `SQLite ${version} can lose committed data; ${OLDEST_SQLITE} or newer is needed.`,
  );
}

/** "Plwr": the mark in the file's header (PRAGMA application_id) by which we know our own. */
export const APPLICATION_ID = 0x506c7772;

/** Is this a file in which nothing was ever made? */
export function isEmpty(db: DatabaseSync): boolean {
  return text(db, 'SELECT count(*) FROM sqlite_schema') === '0';
}

/** Refuses another program's database before anything in it is touched. */
function proveOurs(db: DatabaseSync): void {
  if (isEmpty(db) || text(db, 'PRAGMA application_id') === String(APPLICATION_ID)) return;
  throw new JournalUnfit('This file is a database of another program, not a Planwright journal.');
}

/** Refuses to run when a commit would not be on disk before it is acknowledged. */
export function proveDurable(db: DatabaseSync): void {
  const mode = text(db, 'PRAGMA journal_mode');
  const synchronous = Number(text(db, 'PRAGMA synchronous'));
  const inMemory = db.location() === null;
  if ((mode === 'wal' || inMemory) && synchronous === FULL) return;
  throw new JournalUnfit(
    `The database runs with journal_mode=${mode} and synchronous=${synchronous}, so a power cut ` +
      `could lose saved edits; it must run with journal_mode=wal and synchronous=${FULL}.`,
  );
}

/** The first column of the first row, as text. */
function text(db: DatabaseSync, sql: string): string {
  const row = db.prepare(sql, { returnArrays: true }).get() as unknown[] | undefined;
  return String(row?.[0]);
}
