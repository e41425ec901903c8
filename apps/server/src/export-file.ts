/**
 * Writes an export: one state of the database, line by line, with the hash at the end. What the
 * lines are, and which rows an export has, is the engine's. However large it is, little of it is in
 * memory at once.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  EXPORT_ORDER,
  EXPORTED,
  keyOf,
  lineOf,
  MOST_BLOB_PART,
  MOST_LOST_NAMED,
  Selection,
  Tables,
  workspaceLine,
  type AnyRow,
  type Attachment,
  type ExportedBlob,
  type ExportFoot,
  type ExportHead,
  type LostBlob,
  type LostFile,
  type ProjectId,
  type WorkItemId,
} from '@planwright/engine';
import { Reading } from '@planwright/journal';
import { blobParts, blobState } from './blob-store.ts';
import { Disk } from './disk.ts';

/** Characters that are written together. */
const CHUNK = 1024 * 1024;

export interface ExportTask {
  /** The database. */
  readonly database: string;
  /** The folder of the bytes of attachments. */
  readonly blobs: string;
  /** Where the export is to be. */
  readonly target: string;
  /** Null for the whole workspace. */
  readonly project: ProjectId | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/**
 * Writes the export; gives its last line. Takes as long as reading the database twice. Throws
 * `ENOSPC` where the disk has no room for it beside what the journal needs.
 */
export function writeExport(
  task: ExportTask,
  disk: Disk = new Disk(dirname(task.target)),
): ExportFoot {
  const { database, target, project } = task;
  const reading = new Reading(database);
  const file = openSync(target, 'wx', 0o600);
  try {
    const selection = new Selection(project);
    for (const table of EXPORTED) {
      for (const row of reading.rows(table, ['id'])) selection.trace({ table, row: anyRow(row) });
    }
    return writeLines(reading, selection, new Lines(file, disk.watch()), task);
  } finally {
    closeSync(file);
    reading.close();
  }
}

function writeLines(
  reading: Reading,
  selection: Selection,
  lines: Lines,
  { project, at, blobs }: ExportTask,
): ExportFoot {
  const [workspace] = reading.rows('workspace', ['id']);
  const home = [...reading.rows('project', ['id'])].find(({ id }) => id === project);
  const head: ExportHead = {
    planwright: 1,
    of: project === null ? 'workspace' : 'project',
    title: home?.title ?? workspace?.name ?? '',
    at,
  };
  lines.frame(head);
  if (workspace !== undefined) lines.line(workspaceLine(workspace));
  for (const table of EXPORTED) {
    for (const one of reading.rows(table, EXPORT_ORDER[table] ?? ['id'])) {
      const row = anyRow(one);
      if (selection.has({ table, row })) lines.line(lineOf(table, row));
    }
  }
  const lost = writeBlobs(reading, selection, lines, blobs);
  const foot = { ...lines.foot(), ...(lost.count === 0 ? {} : { lost: lost.told(reading) }) };
  lines.frame(foot);
  lines.flush();
  return foot;
}

/** Writes the bytes of each file once, by their hash; gives what is lost. */
function writeBlobs(
  reading: Reading,
  selection: Selection,
  lines: Lines,
  folder: string,
): LostFiles {
  const lost = new LostFiles();
  let last = { hash: '', state: 'whole' as ReturnType<typeof blobState> };
  for (const attached of reading.rows('attachment', ['hash', 'id'])) {
    if (!selection.has({ table: 'attachment', row: anyRow(attached) })) continue;
    const { hash } = attached;
    if (hash !== last.hash) {
      last = { hash, state: blobState(folder, hash) };
      if (last.state !== 'whole') lines.line(lostLine(hash));
      else for (const part of blobParts(folder, hash)) lines.parts(hash, part);
    }
    if (last.state !== 'whole') lost.add(attached, last.state);
  }
  return lost;
}

function lostLine(hash: string): string {
  const lost: LostBlob = { blob: hash, lost: true };
  return JSON.stringify(lost);
}

/** Attachments whose bytes are not there, or not as they were: the first by name, all by number. */
class LostFiles {
  count = 0;
  readonly #first: { readonly row: Attachment; readonly why: LostFile['why'] }[] = [];

  add(row: Attachment, why: LostFile['why']): void {
    this.count += 1;
    if (this.#first.length < MOST_LOST_NAMED) this.#first.push({ row, why });
  }

  /** What the last line says of them. */
  told(reading: Reading): NonNullable<ExportFoot['lost']> {
    const wanted = new Set<WorkItemId>(this.#first.map(({ row }) => row.item));
    const projects = new Tables();
    projects.load('project', reading.rows('project', ['id']));
    const names = new Map<WorkItemId, string>();
    for (const item of reading.rows('workItem', ['id'])) {
      if (!wanted.has(item.id)) continue;
      names.set(item.id, item.number === null ? item.title : keyOf(projects, item));
    }
    const files = this.#first.map(({ row, why }) => ({
      item: names.get(row.item) ?? row.item,
      file: row.name,
      why,
    }));
    return { count: this.count, files };
  }
}

function anyRow(row: unknown): AnyRow {
  return row as AnyRow;
}

class Lines {
  readonly #file: number;
  readonly #watch: (bytes: number) => void;
  readonly #hash = createHash('sha256');
  #count = 0;
  #text = '';

  constructor(file: number, watch: (bytes: number) => void) {
    this.#file = file;
    this.#watch = watch;
  }

  /** A line that the hash is of. */
  line(text: string): void {
    this.#hash.update(`${text}\n`);
    this.#count += 1;
    this.#write(text);
  }

  /** Lines of the bytes of a file. */
  parts(hash: string, bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += MOST_BLOB_PART) {
      const base64 = bytes.subarray(at, at + MOST_BLOB_PART).toString('base64');
      const part: ExportedBlob = { blob: hash, base64 };
      this.line(JSON.stringify(part));
    }
  }

  /** The first or the last line. */
  frame(value: ExportHead | ExportFoot): void {
    this.#write(JSON.stringify(value));
  }

  foot(): Pick<ExportFoot, 'lines' | 'sha256'> {
    return { lines: this.#count, sha256: this.#hash.digest('hex') };
  }

  flush(): void {
    const bytes = Buffer.from(this.#text);
    this.#watch(bytes.length);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#text = '';
  }

  #write(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= CHUNK) this.flush();
  }
}
