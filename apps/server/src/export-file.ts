/**
 * Writes an export: one state of the database, line by line, with the hash at the end. What the
 * lines are, and which rows an export has, is the engine's.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import {
  EXPORT_ORDER,
  EXPORTED,
  lineOf,
  MOST_BLOB_PART,
  Selection,
  workspaceLine,
  type AnyRow,
  type ExportedBlob,
  type ExportFoot,
  type ExportHead,
  type ProjectId,
} from '@planwright/engine';
import { Reading } from '@planwright/journal';
import { blobIn } from './blob-store.ts';

/** Bytes that are written together. */
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

/** Writes the export; gives its last line. Takes as long as reading the database twice. */
export function writeExport(task: ExportTask): ExportFoot {
  const { database, target, project } = task;
  const reading = new Reading(database);
  const file = openSync(target, 'wx', 0o600);
  try {
    const selection = new Selection(project);
    for (const table of EXPORTED) {
      for (const row of reading.rows(table, ['id'])) selection.trace({ table, row: anyRow(row) });
    }
    return writeLines(reading, selection, file, task);
  } finally {
    closeSync(file);
    reading.close();
  }
}

function writeLines(
  reading: Reading,
  selection: Selection,
  file: number,
  { project, at, blobs }: ExportTask,
): ExportFoot {
  const lines = new Lines(file);
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
  const hashes = new Set<string>();
  for (const table of EXPORTED) {
    for (const one of reading.rows(table, EXPORT_ORDER[table] ?? ['id'])) {
      const row = anyRow(one);
      if (!selection.has({ table, row })) continue;
      lines.line(lineOf(table, row));
      if (table === 'attachment') hashes.add(row['hash'] as string);
    }
  }
  for (const hash of [...hashes].toSorted()) {
    for (const part of partsOf(blobs, hash)) lines.line(JSON.stringify(part));
  }
  const foot = lines.foot();
  lines.frame(foot);
  lines.flush();
  return foot;
}

/** The bytes of a file in parts; none where they are lost, or damaged. */
function* partsOf(folder: string, hash: string): Generator<ExportedBlob> {
  const bytes = blobIn(folder, hash) ?? Buffer.alloc(0);
  for (let at = 0; at < bytes.length; at += MOST_BLOB_PART) {
    const base64 = bytes.subarray(at, at + MOST_BLOB_PART).toString('base64');
    yield { blob: hash, base64 };
  }
}

function anyRow(row: unknown): AnyRow {
  return row as AnyRow;
}

class Lines {
  readonly #file: number;
  readonly #hash = createHash('sha256');
  #count = 0;
  #text = '';

  constructor(file: number) {
    this.#file = file;
  }

  /** A line that the hash is of. */
  line(text: string): void {
    this.#hash.update(`${text}\n`);
    this.#count += 1;
    this.#write(text);
  }

  /** The first or the last line. */
  frame(value: ExportHead | ExportFoot): void {
    this.#write(JSON.stringify(value));
  }

  foot(): ExportFoot {
    return { lines: this.#count, sha256: this.#hash.digest('hex') };
  }

  flush(): void {
    writeSync(this.#file, this.#text);
    this.#text = '';
  }

  #write(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= CHUNK) this.flush();
  }
}
