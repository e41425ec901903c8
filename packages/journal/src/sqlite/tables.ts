/**
 * From declarations to SQL: the name of each entity's table, its columns and its lookups. The
 * columns follow the engine's field tables alone, so a new field is a new column, and this file
 * stays as it is; a new entity needs its plural here.
 *
 *   string   TEXT      as it is
 *   bool     INTEGER   0 or 1
 *   uint32   INTEGER
 *   double   REAL      instants too: datetime(created_at / 1000, 'unixepoch')
 *   json     TEXT      JSON; null is NULL
 */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';

import type { Field, Rows, TableName, Wire } from '@planwright/engine';
import { entityOf } from '@planwright/engine';

/** The name of each entity's table: `pm_`, then its plural. */
export const TABLES: Readonly<Record<TableName, string>> = {
  workspace: 'pm_workspaces',
  user: 'pm_users',
  project: 'pm_projects',
  member: 'pm_members',
  state: 'pm_states',
  label: 'pm_labels',
  workItem: 'pm_work_items',
  alias: 'pm_item_keys',
  itemStats: 'pm_item_stats',
  dependency: 'pm_dependencies',
  comment: 'pm_comments',
  attachment: 'pm_attachments',
  document: 'pm_documents',
  revision: 'pm_revisions',
  job: 'pm_jobs',
  activity: 'pm_activity',
};

type Lookups = { readonly [T in TableName]?: readonly (keyof Rows[T] & string)[] };

/**
 * Fields by which rows are looked up, each with an index in the order of the journal. Every change
 * of a row moves it in each of its indexes, so there is none that nobody asks: what is in memory
 * anyway is looked up there.
 */
export const LOOKUPS: Lookups = {
  comment: ['item', 'project'],
  attachment: ['item', 'project'],
  revision: ['document'],
  activity: ['item'],
};

export interface Column {
  /** The name of the field that it holds. */
  readonly field: string;
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL';
  readonly wire: Wire;
  readonly mayBeNull: boolean;
}

/** The columns of an entity's table, in the order of its declaration; `id` is the first. */
export function columnsOf(table: TableName): readonly Column[] {
  return Object.entries(entityOf(table).fields).map(([name, field]) => columnOf(name, field));
}

/** The column of one field. */
export function columnOf(field: string, { wire, nullable }: Field): Column {
  return {
    field,
    name: snake(field),
    type: TYPES[wire],
    wire,
    mayBeNull: nullable || wire === 'json',
  };
}

const TYPES = {
  string: 'TEXT',
  json: 'TEXT',
  bool: 'INTEGER',
  uint32: 'INTEGER',
  double: 'REAL',
} as const satisfies Record<Wire, Column['type']>;

/** A value of a row as SQLite keeps it. */
export function toSql(wire: Wire, value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (wire === 'json') return JSON.stringify(value);
  return wire === 'bool' ? Number(value) : (value as string | number);
}

/** The value of a row that SQLite kept. */
export function fromSql(wire: Wire, value: SQLOutputValue | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (wire === 'json') return JSON.parse(String(value));
  return wire === 'bool' ? value === 1 : value;
}

/** `dueDate` → `due_date`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
