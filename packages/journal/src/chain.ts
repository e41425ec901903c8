/**
 * The chain: every entry's hash is made of the hash before it, so whoever knows the last hash
 * knows the whole journal, and a change anywhere in it shows.
 *
 *   contentHash = SHA-256(bytes of the entry)
 *   hash        = SHA-256(prevHash ‖ seq ‖ contentHash)
 *
 * What goes into `hash` is 72 bytes: the 32 bytes of the hash before (32 zero bytes before the
 * first entry), the seq as 8 bytes with the highest first, and the 32 bytes of the content hash.
 * The content hash stands beside the entry, so the chain still holds when a purge has emptied it:
 * then it is that of the bytes as they were written.
 */
import type { Journal } from '@planwright/sync';

/** SHA-256 of some bytes, as 64 hexadecimal digits in lower case. */
export type Hash = (bytes: Uint8Array) => string;

/** The hashes of one entry, hexadecimal. */
export interface Link {
  readonly contentHash: string;
  readonly hash: string;
}

const HASH_BYTES = 32;

/** The link of the entry `seq` with these bytes to the hash before it ('' before the first). */
export function linkOf(hash: Hash, prevHash: string, seq: number, bytes: Uint8Array): Link {
  const contentHash = hash(bytes);
  return { contentHash, hash: chained(hash, prevHash, seq, contentHash) };
}

/** The chain hash of the entry `seq` whose bytes had this content hash when they were written. */
export function chained(hash: Hash, prevHash: string, seq: number, contentHash: string): string {
  const joint = new Uint8Array(HASH_BYTES + 8 + HASH_BYTES);
  if (prevHash !== '') joint.setFromHex(prevHash);
  new DataView(joint.buffer).setBigUint64(HASH_BYTES, BigInt(seq));
  joint.subarray(HASH_BYTES + 8).setFromHex(contentHash);
  return hash(joint);
}

const PAGE_BYTES = 1 << 20;

/** Walks the whole journal: the seq of the first entry that breaks the chain, null when it holds. */
export async function verifyChain(journal: Journal, hash: Hash): Promise<number | null> {
  let [seq, last] = [0, ''];
  for (;;) {
    const page = await journal.after(seq, PAGE_BYTES);
    if (page.length === 0) return null;
    for (const entry of page) {
      seq += 1;
      last = chained(hash, last, seq, entry.written ?? hash(entry.bytes));
      if (entry.seq !== seq || entry.hash !== last) return seq;
    }
  }
}
