/**
 * The tables of the file. Those of the journal itself are written out here; those of the entities
 * follow from the declarations.
 *
 *   pm_meta       which workspace this is, and how the file is laid out
 *   pm_entries    every accepted command, for ever
 *   pm_verdicts   every refused command
 *   pm_streams    how far each stream has come
 *   pm_lineages   lineages that ended, and what each shared with the next
 *   pm_work_items, pm_projects, …   the state, one table for each entity
 *   pm_history    the entries for reading: times as text, people by name
 *   pm_migrations what was done to the layout, and when
 *
 * `complete` makes what is missing. On an empty file that is everything. On an older one it is
 * what the declarations have got since: tables, indexes, and columns of fields that may be null.
 * A new field that may not be null has no value in old rows, so it needs a numbered migration.
 */
import type { DatabaseSync } from 'node:sqlite';

import type { TableName } from '@planwright/engine';
import { TABLE_NAMES } from '@planwright/engine';

import { JournalUnfit } from './fault.ts';
import type { Column } from './tables.ts';
import { columnsOf, LOOKUPS, snake, TABLES } from './tables.ts';

const JOURNAL = `
  CREATE TABLE IF NOT EXISTS pm_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS pm_migrations (
    no INTEGER NOT NULL,
    says TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
  ) STRICT;

  CREATE TABLE IF NOT EXISTS pm_entries (
    seq INTEGER NOT NULL PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    user TEXT NOT NULL,
    actor TEXT NOT NULL,
    on_behalf_of TEXT,
    session TEXT,
    via TEXT NOT NULL,
    action_id TEXT,
    job_id TEXT,
    issued_at REAL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT,
    no INTEGER,
    content_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    audiences TEXT NOT NULL,
    bytes_before INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    seal INTEGER NOT NULL DEFAULT 0,
    emptied BLOB
  ) STRICT;
  CREATE INDEX IF NOT EXISTS pm_entries_by_stream
    ON pm_entries (stream, no) WHERE stream IS NOT NULL;

  CREATE TABLE IF NOT EXISTS pm_verdicts (
    command_id TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    stream TEXT,
    no INTEGER,
    action_id TEXT,
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    refusal TEXT NOT NULL,
    seal INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS pm_verdicts_by_stream
    ON pm_verdicts (stream, no) WHERE stream IS NOT NULL;
  CREATE INDEX IF NOT EXISTS pm_verdicts_quoting
    ON pm_verdicts (command_id) WHERE code = 'CONFLICT';

  CREATE TABLE IF NOT EXISTS pm_streams (
    stream TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    last INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    seal INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE IF NOT EXISTS pm_lineages (
    no INTEGER NOT NULL PRIMARY KEY,
    lineage TEXT NOT NULL,
    shared INTEGER NOT NULL,
    ended_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
  ) STRICT;
`;

const HISTORY = `
  CREATE VIEW IF NOT EXISTS pm_history AS
  SELECT
    entry.seq,
    strftime('%Y-%m-%d %H:%M:%fZ', entry.at / 1000.0, 'unixepoch') AS at,
    person.name AS actor,
    entry.via,
    entry.kind,
    length(entry.bytes) AS bytes,
    lower(hex(entry.hash)) AS hash
  FROM pm_entries AS entry LEFT JOIN pm_users AS person ON person.id = entry.actor;
`;

/** Makes what is missing; tells what it added to tables that were there already. */
export function complete(db: DatabaseSync): readonly string[] {
  db.exec(JOURNAL);
  const added = TABLE_NAMES.flatMap((table) => completeTable(db, table));
  db.exec(HISTORY);
  return added;
}

function completeTable(db: DatabaseSync, table: TableName): readonly string[] {
  const [name, columns] = [TABLES[table], columnsOf(table)];
  const there = columnNames(db, name);
  if (there.size === 0) {
    db.exec(`CREATE TABLE ${name} (${columns.map(declare).join(', ')}) STRICT`);
  }
  const missing = there.size === 0 ? [] : columns.filter((column) => !there.has(column.name));
  for (const column of missing) {
    if (!column.mayBeNull) {
      throw new JournalUnfit(
        `${name} has no column ${column.name}, and ${column.field} may not be empty: a migration ` +
          'must say what it is in the rows that are there.',
      );
    }
    db.exec(`ALTER TABLE ${name} ADD COLUMN ${declare(column)}`);
  }
  for (const field of LOOKUPS[table] ?? []) {
    const column = snake(field);
    db.exec(`CREATE INDEX IF NOT EXISTS ${name}_by_${column} ON ${name} ("${column}", seq, id)`);
  }
  return missing.map((column) => `added ${name}.${column.name}`);
}

function declare({ name, type, wire, mayBeNull }: Column): string {
  const key = name === 'id' ? ' PRIMARY KEY' : '';
  const check = wire === 'bool' ? ` CHECK ("${name}" IN (0, 1))` : '';
  return `"${name}" ${type}${mayBeNull ? '' : ' NOT NULL'}${key}${check}`;
}

/** The columns that a table has in the file; none where there is no such table. */
function columnNames(db: DatabaseSync, table: string): ReadonlySet<string> {
  const rows = db.prepare('SELECT name FROM pragma_table_info(?)').all(table);
  return new Set(rows.map((row) => String(row['name'])));
}
