/**
 * A list kept in order, in chunks of at most 512, so that putting one row into 100,000 moves a few
 * hundred references instead of all of them. Order must be total: no two values compare as 0.
 *
 * Where a value has a weight, it lies beside it in an array of numbers: a search then reads a few
 * of these instead of rows and strings all over the memory, and compares only among equals.
 */
const MOST = 512;

interface Chunk<T> {
  readonly values: T[];
  readonly weights: number[];
}

export class Sorted<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #weigh: (value: T) => number;
  readonly #chunks: Chunk<T>[] = [];
  #size = 0;

  /** `weigh` goes with the order: a value that weighs less than another comes before it. */
  constructor(compare: (a: T, b: T) => number, weigh: (value: T) => number = () => 0) {
    this.#compare = compare;
    this.#weigh = weigh;
  }

  get size(): number {
    return this.#size;
  }

  add(value: T): void {
    const weight = this.#weigh(value);
    const at = this.#chunkFor(value, weight);
    const chunk = this.#chunks[at];
    this.#size += 1;
    if (chunk === undefined) {
      this.#chunks.push({ values: [value], weights: [weight] });
      return;
    }
    const place = this.#placeIn(chunk, value, weight);
    chunk.values.splice(place, 0, value);
    chunk.weights.splice(place, 0, weight);
    if (chunk.values.length <= MOST) return;
    const values = chunk.values.splice(MOST / 2);
    const weights = chunk.weights.splice(MOST / 2);
    this.#chunks.splice(at + 1, 0, { values, weights });
  }

  /** Takes out the value that compares as equal; false when there is none. */
  remove(value: T): boolean {
    const weight = this.#weigh(value);
    const at = this.#chunkFor(value, weight);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return false;
    const place = this.#placeIn(chunk, value, weight);
    const found = chunk.values[place];
    if (found === undefined || this.#compare(found, value) !== 0) return false;
    chunk.values.splice(place, 1);
    chunk.weights.splice(place, 1);
    if (chunk.values.length === 0) this.#chunks.splice(at, 1);
    this.#size -= 1;
    return true;
  }

  /** Puts a value in the place of one that compares as equal; false when there is none. */
  replace(value: T): boolean {
    const weight = this.#weigh(value);
    const chunk = this.#chunks[this.#chunkFor(value, weight)];
    if (chunk === undefined) return false;
    const place = this.#placeIn(chunk, value, weight);
    const found = chunk.values[place];
    if (found === undefined || this.#compare(found, value) !== 0) return false;
    chunk.values[place] = value;
    return true;
  }

  first(): T | undefined {
    return this.#chunks[0]?.values[0];
  }

  last(): T | undefined {
    return this.#chunks.at(-1)?.values.at(-1);
  }

  /** Up to `count` values that come after `value` in order, nearest first. */
  after(value: T, count = 1): T[] {
    const out: T[] = [];
    const weight = this.#weigh(value);
    let at = this.#chunkFor(value, weight);
    let chunk = this.#chunks[at];
    if (chunk === undefined) return out;
    let place = this.#placeIn(chunk, value, weight);
    const here = chunk.values[place];
    if (here !== undefined && this.#compare(here, value) === 0) place += 1;
    while (chunk !== undefined && out.length < count) {
      const next = chunk.values[place];
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
    const weight = this.#weigh(value);
    let at = this.#chunkFor(value, weight);
    let chunk = this.#chunks[at];
    if (chunk === undefined) return out;
    let place = this.#placeIn(chunk, value, weight) - 1;
    while (chunk !== undefined && out.length < count) {
      const next = chunk.values[place];
      if (next === undefined) {
        at -= 1;
        chunk = this.#chunks[at];
        place = (chunk?.values.length ?? 0) - 1;
      } else {
        out.push(next);
        place -= 1;
      }
    }
    return out;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { values } of this.#chunks) yield* values;
  }

  /** The first chunk whose last value is not before `value`, or the last chunk. */
  #chunkFor(value: T, weight: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.#chunks[middle];
      if (chunk !== undefined && this.#isBefore(chunk, chunk.values.length - 1, value, weight)) {
        low = middle + 1;
      } else high = middle;
    }
    return low;
  }

  #placeIn(chunk: Chunk<T>, value: T, weight: number): number {
    let low = 0;
    let high = chunk.values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBefore(chunk, middle, value, weight)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Does what lies at this place come before the value? */
  #isBefore({ values, weights }: Chunk<T>, place: number, value: T, weight: number): boolean {
    const there = weights[place] ?? 0;
    if (there !== weight) return there < weight;
    const found = values[place];
    return found !== undefined && this.#compare(found, value) < 0;
  }
}
