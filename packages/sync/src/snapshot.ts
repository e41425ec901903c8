/**
 * Snapshots: all hot rows that somebody may see, as they are after one entry. They are made of
 * blobs, one per audience, that everybody shares who may see it; a blob stays the same for as
 * long as nothing in its audience changes.
 */
import type { Audience, Tables, UserId } from '@planwright/engine';
import { TABLE_NAMES, audienceOf, entityOf, partsOf } from '@planwright/engine';
import type { WireRow } from '@planwright/protocol';
import { encodeChunk, encodeRow } from '@planwright/protocol';

import type { RoomPorts } from './ports.ts';

/** What a client reads first: the chunks to fetch, in any order. */
export interface Manifest {
  /** How a chunk holds its rows; 1: one after the other. */
  readonly format: 1;
  readonly seq: number;
  readonly chunks: readonly { readonly id: string; readonly bytes: number }[];
}

interface Chunk {
  readonly id: string;
  readonly bytes: Uint8Array;
}

interface Blob {
  readonly audience: Audience;
  readonly chunks: readonly Chunk[];
}

interface Named {
  readonly manifest: Manifest;
  readonly user: UserId;
  readonly blobs: readonly Blob[];
  readonly at: number;
}

const CHUNK_BYTES = 240 * 1024;
/** A snapshot can be fetched for this long, */
const KEPT_MS = 10 * 60_000;
/** unless the same person has asked for so many more since: each may hold a whole workspace. */
const KEPT_FOR_ONE = 16;

export class Snapshots {
  readonly #ports: Pick<RoomPorts, 'now' | 'newId'>;
  readonly #current = new Map<Audience, Blob>();
  readonly #named = new Map<string, Named>();

  constructor(ports: Pick<RoomPorts, 'now' | 'newId'>) {
    this.#ports = ports;
  }

  /** Names a snapshot at `seq`, which must be where the tables are. */
  take(tables: Tables, seq: number, user: UserId, scope: ReadonlySet<Audience>): string {
    this.#forgetOld(user);
    const missing = new Set([...scope].filter((audience) => !this.#current.has(audience)));
    if (missing.size > 0) this.#make(tables, missing);
    const blobs = [...scope].flatMap((audience) => this.#current.get(audience) ?? []);
    const chunks = blobs.flatMap((blob) =>
      blob.chunks.map(({ id, bytes }) => ({ id, bytes: bytes.length })),
    );
    const name = this.#ports.newId();
    const manifest: Manifest = { format: 1, seq, chunks };
    this.#named.set(name, { manifest, user, blobs, at: this.#ports.now() });
    return name;
  }

  /** Something that these audiences see has changed: their blobs are of the past. */
  changed(audiences: Iterable<Audience>): void {
    for (const audience of audiences) {
      for (const part of partsOf(audience)) this.#current.delete(part);
    }
  }

  /** Bytes of the snapshot that somebody would get, as far as it is known. */
  weigh(tables: Tables, scope: ReadonlySet<Audience>): number {
    let bytes = 0;
    let known = true;
    for (const audience of scope) {
      const blob = this.#current.get(audience);
      known &&= blob !== undefined;
      for (const chunk of blob?.chunks ?? []) bytes += chunk.bytes.length;
    }
    return known ? bytes : Math.max(bytes, tables.count('workItem') * TYPICAL_ROW);
  }

  manifest(name: string, user: UserId): Manifest | null {
    const named = this.#named.get(name);
    return named?.user === user ? named.manifest : null;
  }

  /** A chunk of a snapshot that was named for this person, while they may still see it. */
  chunk(name: string, id: string, user: UserId, scope: ReadonlySet<Audience>): Uint8Array | null {
    const named = this.#named.get(name);
    if (named?.user !== user) return null;
    for (const blob of named.blobs) {
      const chunk = blob.chunks.find((one) => one.id === id);
      if (chunk !== undefined) return scope.has(blob.audience) ? chunk.bytes : null;
    }
    return null;
  }

  #make(tables: Tables, audiences: ReadonlySet<Audience>): void {
    const rows = new Map<Audience, Uint8Array[]>([...audiences].map((one) => [one, []]));
    for (const table of TABLE_NAMES) {
      if (!entityOf(table).hot) continue;
      for (const row of tables.all(table)) {
        let bytes: Uint8Array | null = null;
        for (const part of partsOf(audienceOf(table, row))) {
          bytes ??= rows.has(part) ? encodeRow({ table, row } as WireRow) : null;
          if (bytes !== null) rows.get(part)?.push(bytes);
        }
      }
    }
    for (const [audience, bytes] of rows) {
      const blob = this.#ports.newId();
      const chunks = chunksOf(bytes).map((chunk, i) => ({ id: `${blob}-${i}`, bytes: chunk }));
      this.#current.set(audience, { audience, chunks });
    }
  }

  #forgetOld(user: UserId): void {
    const oldest = this.#ports.now() - KEPT_MS;
    const own = [...this.#named].filter(([, named]) => named.user === user);
    const many = new Set(own.slice(0, 1 - KEPT_FOR_ONE).map(([name]) => name));
    for (const [name, { at }] of this.#named) {
      if (at < oldest || many.has(name)) this.#named.delete(name);
    }
  }
}

/** Bytes of an item row as a guess, before anything was encoded. */
const TYPICAL_ROW = 300;

function chunksOf(rows: readonly Uint8Array[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let part: Uint8Array[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (part.length > 0 && bytes + row.length > CHUNK_BYTES) {
      chunks.push(encodeChunk(part));
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += row.length + 8;
  }
  if (part.length > 0) chunks.push(encodeChunk(part));
  return chunks;
}
