/**
 * Seals: a short sum beside what the chain does not cover. SQLite keeps no sums of its pages, so
 * a bit that flips inside a text or a number is read as if it had been written. CRC-32 finds every
 * change of up to 32 neighbouring bits, and all but one in four billion of the others; it keeps
 * out accidents, not people.
 */
import type { SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/** The sum of some values, in their order: an unsigned number of 32 bits. */
export function sealOf(values: readonly (SQLOutputValue | undefined)[]): number {
  return crc32(JSON.stringify(values));
}
