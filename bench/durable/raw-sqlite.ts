/**
 * The floor of a durable command: the very rows that the server wrote, written once more by bare
 * statements into a copy of the database as it was before, in transactions of the same size. No
 * rule is decided, nothing is encoded or hashed.
 */
import { decodeEntry } from '@planwright/protocol';
import { join } from 'node:path';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';

import { RUNS, median } from '../figure.ts';
import { copyDurably } from '../server-process.ts';

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

export class RawSqlite {
  readonly #db: DatabaseSync;
  readonly #insert: (table: string, row: Row) => void;

  /** On a copy of the database `before`, which is made in `folder`. */
  constructor(before: string, folder: string) {
    const copy = join(folder, 'raw.db');
    copyDurably(before, copy);
    this.#db = new DatabaseSync(copy);
    this.#db.exec(SETTINGS);
    this.#insert = inserter(this.#db);
  }

  /** Commands per second: those that stand in `written` after `seq`, in groups of `group`. */
  measure(written: string, seq: number, group: number): number {
    const db = this.#db;
    const all = commandsAfter(written, seq, MOST);
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
          for (const { table, row } of writes) this.#insert(table, row);
        }
        commit.run();
      }
      const elapsed = performance.now() - begun;
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
      return (commands.length / elapsed) * 1000;
    });
    return median(runs);
  }

  close(): void {
    this.#db.close();
  }
}

/** The last seq of a journal's file. */
export function lastSeq(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const found = db.prepare('SELECT max(seq) AS seq FROM pm_entries').get();
  db.close();
  return Number(found?.['seq']);
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
  const activity = db.prepare('SELECT * FROM pm_activity WHERE item = ? AND seq = ?');
  const out = db
    .prepare('SELECT * FROM pm_entries WHERE seq > ? ORDER BY seq LIMIT ?')
    .all(seq, most)
    .map((entry) => {
      const { changes } = decodeEntry(entry['bytes'] as Uint8Array);
      const told: Row[] = [];
      const rows = changes.flatMap((change) => {
        const id = change.op === 'put' ? change.row.id : change.id;
        told.push(...(activity.all(id, entry['seq'] as number) as Row[]));
        return find(`pm_${change.table.replace(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)}s`, id);
      });
      const writes: Writes = [
        { table: 'pm_entries', row: { ...entry } as Row },
        ...rows,
        ...told.map((row) => ({ table: 'pm_activity', row: { ...row } })),
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
