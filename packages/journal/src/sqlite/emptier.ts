/**
 * Empties entries in the file: those before a purge, in its own transaction, so that no crash comes
 * in between. Whatever people wrote in an item was told in its timeline, and that has an index; only
 * what an export brought was not, and the few entries of such a load are looked through.
 *
 * A refusal names no row, but may quote a text: those few that quote anything are looked through.
 *
 * The content hash stays as it was written, `emptied` is that of the bytes which are left, and the
 * seal covers it. `bytes_before` stays as well: it weighs the log, and may be too much.
 */
import { hash as digest } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

import type { Activity, Entry, Refusal } from '@planwright/engine';
import { Emptying } from '@planwright/engine';

import { emptied, mentions, readable } from '../emptied.ts';
import { complete } from './layout.ts';
import { RowStore } from './rows.ts';
import { sealOf } from './seal.ts';
import { SEALED, sealOfEmptied } from './sealed.ts';

const SQL = {
  loads: `SELECT seq FROM pm_entries WHERE kind = 'workspace.load' AND seq > ? ORDER BY seq`,
  read: `SELECT ${SEALED.pm_entries.join(', ')}, bytes FROM pm_entries WHERE seq = ?`,
  write: 'UPDATE pm_entries SET bytes = ?, emptied = ?, seal = ? WHERE seq = ?',
  quoting: `SELECT ${SEALED.pm_verdicts.join(', ')} FROM pm_verdicts WHERE code = 'CONFLICT'`,
  unquote: 'UPDATE pm_verdicts SET refusal = ?, seal = ? WHERE command_id = ?',
} as const;

/** More entries than any one group has. */
const MOST_OF_A_GROUP = 1_024;

const PURGES = `SELECT bytes FROM pm_entries WHERE kind = 'workItem.purge' ORDER BY seq`;

type Found = Readonly<Record<string, SQLOutputValue>>;

export class Emptier {
  readonly #rows: RowStore;
  readonly #sql: Readonly<Record<keyof typeof SQL, StatementSync>>;
  /** The entries that loaded an export, as far as they were looked for. */
  readonly #loads = new Set<number>();
  #lookedTo = 0;

  constructor(db: DatabaseSync, rows: RowStore) {
    this.#rows = rows;
    const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
    this.#sql = Object.fromEntries(prepared) as Record<keyof typeof SQL, StatementSync>;
  }

  /** Empties the entries before this one of what it takes out for good. */
  before(purge: Entry): void {
    const emptying = Emptying.after(purge);
    if (emptying === null) return;
    const told = this.#toldOf(emptying);
    const seqs = [...new Set([...told.keys(), ...this.#loadsBefore(purge.seq)])];
    // An import may have brought the same item anew since: what follows the purge is of that one.
    const before = seqs.filter((seq) => seq <= purge.seq).toSorted((a, b) => a - b);
    for (const seq of before) {
      const found = this.#sql.read.get(seq);
      if (found === undefined || !mentions(found['bytes'] as Uint8Array, emptying.owners)) continue;
      this.#empty(found, emptying, told.get(seq) ?? []);
    }
    this.#unquote(emptying);
  }

  #unquote(emptying: Emptying): void {
    for (const found of this.#sql.quoting.all()) {
      const refusal = JSON.parse(String(found['refusal'])) as Refusal;
      const left = emptying.refused(refusal);
      if (left === refusal) continue;
      const row: Found = { ...found, refusal: JSON.stringify(left) };
      const seal = sealOf(SEALED.pm_verdicts.map((column) => row[column]));
      this.#sql.unquote.run(String(row['refusal']), seal, String(row['command_id']));
    }
  }

  #empty(found: Found, emptying: Emptying, told: readonly Activity[]): void {
    const left = emptied(emptying, found['bytes'] as Uint8Array, told);
    if (left === null) return;
    for (const [i, row] of left.told.entries()) {
      if (row !== told[i]) this.#rows.put('activity', row);
    }
    if (left.bytes === null) return;
    const hash = Uint8Array.fromHex(digest('sha256', left.bytes));
    const values = SEALED.pm_entries.map((column) => found[column]);
    this.#sql.write.run(left.bytes, hash, sealOfEmptied(values, hash), found['seq'] as number);
  }

  /** What was told of the items, by the entry that tells it. */
  #toldOf({ items }: Emptying): ReadonlyMap<number, readonly Activity[]> {
    const told = new Map<number, Activity[]>();
    for (const item of items) {
      const where = { field: 'item' as const, value: item };
      for (const row of this.#rows.list({ table: 'activity', where, order: 'seq' })) {
        const others = told.get(row.seq);
        if (others === undefined) told.set(row.seq, [row]);
        else others.push(row);
      }
    }
    return told;
  }

  /** The last ones are looked for again: a group that failed may be written otherwise. */
  #loadsBefore(seq: number): ReadonlySet<number> {
    for (const found of this.#sql.loads.all(this.#lookedTo)) this.#loads.add(Number(found['seq']));
    this.#lookedTo = Math.max(this.#lookedTo, seq - MOST_OF_A_GROUP);
    return this.#loads;
  }
}

/** Empties a file whose purges have emptied nothing yet. */
export function emptyAll(db: DatabaseSync): void {
  complete(db);
  const emptier = new Emptier(db, new RowStore(db));
  for (const { bytes } of db.prepare(PURGES).all()) {
    const purge = readable(bytes as Uint8Array);
    if (purge !== null) emptier.before(purge);
  }
}
