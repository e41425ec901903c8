/** Emptying in the file: whole or not at all, what an export brought, and files of before. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { EXPORTED, lineOf } from '@planwright/engine';
import type { LoadedRow } from '@planwright/engine';
import type { Group } from '@planwright/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { JournalLayer } from '../layer.ts';
import { makeFirstLayout } from '../testing/old-file.ts';
import { commit, group, idNo, rejection } from '../testing/sample.ts';
import { bringAnew, loadSecret, OPEN, SECRET, writeSecret } from '../testing/secret.ts';
import { SqliteJournal } from './journal.ts';
import { scrubFile } from './scrub.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emptier-'));
  path = join(folder, 'data.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

const open = (at = path): SqliteJournal => SqliteJournal.open({ path: at, newId: () => idNo(1) });

/** What can be read in the file, but for pages that are free. */
const wordsIn = (at: string): string => {
  const packed = join(folder, 'packed.db');
  const db = new DatabaseSync(at);
  db.exec(`VACUUM INTO '${packed}'`);
  db.close();
  const words = readFileSync(packed, 'latin1');
  rmSync(packed);
  return words;
};

it('JRN-55 nothing of it is anywhere in the file', async () => {
  const journal = open();
  await writeSecret(journal, false);
  await journal.close();
  expect(wordsIn(path)).toContain(SECRET);
  rmSync(path);
  const again = open();
  await writeSecret(again, true);
  await again.close();
  expect(wordsIn(path)).not.toContain(SECRET);
  expect(wordsIn(path)).toContain(OPEN);
  expect(scrubFile(path).found).toEqual([]);
});

it('JRN-61 nor on a page that is free', async () => {
  const journal = open();
  await writeSecret(journal, true);
  await journal.checkpoint();
  const before = readFileSync(path, 'latin1');
  expect(before).not.toContain(SECRET);
  expect(before).toContain(OPEN);
  await journal.close();
});

/** Holds the purge back, as a process does that dies before its COMMIT. */
class Cut extends JournalLayer {
  held: { readonly group: Group; readonly head: number } | null = null;

  override async append(given: Group, head: number): Promise<readonly string[]> {
    if (!given.commits.some(({ entry }) => entry.kind === 'workItem.purge')) {
      return await super.append(given, head);
    }
    this.held = { group: given, head };
    return given.commits.map(() => '');
  }
}

it('JRN-55 a purge that is cut off empties nothing, and done again it empties all', async () => {
  const journal = open();
  const cut = new Cut(journal);
  await writeSecret(cut, true);
  if (cut.held === null) throw new Error('there was no purge');
  const before = await journal.after(0, Infinity);
  const { group: purge, head } = cut.held;
  const fails = group(...purge.commits, commit(head + 2, { commandId: before[0]!.commandId }));
  await expect(journal.append(fails, head)).rejects.toMatchObject({ fault: 'broken' });
  await journal.close();
  const next = open();
  expect(await next.after(0, Infinity)).toEqual(before);
  await next.append(purge, head);
  await next.close();
  expect(wordsIn(path)).not.toContain(SECRET);
  expect(scrubFile(path).found).toEqual([]);
});

it('JRN-60 a refusal of the very group of the purge quotes nothing of it', async () => {
  const journal = open();
  const cut = new Cut(journal);
  await writeSecret(cut, true);
  if (cut.held === null) throw new Error('there was no purge');
  const { group: purge, head } = cut.held;
  const quotes = { code: 'CONFLICT', field: 'title', expected: OPEN, actual: SECRET } as const;
  const refused = { ...rejection(99), refusal: quotes };
  await journal.append(group(...purge.commits, refused), head);
  const [verdict] = await journal.verdicts([refused.record.commandId]);
  expect(verdict?.refusal).toMatchObject({ code: 'CONFLICT', field: 'title' });
  await journal.close();
  expect(wordsIn(path)).not.toContain(SECRET);
  expect(scrubFile(path).found).toEqual([]);
});

it('JRN-55 what an export brought is taken out as well', async () => {
  const source = open(join(folder, 'source.db'));
  await writeSecret(source, false);
  const rows: LoadedRow[] = [];
  for (const table of EXPORTED) {
    for (const row of await source.rows({ table, order: 'seq' })) {
      rows.push(JSON.parse(lineOf(table, row as never)) as LoadedRow);
    }
  }
  await source.close();
  const journal = open();
  await loadSecret(journal, rows);
  await journal.close();
  expect(wordsIn(path)).not.toContain(SECRET);
  expect(wordsIn(path)).toContain(OPEN);
  expect(scrubFile(path).found).toEqual([]);
});

/** Stands in an item that a file brought after the one with its id was deleted for good. */
const ANEW = 'Neues';

it('JRN-59 a file of before is emptied of what was deleted for good, and not of what came anew', async () => {
  const [whole, old] = [join(folder, 'whole.db'), join(folder, 'old.db')];
  for (const [at, purge] of [
    [whole, false],
    [old, true],
  ] as const) {
    const journal = open(at);
    await writeSecret(journal, purge);
    if (purge) await bringAnew(journal, ANEW);
    await journal.close();
  }
  copyFileSync(old, path);
  const db = new DatabaseSync(path);
  db.exec(`
    ATTACH '${whole}' AS whole;
    UPDATE main.pm_entries SET bytes = (SELECT bytes FROM whole.pm_entries AS one WHERE one.seq = main.pm_entries.seq)
      WHERE emptied IS NOT NULL`);
  db.close();
  makeFirstLayout(path);
  expect(wordsIn(path)).toContain(SECRET);
  const journal = open();
  const kept = open(old);
  expect(await journal.hashAt(9)).toBe(await kept.hashAt(9));
  expect((await journal.after(0, Infinity)).at(-1)).toEqual((await kept.after(0, Infinity)).at(-1));
  await kept.close();
  await journal.close();
  expect(wordsIn(path)).not.toContain(SECRET);
  expect(wordsIn(path)).toContain(ANEW);
  expect(scrubFile(path).found).toEqual([]);
});
