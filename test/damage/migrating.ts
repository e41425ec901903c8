/**
 * Opens an old database, which migrates it, and dies by SIGKILL before the statement that is
 * asked for. Words: the folder, and which statement, from 1.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { SqliteJournal } from '@planwright/journal';

const [folder = '', word = ''] = process.argv.slice(2);
let left = Number(word);

/** Counts a statement that may write. */
const before = (): void => {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

type Method<N extends 'exec' | 'prepare'> = (
  this: DatabaseSync,
  ...given: Parameters<DatabaseSync[N]>
) => ReturnType<DatabaseSync[N]>;

const exec = Reflect.get(DatabaseSync.prototype, 'exec') as Method<'exec'>;
const prepare = Reflect.get(DatabaseSync.prototype, 'prepare') as Method<'prepare'>;
DatabaseSync.prototype.exec = function counted(this: DatabaseSync, sql: string): void {
  for (const one of sql.split(/;\s*$/m)) {
    if (one.trim() === '') continue;
    before();
    exec.call(this, one);
  }
};
DatabaseSync.prototype.prepare = function counted(this: DatabaseSync, ...given) {
  const statement = prepare.apply(this, given);
  const run = statement.run.bind(statement) as (...values: unknown[]) => unknown;
  const counts = (...values: unknown[]): unknown => {
    before();
    return run(...values);
  };
  return Object.assign(statement, { run: counts });
};

const backups = { folder: join(folder, 'backups'), now: () => new Date(), keep: 5 };
const journal = SqliteJournal.open({
  path: join(folder, 'data.db'),
  newId: () => 'no new id',
  backups,
});
await journal.close();
