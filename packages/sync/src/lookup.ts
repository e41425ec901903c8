/**
 * Lookup: answers to Fetch and Query, asked in the room's turn, so that they are read at the head.
 * Rows of an audience outside the asker's scope are as if they were not there.
 */
import type { Audience, Refusal, TableName, UserId } from '@planwright/engine';
import { TABLE_NAMES, audienceOf, entityOf, isUuid, refuse, sees } from '@planwright/engine';
import type { UpOf, WireRow } from '@planwright/protocol';

import type { OwnedTable } from './owned.ts';
import { OWNED, PAGE_ROWS } from './owned.ts';
import type { Journal } from './ports.ts';

type Question = (UpOf<'fetch'> | UpOf<'query'>) & { readonly user: UserId };

export interface Found {
  readonly rows: readonly WireRow[];
  readonly more: boolean;
  readonly value: unknown;
}

export class Lookup {
  readonly #journal: Journal;
  readonly #scopeOf: (user: UserId) => ReadonlySet<Audience>;

  constructor(journal: Journal, scopeOf: (user: UserId) => ReadonlySet<Audience>) {
    this.#journal = journal;
    this.#scopeOf = scopeOf;
  }

  /** Reads the answer. Throws what the journal throws. */
  async answer(question: Question): Promise<Found | Refusal> {
    return question.type === 'fetch' ? this.#fetch(question) : this.#query(question);
  }

  async #fetch(question: UpOf<'fetch'> & { user: UserId }): Promise<Found | Refusal> {
    const table = TABLE_NAMES.find((name) => name === question.table);
    if (table === undefined || entityOf(table).hot) {
      return refuse('INVALID', { field: 'table', rule: 'must name a table of cold rows' });
    }
    const scope = this.#scopeOf(question.user);
    if (question.ids.length > 0) return this.#byId(table, question.ids, scope);
    if (!isOwned(table) || question.parent === null || !isUuid(question.parent)) {
      return refuse('INVALID', {
        field: 'parent',
        rule: 'must be the id of the row they belong to',
      });
    }
    return this.#page(table, question, scope);
  }

  async #byId(
    table: TableName,
    ids: readonly string[],
    scope: ReadonlySet<Audience>,
  ): Promise<Found | Refusal> {
    if (ids.length > PAGE_ROWS || !ids.every(isUuid)) {
      return refuse('INVALID', { field: 'ids', rule: `must be at most ${PAGE_ROWS} ids` });
    }
    const keys = ids.map((id) => ({ table, id }) as never);
    const found = await this.#journal.rowsOf(keys);
    const rows = found.flatMap(({ row }) => (row === null ? [] : [{ table, row } as WireRow]));
    return { rows: visible(rows, scope), more: false, value: null };
  }

  /** Newest first: the rows after `after`, going back in time. */
  async #page(
    table: OwnedTable,
    question: UpOf<'fetch'>,
    scope: ReadonlySet<Audience>,
  ): Promise<Found> {
    const { field, order } = OWNED[table];
    const limit = Math.min(Math.max(1, question.limit), PAGE_ROWS);
    const rows = await this.#journal.rows({
      table,
      where: { field: field as never, value: question.parent ?? '' },
      order,
      desc: true,
      limit: limit + 1,
      ...(question.after === null ? {} : { after: question.after }),
    });
    const page = rows.slice(0, limit).map((row) => ({ table, row }) as WireRow);
    return { rows: visible(page, scope), more: rows.length > limit, value: null };
  }

  #query(question: UpOf<'query'>): Found | Refusal {
    return refuse('UNSUPPORTED', { kind: question.kind });
  }
}

function visible(rows: readonly WireRow[], scope: ReadonlySet<Audience>): WireRow[] {
  return rows.filter(({ table, row }) => sees(scope, audienceOf(table, row as never)));
}

function isOwned(table: TableName): table is OwnedTable {
  return Object.hasOwn(OWNED, table);
}
