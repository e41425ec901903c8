/**
 * Ports: what the two halves of sync ask of the world. The journal package and the apps implement
 * them; tests bring their own. Nothing here knows a socket, a file or a clock.
 */
import type {
  Activity,
  Audience,
  Command,
  CommandId,
  Entry,
  Limits,
  Refusal,
  RowKey,
  Rows,
  TableName,
  UserId,
} from '@planwright/engine';
import type { WireRow } from '@planwright/protocol';

import type { Breaker } from './breaker.ts';

/** Where the journal stands. */
export interface Head {
  /** Made with the first migration; kept through backup and restore. */
  readonly workspaceId: string;
  /** Changes when a backup is restored; seqs count within one lineage. */
  readonly lineage: string;
  /** Raised by migrations that rewrite rows: clients with another value take a snapshot. */
  readonly dataVersion: number;
  /** The last seq; 0 for an empty journal. */
  readonly seq: number;
  /** The hash of the last entry in hexadecimal; '' for an empty journal. */
  readonly hash: string;
  /** The time of the last entry, milliseconds UTC; 0 for an empty journal. */
  readonly at: number;
}

/** A stream: the commands of one life of a tab or process, numbered 1, 2, 3… */
export interface StreamState {
  readonly stream: string;
  /** The stream belongs to the person who first used it. */
  readonly user: UserId;
  /** The number of the last command that has its verdict. */
  readonly last: number;
}

/** A command as the journal must know it for ever, so that it is never applied twice. */
export interface CommandRecord {
  readonly commandId: CommandId;
  readonly user: UserId;
  /** null for doors without a stream. */
  readonly stream: string | null;
  readonly no: number | null;
  readonly actionId: string | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** One accepted command: the entry, its bytes on the wire, and what it did to the rows. */
export interface Commit {
  readonly record: CommandRecord;
  readonly entry: Entry;
  /** The encoded entry with all its changes: what is hashed, kept, and sent to who sees it all. */
  readonly bytes: Uint8Array;
  /** Who may see each change, in the order of the entry's changes. */
  readonly audiences: readonly Audience[];
  /** Every row that the entry changed, as it is after it; null: taken out for good. */
  readonly rows: readonly RowWrite[];
  readonly activity: readonly Activity[];
}

export type RowWrite = {
  [T in TableName]: { readonly table: T; readonly id: Rows[T]['id']; readonly row: Rows[T] | null };
}[TableName];

/** One refused command: its verdict is kept, so that a retry hears the same. */
export interface Rejection {
  readonly record: CommandRecord;
  readonly refusal: Refusal;
}

/** What one transaction writes: all of it or nothing. */
export interface Group {
  /** In the order of their seqs, which follow the expected head without a gap. */
  readonly commits: readonly Commit[];
  readonly rejections: readonly Rejection[];
}

/** A stored entry. */
export interface StoredEntry {
  readonly seq: number;
  /** The chain hash at this entry, hexadecimal. */
  readonly hash: string;
  readonly commandId: CommandId;
  readonly bytes: Uint8Array;
  readonly audiences: readonly Audience[];
  /** The content hash of the bytes as they were written, where a purge has emptied them since. */
  readonly written?: string;
}

/** A stored verdict, with what the room needs to answer a command that is sent again. */
export interface StoredVerdict {
  readonly record: CommandRecord;
  /** The seq of its entry, or null where it was refused. */
  readonly seq: number | null;
  readonly refusal: Refusal | null;
}

/** Which rows of a table to read: the rows of some ids, or of one value of a field, or all. */
export type RowsWanted<T extends TableName> = {
  readonly table: T;
  readonly where?: { readonly field: keyof Rows[T] & string; readonly value: string };
  /**
   * The order of ids, or of the journal: by the seq of the last change, then by id. What is made
   * once and never changed (activity, revisions) is in the order of history by `seq`; its derived
   * ids are in no order of time. `any` is for whoever takes all rows and sorts them anyway.
   */
  readonly order?: 'id' | 'seq' | 'any';
  /** At most this many, after the row with this id in that order; backwards if `desc`. */
  readonly limit?: number;
  readonly after?: string;
  readonly desc?: boolean;
};

/**
 * Where entries rest. One writer; every method may be asked while none of the others runs.
 *
 * `append` is one transaction: rows, entries, verdicts, activity and stream numbers, on disk when
 * it returns. It gives the hash of each entry. An entry that takes rows out for good empties those
 * before it of what was written in them; their hashes stay.
 *
 * It fails with a `JournalError`: `busy` (full disk, read-only, locked: nothing was written, later
 * may succeed), `moved` (another process has written: the head is not the expected one, or a command
 * was refused meanwhile), `broken` (anything else: the process must end and be brought back).
 */
export interface Journal {
  head(): Promise<Head>;
  append(group: Group, expectedHead: number): Promise<readonly string[]>;
  /** Entries with seq > `seq` in order, until `maxBytes` of them are read (at least one). */
  after(seq: number, maxBytes: number): Promise<readonly StoredEntry[]>;
  /** The bytes of all entries with seq > `seq`: to weigh the log against a snapshot. */
  bytesAfter(seq: number): Promise<number>;
  /** The chain hash at a seq, hexadecimal; null where there is no such entry. '' at 0. */
  hashAt(seq: number): Promise<string | null>;
  /** Every row of a table that is wanted, in the wanted order. */
  rows<T extends TableName>(wanted: RowsWanted<T>): Promise<readonly Rows[T][]>;
  /** Rows by key; rows that are not there are left out. */
  rowsOf(keys: readonly RowKey[]): Promise<readonly RowWrite[]>;
  /** The verdicts of those of these commands that have one. */
  verdicts(commandIds: readonly CommandId[]): Promise<readonly StoredVerdict[]>;
  /** The verdicts of a stream with no > `after`, in the order of `no`. */
  verdictsOf(stream: string, after: number): Promise<readonly StoredVerdict[]>;
  stream(stream: string): Promise<StreamState | null>;
  /**
   * The last seq that a lineage shares with the current one: the head for the current one itself,
   * 0 for one that was never here.
   */
  sharedWith(lineage: string): Promise<number>;
  /** Tidies up after the last write (checkpoint) and lets go of the file. */
  close(): Promise<void>;
}

export type JournalFault = 'busy' | 'moved' | 'broken';

/** What a journal throws: the one exception in these packages, because it is the world's. */
export class JournalError extends Error {
  readonly fault: JournalFault;

  constructor(fault: JournalFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'JournalError';
    this.fault = fault;
  }
}

/** What a room asks of the process that runs it. */
export interface RoomPorts {
  readonly journal: Journal;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Runs `work` soon: after at most 2 ms, so that commands come together in one group. */
  readonly soon: (work: () => void) => void;
  readonly limits: Limits;
  /** How often clients ping, milliseconds. */
  readonly heartbeatMs: number;
  /** Bytes of one connection's commands that may wait for their turn just now; else 4 MiB. */
  readonly queueBytes?: () => number;
  readonly log: RoomLog;
  /** Before the journal's writer; without one, every group is tried. */
  readonly breaker?: Breaker;
  /** Runs `late` when a question has waited too long for its answer, unless it is called off. */
  readonly patience?: (late: () => void) => () => void;
  /** The journal is broken: the process must end and be brought back. */
  readonly fatal: (error: unknown) => void;
}

/** What the room has to say to whoever runs it. */
export interface RoomLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

/** Where a replica stands. */
export interface Position {
  readonly workspaceId: string;
  readonly lineage: string;
  readonly dataVersion: number;
  /** The seq up to which the rows are confirmed, and the journal's hash there. */
  readonly cursor: number;
  readonly hash: string;
  /** The person whose rows they are. */
  readonly user: UserId;
}

/** A command that waits, by its place in its stream. */
export interface OutboxRecord {
  readonly stream: string;
  readonly no: number;
  readonly command: Command;
}

/** Where own commands wait for their verdicts. */
export interface Outbox {
  /** True when what is stored survives the end of the page. */
  readonly durable: boolean;
  /** Keeps the record, then says so. */
  add(record: OutboxRecord, stored: () => void): void;
  remove(record: OutboxRecord): void;
}

/** What a replica keeps between two lives: disposable, since the server has it all. */
export interface Cache {
  read(): { readonly position: Position; readonly rows: readonly WireRow[] } | null;
  /** Rows and position in one transaction. */
  write(rows: readonly RowWrite[], position: Position): void;
  /** Puts these rows in the place of all that was kept. */
  reset(rows: readonly WireRow[], position: Position): void;
}
