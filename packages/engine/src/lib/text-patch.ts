/**
 * Patches of long text: sorted splices `[at, del, ins]` in UTF-16 units of the base, none of them
 * overlapping: at `at`, take out `del` units and put `ins` in their place.
 */
import * as z from 'zod/mini';

export type Splice = readonly [at: number, del: number, ins: string];
export type TextPatch = readonly Splice[];

/** Splices of one patch at most. */
export const MAX_SPLICES = 10_000;

const count = z.number().check(z.int(), z.gte(0));

export const textPatchRule = z
  .array(z.tuple([count, count, z.string()]))
  .check(z.maxLength(MAX_SPLICES)) as unknown as z.ZodMiniType<TextPatch>;

/** The patched text; null when the patch does not fit the base (out of range, out of order). */
export function applyPatch(base: string, patch: TextPatch): string | null {
  let out = '';
  let from = 0;
  for (const [at, del, ins] of patch) {
    if (at < from || at + del > base.length) return null;
    out += base.slice(from, at) + ins;
    from = at + del;
  }
  return out + base.slice(from);
}

/** The smallest single splice that makes `after` of `before`; no splice where they are equal. */
export function patchOf(before: string, after: string): TextPatch {
  if (before === after) return [];
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (splitsPair(before, start) || splitsPair(after, start)) start -= 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  if (splitsPair(before, before.length - end) || splitsPair(after, after.length - end)) end -= 1;
  return [[start, before.length - end - start, after.slice(start, after.length - end)]];
}

/** Would a cut at `at` part the two halves of one character? */
function splitsPair(value: string, at: number): boolean {
  if (at <= 0 || at >= value.length) return false;
  const unit = value.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The patch that takes this one back, on the text that it has made of `base`. */
export function inverseOf(base: string, patch: TextPatch): TextPatch {
  let moved = 0;
  return patch.map(([at, del, ins]) => {
    const back: Splice = [at + moved, ins.length, base.slice(at, at + del)];
    moved += ins.length - del;
    return back;
  });
}

/**
 * A number that tells two texts apart that were taken for one: FNV-1a over UTF-16 units, 32 bits.
 * Against mistakes, not against malice.
 */
export function sumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}
