/**
 * What has arrived from the server and is not shown yet, in order. It knows how far the entries have
 * come, so that one which comes twice is dropped, and one which is missing is noticed at once.
 */
import type { Entry } from '@planwright/engine';
import type { DownOf, WireRow } from '@planwright/protocol';
import { decodeEntry } from '@planwright/protocol';

export type Arrival =
  | { readonly what: 'batch'; readonly batch: DownOf<'batch'>; readonly entries: readonly Entry[] }
  | { readonly what: 'verdicts'; readonly verdicts: DownOf<'verdicts'>['verdicts'] }
  | { readonly what: 'rows'; readonly rows: readonly WireRow[] };

export class Arrivals {
  #waiting: Arrival[] = [];
  #received = 0;

  /** The last seq that has arrived, whether or not it is shown. */
  get received(): number {
    return this.#received;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Entries are there up to this seq: what arrives next follows it. */
  standAt(seq: number): void {
    this.#received = seq;
  }

  /** Lets go of what was not shown. */
  clear(): void {
    this.#waiting = [];
  }

  /** All that was not shown yet: it is the caller's now. */
  take(): readonly Arrival[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  /** Takes in entries, those that are new; false when some are missing in between. */
  batch(batch: DownOf<'batch'>): boolean {
    if (batch.to <= this.#received) return true;
    if (batch.from > this.#received + 1) return false;
    const entries = batch.entries
      .map((bytes) => decodeEntry(bytes))
      .filter((entry) => entry.seq > this.#received);
    this.#received = batch.to;
    this.#waiting.push({ what: 'batch', batch, entries });
    return true;
  }

  verdicts(verdicts: DownOf<'verdicts'>['verdicts']): void {
    this.#waiting.push({ what: 'verdicts', verdicts });
  }

  rows(rows: readonly WireRow[]): void {
    this.#waiting.push({ what: 'rows', rows });
  }
}
