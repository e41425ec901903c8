/**
 * A list kept in order, in chunks of at most 512, so that putting one row into 100,000 moves a few
 * hundred references instead of all of them. Order must be total: no two values compare as 0.
 */
const MOST = 512;

export class Sorted<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #chunks: T[][] = [];
  #size = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  add(value: T): void {
    const at = this.#chunkFor(value);
    const chunk = this.#chunks[at];
    this.#size += 1;
    if (chunk === undefined) {
      this.#chunks.push([value]);
      return;
    }
    chunk.splice(this.#placeIn(chunk, value), 0, value);
    if (chunk.length > MOST) this.#chunks.splice(at + 1, 0, chunk.splice(MOST / 2));
  }

  /** Takes out the value that compares as equal; false when there is none. */
  remove(value: T): boolean {
    const at = this.#chunkFor(value);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return false;
    const place = this.#placeIn(chunk, value);
    const found = chunk[place];
    if (found === undefined || this.#compare(found, value) !== 0) return false;
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
    this.#size -= 1;
    return true;
  }

  /** Puts a value in the place of one that compares as equal; false when there is none. */
  replace(value: T): boolean {
    const chunk = this.#chunks[this.#chunkFor(value)];
    if (chunk === undefined) return false;
    const place = this.#placeIn(chunk, value);
    const found = chunk[place];
    if (found === undefined || this.#compare(found, value) !== 0) return false;
    chunk[place] = value;
    return true;
  }

  first(): T | undefined {
    return this.#chunks[0]?.[0];
  }

  last(): T | undefined {
    return this.#chunks.at(-1)?.at(-1);
  }

  /** Up to `count` values that come after `value` in order, nearest first. */
  after(value: T, count = 1): T[] {
    const out: T[] = [];
    let at = this.#chunkFor(value);
    let chunk = this.#chunks[at];
    if (chunk === undefined) return out;
    let place = this.#placeIn(chunk, value);
    const here = chunk[place];
    if (here !== undefined && this.#compare(here, value) === 0) place += 1;
    while (chunk !== undefined && out.length < count) {
      const next = chunk[place];
      if (next === undefined) {
        at += 1;
        chunk = this.#chunks[at];
        place = 0;
      } else {
        out.push(next);
        place += 1;
      }
    }
    return out;
  }

  /** Up to `count` values that come before `value` in order, nearest first. */
  before(value: T, count = 1): T[] {
    const out: T[] = [];
    let at = this.#chunkFor(value);
    let chunk = this.#chunks[at];
    if (chunk === undefined) return out;
    let place = this.#placeIn(chunk, value) - 1;
    while (chunk !== undefined && out.length < count) {
      const next = chunk[place];
      if (next === undefined) {
        at -= 1;
        chunk = this.#chunks[at];
        place = (chunk?.length ?? 0) - 1;
      } else {
        out.push(next);
        place -= 1;
      }
    }
    return out;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  /** The first chunk whose last value is not before `value`, or the last chunk. */
  #chunkFor(value: T): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== undefined && this.#compare(last, value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeIn(chunk: readonly T[], value: T): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = chunk[middle];
      if (found !== undefined && this.#compare(found, value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
