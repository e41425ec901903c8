/**
 * The data folder, `.pm/` beside the work: who may read it, who has it, and what it remembers
 * about its address. Everything that is private to its owner is decided here.
 *
 *     .pm/config.toml     settings, written by people
 *         instance.json   the port that this folder lives on
 *         token           the key to this server, for programs of the same user
 *         lock            held by the running server
 *         data.db         the journal        logs/   what happened
 *         witness         how far the journal had come
 *         backups/        the database before each migration
 *         imports/        files that are being brought over
 *         blobs/          the bytes of attachments
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EXIT, Stop } from './exit.ts';
import { fieldsOf } from './json-body.ts';

/** What the folder remembers between starts. */
export interface Instance {
  /** A browser keeps its data by address, so the port is chosen once. */
  readonly port: number;
}

/** A lock that the operating system gives back when the process ends, however it ends. */
export interface Lock {
  release(): void;
}

const SQLITE_BUSY = 5;

/**
 * Makes the folder when it is missing, readable by its owner alone. A folder in which others may
 * write is refused: they could put a token of their own there.
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Stop(EXIT.configuration, `${folder} cannot be made: ${(error as Error).message}.`);
  }
  const mode = permissions(statSync(folder));
  if (mode & 0o022) {
    throw new Stop(
      EXIT.configuration,
      `Other users of this machine may write in ${folder} (mode ${mode.toString(8)}). ` +
        `Run: chmod 700 "${folder}"`,
    );
  }
}

/**
 * Takes the folder for this process.
 * @returns the lock, or null when another process has it
 */
export function takeLock(folder: string): Lock | null {
  const path = join(folder, 'lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw new Stop(EXIT.internal, `${path} cannot be locked: ${(error as Error).message}.`);
  }
  return { release: () => database.close() };
}

/** What an earlier start kept; null at the first. */
export function readInstance(folder: string): Instance | null {
  const path = join(folder, 'instance.json');
  if (!existsSync(path)) return null;
  const { port } = fieldsOf(readFileSync(path, 'utf8'));
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65535)
    return { port };
  throw new Stop(
    EXIT.configuration,
    `${path} is damaged. Write {"port": 4680} into it, with the port of the address you used: ` +
      'edits that wait in a browser belong to that address.',
  );
}

/** Keeps the address of this folder, whole or not at all. */
export function writeInstance(folder: string, instance: Instance): void {
  writeWhole(join(folder, 'instance.json'), `${JSON.stringify(instance)}\n`);
}

/** Writes a private file so that a crash leaves the old one or the new one. */
export function writeWhole(path: string, text: string): void {
  const draft = join(dirname(path), `.${basename(path)}.new`);
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Makes the names in a folder last: without it a power cut may bring back the old file. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The permission bits of a file or folder; 0 on systems where they mean nothing. */
export function permissions(status: Stats): number {
  return process.platform === 'win32' ? 0 : status.mode & 0o777;
}
