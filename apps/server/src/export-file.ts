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
  Selection,
  workspaceLine,
  type AnyRow,
  type ExportFoot,
  type ExportHead,
  type ProjectId,
} from '@planwright/engine';
import { Reading } from '@planwright/journal';

/** Bytes that are written together. */
const CHUNK = 1024 * 1024;

export interface ExportTask {
  /** The database. */
  readonly database: string;
  /** Where the export is to be. */
  readonly target: string;
  /** Null for the whole workspace. */
  readonly project: ProjectId | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** Writes the export; gives its last line. Takes as long as reading the database twice. */
export function writeExport({ database, target, project, at }: ExportTask): ExportFoot {
  const reading = new Reading(database);
  const file = openSync(target, 'wx', 0o600);
  try {
    const selection = new Selection(project);
    for (const table of EXPORTED) {
      for (const row of reading.rows(table, ['id'])) selection.trace({ table, row: anyRow(row) });
    }
    return writeLines(reading, selection, file, project, at);
  } finally {
    closeSync(file);
    reading.close();
  }
}

function writeLines(
  reading: Reading,
  selection: Selection,
  file: number,
  project: ProjectId | null,
  at: number,
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
  for (const table of EXPORTED) {
    for (const one of reading.rows(table, EXPORT_ORDER[table] ?? ['id'])) {
      const row = anyRow(one);
      if (selection.has({ table, row })) lines.line(lineOf(table, row));
    }
  }
  const foot = lines.foot();
  lines.frame(foot);
  lines.flush();
  return foot;
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
