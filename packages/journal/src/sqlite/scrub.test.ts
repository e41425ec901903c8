/** The scrub: a sound file is found sound, and every kind of damage is found. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { liveIn } from '../testing/lived-in.ts';
import { commit, group, idNo } from '../testing/sample.ts';
import { SqliteJournal } from './journal.ts';
import { scrubFile } from './scrub.ts';

let folder: string;
let path: string;
let entries: number;
/** A file in which people have worked, closed. */
let livedIn: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scrub-'));
  [path, livedIn] = [join(folder, 'data.db'), join(folder, 'lived-in.db')];
  const journal = open();
  await liveIn(journal, 7, 900);
  entries = (await journal.head()).seq;
  await journal.close();
  copyFileSync(path, livedIn);
});

beforeEach(() => copyFileSync(livedIn, path));

afterEach(() => rmSync(path));

afterAll(() => rmSync(folder, { recursive: true }));

const open = (): SqliteJournal => {
  const ids = [idNo(1), idNo(2)];
  return SqliteJournal.open({ path, newId: () => ids.shift() ?? idNo(3) });
};

const beside = <T>(work: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

describe('the scrub', () => {
  it('SCRB-1 finds a sound file sound, and has read all of it', () => {
    expect(entries).toBeGreaterThan(256);
    const emptied = 'SELECT count(*) AS n FROM pm_entries WHERE emptied IS NOT NULL';
    expect(beside((db) => db.prepare(emptied).get())?.['n']).toBeGreaterThan(0);
    const rows = beside((db) => {
      const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      const own = names.filter(({ name }) => !/meta|migr|entr|verd|strea|linea/.test(String(name)));
      return own.map(({ name }) => db.prepare(`SELECT count(*) AS n FROM ${String(name)}`).get());
    }).reduce((sum, row) => sum + Number(row?.['n']), 0);
    expect(scrubFile(path)).toEqual({ found: [], entries, rows });
  });

  it.each([
    ['UPDATE pm_entries SET bytes = substr(bytes, 2) WHERE seq = 30', /^Entry 30 is not as/],
    ['UPDATE pm_entries SET content_hash = hash WHERE seq = 30', /^Entry 30 is not as/],
    ['UPDATE pm_entries SET hash = content_hash WHERE seq = 30', /^Entry 30 does not follow/],
    ['DELETE FROM pm_entries WHERE seq = 30', /^Entry 30 is missing/],
    [
      "UPDATE pm_entries SET audiences = 'workspace x' WHERE seq = 30",
      /^pm_entries 30 has another/,
    ],
    [
      'UPDATE pm_entries SET bytes = substr(bytes, 2) WHERE emptied IS NOT NULL',
      /^Entry \d+ is not/,
    ],
    ['UPDATE pm_entries SET emptied = NULL WHERE emptied IS NOT NULL', /^pm_entries \d+ has/],
    ['UPDATE pm_entries SET emptied = hash WHERE seq = 30', /^pm_entries 30 has another seal/],
    ["UPDATE pm_entries SET stream = 'x' WHERE seq = 30", /^pm_entries 30 has another seal/],
    ['UPDATE pm_entries SET bytes_before = bytes_before + 1 WHERE seq = 30', /^pm_entries 30 has/],
    ["UPDATE pm_verdicts SET code = 'x' WHERE rowid = 1", /^pm_verdicts .* has another seal/],
    ["UPDATE pm_meta SET value = 'x' WHERE key = 'workspaceId'", /^pm_meta is not as/],
    ["UPDATE pm_work_items SET title = title || 'x'", /^pm_work_items .* not what/],
    ['UPDATE pm_states SET category = NULL', /NOT NULL/],
    ['DELETE FROM pm_states WHERE rowid = 1', /^pm_states has/],
    ["UPDATE pm_activity SET after = '{}' WHERE rowid = 1", /^pm_activity .* is not what/],
    ['DELETE FROM pm_activity WHERE rowid = 1', /^pm_activity .* rows, and should have/],
  ])('SCRB-2 finds what was changed behind its back: %s', (sql, says) => {
    let refused = '';
    try {
      beside((db) => db.exec(sql));
    } catch (error) {
      refused = String(error);
    }
    expect([...scrubFile(path).found, refused].join('\n')).toMatch(new RegExp(says.source, 'm'));
  });

  it('SCRB-2 finds a file that cannot be read at all', () => {
    expect(scrubFile(join(folder, 'nothing.db')).found).toEqual([
      'The file cannot be read: unable to open database file',
    ]);
  });

  it('SCRB-3 reads one state while others write', async () => {
    const journal = open();
    await journal.append(group(commit(entries + 1, { bytes: new Uint8Array(3) })), entries);
    const writes = journal.probe();
    expect(scrubFile(path, 1_000)).toMatchObject({ found: [], entries: entries + 1 });
    await writes;
    await journal.close();
  });

  it('SCRB-4 leaves the rows of a large journal out, and says so', () => {
    beside((db) => db.exec("UPDATE pm_work_items SET title = 'x'"));
    expect(scrubFile(path, 1_000)).toEqual({ found: [], entries, rows: null });
  });

  it('SCRB-5 a quick look finds damage near the end and in pm_meta', async () => {
    const look = async (sql: string): Promise<string | null> => {
      beside((db) => db.exec(sql));
      const journal = open();
      const problem = journal.tailProblem();
      await journal.close();
      return problem;
    };
    expect(await look('SELECT 1')).toBeNull();
    const spoil = (seq: number): string =>
      `UPDATE pm_entries SET bytes = substr(bytes, 2) WHERE seq = ${seq}`;
    expect(await look(spoil(entries - 256))).toBeNull();
    expect(await look(spoil(entries - 255))).toBe(
      `Entry ${entries - 255} is not as it was written.`,
    );
    expect(await look("UPDATE pm_meta SET value = 'x' WHERE key = 'lineage'")).toContain('pm_meta');
  });
});
