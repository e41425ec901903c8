/**
 * The journal in one SQLite file. Everything happens on one connection and in one thread: a call
 * runs to its end before the next begins.
 *
 *   append   BEGIN IMMEDIATE → is the head where it should be? → entries, rows, activity, verdicts,
 *            streams → COMMIT (one fsync of the write-ahead log) → hashes
 *
 * What fails before COMMIT has returned is rolled back. After a `broken` nothing is written any
 * more, not even by `close`: an fsync that failed once says nothing true the second time.
 */
import { hash as digest } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { CommandId, RowKey, Rows, TableName } from '@planwright/engine';
import type {
  Group,
  Head,
  RowsWanted,
  RowWrite,
  StoredEntry,
  StoredVerdict,
  StreamState,
} from '@planwright/sync';
import { JournalError } from '@planwright/sync';

import type { Hash } from '../chain.ts';
import { linkOf } from '../chain.ts';
import { checkGroup } from '../group.ts';
import type { Mark, WitnessedFile } from '../witness.ts';
import type { Aside, AsideFault } from './aside.ts';
import type { Backups } from './backup.ts';
import { backUp } from './backup.ts';
import { connect, proveDurable } from './connection.ts';
import { Emptier } from './emptier.ts';
import { faultOf } from './fault.ts';
import { Lineages } from './lineages.ts';
import { Log } from './log.ts';
import { migrate, MIGRATIONS } from './migrations.ts';
import { RowStore } from './rows.ts';
import { tailProblem } from './scrub.ts';

export interface SqliteOptions {
  /** The file; made where there is none. `:memory:` for a journal that nobody keeps. */
  readonly path: string;
  /** Makes the workspace id and the lineage of a new file: a UUID each time. */
  readonly newId: () => string;
  /** Where a backup goes before every migration; without it, none is made. */
  readonly backups?: Backups;
  /** The thread that brings a long write-ahead log over; without it, a commit does. */
  readonly aside?: Aside;
}

/** Pages of the write-ahead log that are brought into the database without waiting: 16 MiB. */
const MOST_WAL_PAGES = 4_096;
/** A log that is longer than this, since the thread aside does not keep up, is brought over here. */
const TOO_MANY_WAL_PAGES = 4 * MOST_WAL_PAGES;

const sha256: Hash = (bytes) => digest('sha256', bytes);

export class SqliteJournal implements WitnessedFile {
  readonly #db: DatabaseSync;
  readonly #log: Log;
  readonly #lineages: Lineages;
  readonly #rows: RowStore;
  readonly #emptier: Emptier;
  readonly #sql: Readonly<
    Record<'begin' | 'commit' | 'meta' | 'touch' | 'wal' | 'checkpoint', StatementSync>
  >;
  readonly #aside: Aside | null;
  #isAsideBusy = false;
  #proven = false;
  #broken: JournalError | null = null;

  /** Opens the file, brings its layout up to date, and proves that its commits are durable. */
  static open({ path, newId, backups, aside }: SqliteOptions): SqliteJournal {
    try {
      return SqliteJournal.on(connect(path), newId, backups, aside);
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** The journal on a connection that `connect` made, and that nobody else writes on. */
  static on(
    db: DatabaseSync,
    newId: () => string,
    backups?: Backups,
    aside?: Aside,
  ): SqliteJournal {
    try {
      migrate(db, newId, MIGRATIONS, (layout) => {
        if (backups !== undefined) backUp(db, `before-layout-${layout + 1}`, backups);
      });
      proveDurable(db);
      syncRecovered(db);
      return new SqliteJournal(db, aside ?? null);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  private constructor(db: DatabaseSync, aside: Aside | null) {
    this.#db = db;
    this.#aside = aside;
    this.#log = new Log(db);
    this.#lineages = new Lineages(db);
    this.#rows = new RowStore(db);
    this.#emptier = new Emptier(db, this.#rows);
    this.#sql = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      meta: db.prepare('SELECT key, value FROM pm_meta'),
      touch: db.prepare("UPDATE pm_meta SET value = value WHERE key = 'seal'"),
      wal: db.prepare('PRAGMA wal_checkpoint(NOOP)'),
      checkpoint: db.prepare('PRAGMA wal_checkpoint(PASSIVE)'),
    };
  }

  async head(): Promise<Head> {
    return this.#read(() => {
      const meta = new Map(this.#sql.meta.all().map(({ key, value }) => [key, String(value)]));
      const { seq, hash, at } = this.#log.last();
      return {
        workspaceId: meta.get('workspaceId') ?? '',
        lineage: meta.get('lineage') ?? '',
        dataVersion: Number(meta.get('dataVersion')),
        seq,
        hash,
        at,
      };
    });
  }

  async append(group: Group, expectedHead: number): Promise<readonly string[]> {
    const hashes = this.#transaction(() => this.#write(group, expectedHead));
    this.#afterCommit();
    return hashes;
  }

  async after(seq: number, maxBytes: number): Promise<readonly StoredEntry[]> {
    return this.#read(() => this.#log.after(seq, maxBytes));
  }

  async bytesAfter(seq: number): Promise<number> {
    return this.#read(() => this.#log.bytesAfter(seq));
  }

  async hashAt(seq: number): Promise<string | null> {
    return this.#read(() => this.#log.hashAt(seq));
  }

  async rows<T extends TableName>(wanted: RowsWanted<T>): Promise<readonly Rows[T][]> {
    return this.#read(() => this.#rows.list(wanted));
  }

  async rowsOf(keys: readonly RowKey[]): Promise<readonly RowWrite[]> {
    return this.#read(() => keys.flatMap((key) => this.#rows.get(key) ?? []));
  }

  async verdicts(commandIds: readonly CommandId[]): Promise<readonly StoredVerdict[]> {
    return this.#read(() => commandIds.flatMap((id) => this.#log.verdict(id) ?? []));
  }

  async verdictsOf(stream: string, after: number): Promise<readonly StoredVerdict[]> {
    return this.#read(() => this.#log.verdictsOf(stream, after));
  }

  async stream(stream: string): Promise<StreamState | null> {
    return this.#read(() => this.#log.stream(stream));
  }

  async sharedWith(lineage: string): Promise<number> {
    return this.#read(() => {
      const { seq } = this.#log.last();
      return lineage === this.#lineages.current() ? seq : this.#lineages.sharedWith(lineage);
    });
  }

  /** How far this file has come, for its witness. */
  mark(): Mark {
    return this.#read(() => {
      const { seq, hash } = this.#log.last();
      return { lineage: this.#lineages.current(), seq, hash, refused: this.#log.refused() };
    });
  }

  /**
   * Begins a new lineage: entries were lost, or the file is an older copy. Who holds entries of
   * the old one takes a snapshot and sends again what came after `shared`.
   */
  beginLineage(lineage: string, shared: number): void {
    this.#transaction(() => this.#lineages.begin(lineage, shared));
  }

  /** Is the end of the journal as it was written? null, or what is wrong: a look that is quick. */
  tailProblem(): string | null {
    return this.#read(() => tailProblem(this.#db));
  }

  /** Writes what is there already: where this fails, the next edit would. */
  async probe(): Promise<void> {
    this.#transaction(() => this.#sql.touch.run());
  }

  /**
   * Brings the write-ahead log into the database file: for moments when nobody waits. True when
   * all of it is there; false when a reader or a full disk leaves some for later.
   */
  async checkpoint(): Promise<boolean> {
    if (this.#broken !== null) throw this.#broken;
    try {
      const { log, checkpointed } = this.#sql.checkpoint.get() as {
        log: number;
        checkpointed: number;
      };
      return log === checkpointed;
    } catch (error) {
      const fault = this.#noted(error);
      if (fault.fault === 'busy') return false;
      throw fault;
    }
  }

  async close(): Promise<void> {
    await this.#aside?.stop();
    if (this.#broken !== null) return;
    await this.checkpoint();
    try {
      this.#db.close();
    } catch (error) {
      throw this.#noted(error);
    }
  }

  #write(group: Group, expectedHead: number): readonly string[] {
    const last = this.#log.last();
    if (last.seq !== expectedHead) {
      throw new JournalError('moved', `The head is ${last.seq}, not ${expectedHead}.`);
    }
    checkGroup(group, expectedHead);
    let { hash, bytes } = last;
    const hashes: string[] = [];
    for (const commit of group.commits) {
      const link = linkOf(sha256, hash, commit.entry.seq, commit.bytes);
      this.#log.accept(commit, link, bytes);
      for (const write of commit.rows) this.#rows.write(write);
      for (const row of commit.activity) this.#rows.put('activity', row);
      ({ hash } = link);
      bytes += commit.bytes.length;
      hashes.push(hash);
    }
    for (const rejection of group.rejections) this.#log.refuse(rejection);
    for (const { entry } of group.commits) this.#emptier.before(entry);
    this.#log.advance([...group.commits, ...group.rejections].map(({ record }) => record));
    return hashes;
  }

  #transaction<T>(work: () => T): T {
    if (this.#broken !== null) throw this.#broken;
    try {
      this.#sql.begin.run();
      const result = work();
      this.#sql.commit.run();
      return result;
    } catch (error) {
      this.#rollback();
      throw this.#noted(error);
    }
  }

  #rollback(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    } catch (error) {
      this.#broken ??= new JournalError('broken', 'A transaction could not be rolled back.', error);
    }
  }

  /** What was just committed stays committed: only what is `broken` may be thrown from here. */
  #afterCommit(): void {
    try {
      if (!this.#proven) proveDurable(this.#db);
      this.#proven = true;
      const { log, checkpointed } = this.#sql.wal.get() as { log: number; checkpointed: number };
      if (log - checkpointed >= MOST_WAL_PAGES) this.#bringOver(log - checkpointed);
    } catch (error) {
      const fault = this.#noted(error);
      if (fault.fault === 'broken') throw fault;
    }
  }

  /** Has a long write-ahead log brought into the database: aside, as long as that keeps up. */
  #bringOver(pages: number): void {
    if (this.#aside === null || pages >= TOO_MANY_WAL_PAGES) {
      this.#sql.checkpoint.get();
    } else if (!this.#isAsideBusy) {
      this.#isAsideBusy = true;
      void this.#aside.checkpoint().then((fault) => this.#broughtOver(fault));
    }
  }

  /** The thread aside has done what it could: the rest is little, and is done here. */
  #broughtOver(fault: AsideFault): void {
    this.#isAsideBusy = false;
    if (fault !== null) this.#noted(new JournalError(fault.fault, fault.says));
    if (fault !== null || this.#broken !== null || !this.#db.isOpen) return;
    try {
      this.#sql.checkpoint.get();
    } catch (error) {
      this.#noted(error);
    }
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#noted(error);
    }
  }

  /** The fault of an error, remembered when it is one after which nothing may be written. */
  #noted(error: unknown): JournalError {
    const fault = this.#broken ?? faultOf(error);
    if (fault.fault === 'broken') this.#broken = fault;
    return fault;
  }
}

/**
 * Makes what was read from the write-ahead log last, before anybody is told of it. What a process
 * wrote and died before it could sync is read as committed by the next, and nothing has synced it
 * yet. A checkpoint syncs the log and the folder that names it first; that a full disk then keeps
 * it from going on does no harm.
 */
function syncRecovered(db: DatabaseSync): void {
  try {
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch (error) {
    if (faultOf(error).fault === 'broken') throw error;
  }
}
