/**
 * The log: one JSON object a line in `.pm/logs/server.log`, for programs to read. A new file is
 * begun each day and after 10 MiB; the newest files are kept.
 *
 * Secrets are kept out twice: callers log paths without their query and never headers, and the
 * names below are blotted out wherever they stand.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/** A file is put aside after so many bytes. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** How many files that were put aside are kept. */
export const FILES_KEPT = 14;

const SECRETS = ['token', 'cookie', 'authorization', 'password', 'secret'];

/**
 * Opens the log of a server.
 * @param folder where its files are; made when it is missing
 * @param now the clock
 */
export function openLog(folder: string, level: LogLevel, now: () => Date): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  };
  return pino(options, new LogFile(folder, now));
}

/** Where the lines go. Writing is synchronous: the last words of a dying process arrive too. */
class LogFile {
  readonly #folder: string;
  readonly #now: () => Date;
  #file: { fd: number; size: number; day: string } | null = null;

  constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#open();
  }

  /** Writes a line. A log that cannot be written (a full disk) never stops the server. */
  write(line: string): void {
    try {
      const day = dayOf(this.#now());
      const full = this.#file !== null && (this.#file.day !== day || this.#file.size >= MOST_BYTES);
      if (full) this.#putAside();
      this.#file ??= this.#open();
      this.#file.size += writeSync(this.#file.fd, line);
    } catch {
      // The line is lost; the next one tries again.
    }
  }

  #open(): { fd: number; size: number; day: string } {
    const fd = openSync(join(this.#folder, 'server.log'), 'a', 0o600);
    const { size, mtime } = fstatSync(fd);
    this.#file = { fd, size, day: dayOf(size > 0 ? mtime : this.#now()) };
    return this.#file;
  }

  #putAside(): void {
    if (this.#file) closeSync(this.#file.fd);
    this.#file = null;
    const stamp = this.#now().toISOString().replace(/[:.]/g, '-');
    renameSync(join(this.#folder, 'server.log'), join(this.#folder, `server-${stamp}.log`));
    const old = readdirSync(this.#folder).filter((name) => /^server-.*\.log$/.test(name));
    for (const name of old.sort().slice(0, -FILES_KEPT)) rmSync(join(this.#folder, name));
  }
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
