/**
 * Reading a file from end to end, beside the process that writes it: on a connection of its own,
 * which sees one state of the file however long it takes.
 */
import { DatabaseSync } from 'node:sqlite';

import type { Rows, TableName } from '@planwright/engine';

import { rowOf } from './rows.ts';
import { columnsOf, snake, TABLES } from './tables.ts';

export class Reading {
  readonly #db: DatabaseSync;

  /** Opens the file at `path` as it is now. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { readOnly: true });
    this.#db.exec('PRAGMA busy_timeout = 5000; BEGIN');
  }

  /** The rows of a table by the values of these fields, row by row. */
  *rows<T extends TableName>(table: T, order: readonly string[]): Generator<Rows[T]> {
    const columns = columnsOf(table);
    const template = Object.fromEntries(columns.map(({ field }) => [field, null]));
    const names = columns.map(({ name }) => `"${name}"`).join(', ');
    const by = order.map((field) => `"${snake(field)}"`).join(', ');
    const statement = this.#db.prepare(`SELECT ${names} FROM ${TABLES[table]} ORDER BY ${by}`, {
      returnArrays: true,
    });
    for (const values of statement.iterate()) {
      yield rowOf({ columns, template }, values as never) as unknown as Rows[T];
    }
  }

  close(): void {
    this.#db.close();
  }
}
