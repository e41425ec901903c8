/** Backups before migrations, and migrations that are cut off at any statement. */
import { hash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { liveIn } from '../testing/lived-in.ts';
import { makeFirstLayout } from '../testing/old-file.ts';
import { idNo } from '../testing/sample.ts';
import { watched } from '../testing/watched.ts';
import { connect } from './connection.ts';
import { SqliteJournal } from './journal.ts';
import { MIGRATIONS } from './migrations.ts';
import { scrubFile } from './scrub.ts';

let folder: string;
let path: string;
let minute: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  path = join(folder, 'data.db');
  minute = 0;
});

afterEach(() => rmSync(folder, { recursive: true }));

const backups = () => ({
  folder: join(folder, 'backups'),
  now: () => new Date(Date.UTC(2026, 2, 2, 9, (minute += 1))),
  keep: 3,
});

const newId = (): string => idNo(1);
const open = (at = path): SqliteJournal =>
  SqliteJournal.open({ path: at, newId, backups: backups() });
const kept = (): string[] => (existsSync(backups().folder) ? readdirSync(backups().folder) : []);

/** A file of the first layout in which people have worked. */
const old = async (): Promise<void> => {
  const journal = open();
  await liveIn(journal, 3, 60);
  await journal.close();
  makeFirstLayout(path);
};

const layoutOf = (file: string): unknown => {
  const db = new DatabaseSync(file, { readOnly: true });
  const found = db.prepare("SELECT value FROM pm_meta WHERE key = 'layout'").get()?.['value'];
  db.close();
  return found;
};

it('BKP-1 a backup of the old file is made before a migration, for its owner alone', async () => {
  await old();
  expect(kept()).toEqual([]);
  const journal = open();
  const head = await journal.head();
  await journal.close();
  await open().close();
  expect(kept()).toEqual(['before-layout-2-2026-03-02T09-01-00-000Z.db']);
  const backup = join(folder, 'backups', kept()[0] ?? '');
  expect(layoutOf(backup)).toBe('1');
  expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700);
  const restored = SqliteJournal.open({ path: backup, newId });
  expect(await restored.head()).toEqual(head);
  await restored.close();
  expect(scrubFile(backup).found).toEqual([]);
});

it('JRN-52 activity of a shape of before is told anew from the entries', async () => {
  const journal = open();
  await liveIn(journal, 3, 60);
  const told = await journal.rows({ table: 'activity' });
  await journal.close();
  makeFirstLayout(path);
  const again = open();
  expect(await again.rows({ table: 'activity' })).toEqual(told);
  expect(told.length).toBeGreaterThan(20);
  await again.close();
});

it('BKP-2 the newest of one kind are kept, and drafts of earlier backups are taken away', async () => {
  await old();
  const aside = join(folder, 'aside.db');
  copyFileSync(path, aside);
  for (let n = 1; n <= 5; n += 1) {
    copyFileSync(aside, path);
    await open().close();
    writeFileSync(join(folder, 'backups', '.draft.db'), 'cut off');
  }
  const names = kept().filter((name) => name !== '.draft.db');
  expect(names).toHaveLength(3);
  expect(names.toSorted().at(-1)).toContain('T09-05-00');
});

it('BKP-3 without a backup there is no migration', async () => {
  await old();
  writeFileSync(join(folder, 'backups'), 'a file where the folder should be');
  expect(() => open()).toThrow(/EEXIST/);
  expect(layoutOf(path)).toBe('1');
});

it('BKP-4 a migration that is cut off before any statement leaves a file that opens and lacks nothing', async () => {
  await old();
  let statements = 0;
  /** Where the files stand that a cut before a statement leaves; most leave the same. */
  const copies = new Map<string, string>();
  const db = watched(connect(path), () => {
    statements += 1;
    const there = ['', '-wal'].filter((end) => existsSync(path + end));
    const sum = hash('sha256', Buffer.concat(there.map((end) => readFileSync(path + end))));
    if (copies.has(sum)) return;
    const to = join(folder, sum);
    mkdirSync(to);
    for (const end of there) copyFileSync(path + end, join(to, `data.db${end}`));
    copies.set(sum, join(to, 'data.db'));
  });
  const journal = SqliteJournal.on(db, newId, backups());
  const head = await journal.head();
  await journal.close();
  expect(statements).toBeGreaterThan(60);
  const left = [...copies.values()];
  expect(new Set(left.map(layoutOf))).toEqual(new Set(MIGRATIONS.map(({ no }) => String(no))));
  for (const copy of left) {
    const again = SqliteJournal.open({ path: copy, newId });
    expect(await again.head()).toEqual(head);
    await again.close();
    expect(scrubFile(copy)).toMatchObject({ found: [], entries: head.seq });
  }
});
