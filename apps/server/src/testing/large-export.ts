/**
 * Loads an export of so many MiB into a new folder, in a process of its own, and exports it again.
 * Prints what that took of memory, and whether the two exports are the same.
 *
 *     node --max-old-space-size=80 large-export.ts <folder> <MiB of attachments> <rows of history>
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_LIMITS,
  EXPORTED,
  idOf,
  MOST_BLOB_PART,
  type ExportFoot,
  type LoadedRow,
  type TableName,
} from '@planwright/engine';
import { SqliteJournal } from '@planwright/journal';
import { Room } from '@planwright/sync';
import { BlobStore } from '../blob-store.ts';
import { newCommand } from '../command.ts';
import { writeExport } from '../export-file.ts';
import { localUser } from '../found.ts';
import { Imports } from '../import-runner.ts';
import { openLog } from '../log.ts';

/** What the process has to say. */
export interface LargeExport {
  /** Bytes of the file that was loaded. */
  readonly bytes: number;
  /** The most memory that the process has had at once, in bytes. */
  readonly peak: number;
  readonly status: string;
  readonly same: boolean;
}

const FILE = 4 * 1024 * 1024;
const world = { now: () => Date.now(), newId: () => crypto.randomUUID() };

/** A room over a new folder, with its person. */
async function openFolder(folder: string) {
  const log = openLog(join(folder, 'logs'), 'error', () => new Date());
  const database = join(folder, 'data.db');
  const journal = SqliteJournal.open({ path: database, newId: world.newId });
  const room = await Room.open({
    ...world,
    journal,
    log,
    soon: (work) => void setImmediate(work),
    limits: DEFAULT_LIMITS,
    heartbeatMs: 15_000,
    fatal: (error) => {
      throw error;
    },
  });
  const founder = { userName: 'Ann', folderName: 'garden', timeZone: 'Europe/Berlin' };
  const me = await localUser(room, founder, world);
  const blobs = new BlobStore(join(folder, 'blobs'), world.newId);
  const imports = new Imports({ room, log, world, blobs, folder: join(folder, 'imports') });
  return { room, me, blobs, imports, database };
}

/** The export of a workspace with one item, one text and one file: the pattern of the large one. */
async function pattern(folder: string): Promise<readonly string[]> {
  const { room, me, blobs, database } = await openFolder(folder);
  const [project, item] = [idOf<'project'>(world.newId()), idOf<'workItem'>(world.newId())];
  const hash = createHash('sha256').update('x').digest('hex');
  blobs.write(hash, Buffer.from('x'));
  const file = { id: idOf<'attachment'>(world.newId()), item, name: 'x.bin', size: 1, hash };
  const picture = { type: 'application/octet-stream', width: null, height: null };
  const about = { project, type: 'task' as const, title: 'Bake', description: 'Bread.' };
  const made = [
    newCommand('project.create', { id: project, key: 'WEB', title: 'Web' }, world),
    newCommand('workItem.create', { id: item, ...about }, world),
  ];
  for (const command of made) await room.submit(command, me, 'rest');
  await room.submit(newCommand('attachment.add', { ...file, ...picture }, world), me, 'file');
  const target = join(folder, 'pattern.jsonl');
  writeExport({ database, blobs: blobs.folder, target, project: null, at: 1 });
  return readFileSync(target, 'utf8').trimEnd().split('\n');
}

/** Writes the large file, a line at a time. */
class LargeFile {
  readonly #file: number;
  readonly #hash = createHash('sha256');
  #lines = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  line(line: string): void {
    this.#hash.update(`${line}\n`);
    this.#lines += 1;
    writeSync(this.#file, `${line}\n`);
  }

  frame(line: string): void {
    writeSync(this.#file, `${line}\n`);
  }

  end(): string {
    const foot: ExportFoot = { lines: this.#lines, sha256: this.#hash.digest('hex') };
    this.frame(JSON.stringify(foot));
    closeSync(this.#file);
    return foot.sha256;
  }
}

/** The bytes of the file with this number: always the same, and none like another. */
function* partsOf(number: number): Generator<Buffer> {
  for (let at = 0; at < FILE; at += MOST_BLOB_PART) {
    const part = Buffer.alloc(Math.min(MOST_BLOB_PART, FILE - at), `${number} ${at} `);
    yield part;
  }
}

function hashOf(number: number): string {
  const sum = createHash('sha256');
  for (const part of partsOf(number)) sum.update(part);
  return sum.digest('hex');
}

/** An id that comes after all random ones, and after those with a lower number. */
function lateId(number: number): string {
  return `ffffffff-ffff-7fff-bfff-${number.toString(16).padStart(12, '0')}`;
}

/** Makes the large export out of the pattern; gives its hash. */
function enlarge(lines: readonly string[], path: string, files: number, history: number): string {
  const [head = '', workspace = '', ...rest] = lines.slice(0, -1);
  const rows = rest.flatMap((line) => {
    const row = JSON.parse(line) as LoadedRow | { readonly blob: string };
    return 'table' in row ? [row] : [];
  });
  const more: { readonly [T in TableName]?: (row: LoadedRow['row']) => void } = {
    attachment: (row) => {
      for (let i = 0; i < files; i += 1) {
        out.line(line('attachment', { ...row, id: lateId(i), size: FILE, hash: hashOf(i) }));
      }
    },
    revision: (row) => {
      for (let i = 0; i < history; i += 1) {
        const patch = [[0, 0, i % 2 === 0 ? 'White and ' : '']];
        const whole = i % 2 === 0 ? patch : [[0, 10, '']];
        out.line(line('revision', { ...row, id: lateId(i), rev: i + 2, patch: whole }));
      }
    },
    activity: (row) => {
      const at = Number(row['createdAt']) + 1;
      for (let i = 0; i < history; i += 1) {
        const when = { createdAt: at + i, updatedAt: at + i };
        out.line(line('activity', { ...row, ...when, id: lateId(i) }));
      }
    },
  };
  const line = (table: TableName, row: LoadedRow['row']): string => JSON.stringify({ table, row });
  const out = new LargeFile(path);
  out.frame(head);
  out.line(workspace);
  for (const table of EXPORTED) {
    const own = rows.filter((one) => one.table === table);
    for (const one of own) out.line(line(table, one.row));
    const last = own.at(-1);
    if (last !== undefined) more[table]?.(last.row);
  }
  const small = rest.find((one) => one.startsWith('{"blob"')) ?? '';
  const blobs = Array.from({ length: files }, (_, i) => ({ hash: hashOf(i), number: i }));
  const all = [...blobs, { hash: (JSON.parse(small) as { blob: string }).blob, number: -1 }];
  for (const { hash, number } of all.toSorted((a, b) => (a.hash < b.hash ? -1 : 1))) {
    if (number === -1) out.line(small);
    else for (const part of partsOf(number)) out.line(partLine(hash, part));
  }
  return out.end();
}

function partLine(blob: string, part: Buffer): string {
  return JSON.stringify({ blob, base64: part.toString('base64') });
}

const [folder = '', mib = '0', history = '0'] = process.argv.slice(2);
const lines = await pattern(join(folder, 'from'));
const { room, me, blobs, imports, database } = await openFolder(join(folder, 'to'));
const job = idOf<'job'>(world.newId());
const path = imports.fileOf(job);
const sha256 = enlarge(lines, path, (Number(mib) * 1024 * 1024) / FILE, Number(history));
const { size: bytes } = statSync(path);
const staged = await imports.stage(job, 'large', me);
const work = await imports.start(job, { repair: false, people: {} }, me);
if (typeof work !== 'function') throw new Error(JSON.stringify([staged, work]));
await work();
const target = join(folder, 'again.jsonl');
const foot = writeExport({ database, blobs: blobs.folder, target, project: null, at: 1 });
const told: LargeExport = {
  bytes,
  peak: process.resourceUsage().maxRSS * 1024,
  status: room.tables.get('job', job)?.status ?? 'none',
  same: foot.sha256 === sha256,
};
console.log(JSON.stringify(told));
process.exit(0);
