/**
 * The floor of a durable command: the very rows that the server wrote, written once more by bare
 * statements into a copy of the database as it was before, in transactions of the same size. No
 * rule is decided, nothing is encoded or hashed.
 */
import { decodeEntry } from '@planwright/protocol';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';

import { RUNS, median } from '../figure.ts';

/** The settings of the journal's connection that cost time. */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA cell_size_check = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16384;
`;
/** Commands of one run at most. */
const MOST = 20_000;

type Row = Readonly<Record<string, SQLInputValue>>;

/** One command as rows of tables. */
type Writes = readonly { readonly table: string; readonly row: Row }[];

/**
 * Commands per second: those of `written`, in groups of `group`, on a copy of `before` that is
 * made in `folder`.
 */
export function rawSqlite(written: string, before: string, folder: string, group: number): number {
  const copy = join(folder, 'raw.db');
  copyFileSync(before, copy);
  const db = new DatabaseSync(copy);
  db.exec(SETTINGS);
  const first = Number(db.prepare('SELECT max(seq) AS seq FROM pm_entries').get()?.['seq']);
  const all = commandsAfter(written, first, MOST);
  const insert = inserter(db);
  const known = [
    db.prepare('SELECT seq FROM pm_entries WHERE command_id = ?'),
    db.prepare('SELECT code FROM pm_verdicts WHERE command_id = ?'),
  ];
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const size = Math.max(1, Math.round(group));
  const share = Math.floor(all.length / RUNS);
  const runs = Array.from({ length: RUNS }, (_, run) => {
    const commands = all.slice(run * share, (run + 1) * share);
    const begun = performance.now();
    for (let at = 0; at < commands.length; at += size) {
      begin.run();
      for (const { id, writes } of commands.slice(at, at + size)) {
        for (const lookup of known) lookup.get(id);
        for (const { table, row } of writes) insert(table, row);
      }
      commit.run();
    }
    const elapsed = performance.now() - begun;
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    return (commands.length / elapsed) * 1000;
  });
  db.close();
  return median(runs);
}

function commandsAfter(path: string, seq: number, most: number): { id: string; writes: Writes }[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rowOf = new Map<string, StatementSync>();
  const find = (table: string, id: string): Writes => {
    const statement = rowOf.get(table) ?? db.prepare(`SELECT * FROM ${table} WHERE id = ?`);
    rowOf.set(table, statement);
    const row = statement.get(id);
    return row === undefined ? [] : [{ table, row: { ...row } as Row }];
  };
  const activity = db.prepare('SELECT * FROM pm_activity WHERE entry = ?');
  const out = db
    .prepare('SELECT * FROM pm_entries WHERE seq > ? ORDER BY seq LIMIT ?')
    .all(seq, most)
    .map((entry) => {
      const { changes } = decodeEntry(entry['bytes'] as Uint8Array);
      const rows = changes.flatMap((change) => {
        const id = change.op === 'put' ? change.row.id : change.id;
        return find(`pm_${change.table.replace(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)}s`, id);
      });
      const told = activity.all(entry['seq'] as number);
      const writes: Writes = [
        { table: 'pm_entries', row: { ...entry } as Row },
        ...rows,
        ...told.map((row) => ({ table: 'pm_activity', row: { ...row } as Row })),
      ];
      return { id: String(entry['command_id']), writes };
    });
  db.close();
  return out;
}

/** Writes a row of any table; what is there under its key is overwritten. */
function inserter(db: DatabaseSync): (table: string, row: Row) => void {
  const statements = new Map<string, StatementSync>();
  return (table, row) => {
    let statement = statements.get(table);
    if (statement === undefined) {
      const names = Object.keys(row).map((name) => `"${name}"`);
      const key = table === 'pm_entries' ? '"seq"' : '"id"';
      const updates = names.filter((name) => name !== key).map((n) => `${n} = excluded.${n}`);
      statement = db.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})` +
          ` ON CONFLICT (${key}) DO UPDATE SET ${updates.join(', ')}`,
      );
      statements.set(table, statement);
    }
    statement.run(...Object.values(row));
  };
}
