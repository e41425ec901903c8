/**
 * Three texts into one: what two people made of the same text. By line first; where both changed
 * the same lines, by word. A change that only one side made is taken, one that both made alike is
 * taken once; where they differ it is a conflict and nobody guesses.
 *
 * The idea is that of diff3: Sanjeev Khanna, Keshav Kunal, Benjamin Pierce, "A Formal
 * Investigation of Diff3" (2007).
 */
import type { Hunk } from './text-diff.ts';
import { diffTokens, diffWords, linesOf, wordsOf } from './text-diff.ts';

/** A stretch of a merge: a text that stands, or two that exclude each other. */
export type MergePiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'conflict';
      readonly base: string;
      readonly mine: string;
      readonly theirs: string;
    };

/** The merged text; null where both changed the same words differently. */
export function mergeText(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  let out = '';
  for (const piece of mergePieces(base, mine, theirs)) {
    if (piece.kind === 'conflict') return null;
    out += piece.text;
  }
  return out;
}

/** A merge for people to look at: where both changed the same words, theirs stand before mine. */
export function mergeBoth(base: string, mine: string, theirs: string): string {
  return mergePieces(base, mine, theirs)
    .map((piece) => (piece.kind === 'text' ? piece.text : bothOf(piece.theirs, piece.mine)))
    .join('');
}

/** The merge in pieces, in order; neighbours are of different kinds. */
export function mergePieces(base: string, mine: string, theirs: string): readonly MergePiece[] {
  const pieces: MergePiece[] = [];
  for (const piece of byToken(base, mine, theirs, LEVELS)) {
    const last = pieces.at(-1);
    if (last?.kind === 'text' && piece.kind === 'text') {
      pieces[pieces.length - 1] = { kind: 'text', text: last.text + piece.text };
    } else if (piece.kind === 'conflict' || piece.text !== '') pieces.push(piece);
  }
  return pieces;
}

interface Level {
  readonly tokens: (text: string) => readonly string[];
  readonly diff: (a: readonly string[], b: readonly string[]) => readonly Hunk[];
  /** Changes that only touch are looked at together, by what is finer. */
  readonly joinsTouching: boolean;
}

const LEVELS: readonly Level[] = [
  { tokens: linesOf, diff: diffTokens, joinsTouching: true },
  { tokens: wordsOf, diff: diffWords, joinsTouching: false },
];

/** A stretch of the base that is changed, and how far the changes of each side reach. */
interface Region {
  from: number;
  to: number;
  readonly mine: Hunk[];
  readonly theirs: Hunk[];
}

function* byToken(
  base: string,
  mine: string,
  theirs: string,
  [level, ...finer]: readonly Level[],
): Generator<MergePiece> {
  if (mine === theirs) return yield { kind: 'text', text: mine };
  if (level === undefined) return yield { kind: 'conflict', base, mine, theirs };
  const [b, m, t] = [level.tokens(base), level.tokens(mine), level.tokens(theirs)];
  let from = 0;
  for (const region of regionsOf(level.diff(b, m), level.diff(b, t), level.joinsTouching)) {
    yield { kind: 'text', text: b.slice(from, region.from).join('') };
    const [ours, others] = [sideOf(b, m, region, 'mine'), sideOf(b, t, region, 'theirs')];
    if (region.theirs.length === 0) yield { kind: 'text', text: ours };
    else if (region.mine.length === 0) yield { kind: 'text', text: others };
    else yield* unglued(b.slice(region.from, region.to).join(''), ours, others, finer);
    from = region.to;
  }
  yield { kind: 'text', text: b.slice(from).join('') };
}

/**
 * What both changed, merged by finer tokens; a conflict where that would make a word of two that
 * neither side has.
 */
function unglued(base: string, mine: string, theirs: string, finer: readonly Level[]) {
  const pieces = [...byToken(base, mine, theirs, finer)];
  const known = new Set([...wordsOf(mine), ...wordsOf(theirs)]);
  const words = pieces.some(({ kind }) => kind === 'conflict')
    ? []
    : wordsOf(pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''));
  if (words.every((word) => !LETTER.test(word) || known.has(word))) return pieces;
  return [{ kind: 'conflict', base, mine, theirs } as const];
}

const LETTER = /[\p{L}\p{N}_]/u;

/** Changes of both sides in the order of the base; those that get in each other's way are one. */
function regionsOf(
  mine: readonly Hunk[],
  theirs: readonly Hunk[],
  joinsTouching: boolean,
): readonly Region[] {
  const all = [
    ...mine.map((hunk) => ({ hunk, side: 'mine' as const })),
    ...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].toSorted((p, q) => p.hunk.a0 - q.hunk.a0 || p.hunk.a1 - q.hunk.a1);
  const regions: Region[] = [];
  for (const { hunk, side } of all) {
    let region = regions.at(-1);
    const joins =
      region !== undefined && (joinsTouching ? hunk.a0 <= region.to : overlaps(region, hunk));
    if (region === undefined || !joins) {
      region = { from: hunk.a0, to: hunk.a1, mine: [], theirs: [] };
      regions.push(region);
    }
    region.to = Math.max(region.to, hunk.a1);
    region[side].push(hunk);
  }
  return regions;
}

/**
 * Both change the same tokens, or put something in at the same place. Words that only touch keep
 * their order: what is put in before a word stays before what the word has become.
 */
function overlaps({ from, to }: Region, { a0, a1 }: Hunk): boolean {
  return (a0 < to && from < a1) || (from === to && a0 === a1 && a0 === from);
}

/** What one side has made of a region. */
function sideOf(
  base: readonly string[],
  side: readonly string[],
  region: Region,
  whose: 'mine' | 'theirs',
): string {
  let out = '';
  let { from } = region;
  for (const { a0, a1, b0, b1 } of region[whose]) {
    out += base.slice(from, a0).join('') + side.slice(b0, b1).join('');
    from = a1;
  }
  return out + base.slice(from, region.to).join('');
}

/** Two texts after each other, with room between them. */
function bothOf(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  const apart = /\s$/.test(first) || /^\s/.test(second);
  return apart ? first + second : `${first}${first.includes('\n') ? '\n' : ' '}${second}`;
}
