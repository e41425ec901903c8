/**
 * Settled: own commands that the server has committed, kept for a while. A server that comes back
 * from an older backup has lost the last of them; they are sent again with the ids they had, so that
 * what is still there already is not done twice. They live as long as this replica.
 */

/** What was committed, and where. */
interface Settled {
  readonly bytes: Uint8Array;
  readonly seq: number;
  /** When it was settled, milliseconds UTC. */
  readonly at: number;
}

/** Older ones are let go of: nobody puts back a backup from before that. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** At most so many are kept, and so many bytes of them; the newest. */
const MOST = 5_000;
const MOST_BYTES = 16 * 1024 * 1024;

export class SettledList {
  readonly #now: () => number;
  #list: Settled[] = [];
  #bytes = 0;

  /** @param now milliseconds UTC */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** This command stands in the entry `seq`. */
  keep(bytes: Uint8Array, seq: number): void {
    this.#list.push({ bytes, seq, at: this.#now() });
    this.#bytes += bytes.length;
    this.#forget();
  }

  /** The commands behind entry `seq`, in the order of their entries. They are the caller's now. */
  takeAfter(seq: number): readonly Uint8Array[] {
    this.#forget();
    const taken = this.#list.filter((one) => one.seq > seq).sort((a, b) => a.seq - b.seq);
    this.#list = this.#list.filter((one) => one.seq <= seq);
    this.#bytes = this.#list.reduce((sum, one) => sum + one.bytes.length, 0);
    return taken.map(({ bytes }) => bytes);
  }

  #forget(): void {
    const since = this.#now() - KEPT_MS;
    for (let oldest = this.#list[0]; oldest !== undefined; oldest = this.#list[0]) {
      const isKept = oldest.at >= since && this.#list.length <= MOST && this.#bytes <= MOST_BYTES;
      if (isKept) return;
      this.#list.shift();
      this.#bytes -= oldest.bytes.length;
    }
  }
}
