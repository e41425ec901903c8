/**
 * Servers that break one promise each, so that the checks can show that they would notice.
 *
 *   hasty       says that a group is written, and writes it a moment later
 *   forgetful   does not know which commands it has had
 *   torn        writes entries and rows in two transactions
 *   rewinding   has lost its last entry at each start, and the witness of it
 */
import type { DatabaseSync } from 'node:sqlite';
import { linkOf, SqliteJournal } from '@planwright/journal';
import { hash as digest } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Log } from '../../packages/journal/src/sqlite/log.ts';
import { RowStore } from '../../packages/journal/src/sqlite/rows.ts';
import type { Wrong } from './points.ts';
import { wrap } from './wrap.ts';

/** How long the hasty server takes, in milliseconds. */
const LATER = 20;

export function makeWrong(wrong: Wrong): void {
  switch (wrong) {
    case 'hasty':
      return beHasty();
    case 'forgetful':
      return beForgetful();
    case 'torn':
      return beTorn();
    case 'rewinding':
      return beRewinding();
  }
}

function beHasty(): void {
  let last: string | null = null;
  wrap(
    SqliteJournal.prototype,
    'append',
    (append) =>
      async function (this: SqliteJournal, group, expectedHead) {
        last ??= (await this.hashAt(expectedHead)) ?? '';
        const hashes = group.commits.map(({ entry, bytes }) => {
          last = linkOf((one) => digest('sha256', one), last ?? '', entry.seq, bytes).hash;
          return last;
        });
        setTimeout(() => void append.call(this, group, expectedHead), LATER);
        return hashes;
      },
  );
}

function beForgetful(): void {
  onFile((db) => {
    const exec = db.exec.bind(db);
    db.exec = (sql) => exec(sql.replace('command_id TEXT NOT NULL UNIQUE', 'command_id TEXT'));
  });
  wrap(Log.prototype, 'verdict', () => () => null);
  wrap(Log.prototype, 'verdictsOf', () => () => []);
  wrap(Log.prototype, 'stream', () => () => null);
  wrap(Log.prototype, 'refuse', () => () => undefined);
}

function beTorn(): void {
  let file: DatabaseSync | null = null;
  onFile((db) => (file = db));
  let group = 0;
  let split = 0;
  wrap(
    SqliteJournal.prototype,
    'append',
    (append) =>
      function (this: SqliteJournal, ...words: Parameters<typeof append>) {
        group += 1;
        return append.apply(this, words);
      },
  );
  wrap(
    RowStore.prototype,
    'write',
    (write) =>
      function (this: RowStore, row) {
        if (split !== group) file?.exec('COMMIT; BEGIN');
        split = group;
        write.call(this, row);
      },
  );
}

function beRewinding(): void {
  onFile((db) => {
    rmSync(join(dirname(db.location() ?? ''), 'witness'), { force: true });
    const made = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pm_entries'").get();
    if (made !== undefined) {
      db.exec('DELETE FROM pm_entries WHERE seq > 1 AND seq = (SELECT max(seq) FROM pm_entries)');
    }
  });
}

/** Does something to the database before the journal stands on it. */
function onFile(work: (db: DatabaseSync) => void): void {
  wrap(
    SqliteJournal,
    'on',
    (on) =>
      function (this: unknown, db: DatabaseSync, newId: () => string) {
        work(db);
        return on.call(SqliteJournal, db, newId);
      } as typeof on,
  );
}
