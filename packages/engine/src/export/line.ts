/**
 * An export in our own format: JSON lines, UTF-8.
 *
 *   {"planwright":1,"of":"workspace","title":"Bakery","at":1772442000000}
 *   {"workspace":{"name":"Bakery","timeZone":"Europe/Berlin",…}}
 *   {"table":"user","row":{"id":…}}            one line for each row, owners before what they own
 *   {"blob":"<SHA-256>","base64":"…"}          the bytes of attachments, in parts in order
 *   {"blob":"<SHA-256>","lost":true}           bytes that were not there to be exported
 *   {"lines":4711,"sha256":"…"}                of all lines but the first and this one
 *
 * Rows stand in the order of their tables, and in a table in that of `EXPORT_ORDER`: so a reader
 * meets what a row refers to before the row, and needs to hold little of the file.
 *
 * Nothing in it depends on the journal that it was written from: rows have no `seq`, activity has
 * no entry, and a text stands in its revisions. So the export of what was loaded from an export
 * has the same hash.
 */
import type { AnyRow } from '../entity/entity.ts';
import { entityOf } from '../entity/list.ts';
import type { TableName } from '../entity/names.ts';
import { TABLE_NAMES } from '../entity/names.ts';
import type { Workspace } from '../entity/workspace.ts';

/** What an export is of, and when it was made (milliseconds UTC). */
export interface ExportHead {
  readonly planwright: 1;
  readonly of: 'workspace' | 'project';
  readonly title: string;
  readonly at: number;
}

/** The last line: so many lines between, with this hash, in hexadecimal, and what is not in them. */
export interface ExportFoot {
  readonly lines: number;
  readonly sha256: string;
  /** Attachments without their bytes; absent where there are none. */
  readonly lost?: {
    readonly count: number;
    /** The first of them, at most `MOST_LOST_NAMED`. */
    readonly files: readonly LostFile[];
  };
}

/** An attachment whose bytes are not in an export. */
export interface LostFile {
  /** The key of its item, or the title of one without. */
  readonly item: string;
  readonly file: string;
  /** Not on the disk, or others than were put there. */
  readonly why: 'missing' | 'damaged';
}

/** Attachments without their bytes that a last line names. */
export const MOST_LOST_NAMED = 100;

/** A part of the bytes of attachments that have this SHA-256, in hexadecimal. */
export interface ExportedBlob {
  readonly blob: string;
  readonly base64: string;
}

/** Says that the bytes with this SHA-256 are not in the export. */
export interface LostBlob {
  readonly blob: string;
  readonly lost: true;
}

/** Bytes of one part of a file at most. */
export const MOST_BLOB_PART = 192 * 1024;

/** The workspace's own fields; its id and history stay where they are. */
export type WorkspaceWords = Pick<Workspace, 'name' | 'timeZone' | 'weekStart' | 'workingDays'>;

/** Tables whose rows are exported, in the order of the file. Jobs are their server's alone. */
export const EXPORTED = TABLE_NAMES.filter((table) => table !== 'workspace' && table !== 'job');

/** Fields that follow from other lines, or from the journal that they come to. */
const LEFT_OUT: { readonly [T in TableName]?: readonly string[] } = {
  document: ['rev', 'text'],
  attachment: ['lost'],
  activity: ['entry'],
};

/** Fields that order the rows of a table in the file; `id` where there are none. */
export const EXPORT_ORDER: { readonly [T in TableName]?: readonly string[] } = {
  revision: ['document', 'rev'],
  activity: ['createdAt', 'id'],
};

/** The names of the fields that a line of this table has, in order. */
export function exportedFields(table: TableName): readonly string[] {
  const left = LEFT_OUT[table] ?? [];
  return Object.keys(entityOf(table).fields).filter(
    (name) => name !== 'seq' && !left.includes(name),
  );
}

/** The line of a row. */
export function lineOf(table: TableName, row: AnyRow): string {
  return JSON.stringify({ table, row: picked(row, exportedFields(table)) });
}

/** The line of the workspace. */
export function workspaceLine(workspace: Workspace): string {
  const { name, timeZone, weekStart, workingDays } = workspace;
  return JSON.stringify({ workspace: { name, timeZone, weekStart, workingDays } });
}

function picked(row: AnyRow, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, sortedJson(row[name])]));
}

/** JSON whose keys are in order, so that equal values make equal lines. */
function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedJson);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sortedJson(one)]));
}
