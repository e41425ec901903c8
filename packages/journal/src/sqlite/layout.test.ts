/** The tables of the file as a person finds them, and files of other times and programs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { entityOf, TABLE_NAMES, yes } from '@planwright/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeFirstLayout } from '../testing/old-file.ts';
import { BEN, bareRow, commit, fullRow, group, idNo, rejection, write } from '../testing/sample.ts';
import { connect } from './connection.ts';
import { JournalUnfit } from './fault.ts';
import { SqliteJournal } from './journal.ts';
import type { Migration } from './migrations.ts';
import { migrate, MIGRATIONS } from './migrations.ts';
import { columnOf, columnsOf, fromSql, snake, TABLES, toSql } from './tables.ts';

const WORKSPACE = idNo(0xe1);

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'planwright.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Gives the workspace id first, then the lineage. */
const ids = (): (() => string) => {
  const left = [WORKSPACE, idNo(0xe2)];
  return () => left.shift() ?? 'one id too many';
};

const open = (): SqliteJournal => SqliteJournal.open({ path, newId: ids() });

/** Does something to the file as another program would. */
const beside = <T>(work: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

describe('the layout', () => {
  const query = (sql: string) => beside((db) => db.prepare(sql).all());

  it('JRN-37 can be read by a person with SQL', async () => {
    const journal = open();
    const rows = [
      write('user', fullRow('user', commit(1).entry.actor, { name: 'Ann' })),
      write('workItem', fullRow('workItem', idNo(7), { title: 'Paint the door', points: 0.5 })),
    ];
    const [hashHex] = await journal.append(group(commit(1, { rows }), rejection(9)), 0);
    await journal.close();

    expect(query('SELECT title, points, due_date IS NULL AS free FROM pm_work_items')).toEqual([
      { title: 'Paint the door', points: 0.5, free: 0 },
    ]);
    expect(query('SELECT seq, at, actor, kind, hash FROM pm_history')).toEqual([
      {
        seq: 1,
        at: '2026-09-21 14:13:20.001Z',
        actor: 'Ann',
        kind: 'workItem.edit',
        hash: hashHex,
      },
    ]);
    expect(query("SELECT code, refusal ->> '$.max' AS max FROM pm_verdicts")).toEqual([
      { code: 'LIMIT', max: 200 },
    ]);
    expect(query("SELECT value FROM pm_meta WHERE key = 'workspaceId'")).toEqual([
      { value: WORKSPACE },
    ]);
    expect(query('SELECT no, says FROM pm_migrations')).toEqual(
      MIGRATIONS.map(({ no, says }) => ({ no, says })),
    );
  });

  it('JRN-38 has a strict table for each entity, with a column for each field', async () => {
    await open().close();
    for (const table of TABLE_NAMES) {
      expect(TABLES[table]).toMatch(/^pm_[a-z_]+$/);
      const columns = query(`SELECT name FROM pragma_table_info('${TABLES[table]}')`);
      const fields = Object.keys(entityOf(table).fields);
      expect(columns.map(({ name }) => name)).toEqual(fields.map(snake));
    }
    const loose = query(
      "SELECT name FROM pragma_table_list WHERE name LIKE 'pm%' AND type = 'table' AND strict = 0",
    );
    expect(loose).toEqual([]);
    expect(new Set(Object.values(TABLES)).size).toBe(TABLE_NAMES.length);
  });

  it('JRN-39 keeps each type of the wire in a type of SQL', () => {
    expect(columnOf('isDone', yes(1))).toMatchObject({
      name: 'is_done',
      type: 'INTEGER',
      mayBeNull: false,
    });
    expect([toSql('bool', true), toSql('bool', false), toSql('bool', null)]).toEqual([1, 0, null]);
    expect([fromSql('bool', 1), fromSql('bool', 0), fromSql('bool', null)]).toEqual([
      true,
      false,
      null,
    ]);
    expect(columnsOf('activity').find(({ name }) => name === 'before')).toMatchObject({
      type: 'TEXT',
      mayBeNull: true,
    });
  });

  it('JRN-40 finds rows by their lookups without reading the whole table', async () => {
    await open().close();
    const plan = (sql: string) => JSON.stringify(query(`EXPLAIN QUERY PLAN ${sql}`));
    expect(
      plan("SELECT * FROM pm_activity WHERE item = 'x' ORDER BY seq DESC, id DESC LIMIT 9"),
    ).toMatch(/USING INDEX pm_activity_by_item \(item=\?\)"\}\]$/);
    expect(plan("SELECT * FROM pm_revisions WHERE document = 'x' ORDER BY seq, id")).toMatch(
      /USING INDEX pm_revisions_by_document \(document=\?\)"\}\]$/,
    );
    expect(plan('SELECT bytes FROM pm_entries WHERE seq > 5 ORDER BY seq')).toMatch(/PRIMARY KEY/);
  });
});

describe('files of other times and programs', () => {
  const KNOWN = MIGRATIONS.map(({ no }) => no);
  const LAST = KNOWN.length;

  /** Makes the file one of the time before a field. */
  const without = (column: string): void =>
    beside((db) => db.exec(`ALTER TABLE pm_work_items DROP COLUMN ${column}`));

  const fake = (no: number, more: Partial<Migration> = {}): Migration => ({
    no,
    says: `number ${no}`,
    oldestProgram: 1,
    rewritesRows: false,
    run: (db) => db.exec(`CREATE TABLE made_by_${no} (a TEXT) STRICT`),
    ...more,
  });

  const migrateTo = (...more: readonly Migration[]): void => {
    const db = connect(path);
    try {
      migrate(db, ids(), [...MIGRATIONS, ...more]);
    } finally {
      db.close();
    }
  };

  const done = (): unknown[] =>
    beside((db) => db.prepare('SELECT no FROM pm_migrations ORDER BY rowid').all()).map(
      ({ no }) => no,
    );

  it('SEAL-1 seals a file from before there were seals', async () => {
    const first = open();
    await first.append(group(commit(1), rejection(9), commit(2, { stream: 'b', user: BEN })), 0);
    await first.close();
    const seals = (): unknown[] =>
      ['pm_entries', 'pm_verdicts', 'pm_streams'].map((table) =>
        beside((db) => db.prepare(`SELECT seal FROM ${table} ORDER BY 1`).all()),
      );
    const before = seals();
    expect(before.flat()).toHaveLength(5);
    makeFirstLayout(path);
    const second = open();
    expect(seals()).toEqual(before);
    expect(second.tailProblem()).toBeNull();
    await second.close();
  });

  it('JRN-53 leaves no table or index in an old file that a new one has not', async () => {
    const names = (): unknown[] =>
      beside((db) => db.prepare('SELECT type, name FROM sqlite_schema ORDER BY name').all());
    await open().close();
    const today = names();
    makeFirstLayout(path);
    expect(names()).not.toEqual(today);
    await open().close();
    expect(names()).toEqual(today);
  });

  it('JRN-41 numbers its migrations from 1 without a gap', () => {
    expect(MIGRATIONS.map(({ no }) => no)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    for (const { no, oldestProgram } of MIGRATIONS) expect(oldestProgram).toBeLessThanOrEqual(no);
  });

  it('JRN-42 runs each migration that a file lacks once, in order', () => {
    migrateTo();
    migrateTo(fake(LAST + 1));
    migrateTo(fake(LAST + 1), fake(LAST + 2));
    migrateTo(fake(LAST + 1), fake(LAST + 2));
    expect(done()).toEqual([...KNOWN, LAST + 1, LAST + 2]);
  });

  it('JRN-42 lays out an empty file at once, with nothing left to migrate', () => {
    const never = fake(LAST + 1, { run: () => expect.unreachable() });
    migrateTo(never);
    migrateTo(never);
    expect(done()).toEqual([...KNOWN, LAST + 1]);
  });

  it('JRN-43 leaves no trace of a migration that fails', async () => {
    migrateTo();
    const fails = fake(LAST + 2, {
      run: (db) => {
        db.exec('DELETE FROM pm_meta');
        throw new Error('no');
      },
    });
    expect(() => migrateTo(fake(LAST + 1), fails)).toThrow('no');
    expect(done()).toEqual([...KNOWN, LAST + 1]);
    migrateTo(fake(LAST + 1), fake(LAST + 2));
    expect(done()).toEqual([...KNOWN, LAST + 1, LAST + 2]);
  });

  it('JRN-44 raises dataVersion when a migration rewrites rows, not for a new file', async () => {
    const rewrites = fake(LAST + 1, { rewritesRows: true });
    migrateTo();
    migrateTo(rewrites);
    migrateTo(rewrites);
    const journal = open();
    expect((await journal.head()).dataVersion).toBe(2);
    await journal.close();

    path = join(folder, 'other.db');
    migrateTo(rewrites);
    const other = open();
    expect((await other.head()).dataVersion).toBe(1);
    await other.close();
  });

  it('JRN-45 refuses a file that only a newer program understands', async () => {
    migrateTo();
    migrateTo(fake(LAST + 1), fake(LAST + 2, { oldestProgram: LAST + 1 }));
    expect(() => open()).toThrow(
      new RegExp(`newer Planwright .* layout is ${LAST + 2}, .* up to ${LAST}`),
    );
    expect(() => open()).toThrow(JournalUnfit);
  });

  it('JRN-46 opens a newer file that an older program may open, and leaves its layout', async () => {
    migrateTo();
    migrateTo(fake(LAST + 1));
    without('due_date');
    const db = connect(path);
    migrate(db, ids());
    expect(
      db
        .prepare(
          "SELECT count(*) AS n FROM pragma_table_info('pm_work_items') WHERE name = 'due_date'",
        )
        .get(),
    ).toEqual({ n: 0 });
    db.close();
    expect(done()).toEqual([...KNOWN, LAST + 1]);
  });

  it('JRN-47 refuses a database of another program and does not touch it', () => {
    beside((db) => db.exec('CREATE TABLE recipes (name TEXT)'));
    expect(() => open()).toThrow('not a Planwright journal');
    expect(beside((db) => db.prepare('PRAGMA journal_mode').get())).toEqual({
      journal_mode: 'delete',
    });
    expect(beside((db) => db.prepare('SELECT name FROM sqlite_schema').all())).toEqual([
      { name: 'recipes' },
    ]);
  });

  it('JRN-48 adds the columns, tables and indexes that the declarations have got since', async () => {
    const first = open();
    const item = fullRow('workItem', idNo(7));
    await first.append(group(commit(1, { rows: [write('workItem', item)] })), 0);
    await first.close();
    without('due_date');
    beside((db) =>
      db.exec('DROP TABLE pm_jobs; DROP INDEX pm_activity_by_item; DROP VIEW pm_history'),
    );

    const second = open();
    expect(await second.rows({ table: 'workItem' })).toEqual([{ ...item, dueDate: null }]);
    const rows = [write('workItem', item), write('job', bareRow('job', idNo(8)))];
    await second.append(group(commit(2, { rows })), 1);
    expect(await second.rows({ table: 'workItem' })).toEqual([item]);
    expect(await second.rows({ table: 'job' })).toHaveLength(1);
    await second.close();

    const says = beside((db) => db.prepare('SELECT no, says FROM pm_migrations').all());
    expect(says).toEqual([
      ...MIGRATIONS.map((one) => ({ no: one.no, says: one.says })),
      { no: LAST, says: 'added pm_work_items.due_date' },
    ]);
    const made = beside((db) =>
      db
        .prepare(
          "SELECT name FROM sqlite_schema WHERE name IN ('pm_activity_by_item', 'pm_history')",
        )
        .all(),
    );
    expect(made).toHaveLength(2);
  });

  it('JRN-49 refuses to guess the values of a new field that may not be null', async () => {
    const first = open();
    const rows = [write('workItem', fullRow('workItem', idNo(7)))];
    await first.append(group(commit(1, { rows })), 0);
    await first.close();
    without('priority');
    expect(() => open()).toThrow(/pm_work_items has no column priority.*a migration must say/);

    const sql = "ALTER TABLE pm_work_items ADD COLUMN priority TEXT NOT NULL DEFAULT 'none'";
    migrateTo(fake(LAST + 1, { run: (db) => db.exec(sql) }));
    const second = open();
    expect(await second.rows({ table: 'workItem' })).toMatchObject([{ priority: 'none' }]);
    await second.close();
  });
});
