/**
 * Tables: the state of a workspace, or of as much of it as this side knows.
 *
 *   get / list / first …   reading, by id or by index
 *   set                    writing one row; everything else is made of it
 *   replace                writing a whole snapshot
 *   mark / undo            take back every write since a mark, bit for bit
 *   cut / takeBack         the same, later, for writes that others have followed
 *   traced                 tell somebody of each row before it is read or written
 *   flush                  tell listeners what is different since they were last told
 *
 * Rows are immutable: a write replaces the object, and an undo puts the very same object back.
 * So "did it change" is a comparison of references first, of values second.
 */
import { entityOf } from './entity/list.ts';
import type { Indexes, Rows } from './entity/list.ts';
import type { AnyRow } from './entity/entity.ts';
import { TABLE_NAMES } from './entity/names.ts';
import type { TableName } from './entity/names.ts';
import type { Id } from './lib/id.ts';
import { weightOf } from './lib/rank.ts';
import { Sorted } from './lib/sorted.ts';

/** One row that is different from what it was; undefined: not there. */
export type Touched = {
  [T in TableName]: {
    readonly table: T;
    readonly id: Id<T>;
    readonly before: Rows[T] | undefined;
    readonly after: Rows[T] | undefined;
  };
}[TableName];

export type Listener = (touched: readonly Touched[]) => void;

type AnyRowLike = { readonly id: string };

/** A write that can be taken back. */
export interface Write {
  readonly table: Table;
  readonly id: string;
  readonly before: AnyRow | undefined;
}

/**
 * Is told what is going to be read or written, before it is. A `space` is the number of a table,
 * whose keys are ids, or that of an index. A write of a row reads it (to undo it) and writes each
 * key that it has or gets. A list counts as read, with its rows, when it is asked for.
 */
export interface Tracer {
  /** `key` is null where it may be any row of the table. */
  reads(space: number, key: string | null): void;
  writes(space: number, key: string): void;
}

export class Tables {
  readonly #tables: Readonly<Record<TableName, Table>>;
  readonly #log: Write[] = [];
  readonly #listeners = new Set<Listener>();
  #tracer: Tracer | null = null;

  constructor() {
    const made: Partial<Record<TableName, Table>> = {};
    let spaces = 0;
    for (const name of TABLE_NAMES) {
      const table = new Table(name, spaces);
      spaces += table.spaces;
      made[name] = table;
    }
    this.#tables = made as Record<TableName, Table>;
  }

  get<T extends TableName>(table: T, id: Id<T> | null | undefined): Rows[T] | undefined {
    if (id === null || id === undefined) return undefined;
    const from = this.#tables[table];
    this.#tracer?.reads(from.space, id);
    return from.rows.get(id) as Rows[T] | undefined;
  }

  /** How many rows the table has here. */
  count(table: TableName): number {
    this.#tracer?.reads(this.#tables[table].space, null);
    return this.#tables[table].rows.size;
  }

  /** All rows of a table, in no order. */
  all<T extends TableName>(table: T): IterableIterator<Rows[T]> {
    this.#tracer?.reads(this.#tables[table].space, null);
    return this.#tables[table].rows.values() as unknown as IterableIterator<Rows[T]>;
  }

  /** The rows under one key of an index, in its order; empty where there are none. */
  list<T extends TableName>(table: T, index: Indexes[T], key: string): Sorted<Rows[T]> {
    return this.#tables[table].list(index, key, this.#tracer) as unknown as Sorted<Rows[T]>;
  }

  /** The first row under one key of an index. */
  first<T extends TableName>(table: T, index: Indexes[T], key: string): Rows[T] | undefined {
    return this.list(table, index, key).first();
  }

  /** Puts a row in the place of the one that has its id; undefined takes it out. */
  set<T extends TableName>(table: T, id: Id<T>, row: Rows[T] | undefined): void {
    const into = this.#tables[table];
    this.#tracer?.reads(into.space, id);
    this.#tracer?.writes(into.space, id);
    const before = into.rows.get(id);
    this.#log.push({ table: into, id, before });
    into.set(id, row as unknown as AnyRow | undefined, this.#tracer);
  }

  /** Puts these rows in the place of all rows that were here. Cannot be undone. */
  replace(rows: readonly { readonly table: TableName; readonly row: AnyRowLike }[]): void {
    const kept = new Set<string>();
    for (const { table, row } of rows) {
      kept.add(`${table} ${row.id}`);
      this.#tables[table].set(row.id, row as AnyRow);
    }
    for (const name of TABLE_NAMES) {
      for (const id of this.#tables[name].rows.keys()) {
        if (!kept.has(`${name} ${id}`)) this.#tables[name].set(id, undefined);
      }
    }
    this.settle();
  }

  /**
   * Takes in rows of a table that has none of them, for a start: nobody is told, and it cannot be
   * undone.
   */
  load<T extends TableName>(table: T, rows: Iterable<Rows[T]>): void {
    const into = this.#tables[table];
    for (const row of rows) into.load(row as unknown as AnyRow);
  }

  /** A point to which `undo` can go back. */
  mark(): number {
    return this.#log.length;
  }

  /** Takes back all writes since the mark, the last one first. */
  undo(mark: number): void {
    this.takeBack(this.cut(mark));
  }

  /** Takes the writes since the mark out of the log: an earlier mark leaves them where they are. */
  cut(mark: number): readonly Write[] {
    return this.#log.splice(mark);
  }

  /** Takes back writes that were cut, the last one first; their rows were not written since. */
  takeBack(writes: readonly Write[]): void {
    for (let at = writes.length - 1; at >= 0; at -= 1) {
      const write = writes[at];
      write?.table.set(write.id, write.before);
    }
  }

  /** Does something and tells of all that it reads and writes; undoing is not told. */
  traced<R>(tracer: Tracer, what: () => R): R {
    const outer = this.#tracer;
    this.#tracer = tracer;
    try {
      return what();
    } finally {
      this.#tracer = outer;
    }
  }

  /** Forgets how to undo: what is here now stays. */
  settle(): void {
    this.#log.length = 0;
  }

  /** Asks to be told at each flush; gives the way to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The rows that are different since the last flush; listeners are told of them. */
  flush(): readonly Touched[] {
    const touched: Touched[] = [];
    for (const name of TABLE_NAMES) this.#tables[name].flush(touched);
    if (touched.length > 0) for (const listener of this.#listeners) listener(touched);
    return touched;
  }
}

class Table {
  readonly rows = new Map<string, AnyRow>();
  readonly space: number;
  readonly #name: TableName;
  readonly #indexes: readonly IndexTable[];
  /** What each row was at the last flush, for rows written since. */
  readonly #touched = new Map<string, AnyRow | undefined>();

  constructor(name: TableName, space: number) {
    this.#name = name;
    this.space = space;
    this.#indexes = Object.entries(entityOf(name).indexes).map(
      ([index, { key, order }], at) =>
        new IndexTable(index, space + 1 + at, key as never, order === 'rank'),
    );
  }

  /** How many numbers of spaces it takes, from its own one on. */
  get spaces(): number {
    return 1 + this.#indexes.length;
  }

  set(id: string, row: AnyRow | undefined, tracer: Tracer | null = null): void {
    const before = this.rows.get(id);
    if (before === row) return;
    if (!this.#touched.has(id)) this.#touched.set(id, before);
    if (row === undefined) this.rows.delete(id);
    else this.rows.set(id, row);
    for (const index of this.#indexes) index.move(before, row, tracer);
  }

  load(row: AnyRow): void {
    this.rows.set(row.id, row);
    for (const index of this.#indexes) index.move(undefined, row, null);
  }

  list(name: string, key: string, tracer: Tracer | null): Sorted<AnyRow> {
    for (const index of this.#indexes) {
      if (index.name !== name) continue;
      tracer?.reads(index.space, key);
      return index.list(key) ?? NONE;
    }
    return NONE;
  }

  /** Adds the rows that are different since the last flush. */
  flush(into: Touched[]): void {
    for (const [id, before] of this.#touched) {
      const after = this.rows.get(id);
      if (sameRow(before, after)) continue;
      into.push({ table: this.#name, id, before, after } as unknown as Touched);
    }
    this.#touched.clear();
  }
}

class IndexTable {
  readonly name: string;
  readonly space: number;
  readonly #key: (row: AnyRow) => string | null;
  readonly #order: (a: AnyRow, b: AnyRow) => number;
  readonly #weigh: (row: AnyRow) => number;
  /** The rows of each key: a list, or the row itself where it is the only one. */
  readonly #found = new Map<string, AnyRow | Sorted<AnyRow>>();

  constructor(name: string, space: number, key: (row: AnyRow) => string | null, ranked: boolean) {
    this.name = name;
    this.space = space;
    this.#key = key;
    this.#order = ranked ? (byRank as typeof byId) : byId;
    this.#weigh = ranked ? (row) => weightOf(row['rank'] as string) : () => 0;
  }

  list(key: string): Sorted<AnyRow> | undefined {
    const found = this.#found.get(key);
    return found === undefined || found instanceof Sorted ? found : this.#listOf(found);
  }

  /** Follows a write of one row. Where its place stays the same, nothing around it moves. */
  move(before: AnyRow | undefined, after: AnyRow | undefined, tracer: Tracer | null): void {
    const from = before === undefined ? null : this.#key(before);
    const to = after === undefined ? null : this.#key(after);
    if (tracer !== null) {
      if (from !== null) tracer.writes(this.space, from);
      if (to !== null && to !== from) tracer.writes(this.space, to);
    }
    if (before !== undefined && from !== null) {
      const stays = from === to && after !== undefined && this.#order(before, after) === 0;
      if (stays && this.#replace(from, after)) return;
      this.#take(from, before);
    }
    if (after !== undefined && to !== null) this.#add(to, after);
  }

  #replace(key: string, row: AnyRow): boolean {
    const found = this.#found.get(key);
    if (found instanceof Sorted) return found.replace(row);
    if (found?.id !== row.id) return false;
    this.#found.set(key, row);
    return true;
  }

  #take(key: string, row: AnyRow): void {
    const found = this.#found.get(key);
    if (found instanceof Sorted) found.remove(row);
    const empty = found instanceof Sorted ? found.size === 0 : found?.id === row.id;
    if (empty) this.#found.delete(key);
  }

  #add(key: string, row: AnyRow): void {
    const found = this.#found.get(key);
    if (found === undefined) this.#found.set(key, row);
    else if (found instanceof Sorted) found.add(row);
    else {
      const list = this.#listOf(found);
      list.add(row);
      this.#found.set(key, list);
    }
  }

  #listOf(row: AnyRow): Sorted<AnyRow> {
    const list = new Sorted(this.#order, this.#weigh);
    list.add(row);
    return list;
  }
}

/** Order by id: total, since ids are unique. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Order by rank, ties by id: the order of every list that people can drag in. */
export function byRank(
  a: { readonly id: string; readonly rank: string },
  b: { readonly id: string; readonly rank: string },
): number {
  return a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : byId(a, b);
}

/** Are two values of a field the same? JSON values are compared as JSON. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What is under a key of an index that has no rows. Nobody adds to a list that was asked for. */
const NONE = new Sorted<AnyRow>(byId);

function sameRow(a: AnyRow | undefined, b: AnyRow | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  for (const key in a) if (!sameValue(a[key], b[key])) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}
