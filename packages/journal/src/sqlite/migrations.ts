/**
 * Migrations: how an older file becomes one of today. Numbered, listed, never changed once they
 * are out. An empty file gets the first one, which lays out the tables of today, and counts the
 * others as done; an older file gets those that it lacks, each in a transaction of its own.
 * Afterwards `complete` adds what the declarations have got since and may be null: such a field
 * needs no migration of its own.
 *
 * Before and after of each:
 *   1   an empty file → the tables of `layout.ts`, a workspace id and a lineage
 *   2   entries, verdicts, streams and pm_meta → the same, each with its seal
 *   3   a row of activity for each field → one for each row that an entry changed
 *   4   activity with ids of chance → with ids in the order of the journal; no lookups by project, for
 *       which nobody asks
 *   5   entries → the same, emptied of what earlier purges took out
 */
import type { DatabaseSync } from 'node:sqlite';

import { APPLICATION_ID, isEmpty } from './connection.ts';
import { emptyAll } from './emptier.ts';
import { JournalUnfit } from './fault.ts';
import { complete } from './layout.ts';
import { meta, setMeta } from './meta.ts';
import { retell } from './retell.ts';
import { sealAll } from './sealed.ts';

export interface Migration {
  readonly no: number;
  /** What it does, as it stands in pm_migrations. */
  readonly says: string;
  /**
   * The oldest program that may open the file afterwards, by the last migration it knows. Raise
   * it where an older program would read or write something wrong.
   */
  readonly oldestProgram: number;
  /** It rewrites rows that clients hold: they must take a snapshot. */
  readonly rewritesRows: boolean;
  readonly run: (db: DatabaseSync) => void;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    no: 1,
    says: 'the first layout',
    oldestProgram: 1,
    rewritesRows: false,
    run: complete,
  },
  {
    no: 2,
    says: 'seals, by which damage is noticed',
    oldestProgram: 2,
    rewritesRows: false,
    run: sealAll,
  },
  {
    no: 3,
    says: 'activity, told by the row',
    oldestProgram: 3,
    rewritesRows: false,
    run: retell,
  },
  {
    no: 4,
    says: 'activity in the order of the journal, fewer indexes',
    oldestProgram: 4,
    rewritesRows: false,
    run: (db) => {
      for (const table of ['members', 'states', 'work_items', 'documents']) {
        db.exec(`DROP INDEX IF EXISTS pm_${table}_by_project`);
      }
      retell(db);
    },
  },
  {
    no: 5,
    says: 'entries emptied of what was deleted for good',
    oldestProgram: 5,
    rewritesRows: false,
    run: (db) => {
      db.exec('ALTER TABLE pm_entries ADD COLUMN emptied BLOB');
      emptyAll(db);
    },
  },
];

/**
 * Brings the file to today's layout. `before` is called once, before the first migration of a file
 * that has something in it: with the number of its layout. `newId` makes the workspace id and the lineage of an empty
 * one. Refuses (`JournalUnfit`) a file that a newer program laid out in a way that this one does
 * not understand.
 */
export function migrate(
  db: DatabaseSync,
  newId: () => string,
  migrations: readonly Migration[] = MIGRATIONS,
  before: (layout: number) => void = () => undefined,
): void {
  const program = migrations.at(-1)?.no ?? 0;
  if (isEmpty(db)) return found(db, newId, migrations);
  const [layout, oldest] = [meta(db, 'layout'), meta(db, 'oldestProgram')];
  if (program < oldest) {
    throw new JournalUnfit(
      `A newer Planwright has written this journal: its layout is ${layout}, and this program ` +
        `knows layouts up to ${program}. Start the newer program, or restore an older backup.`,
    );
  }
  const missing = migrations.filter(({ no }) => no > layout);
  if (missing.length > 0) before(layout);
  for (const migration of missing) {
    atomically(db, () => {
      migration.run(db);
      note(db, migration);
    });
  }
  if (layout > program) return;
  atomically(db, () => {
    for (const says of complete(db)) record(db, program, says);
  });
}

function found(db: DatabaseSync, newId: () => string, migrations: readonly Migration[]): void {
  atomically(db, () => {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrations[0]?.run(db);
    setMeta(db, 'workspaceId', newId());
    setMeta(db, 'lineage', newId());
    setMeta(db, 'dataVersion', 1);
    setMeta(db, 'oldestProgram', 1);
    for (const migration of migrations) note(db, { ...migration, rewritesRows: false });
  });
}

/** Writes down that a migration is done. */
function note(db: DatabaseSync, { no, says, oldestProgram, rewritesRows }: Migration): void {
  setMeta(db, 'layout', no);
  setMeta(db, 'oldestProgram', Math.max(meta(db, 'oldestProgram'), oldestProgram));
  if (rewritesRows) setMeta(db, 'dataVersion', meta(db, 'dataVersion') + 1);
  record(db, no, says);
}

function record(db: DatabaseSync, no: number, says: string): void {
  db.prepare('INSERT INTO pm_migrations (no, says) VALUES (?, ?)').run(no, says);
}

function atomically(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
