/**
 * The rows of all entities: written and read by statements that follow from the declarations and
 * are prepared once. Reading 100,000 rows is the longest part of a start, so values come as
 * arrays, rows are filled in from a template, and equal texts of one column become one string:
 * that halves the memory of the rows of a large workspace. Whole tables come as they lie in the
 * file: by id, each row would be looked up on a page of its own.
 */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

import type { RowKey, Rows, TableName } from '@planwright/engine';
import { TABLE_NAMES } from '@planwright/engine';
import type { RowsWanted, RowWrite } from '@planwright/sync';

import type { Column } from './tables.ts';
import { columnsOf, fromSql, snake, TABLES, toSql } from './tables.ts';

interface Statements {
  readonly columns: readonly Column[];
  readonly template: Readonly<Record<string, unknown>>;
  readonly put: StatementSync;
  readonly remove: StatementSync;
  readonly get: StatementSync;
}

type Values = readonly SQLOutputValue[];

/** A column with more different texts than this is not one of repeated values. */
const MOST_SHARED = 4_096;

export class RowStore {
  readonly #db: DatabaseSync;
  readonly #tables: Readonly<Record<TableName, Statements>>;
  readonly #lists = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    const tables = TABLE_NAMES.map((table) => [table, prepare(db, table)] as const);
    this.#tables = Object.fromEntries(tables) as Record<TableName, Statements>;
  }

  /** Sets a row, or takes it out for good. */
  write({ table, id, row }: RowWrite): void {
    if (row === null) this.#tables[table].remove.run(id);
    else this.put(table, row);
  }

  put(table: TableName, row: Rows[TableName]): void {
    const { columns, put } = this.#tables[table];
    const values: SQLInputValue[] = [];
    const fields = row as unknown as Readonly<Record<string, unknown>>;
    for (const { field, wire } of columns) values.push(toSql(wire, fields[field]));
    put.run(...values);
  }

  /** The row of a key, as a write that would make it; null where there is none. */
  get({ table, id }: RowKey): RowWrite | null {
    const statements = this.#tables[table];
    const values = statements.get.get(id) as Values | undefined;
    if (values === undefined) return null;
    return { table, id, row: rowOf(statements, values) } as unknown as RowWrite;
  }

  list<T extends TableName>(wanted: RowsWanted<T>): readonly Rows[T][] {
    const statements = this.#tables[wanted.table];
    const { where, after, limit = -1 } = wanted;
    if (where !== undefined && !isText(statements.columns, where.field)) return [];
    const given = [where?.value, after].filter((value) => value !== undefined);
    const shared = statements.columns.map(({ type }) => (type === 'TEXT' ? new Shared() : null));
    const rows: Rows[T][] = [];
    // Row by row: all of their values at once would be as large as the rows that are made of them.
    for (const values of this.#listing(wanted).iterate(...given, limit)) {
      rows.push(rowOf(statements, values as unknown as Values, shared) as unknown as Rows[T]);
    }
    return rows;
  }

  #listing<T extends TableName>({
    table,
    where,
    order,
    after,
    desc,
  }: RowsWanted<T>): StatementSync {
    const name = TABLES[table];
    const by = order === 'seq' ? ['seq', 'id'] : ['id'];
    const beyond = desc === true ? '<' : '>';
    const anchor = order === 'seq' ? `(SELECT seq, id FROM ${name} WHERE id = ?)` : '(?)';
    const conditions = [
      where === undefined ? [] : `"${snake(where.field)}" = ?`,
      after === undefined ? [] : `(${by.join(', ')}) ${beyond} ${anchor}`,
    ].flat();
    const columns = this.#tables[table].columns.map((column) => `"${column.name}"`).join(', ');
    const sorting = by.map((column) => column + (desc === true ? ' DESC' : '')).join(', ');
    return this.#prepared(
      `SELECT ${columns} FROM ${name}` +
        (conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '') +
        (order === 'any' ? '' : ` ORDER BY ${sorting}`) +
        ' LIMIT ?',
    );
  }

  /** Statements of the few shapes that are asked for: tables, lookups and orders. */
  #prepared(sql: string): StatementSync {
    let statement = this.#lists.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql, { returnArrays: true });
      this.#lists.set(sql, statement);
    }
    return statement;
  }
}

/** Makes one string of equal ones, as long as a column has few different ones. */
class Shared {
  #seen: Map<string, string> | null = new Map();

  one(text: string): string {
    if (this.#seen === null) return text;
    const seen = this.#seen.get(text);
    if (seen !== undefined) return seen;
    if (this.#seen.size === MOST_SHARED) this.#seen = null;
    else this.#seen.set(text, text);
    return text;
  }
}

function prepare(db: DatabaseSync, table: TableName): Statements {
  const [name, columns] = [TABLES[table], columnsOf(table)];
  const names = columns.map((column) => `"${column.name}"`);
  const updates = names.slice(1).map((column) => `${column} = excluded.${column}`);
  const sql = {
    put:
      `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})` +
      ` ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
    remove: `DELETE FROM ${name} WHERE id = ?`,
    get: `SELECT ${names.join(', ')} FROM ${name} WHERE id = ?`,
  };
  return {
    columns,
    template: Object.fromEntries(columns.map(({ field }) => [field, null])),
    put: db.prepare(sql.put),
    remove: db.prepare(sql.remove),
    get: db.prepare(sql.get, { returnArrays: true }),
  };
}

/** The row of the values of all columns; `shared` makes one string of equal ones. */
export function rowOf(
  { columns, template }: Pick<Statements, 'columns' | 'template'>,
  values: Values,
  shared?: readonly (Shared | null)[],
): Readonly<Record<string, unknown>> {
  const row = { ...template };
  let index = 0;
  for (const { field, wire } of columns) {
    const value = values[index];
    row[field] =
      wire === 'string' && typeof value === 'string'
        ? (shared?.[index]?.one(value) ?? value)
        : fromSql(wire, value);
    index += 1;
  }
  return row;
}

function isText(columns: readonly Column[], field: string): boolean {
  return columns.some((column) => column.field === field && column.wire === 'string');
}
