/**
 * Ranks: the order of items and states, as base-62 strings compared as bytes (JavaScript `<`,
 * SQLite BINARY). A rank is a fraction between 0 and 1 written without its point; between any two
 * there is a third. It never ends in `0`, so that no two strings mean one number. At the ends of
 * a list ranks go up and down in steps of the first six digits, so that a list that only grows at
 * its end keeps short ranks.
 * The idea of fractional indexing: David Greenspan, "Implementing Fractional Indexing" (2020).
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
const HEAD = 6;
const HEAD_SPACE = BASE ** HEAD;
const STEP = BASE ** 2;

/** What a rank looks like: up to 64 base-62 digits, the last of them not 0. */
export const RANK_PATTERN = /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/;

/** A rank longer than this makes the commit re-space its neighbours. */
export const LONGEST_RANK = 24;

/**
 * A rank strictly between `low` and `high`; null stands for "no neighbour on that side". `chance`
 * (0 to 1) moves it a little, so that two people who insert at one place rarely get one rank.
 * Gives null when `low` is not below `high`: then the neighbours must be re-spaced.
 */
export function rankBetween(
  low: string | null,
  high: string | null,
  chance: number,
): string | null {
  if (low !== null && high !== null && low >= high) return null;
  if (low === null && high === null) return headOf(Math.floor(HEAD_SPACE / 2 + chance * STEP));
  if (high === null) {
    const next = headValue(low ?? '') + STEP + Math.floor(chance * STEP);
    if (next < HEAD_SPACE) return headOf(next);
  } else if (low === null) {
    const next = headValue(high) - STEP - Math.floor(chance * STEP);
    if (next > 0) return headOf(next);
  }
  return middle(low ?? '', high, chance);
}

/** `count` ranks in order, strictly between `low` and `high`, spread evenly and kept short. */
export function ranksBetween(
  low: string | null,
  high: string | null,
  count: number,
): string[] | null {
  if (low !== null && high !== null) return low < high ? spread(low, high, count) : null;
  const out: string[] = [];
  let last = low ?? high;
  for (let i = 0; i < count; i += 1) {
    last = high === null ? rankBetween(last, null, 0) : rankBetween(null, last, 0);
    if (last === null) return null;
    out.push(last);
  }
  return high === null ? out : out.reverse();
}

/** A number that goes with the order of ranks: that of a rank is never above that of a later one. */
export function weightOf(rank: string): number {
  return headValue(rank);
}

/** Of all fractions between two, those with the fewest digits that leave room for `count`. */
function spread(low: string, high: string, count: number): string[] {
  for (let digits = 1; ; digits += 1) {
    const from = valueOf(low, digits);
    const to = valueOf(high, digits) + (high.length > digits ? 1n : 0n);
    if (to - from <= BigInt(count)) continue;
    const parts = BigInt(count + 1);
    return Array.from({ length: count }, (_, i) =>
      written(from + (BigInt(i + 1) * (to - from)) / parts, digits),
    );
  }
}

/** The first digits of a rank as a whole number. */
function valueOf(rank: string, digits: number): bigint {
  let value = 0n;
  for (let i = 0; i < digits; i += 1) value = value * BigInt(BASE) + BigInt(digitAt(rank, i));
  return value;
}

function written(value: bigint, digits: number): string {
  let rest = value;
  let out = '';
  for (let i = 0; i < digits; i += 1) {
    out = DIGITS.charAt(Number(rest % BigInt(BASE))) + out;
    rest /= BigInt(BASE);
  }
  return out.replace(/0+$/, '');
}

/** A digit string strictly between two others, by walking their digits from the left. */
function middle(low: string, high: string | null, chance: number): string {
  let prefix = '';
  let bounded = high !== null;
  for (let i = 0; ; i += 1) {
    const from = digitAt(low, i);
    const to = bounded && high !== null ? (i < high.length ? digitAt(high, i) : BASE) : BASE;
    const gap = to - from;
    if (gap > 1) {
      const room = gap - 1;
      const quarter = Math.floor(room / 4);
      const inner = room - 2 * quarter;
      const digit = from + 1 + quarter + Math.floor(chance * inner);
      return prefix + DIGITS.charAt(Math.min(digit, to - 1));
    }
    prefix += DIGITS.charAt(from);
    if (gap === 1) bounded = false;
  }
}

/** The digit at a place, by character code: 0 where the rank is shorter. */
function digitAt(rank: string, index: number): number {
  if (index >= rank.length) return 0;
  const code = rank.charCodeAt(index);
  return code < 58 ? code - 48 : code < 91 ? code - 55 : code - 61;
}

function headValue(rank: string): number {
  let value = 0;
  for (let i = 0; i < HEAD; i += 1) value = value * BASE + digitAt(rank, i);
  return value;
}

function headOf(value: number): string {
  let rest = value;
  let out = '';
  for (let i = 0; i < HEAD; i += 1) {
    out = DIGITS.charAt(rest % BASE) + out;
    rest = Math.floor(rest / BASE);
  }
  return out.replace(/0+$/, '');
}
