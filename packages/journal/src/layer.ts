/**
 * Layers: a journal that does one thing more and leaves the rest to the journal under it. A layer
 * says only what it does otherwise.
 *
 *     room ─► retry ─► witness ─► the file
 */
import type { CommandId, RowKey, Rows, TableName } from '@planwright/engine';
import type {
  Group,
  Head,
  Journal,
  RowsWanted,
  RowWrite,
  StoredEntry,
  StoredVerdict,
  StreamState,
} from '@planwright/sync';

export class JournalLayer implements Journal {
  readonly #under: Journal;

  constructor(under: Journal) {
    this.#under = under;
  }

  head(): Promise<Head> {
    return this.around(() => this.#under.head());
  }

  append(group: Group, expectedHead: number): Promise<readonly string[]> {
    return this.around(() => this.#under.append(group, expectedHead));
  }

  after(seq: number, maxBytes: number): Promise<readonly StoredEntry[]> {
    return this.around(() => this.#under.after(seq, maxBytes));
  }

  bytesAfter(seq: number): Promise<number> {
    return this.around(() => this.#under.bytesAfter(seq));
  }

  hashAt(seq: number): Promise<string | null> {
    return this.around(() => this.#under.hashAt(seq));
  }

  rows<T extends TableName>(wanted: RowsWanted<T>): Promise<readonly Rows[T][]> {
    return this.around(() => this.#under.rows(wanted));
  }

  rowsOf(keys: readonly RowKey[]): Promise<readonly RowWrite[]> {
    return this.around(() => this.#under.rowsOf(keys));
  }

  verdicts(commandIds: readonly CommandId[]): Promise<readonly StoredVerdict[]> {
    return this.around(() => this.#under.verdicts(commandIds));
  }

  verdictsOf(stream: string, after: number): Promise<readonly StoredVerdict[]> {
    return this.around(() => this.#under.verdictsOf(stream, after));
  }

  stream(stream: string): Promise<StreamState | null> {
    return this.around(() => this.#under.stream(stream));
  }

  sharedWith(lineage: string): Promise<number> {
    return this.around(() => this.#under.sharedWith(lineage));
  }

  close(): Promise<void> {
    return this.#under.close();
  }

  /** Runs one call of the journal under this one. */
  protected around<T>(call: () => Promise<T>): Promise<T> {
    return call();
  }
}
