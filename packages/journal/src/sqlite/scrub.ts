/**
 * The scrub: is everything in the file as it was written? SQLite knows whether its pages fit
 * together, not whether a letter in them has changed, so there are four looks:
 *
 *   1. integrity_check    pages, indexes, types
 *   2. the seals          pm_meta and the columns of entries, verdicts and streams
 *   3. the chain          the bytes of every entry, their order and their number
 *   4. the entries again  every row and activity as the entries make them, beside the one that is here
 *
 * The fourth holds a second copy of the workspace in memory while it runs, so it is left out of a
 * journal over 256 MiB. All of it reads one state of the file, on a connection of its own, while
 * others write.
 */
import { isDeepStrictEqual } from 'node:util';
import { hash as digest } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import type { Entry, Rows, TableName } from '@planwright/engine';
import { activityOf, apply, TABLE_NAMES, Tables } from '@planwright/engine';
import { decodeEntry } from '@planwright/protocol';

import { chained } from '../chain.ts';
import { metaHolds } from './meta.ts';
import { RowStore } from './rows.ts';
import { brokenSeals, SEALED_TABLES } from './sealed.ts';
import { TABLES } from './tables.ts';

/** What a scrub has seen. */
export interface Scrubbed {
  /** What is wrong, a sentence each; none when all is well. */
  readonly found: readonly string[];
  readonly entries: number;
  /** Rows that were compared with what the entries make; null where that was left out. */
  readonly rows: number | null;
}

/** Sentences of one scrub at most. */
const MOST_FOUND = 20;
/** Bytes of the entries of a journal whose rows are compared. */
const MOST_REPLAYED = 256 * 1024 * 1024;
/** Entries that a start looks at. */
const TAIL = 256;

const sha256 = (bytes: Uint8Array): string => digest('sha256', bytes);

/** Scrubs the file at `path`. An error of SQLite on the way is one more thing that is wrong. */
export function scrubFile(path: string, mostReplayed = MOST_REPLAYED): Scrubbed {
  const scrub = new Scrub();
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.exec('BEGIN');
    scrub.run(db, mostReplayed);
  } catch (error) {
    scrub.say(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  db?.close();
  return scrub.result;
}

/** Looks at the end of the journal, for a start that may not take long: null, or what is wrong. */
export function tailProblem(db: DatabaseSync): string | null {
  if (!metaHolds(db)) return 'pm_meta is not as it was written.';
  const last = Number(db.prepare('SELECT max(seq) AS last FROM pm_entries').get()?.['last'] ?? 0);
  const chain = new Chain(db, Math.max(0, last - TAIL));
  for (const _ of chain.entries()) if (chain.problem !== null) return chain.problem;
  return null;
}

class Scrub {
  readonly #found: string[] = [];
  #entries = 0;
  #rows: number | null = null;

  get result(): Scrubbed {
    return { found: this.#found, entries: this.#entries, rows: this.#rows };
  }

  say(sentence: string): void {
    if (this.#found.length < MOST_FOUND) this.#found.push(sentence);
  }

  run(db: DatabaseSync, mostReplayed: number): void {
    for (const row of db.prepare(`PRAGMA integrity_check(${MOST_FOUND})`).all()) {
      if (row['integrity_check'] !== 'ok') this.say(`SQLite: ${String(row['integrity_check'])}`);
    }
    if (!metaHolds(db)) this.say('pm_meta is not as it was written.');
    for (const table of SEALED_TABLES) {
      for (const key of brokenSeals(db, table)) this.say(`${table} ${key} has another seal.`);
    }
    const bytes = Number(
      db.prepare('SELECT sum(length(bytes)) AS n FROM pm_entries').get()?.['n'] ?? 0,
    );
    const replay = bytes <= mostReplayed ? new Replay() : null;
    const chain = new Chain(db, 0);
    for (const bytesOfEntry of chain.entries()) {
      this.#entries += 1;
      if (chain.problem !== null) return this.say(chain.problem);
      replay?.take(bytesOfEntry, db);
    }
    if (replay === null) return;
    for (const sentence of replay.differences(db)) this.say(sentence);
    this.#rows = replay.compared;
  }
}

/** Walks the chain from the entry after `from`, whose own hash is believed. */
class Chain {
  readonly #db: DatabaseSync;
  #seq: number;
  #hash = '';
  problem: string | null = null;

  constructor(db: DatabaseSync, from: number) {
    this.#db = db;
    this.#seq = from;
    const before = db.prepare('SELECT hash FROM pm_entries WHERE seq = ?').get(from);
    if (before !== undefined) this.#hash = hexOf(before['hash']);
    else if (from > 0) this.problem = `Entry ${from} is missing.`;
  }

  /** The bytes of each entry; look at `problem` after each. */
  *entries(): Generator<Uint8Array> {
    const rows = this.#db.prepare(
      'SELECT seq, bytes, content_hash, hash, emptied FROM pm_entries WHERE seq > ? ORDER BY seq',
    );
    for (const row of rows.iterate(this.#seq)) {
      const bytes = row['bytes'] as Uint8Array;
      this.#seq += 1;
      const written = hexOf(row['content_hash']);
      const isWhole = sha256(bytes) === (row['emptied'] === null ? written : hexOf(row['emptied']));
      this.#hash = chained(sha256, this.#hash, this.#seq, written);
      if (row['seq'] !== this.#seq) this.problem ??= `Entry ${this.#seq} is missing.`;
      else if (!isWhole) this.problem ??= `Entry ${this.#seq} is not as it was written.`;
      else if (hexOf(row['hash']) !== this.#hash)
        this.problem ??= `Entry ${this.#seq} does not follow from the one before.`;
      yield bytes;
    }
  }
}

/** The state that the entries make, from nothing. */
class Replay {
  readonly #tables = new Tables();
  readonly #wrong: string[] = [];
  #store: RowStore | null = null;
  #told = 0;
  compared = 0;

  /** Takes in the next entry, and compares the activity that follows from it. */
  take(bytes: Uint8Array, db: DatabaseSync): void {
    this.#store ??= new RowStore(db);
    const entry: Entry = decodeEntry(bytes);
    apply(this.#tables, entry.changes, entry.seq);
    this.#tables.settle();
    for (const row of activityOf(entry, this.#tables.flush(), this.#tables)) {
      this.#told += 1;
      this.#compare('activity', row, this.#store.get({ table: 'activity', id: row.id })?.row);
    }
  }

  /** What is otherwise in the file than the entries make it. */
  *differences(db: DatabaseSync): Generator<string> {
    const store = this.#store ?? new RowStore(db);
    for (const table of TABLE_NAMES) {
      const count = db.prepare(`SELECT count(*) AS n FROM ${TABLES[table]}`).get()?.['n'];
      const told = table === 'activity' ? this.#told : 0; // the rest came with an export
      const made = told + this.#tables.count(table);
      if (count !== made)
        yield `${TABLES[table]} has ${String(count)} rows, and should have ${made}.`;
      for (const row of this.#tables.all(table)) {
        this.#compare(table, row, store.get({ table, id: row.id } as never)?.row);
      }
    }
    yield* this.#wrong;
  }

  #compare<T extends TableName>(table: T, made: Rows[T], kept: unknown): void {
    this.compared += 1;
    if (kept === undefined) this.#say(`${TABLES[table]} ${made.id} is missing.`);
    else if (!isDeepStrictEqual({ ...made }, kept))
      this.#say(`${TABLES[table]} ${made.id} is not what the entries make of it.`);
  }

  #say(sentence: string): void {
    if (this.#wrong.length < MOST_FOUND) this.#wrong.push(sentence);
  }
}

function hexOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? bytes.toHex() : '';
}
