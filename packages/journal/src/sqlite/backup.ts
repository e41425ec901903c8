/**
 * A backup of a file that is in use: SQLite writes a whole, compact copy of one state of it. The
 * copy becomes a backup under its name once it is on the disk, has been read back and found sound;
 * until then it is a draft that the next backup takes away. Copying the file instead would not do:
 * it and its write-ahead log change while they are copied.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { JournalUnfit } from './fault.ts';

/** Where backups go. */
export interface Backups {
  /** Made where it is missing, for its owner alone. */
  readonly folder: string;
  /** The clock, for the names of the files. */
  readonly now: () => Date;
  /** How many of one kind are kept: the newest. */
  readonly keep: number;
}

/**
 * Backs up the database of a connection that is in no transaction.
 * @param kind the first part of the file's name: `before-layout-2`
 * @returns the path of the backup
 */
export function backUp(db: DatabaseSync, kind: string, { folder, now, keep }: Backups): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, '.draft.db');
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(draft + end, { force: true });
  db.prepare('VACUUM INTO ?').run(draft);
  sync(draft);
  if (lastOf(draft) !== lastEntry(db)) {
    throw new JournalUnfit('The backup is not what was backed up; nothing was changed.');
  }
  const stamp = now().toISOString().replace(/[:.]/g, '-');
  const path = join(folder, `${kind}-${stamp}.db`);
  renameSync(draft, path);
  sync(folder);
  const old = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`));
  for (const name of old.sort().slice(0, -keep)) rmSync(join(folder, name));
  return path;
}

/** Reads a copy back: its last entry, once SQLite finds the whole of it sound. */
function lastOf(path: string): string {
  const copy = new DatabaseSync(path, { readOnly: true });
  try {
    const check = copy.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    return check === 'ok' ? lastEntry(copy) : String(check);
  } finally {
    copy.close();
  }
}

function lastEntry(db: DatabaseSync): string {
  const last = db.prepare('SELECT seq, hash FROM pm_entries ORDER BY seq DESC LIMIT 1').get();
  return last === undefined
    ? 'empty'
    : `${String(last['seq'])} ${(last['hash'] as Uint8Array).toHex()}`;
}

/** Brings a file, or the names in a folder, to the disk. */
function sync(path: string): void {
  // Windows has no fsync of folders: there the names are journalled by the file system.
  if (process.platform === 'win32' && !path.endsWith('.db')) return;
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
