/**
 * Emptied entries: what a purge leaves of the bytes of an entry. The engine says what is taken out
 * (`Emptying`); this is the way from bytes to bytes.
 */
import type { Activity, Emptying, Entry } from '@planwright/engine';
import { decodeEntry, encodeEntry, WireError } from '@planwright/protocol';

/** An entry without what was written in what is gone; `bytes` is null where they stay as they are. */
export interface Emptied {
  readonly bytes: Uint8Array | null;
  readonly told: readonly Activity[];
}

/**
 * Takes the next entry. One that this program cannot write as it stands (a newer program added
 * something to it, or it is damaged) is left alone: to lose other people's words would be worse.
 */
export function emptied(
  emptying: Emptying,
  bytes: Uint8Array,
  told: readonly Activity[],
): Emptied | null {
  const entry = readable(bytes);
  if (entry === null || !equal(encodeEntry(entry), bytes)) return null;
  const left = emptying.take(entry, told);
  const after = encodeEntry(left.entry);
  return { bytes: equal(after, bytes) ? null : after, told: left.told };
}

/** Is one of these ids in some bytes? It stands there as it is written. */
export function mentions(bytes: Uint8Array, ids: readonly string[]): boolean {
  const text = new TextDecoder('latin1').decode(bytes);
  return ids.some((id) => text.includes(id));
}

/** The entry of these bytes; null where they are damaged. */
export function readable(bytes: Uint8Array): Entry | null {
  try {
    return decodeEntry(bytes);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
