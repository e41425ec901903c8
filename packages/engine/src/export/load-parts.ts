/**
 * How the rows of an export are cut into commands: by their place in the file alone, so that a load
 * that was cut off cuts them in the same way again, whatever is here by then.
 */

/** Rows of one command at most, and the bytes of their lines (a single row may be larger). */
const MOST_ROWS = 400;
const MOST_BYTES = 107 * 1024;

export class LoadParts {
  /** Parts that were begun. */
  count = 0;
  #rows = 0;
  #bytes = 0;

  /** Adds a row by the bytes of its line; true where a new part begins with it. */
  add(bytes: number): boolean {
    const isFull = this.#rows >= MOST_ROWS || this.#bytes + bytes > MOST_BYTES;
    const begins = this.count === 0 || isFull;
    if (begins) {
      this.count += 1;
      this.#rows = 0;
      this.#bytes = 0;
    }
    this.#rows += 1;
    this.#bytes += bytes;
    return begins;
  }
}
