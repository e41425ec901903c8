/**
 * A journal in memory: for tests and for the simulator. It is the plain model of what a journal
 * does; the ones that keep it on a disk must do the same.
 *
 * An append is durable the moment it is written. `copy` gives what a disk would hold after a
 * crash, or a backup.
 */
import type { CommandId, Entry, RowKey, Rows, TableName } from '@planwright/engine';
import { Emptying, TABLE_NAMES } from '@planwright/engine';
import type {
  CommandRecord,
  Commit,
  Group,
  Head,
  Journal,
  RowsWanted,
  RowWrite,
  StoredEntry,
  StoredVerdict,
  StreamState,
} from '@planwright/sync';
import { JournalError } from '@planwright/sync';

import type { Hash } from './chain.ts';
import { linkOf } from './chain.ts';
import { emptied, mentions } from './emptied.ts';
import { checkGroup, refusedBefore, twice } from './group.ts';

export interface MemoryOptions {
  readonly workspaceId: string;
  readonly lineage: string;
  readonly dataVersion?: number;
  readonly hash: Hash;
}

type Row = Rows[TableName];
type Kept = StoredEntry & { readonly at: number };

export class MemoryJournal implements Journal {
  readonly #options: MemoryOptions;
  readonly #entries: Kept[] = [];
  readonly #verdicts = new Map<string, StoredVerdict>();
  readonly #streams = new Map<string, StreamState>();
  readonly #tables = new Map<TableName, Map<string, Row>>();
  /** Lineages that ended, and up to where each is also the current one's. */
  readonly #ended = new Map<string, number>();
  #broken: JournalError | null = null;

  constructor(options: MemoryOptions) {
    this.#options = options;
    for (const table of TABLE_NAMES) this.#tables.set(table, new Map());
  }

  /**
   * Another journal that stands where this one stands now: what is left after a crash. With a
   * `lineage`, what is there after a restore.
   */
  copy(lineage = this.#options.lineage): MemoryJournal {
    const copy = new MemoryJournal({ ...this.#options, lineage });
    for (const [old, shared] of this.#ended) copy.#ended.set(old, shared);
    copy.#entries.push(...this.#entries);
    for (const [id, verdict] of this.#verdicts) copy.#verdicts.set(id, verdict);
    for (const [name, stream] of this.#streams) copy.#streams.set(name, stream);
    for (const [table, rows] of this.#tables) copy.#tables.set(table, new Map(rows));
    if (lineage !== this.#options.lineage) copy.#end(this.#options.lineage);
    return copy;
  }

  async head(): Promise<Head> {
    const { workspaceId, lineage, dataVersion = 1 } = this.#options;
    const last = this.#entries.at(-1) ?? { seq: 0, hash: '', at: 0 };
    return { workspaceId, lineage, dataVersion, seq: last.seq, hash: last.hash, at: last.at };
  }

  async append(group: Group, expectedHead: number): Promise<readonly string[]> {
    if (this.#broken !== null) throw this.#broken;
    if (this.#entries.length !== expectedHead) {
      throw new JournalError('moved', `The head is ${this.#entries.length}, not ${expectedHead}.`);
    }
    this.#check(group, expectedHead);
    const hashes = group.commits.map((commit) => this.#commit(commit));
    for (const { record, refusal } of group.rejections)
      this.#settle(record, { seq: null, refusal });
    for (const { entry } of group.commits) this.#emptyBefore(entry);
    return hashes;
  }

  async after(seq: number, maxBytes: number): Promise<readonly StoredEntry[]> {
    const found: StoredEntry[] = [];
    let size = 0;
    for (const { at: _, ...entry } of this.#entries.slice(Math.max(0, seq))) {
      size += entry.bytes.length;
      if (found.length > 0 && size > maxBytes) break;
      found.push(entry);
    }
    return found;
  }

  async bytesAfter(seq: number): Promise<number> {
    return this.#entries.slice(Math.max(0, seq)).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  async hashAt(seq: number): Promise<string | null> {
    return seq === 0 ? '' : (this.#entries[seq - 1]?.hash ?? null);
  }

  async rows<T extends TableName>(wanted: RowsWanted<T>): Promise<readonly Rows[T][]> {
    const { where, after, limit } = wanted;
    const table = this.#table(wanted.table);
    const rows = [...table.values()].filter(
      (row) => where === undefined || row[where.field] === where.value,
    );
    rows.sort(wanted.order === 'seq' ? bySeq : byId);
    if (wanted.desc === true) rows.reverse();
    return rows.slice(placeAfter(rows, table, wanted, after)).slice(0, limit);
  }

  async rowsOf(keys: readonly RowKey[]): Promise<readonly RowWrite[]> {
    return keys.flatMap(({ table, id }) => {
      const row = this.#table(table).get(id);
      return row === undefined ? [] : [{ table, id, row } as unknown as RowWrite];
    });
  }

  async verdicts(commandIds: readonly CommandId[]): Promise<readonly StoredVerdict[]> {
    return commandIds.flatMap((id) => this.#verdicts.get(id) ?? []);
  }

  async verdictsOf(stream: string, after: number): Promise<readonly StoredVerdict[]> {
    return [...this.#verdicts.values()]
      .filter(({ record }) => record.stream === stream && (record.no ?? 0) > after)
      .sort((a, b) => (a.record.no ?? 0) - (b.record.no ?? 0));
  }

  async stream(stream: string): Promise<StreamState | null> {
    return this.#streams.get(stream) ?? null;
  }

  async sharedWith(lineage: string): Promise<number> {
    return lineage === this.#options.lineage
      ? this.#entries.length
      : (this.#ended.get(lineage) ?? 0);
  }

  async close(): Promise<void> {}

  #end(lineage: string): void {
    const shared = this.#entries.length;
    for (const [old, before] of this.#ended) this.#ended.set(old, Math.min(before, shared));
    this.#ended.set(lineage, shared);
  }

  /** Everything that could fail, before anything is written. */
  #check(group: Group, expectedHead: number): void {
    try {
      checkGroup(group, expectedHead);
      for (const { record } of [...group.commits, ...group.rejections]) {
        const verdict = this.#verdicts.get(record.commandId);
        if (verdict?.refusal === null) throw twice(record);
        if (verdict !== undefined) throw refusedBefore(record);
      }
    } catch (error) {
      const fault = error as JournalError;
      if (fault.fault === 'broken') this.#broken = fault;
      throw fault;
    }
  }

  #commit({ record, entry, bytes, audiences, rows, activity }: Commit): string {
    const { seq, commandId, at } = entry;
    const prevHash = this.#entries.at(-1)?.hash ?? '';
    const { hash } = linkOf(this.#options.hash, prevHash, seq, bytes);
    this.#entries.push({ seq, hash, commandId, bytes: bytes.slice(), audiences, at });
    for (const { table, id, row } of rows) {
      if (row === null) this.#table(table).delete(id);
      else this.#table(table).set(id, row);
    }
    for (const row of activity) this.#table('activity').set(row.id, row);
    this.#settle(record, { seq, refusal: null });
    return hash;
  }

  /** Empties the entries before one that takes rows out for good. */
  #emptyBefore(purge: Entry): void {
    const emptying = Emptying.after(purge);
    if (emptying === null) return;
    const activity = this.#table('activity');
    for (const [i, kept] of this.#entries.entries()) {
      if (kept.seq > purge.seq || !mentions(kept.bytes, emptying.owners)) continue;
      const told = [...activity.values()].filter((row) => row.seq === kept.seq);
      const left = emptied(emptying, kept.bytes, told);
      if (left === null) continue;
      for (const row of left.told) activity.set(row.id, row);
      const written = kept.written ?? this.#options.hash(kept.bytes);
      if (left.bytes !== null) this.#entries[i] = { ...kept, bytes: left.bytes, written };
    }
    for (const [id, verdict] of this.#verdicts) {
      if (verdict.refusal === null) continue;
      this.#verdicts.set(id, { ...verdict, refusal: emptying.refused(verdict.refusal) });
    }
  }

  #settle(record: CommandRecord, verdict: Pick<StoredVerdict, 'seq' | 'refusal'>): void {
    const { commandId, user, stream, no } = record;
    this.#verdicts.set(commandId, { record, ...verdict });
    if (stream === null || no === null) return;
    const before = this.#streams.get(stream) ?? { stream, user, last: 0 };
    this.#streams.set(stream, { ...before, last: Math.max(before.last, no) });
  }

  #table<T extends TableName>(table: T): Map<string, Rows[T]> {
    return this.#tables.get(table) as unknown as Map<string, Rows[T]>;
  }
}

/** Where a page begins that comes after the row `after` in a sorted list. */
function placeAfter<T extends TableName>(
  rows: readonly Rows[T][],
  table: ReadonlyMap<string, Rows[T]>,
  wanted: RowsWanted<T>,
  after: string | undefined,
): number {
  if (after === undefined) return 0;
  const anchor = wanted.order === 'seq' ? table.get(after) : { id: after, seq: 0 };
  if (anchor === undefined) return rows.length;
  const order = wanted.order === 'seq' ? bySeq : byId;
  const sign = wanted.desc === true ? -1 : 1;
  const place = rows.findIndex((row) => sign * order(row, anchor) > 0);
  return place === -1 ? rows.length : place;
}

interface Placed {
  readonly id: string;
  readonly seq: number;
}

function byId(a: Placed, b: Placed): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function bySeq(a: Placed, b: Placed): number {
  return a.seq - b.seq || byId(a, b);
}
