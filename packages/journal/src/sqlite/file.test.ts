/** What a journal in a SQLite file promises besides the contract: durability and faults. */
import {
  copyFileSync,
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { JournalError } from '@planwright/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { verifyChain } from '../chain.ts';
import { commit, fullRow, group, idNo, rejection, write } from '../testing/sample.ts';
import type { Aside, AsideFault } from './aside.ts';
import { checkpointing } from './aside.ts';
import { connect, proveDurable, proveVersion } from './connection.ts';
import { faultOf, JournalUnfit } from './fault.ts';
import { SqliteJournal } from './journal.ts';

const WORKSPACE = idNo(0xe1);
const LINEAGE = idNo(0xe2);
const MIB = 1024 * 1024;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'planwright.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Gives the workspace id first, then the lineage. */
const ids = (): (() => string) => {
  const left = [WORKSPACE, LINEAGE];
  return () => left.shift() ?? 'one id too many';
};

const open = (): SqliteJournal => SqliteJournal.open({ path, newId: ids() });

/** The journal, and the very connection that it writes on. */
const openWith = (): { journal: SqliteJournal; db: DatabaseSync } => {
  const db = connect(path);
  return { journal: SqliteJournal.on(db, ids()), db };
};

/** Does something to the file as another program would. */
const beside = <T>(work: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

const withItem = (seq: number) =>
  commit(seq, { rows: [write('workItem', fullRow('workItem', idNo(100 + seq)))] });

describe('durability', () => {
  it('JRN-26 sets what makes a commit durable, whatever the default is', () => {
    const db = connect(path);
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('fullfsync')).toBe(1);
    expect(pragma('checkpoint_fullfsync')).toBe(1);
    expect(pragma('wal_autocheckpoint')).toBe(0);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('busy_timeout')).toBeGreaterThan(0);
    db.close();
  });

  it.each(['synchronous = NORMAL', 'synchronous = OFF', 'journal_mode = DELETE'])(
    'JRN-27 refuses to run with less than that: %s',
    (setting) => {
      const db = connect(path);
      db.exec(`PRAGMA ${setting}`);
      expect(() => proveDurable(db)).toThrow(JournalUnfit);
      db.close();
    },
  );

  it('JRN-27 refuses to go on when the first write turns out not to be durable', async () => {
    const { journal, db } = openWith();
    db.exec('PRAGMA synchronous = NORMAL');
    await expect(journal.append(group(commit(1)), 0)).rejects.toThrow(/synchronous=1/);
    await expect(journal.append(group(commit(2)), 1)).rejects.toMatchObject({ fault: 'broken' });
  });

  it('JRN-28 refuses a SQLite that is known to lose data', () => {
    expect(() => proveVersion('3.51.2')).toThrow('3.51.3 or newer');
    expect(() => proveVersion('3.9.0')).toThrow(JournalUnfit);
    for (const version of ['3.51.3', '3.51.10', '3.53.4', '4.0.0']) proveVersion(version);
  });

  it('JRN-29 is all there again when the file is opened again', async () => {
    const first = open();
    await first.append(group(withItem(1), rejection(9)), 0);
    await first.append(group(commit(2)), 1);
    const before = [await first.head(), await first.after(0, MIB), await first.stream('ann-1')];
    await first.close();

    const second = open();
    expect([await second.head(), await second.after(0, MIB), await second.stream('ann-1')]).toEqual(
      before,
    );
    expect(await second.head()).toMatchObject({ workspaceId: WORKSPACE, lineage: LINEAGE });
    expect(await second.rows({ table: 'workItem' })).toEqual([fullRow('workItem', idNo(101))]);
    expect(await second.verdicts([idNo(9)])).toHaveLength(1);
    await second.append(group(commit(3)), 2);
    await second.close();
  });

  it('JRN-30 notices what another process has written to the same file', async () => {
    const [one, other] = [open(), open()];
    await one.append(group(withItem(1)), 0);
    await expect(other.append(group(commit(1)), 0)).rejects.toMatchObject({ fault: 'moved' });
    expect(await other.head()).toEqual(await one.head());
    await other.append(group(commit(2)), 1);
    expect((await one.after(0, MIB)).map(({ seq }) => seq)).toEqual([1, 2]);
    await one.close();
    await other.close();
  });
});

describe('lineages', () => {
  it('JRN-50 knows how much of each lineage that ended is still its own', async () => {
    const journal = open();
    await journal.append(group(commit(1), commit(2), commit(3)), 0);
    const shared = (): Promise<readonly number[]> =>
      Promise.all([LINEAGE, 'second', 'third', 'unknown'].map((one) => journal.sharedWith(one)));
    expect(await shared()).toEqual([3, 0, 0, 0]);
    journal.beginLineage('second', 3);
    expect(await journal.head()).toMatchObject({
      lineage: 'second',
      workspaceId: WORKSPACE,
      seq: 3,
    });
    await journal.append(group(commit(4), commit(5)), 3);
    expect(await shared()).toEqual([3, 5, 0, 0]);
    journal.beginLineage('third', 2);
    expect(await shared()).toEqual([2, 2, 5, 0]);
    await journal.close();
    const again = open();
    expect(await again.sharedWith(LINEAGE)).toBe(2);
    expect(await again.head()).toMatchObject({ lineage: 'third' });
    await again.close();
  });
});

/** The record and entry of another seq, to put beside other bytes. */
const renumbered = (seq: number) => ({ record: commit(seq).record, entry: commit(seq).entry });

describe('faults', () => {
  const everything = async (journal: SqliteJournal): Promise<unknown> => [
    await journal.head(),
    await journal.after(0, MIB),
    await journal.rows({ table: 'workItem' }),
    await journal.stream('ann-1'),
    await journal.verdicts([idNo(1), idNo(2), idNo(9)]),
  ];
  const large = commit(2, { bytes: new Uint8Array(MIB) });

  it.each<[string, (db: DatabaseSync) => () => void]>([
    [
      'a full disk',
      (db) => {
        const pages = Object.values(db.prepare('PRAGMA page_count').get() ?? {})[0];
        db.exec(`PRAGMA max_page_count = ${String(pages)}`);
        return () => db.exec('PRAGMA max_page_count = 4294967294');
      },
    ],
    [
      'a file that may only be read',
      (db) => {
        db.exec('PRAGMA query_only = ON');
        return () => db.exec('PRAGMA query_only = OFF');
      },
    ],
    [
      'somebody else’s lock',
      (db) => {
        db.exec('PRAGMA busy_timeout = 1');
        const other = new DatabaseSync(path);
        other.exec('BEGIN IMMEDIATE');
        return () => other.close();
      },
    ],
  ])('JRN-31 says "busy", writes nothing, and goes on later: %s', async (_, prevent) => {
    const { journal, db } = openWith();
    await journal.append(group(withItem(1)), 0);
    const before = await everything(journal);

    const allow = prevent(db);
    const attempt = group(withItem(2), { ...large, ...renumbered(3) }, rejection(9));
    for (const again of [attempt, attempt]) {
      await expect(journal.append(again, 1)).rejects.toMatchObject({ fault: 'busy' });
      expect(await everything(journal)).toEqual(before);
    }

    allow();
    await journal.append(attempt, 1);
    expect(await journal.head()).toMatchObject({ seq: 3 });
    await journal.close();
  });

  it.each<[number, string, string]>([
    [13, 'SQLITE_FULL', 'busy'],
    [8, 'SQLITE_READONLY', 'busy'],
    [5, 'SQLITE_BUSY', 'busy'],
    [5 | (2 << 8), 'SQLITE_BUSY_SNAPSHOT', 'busy'],
    [8 | (4 << 8), 'SQLITE_READONLY_DBMOVED', 'broken'],
    [10, 'SQLITE_IOERR', 'broken'],
    [10 | (4 << 8), 'SQLITE_IOERR_FSYNC', 'broken'],
    [11, 'SQLITE_CORRUPT', 'broken'],
    [19, 'SQLITE_CONSTRAINT', 'broken'],
    [26, 'SQLITE_NOTADB', 'broken'],
    [7, 'SQLITE_NOMEM', 'broken'],
    [999, 'what nobody knows', 'broken'],
  ])('JRN-32 takes every other error for the end: %i %s', (errcode, message, fault) => {
    expect(faultOf(Object.assign(new Error(message), { errcode }))).toMatchObject({ fault });
  });

  it('JRN-32 takes an error of its own program for the end', () => {
    const cause = new TypeError('no such method');
    expect(faultOf(cause)).toMatchObject({ fault: 'broken', cause });
    expect(faultOf('a string')).toMatchObject({ fault: 'broken' });
    const moved = new JournalError('moved', 'elsewhere');
    expect(faultOf(moved)).toBe(moved);
  });

  it('JRN-33 says "broken" of a damaged file, and writes nothing to it', async () => {
    const first = open();
    for (let seq = 1; seq <= 20; seq += 1) await first.append(group(withItem(seq)), seq - 1);
    await first.close();
    const size = statSync(path).size;
    const file = openSync(path, 'r+');
    writeSync(file, new Uint8Array(size - 4_096).fill(0x5a), 0, size - 4_096, 4_096);
    closeSync(file);

    expect(() => open()).toThrow(expect.objectContaining({ fault: 'broken' }));
    writeFileSync(path, 'this is no database, and it is longer than the header of one '.repeat(9));
    expect(() => open()).toThrow(/not a database/);
  });

  it('JRN-34 finds an entry that was changed behind its back', async () => {
    const journal = open();
    for (let seq = 1; seq <= 5; seq += 1) await journal.append(group(commit(seq)), seq - 1);
    const verify = () => verifyChain(journal, (bytes) => hash('sha256', bytes));
    expect(await verify()).toBeNull();
    beside((db) => db.exec("UPDATE pm_entries SET bytes = CAST('entry x' AS BLOB) WHERE seq = 3"));
    expect(await verify()).toBe(3);
    beside((db) => db.exec('DELETE FROM pm_entries WHERE seq = 2'));
    expect(await verify()).toBe(2);
    await journal.close();
  });
});

describe('the write-ahead log', () => {
  const walBytes = () => statSync(`${path}-wal`).size;
  const big = (seq: number) => commit(seq, { bytes: new Uint8Array(MIB).fill(seq) });

  it('JRN-35 is brought into the database when that is asked, or when it is long', async () => {
    const journal = open();
    for (let seq = 1; seq <= 60; seq += 1) await journal.append(group(big(seq)), seq - 1);
    expect(walBytes()).toBeGreaterThan(16 * MIB);
    expect(walBytes()).toBeLessThan(24 * MIB);
    expect(statSync(path).size).toBeGreaterThan(40 * MIB);
    expect(await journal.checkpoint()).toBe(true);
    expect(statSync(path).size).toBeGreaterThan(60 * MIB);
    await journal.close();
    expect(() => walBytes()).toThrow(/ENOENT/);
  });

  it('JRN-54 is brought over aside while commits go on, and not by a commit', async () => {
    const work = checkpointing(path);
    let asked = 0;
    let finish = (): void => undefined;
    const aside: Aside = {
      checkpoint: () => {
        asked += 1;
        return new Promise((resolve) => (finish = () => resolve(work())));
      },
      stop: async () => undefined,
    };
    const journal = SqliteJournal.open({ path, newId: ids(), aside });
    for (let seq = 1; seq <= 30; seq += 1) await journal.append(group(big(seq)), seq - 1);
    expect(asked).toBe(1);
    expect(statSync(path).size).toBeLessThan(MIB);
    finish();
    await Promise.resolve();
    expect(statSync(path).size).toBeGreaterThan(28 * MIB);
    await journal.append(group(commit(31)), 30);
    expect(await journal.checkpoint()).toBe(true);
    for (let seq = 32; seq <= 110; seq += 1) await journal.append(group(big(seq)), seq - 1);
    expect(asked).toBe(2);
    expect(walBytes()).toBeLessThan(70 * MIB);
    await journal.close();
  });

  it('JRN-54 hears what went wrong aside: a full disk passes, a failed fsync does not', async () => {
    const faults: AsideFault[] = [
      { fault: 'busy', says: 'full' },
      { fault: 'broken', says: 'fsync' },
    ];
    const aside: Aside = {
      checkpoint: async () => faults.shift() ?? null,
      stop: async () => undefined,
    };
    const journal = SqliteJournal.open({ path, newId: ids(), aside });
    let seq = 0;
    const write = (): Promise<unknown> => journal.append(group(big((seq += 1))), seq - 1);
    while (faults.length > 0) await write();
    await expect(write()).rejects.toMatchObject({ fault: 'broken', message: 'fsync' });
    await journal.close();
  });

  it('JRN-36 waits with the rest while somebody still reads, and never makes them wait', async () => {
    const journal = open();
    await journal.append(group(commit(1)), 0);
    const reader = new DatabaseSync(path);
    reader.exec('BEGIN; SELECT * FROM pm_entries');
    await journal.append(group(big(2)), 1);
    expect(await journal.checkpoint()).toBe(false);
    await journal.append(group(commit(3)), 2);
    reader.close();
    expect(await journal.checkpoint()).toBe(true);
    await journal.close();
  });
});

it('JRN-51 brings into the database what a process that died has left in the write-ahead log', async () => {
  const journal = open();
  await journal.append(group(commit(1), commit(2)), 0);
  const left = join(folder, 'left.db');
  copyFileSync(path, left);
  copyFileSync(`${path}-wal`, `${left}-wal`);
  await journal.close();

  const next = SqliteJournal.open({ path: left, newId: ids() });
  const synced = join(folder, 'synced.db');
  copyFileSync(left, synced);
  const alone = new DatabaseSync(synced);
  expect(alone.prepare('SELECT count(*) AS count FROM pm_entries').get()).toEqual({ count: 2 });
  alone.close();
  await next.close();
});
