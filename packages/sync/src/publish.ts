/**
 * Publish: from the journal to those who follow it. An entry is encoded once; only where somebody
 * may see a part of it is it encoded again, once for all who see the same part.
 */
import type { Audience, Entry, UserId } from '@planwright/engine';
import { sees } from '@planwright/engine';
import { decodeEntry, encodeDown, encodeEntry } from '@planwright/protocol';

/** An entry on its way out. */
export interface Outgoing {
  readonly seq: number;
  readonly hash: string;
  readonly entry: Pick<Entry, 'actor' | 'changes'>;
  readonly bytes: Uint8Array;
  /** Who may see each change, in the order of the entry's changes. */
  readonly audiences: readonly Audience[];
}

/** Bytes of entries in one Batch: a frame holds 256 KiB with everything around them. */
const BATCH_BYTES = 200 * 1024;

/**
 * The Batch frames that carry these entries to somebody with this scope. What nobody in the scope
 * may see is left out, but the cursor passes it. The author of an entry always gets it, if only
 * its name: it settles their command.
 */
export function batchesFor(
  outgoing: readonly Outgoing[],
  scope: ReadonlySet<Audience>,
  user: UserId,
): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let entries: Uint8Array[] = [];
  let bytes = 0;
  let from = outgoing[0]?.seq ?? 0;
  const finish = (last: Outgoing): void => {
    frames.push(encodeDown({ type: 'batch', from, to: last.seq, hash: last.hash, entries }));
    from = last.seq + 1;
    entries = [];
    bytes = 0;
  };
  let previous: Outgoing | undefined;
  for (const one of outgoing) {
    const seen = visiblePart(one, scope, user);
    if (seen !== null && previous !== undefined && bytes + seen.length > BATCH_BYTES)
      finish(previous);
    if (seen !== null) {
      entries.push(seen);
      bytes += seen.length;
    }
    previous = one;
  }
  if (previous !== undefined) finish(previous);
  return frames;
}

/** Batches that are made once for everybody who sees the same of a group. */
export class Batches {
  readonly #outgoing: readonly Outgoing[];
  readonly #audiences: readonly Audience[];
  readonly #authors: ReadonlySet<UserId>;
  readonly #made = new Map<string, Uint8Array[]>();

  constructor(outgoing: readonly Outgoing[]) {
    this.#outgoing = outgoing;
    this.#audiences = [...new Set(outgoing.flatMap((one) => one.audiences))];
    this.#authors = new Set(outgoing.map((one) => one.entry.actor));
  }

  for(scope: ReadonlySet<Audience>, user: UserId): readonly Uint8Array[] {
    const hidden = this.#audiences.filter((audience) => !sees(scope, audience));
    const author = hidden.length > 0 && this.#authors.has(user) ? user : '';
    const key = `${author} ${hidden.join(' ')}`;
    let made = this.#made.get(key);
    if (made === undefined) {
      made = batchesFor(this.#outgoing, scope, user);
      this.#made.set(key, made);
    }
    return made;
  }
}

function visiblePart(one: Outgoing, scope: ReadonlySet<Audience>, user: UserId): Uint8Array | null {
  const seen = one.audiences.filter((audience) => sees(scope, audience)).length;
  if (seen === one.audiences.length) return one.bytes;
  if (seen === 0 && one.entry.actor !== user) return null;
  const entry: Entry = decodeEntry(one.bytes);
  const changes = entry.changes.filter((_, i) => sees(scope, one.audiences[i] ?? 'workspace'));
  return encodeEntry({ ...entry, changes });
}
