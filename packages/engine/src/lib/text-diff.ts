/**
 * What is different between two texts: by line, and within changed lines by word.
 *
 *   same ends off → tokens that stand once on both sides as anchors (Bram Cohen's patience diff)
 *   → between the anchors the shortest edit script (Eugene Myers, "An O(ND) Difference Algorithm
 *   and Its Variations", 1986)
 *
 * Steps are counted, not time, so that every device finds the same. Where they run out, what is
 * left counts as changed as a whole: coarser, never wrong.
 */
import type { Splice, TextPatch } from './text-patch.ts';
import { MAX_SPLICES, patchOf } from './text-patch.ts';

/** Tokens `a0…a1` (exclusive) of one side have become `b0…b1` of the other. */
export interface Hunk {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/** A piece of a comparison: what both have, what only the first has, what only the second has. */
export interface DiffPiece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Steps that one comparison may take, and the longest edit script that is looked for exactly. */
const MOST_STEPS = 1_000_000;
const MOST_EDITS = 700;
const MOST_DEPTH = 24;
/** A change of at most this many units is told as one splice without a closer look. */
const SMALL = 64;

const LINE = /[^\n]*\n|[^\n]+/g;
/**
 * A line break, blanks, a word, or one character of any other kind with what clings to it. Scripts
 * without blanks between words are compared by character.
 */
const CLINGS = String.raw`[\p{M}\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]`;
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}`;
const WORD = new RegExp(
  String.raw`\r?\n|[^\S\n]+|(?:(?![${UNSPACED}])[\p{L}\p{N}_]${CLINGS}*)+|[^](?:${CLINGS}|(?<=\u200d)[^])*`,
  'gu',
);
const BLANKS = /^[^\S\n]+$/;

/** The lines of a text, each with its break; joined they are the text. */
export function linesOf(text: string): readonly string[] {
  return text.match(LINE) ?? [];
}

/** The words of a text and what stands between them; joined they are the text. */
export function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** What has become of `a` in `b`, in order; what lies between the hunks is the same on both sides. */
export function diffTokens(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  return new Comparison(a, b).hunks();
}

/**
 * The same for words: changed words with nothing but blanks between them are one change, since a
 * blank alone does not say that two texts speak of the same thing.
 */
export function diffWords(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of diffTokens(a, b)) {
    const last = joined.at(-1);
    if (last !== undefined && a.slice(last.a1, hunk.a0).every((token) => BLANKS.test(token))) {
      joined[joined.length - 1] = { ...last, a1: hunk.a1, b1: hunk.b1 };
    } else joined.push(hunk);
  }
  return joined;
}

/** Two texts as one, for reading: what stayed, what went, what came. Neighbours differ in kind. */
export function diffText(before: string, after: string): readonly DiffPiece[] {
  const pieces: { kind: DiffPiece['kind']; text: string }[] = [];
  const add = (kind: DiffPiece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let from = 0;
  for (const [at, del, ins] of splicesOf(before, after)) {
    add('same', before.slice(from, at));
    add('gone', before.slice(at, at + del));
    add('new', ins);
    from = at + del;
  }
  add('same', before.slice(from));
  return pieces;
}

/** A patch that makes `after` of `before` and leaves alone what stayed: lines, then words. */
export function diffPatch(before: string, after: string): TextPatch {
  const simple = patchOf(before, after);
  const [, del, ins] = simple[0] ?? [0, 0, ''];
  if (del <= SMALL || ins.length <= SMALL) return simple;
  const splices = splicesOf(before, after);
  return splices.length <= MAX_SPLICES ? splices : simple;
}

function splicesOf(before: string, after: string): Splice[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const splices: Splice[] = [];
  let [line, at] = [0, 0];
  for (const { a0, a1, b0, b1 } of diffTokens(a, b)) {
    at += lengthOf(a, line, a0);
    const [gone, came] = [a.slice(a0, a1).join(''), b.slice(b0, b1).join('')];
    splices.push(...wordSplices(gone, came, at));
    at += gone.length;
    line = a1;
  }
  return splices;
}

function wordSplices(before: string, after: string, start: number): Splice[] {
  if (before === '' || after === '') return [[start, before.length, after]];
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const splices: Splice[] = [];
  let [word, at] = [0, start];
  for (const { a0, a1, b0, b1 } of diffWords(a, b)) {
    at += lengthOf(a, word, a0);
    const del = lengthOf(a, a0, a1);
    splices.push([at, del, b.slice(b0, b1).join('')]);
    at += del;
    word = a1;
  }
  return splices;
}

function lengthOf(tokens: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let i = from; i < to; i += 1) length += tokens[i]?.length ?? 0;
  return length;
}

/** One comparison of two lists of tokens, with the steps that it has left. */
class Comparison {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #found: Hunk[] = [];
  #steps = MOST_STEPS;

  constructor(a: readonly string[], b: readonly string[]) {
    const numbers = new Map<string, number>();
    const number = (token: string): number => {
      const known = numbers.get(token) ?? numbers.size;
      numbers.set(token, known);
      return known;
    };
    this.#a = Int32Array.from(a, number);
    this.#b = Int32Array.from(b, number);
  }

  hunks(): readonly Hunk[] {
    this.#compare(0, this.#a.length, 0, this.#b.length, 0);
    const joined: Hunk[] = [];
    for (const hunk of this.#slid()) {
      const last = joined.at(-1);
      if (last !== undefined && last.a1 === hunk.a0 && last.b1 === hunk.b0) {
        joined[joined.length - 1] = { ...last, a1: hunk.a1, b1: hunk.b1 };
      } else joined.push(hunk);
    }
    return joined;
  }

  /**
   * Where tokens only came or only went, and the like of them stand beside them, it can be told in
   * several ways: here always the last one, so that two who did the same are seen to have done so.
   */
  #slid(): readonly Hunk[] {
    const slid: Hunk[] = [];
    let [a, b] = [this.#a.length, this.#b.length];
    for (let { a0, a1, b0, b1 } of this.#found.toReversed()) {
      const one = a0 === a1 ? this.#b : this.#a;
      const isPure = a0 === a1 || b0 === b1;
      while (isPure && a1 < a && b1 < b && one[a0 === a1 ? b0 : a0] === this.#a[a1]) {
        [a0, a1, b0, b1] = [a0 + 1, a1 + 1, b0 + 1, b1 + 1];
      }
      slid.push({ a0, a1, b0, b1 });
      [a, b] = [a0, b0];
    }
    return slid.toReversed();
  }

  #compare(a0: number, a1: number, b0: number, b1: number, depth: number): void {
    const [a, b] = [this.#a, this.#b];
    while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) [a0, b0] = [a0 + 1, b0 + 1];
    while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) [a1, b1] = [a1 - 1, b1 - 1];
    if (a0 === a1 && b0 === b1) return;
    const whole = { a0, a1, b0, b1 };
    this.#steps -= a1 - a0 + b1 - b0;
    if (a0 === a1 || b0 === b1 || this.#steps < 0) return void this.#found.push(whole);
    const anchors = depth < MOST_DEPTH ? this.#anchors(whole) : [];
    if (anchors.length === 0) return this.#shortest(whole);
    let [x, y] = [a0, b0];
    for (const [i, j] of anchors) {
      this.#compare(x, i, y, j, depth + 1);
      [x, y] = [i + 1, j + 1];
    }
    this.#compare(x, a1, y, b1, depth + 1);
  }

  /** Places of tokens that stand exactly once on both sides: the longest list in order on both. */
  #anchors({ a0, a1, b0, b1 }: Hunk): (readonly [number, number])[] {
    const [inA, inB] = [onceIn(this.#a, a0, a1), onceIn(this.#b, b0, b1)];
    const pairs: (readonly [number, number])[] = [];
    for (let i = a0; i < a1; i += 1) {
      const token = this.#a[i] ?? 0;
      const j = inB.get(token);
      if (inA.get(token) === i && j !== undefined && j >= 0) pairs.push([i, j]);
    }
    return increasing(pairs);
  }

  /** The shortest edit script; all of it as one hunk where that takes too many steps. */
  #shortest(whole: Hunk): void {
    const { a0, a1, b0, b1 } = whole;
    const [a, b] = [this.#a, this.#b];
    const [n, m] = [a1 - a0, b1 - b0];
    const most = Math.min(n + m, MOST_EDITS);
    const rounds: Int32Array[] = [];
    let front = new Int32Array(2 * most + 3);
    const middle = most + 1;
    for (let d = 0; d <= most; d += 1) {
      rounds.push(front.slice(middle - d - 1, middle + d + 2));
      const next = front;
      for (let k = -d; k <= d; k += 2) {
        const down = k === -d || (k !== d && at(front, middle + k - 1) < at(front, middle + k + 1));
        let x = down ? at(front, middle + k + 1) : at(front, middle + k - 1) + 1;
        const start = x;
        while (x < n && x - k < m && a[a0 + x] === b[b0 + x - k]) x += 1;
        next[middle + k] = x;
        this.#steps -= 1 + x - start;
        if (x >= n && x - k >= m) return this.#trace(whole, rounds, d);
      }
      front = next;
      if (this.#steps < 0) break;
    }
    this.#found.push(whole);
  }

  /** Walks the rounds back from the end to the start. */
  #trace({ a0, a1, b0, b1 }: Hunk, rounds: readonly Int32Array[], edits: number): void {
    const found: Hunk[] = [];
    let [x, y] = [a1 - a0, b1 - b0];
    for (let d = edits; d > 0; d -= 1) {
      const before = rounds[d] ?? new Int32Array();
      const value = (k: number): number => at(before, k + d + 1);
      const k = x - y;
      const down = k === -d || (k !== d && value(k - 1) < value(k + 1));
      const startX = down ? value(k + 1) : value(k - 1);
      const startY = startX - (down ? k + 1 : k - 1);
      const [endX, endY] = down ? [startX, startY + 1] : [startX + 1, startY];
      found.push({ a0: a0 + startX, a1: a0 + endX, b0: b0 + startY, b1: b0 + endY });
      [x, y] = [startX, startY];
    }
    this.#found.push(...found.toReversed());
  }
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}

/** Where each token stands in a stretch; −1 for what stands there more than once. */
function onceIn(tokens: Int32Array, from: number, to: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let i = from; i < to; i += 1) {
    const token = at(tokens, i);
    places.set(token, places.has(token) ? -1 : i);
  }
  return places;
}

/** The longest list of these pairs (sorted by the first) whose second numbers increase. */
function increasing(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const piles: number[] = [];
  const under = new Int32Array(pairs.length).fill(-1);
  for (const [i, [, value]] of pairs.entries()) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((pairs[piles[half] ?? 0]?.[1] ?? 0) < value) low = half + 1;
      else high = half;
    }
    if (low > 0) under[i] = piles[low - 1] ?? -1;
    piles[low] = i;
  }
  const list: (readonly [number, number])[] = [];
  for (let i = piles.at(-1) ?? -1; i >= 0; i = at(under, i)) {
    const pair = pairs[i];
    if (pair !== undefined) list.push(pair);
  }
  return list.toReversed();
}
