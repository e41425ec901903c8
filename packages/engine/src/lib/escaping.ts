/**
 * Texts that a careless program has escaped on every write: `<`, `>`, then `&`, then quotes were
 * replaced by entities, and again at the next write. The damage has an exact inverse.
 */
const UNDO: readonly (readonly [string, string])[] = [
  ['&#x27;', "'"],
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&gt;', '>'],
  ['&lt;', '<'],
];
const DO: readonly (readonly [string, string])[] = [
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
  ['"', '&quot;'],
  ["'", '&#x27;'],
];

/** More writes than this are not looked for. */
const MOST_WRITES = 4;

/**
 * How many times a text was escaped: the largest n ≤ 4 for which undoing n times and escaping n
 * times gives the very text back. 0 for a text that is as somebody wrote it.
 */
export function timesEscaped(text: string): number {
  let found = 0;
  let plain = text;
  for (let times = 1; times <= MOST_WRITES; times += 1) {
    const before = plain;
    plain = replaced(plain, UNDO);
    if (plain === before) break;
    let again = plain;
    for (let i = 0; i < times; i += 1) again = replaced(again, DO);
    if (again === text) found = times;
  }
  return found;
}

/** The text before it was escaped by careless writes; a text without damage as it is. */
export function unescaped(text: string): string {
  let plain = text;
  for (let times = timesEscaped(text); times > 0; times -= 1) plain = replaced(plain, UNDO);
  return plain;
}

function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((out, [from, to]) => out.replaceAll(from, to), text);
}
