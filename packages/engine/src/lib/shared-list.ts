/**
 * A list in order that never changes: an edit gives another list, which shares all but the chunks
 * that it touches. So an edit of a list of 100,000 copies a few hundred references, and whoever
 * holds the old list still has it. Order must be total: no two values compare as 0.
 */
const MOST = 512;
/** More values than this are sorted in at once, not one by one. */
const FEW = 16;

type Chunks<T> = readonly (readonly T[])[];

export class SharedList<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #chunks: Chunks<T>;
  #array: readonly T[] | null = null;

  private constructor(compare: (a: T, b: T) => number, chunks: Chunks<T>) {
    this.#compare = compare;
    this.#chunks = chunks;
  }

  /** The list of these values, which are in order already. */
  static of<T>(compare: (a: T, b: T) => number, values: readonly T[]): SharedList<T> {
    const chunks: T[][] = [];
    for (let at = 0; at < values.length; at += MOST) chunks.push(values.slice(at, at + MOST));
    const list = new SharedList(compare, chunks);
    list.#array = values;
    return list;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** All values in order: made when it is asked for first, then always the same array. */
  get array(): readonly T[] {
    this.#array ??= ([] as T[]).concat(...this.#chunks);
    return this.#array;
  }

  /** The list without some of its values and with others. */
  edited(out: readonly T[], into: readonly T[]): SharedList<T> {
    if (out.length + into.length > FEW) {
      const gone = new Set(out);
      const values = [...this.array.filter((value) => !gone.has(value)), ...into];
      return SharedList.of(this.#compare, values.sort(this.#compare));
    }
    const chunks = this.#chunks.slice();
    for (const value of out) this.#take(chunks, value);
    for (const value of into) this.#put(chunks, value);
    return new SharedList(this.#compare, chunks);
  }

  #take(chunks: (readonly T[])[], value: T): void {
    const at = this.#chunkFor(chunks, value);
    const chunk = chunks[at];
    if (chunk === undefined) return;
    const place = this.#placeIn(chunk, value);
    if (chunk[place] !== value) return;
    if (chunk.length === 1) chunks.splice(at, 1);
    else chunks[at] = chunk.toSpliced(place, 1);
  }

  #put(chunks: (readonly T[])[], value: T): void {
    const at = this.#chunkFor(chunks, value);
    const chunk = chunks[at];
    if (chunk === undefined) {
      chunks.push([value]);
      return;
    }
    const grown = chunk.toSpliced(this.#placeIn(chunk, value), 0, value);
    if (grown.length <= MOST) chunks[at] = grown;
    else chunks.splice(at, 1, grown.slice(0, MOST / 2), grown.slice(MOST / 2));
  }

  /** The first chunk whose last value is not before `value`, or the last chunk. */
  #chunkFor(chunks: Chunks<T>, value: T): number {
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = chunks[middle]?.at(-1);
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
