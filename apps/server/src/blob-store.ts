/**
 * Where the bytes of attachments rest: files that are named by the SHA-256 of what is in them, so
 * that a name from outside is never part of a path, and what is there is never written over by
 * something else.
 *
 *     .pm/blobs/ab/ab12…       the bytes
 *               incoming/      what is being sent
 *               thumbnails/    small pictures, by the id of their attachment
 *
 * A file is there before a row names it, and goes after no row does: so what brings files and rows
 * together (an upload, an import, an export) runs undisturbed, and sweeping waits for that.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentId } from '@planwright/engine';
import { isUuid, MOST_BLOB_PART } from '@planwright/engine';
import { kindOf, TELLING_BYTES, type BlobKind } from './blob-kind.ts';
import { Disk } from './disk.ts';
import { syncFolder } from './folder.ts';

/** A file that came in, and is not among the others yet. */
export interface Incoming extends BlobKind {
  /** In hexadecimal. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly path: string;
}

/** A file on its way in, part by part; it ends with one of the last two. */
export interface BlobDraft {
  add(bytes: Uint8Array): void;
  /** Puts it among the others under its hash; on disk when this returns. */
  keep(hash: string): void;
  drop(): void;
}

/** What attachments there are, as far as files must be kept for them. */
export interface Named {
  readonly hashes: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

const HASH = /^[0-9a-f]{64}$/;

export class BlobStore {
  /** `blobs` in the data folder. */
  readonly folder: string;
  /** The disk that it is on. */
  readonly disk: Disk;
  readonly #newId: () => string;
  #guests = 0;
  #sweeping: Promise<number> | null = null;
  #quiet: (() => void)[] = [];

  /** Makes the folder, and forgets what was being sent when a stop came. */
  constructor(folder: string, newId: () => string, disk = new Disk(folder)) {
    this.folder = folder;
    this.disk = disk;
    this.#newId = newId;
    rmSync(join(folder, 'incoming'), { recursive: true, force: true });
    for (const name of ['incoming', 'thumbnails']) {
      mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    }
  }

  /** Where the bytes of this hash are, or would be. */
  pathOf(hash: string): string {
    if (!HASH.test(hash)) throw new Error('not a hash');
    return join(this.folder, hash.slice(0, 2), hash);
  }

  /** Is it here? */
  has(hash: string): boolean {
    return existsSync(this.pathOf(hash));
  }

  /** Where the small picture of an attachment is; null where there is none. */
  thumbnailOf(id: AttachmentId): string | null {
    const path = this.#thumbnailPath(id);
    return existsSync(path) ? path : null;
  }

  /**
   * Takes in bytes as they come; on disk when it resolves. Gives null when there are more than
   * `most`. Throws what the stream or the disk throws, which is looked at again as they come.
   * Nothing is left behind then.
   */
  async receive(parts: AsyncIterable<Uint8Array>, most: number): Promise<Incoming | null> {
    const path = join(this.folder, 'incoming', this.#newId());
    const hash = createHash('sha256');
    const watch = this.disk.watch();
    let size = 0;
    const file = await open(path, 'wx+', 0o600);
    try {
      for await (const part of parts) {
        size += part.byteLength;
        if (size > most) break;
        watch(part.byteLength);
        hash.update(part);
        await file.writeFile(part);
      }
      if (size > most) {
        this.forget({ path });
        return null;
      }
      await file.sync();
      const head = Buffer.alloc(Math.min(size, TELLING_BYTES));
      await file.read(head, 0, head.length, 0);
      return { ...kindOf(head), hash: hash.digest('hex'), size, path };
    } catch (error) {
      this.forget({ path });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Puts what came in among the others. */
  keep({ hash, path }: Pick<Incoming, 'hash' | 'path'>): void {
    this.#move(path, this.pathOf(hash));
  }

  /** Makes what came in the small picture of an attachment. */
  keepThumbnail(id: AttachmentId, { path }: Pick<Incoming, 'path'>): void {
    this.#move(path, this.#thumbnailPath(id));
  }

  /** Lets go of what came in. */
  forget({ path }: Pick<Incoming, 'path'>): void {
    rmSync(path, { force: true });
  }

  /** Writes bytes whose hash is known. */
  write(hash: string, bytes: Uint8Array): void {
    const draft = this.draft();
    try {
      draft.add(bytes);
    } catch (error) {
      draft.drop();
      throw error;
    }
    draft.keep(hash);
  }

  /** A file that comes in parts, and whose hash is known when it ends. */
  draft(): BlobDraft {
    const path = join(this.folder, 'incoming', this.#newId());
    const file = openSync(path, 'wx', 0o600);
    const watch = this.disk.watch();
    const drop = (): void => {
      closeSync(file);
      rmSync(path, { force: true });
    };
    return {
      add: (bytes) => {
        watch(bytes.length);
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      },
      keep: (hash) => {
        try {
          fsyncSync(file);
        } catch (error) {
          drop();
          throw error;
        }
        closeSync(file);
        this.keep({ hash, path });
      },
      drop,
    };
  }

  /** Does work that brings files and rows together: nothing is swept meanwhile. */
  async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    while (this.#sweeping !== null) await this.#sweeping.catch(() => 0);
    this.#guests += 1;
    try {
      return await work();
    } finally {
      this.#guests -= 1;
      if (this.#guests === 0) for (const go of this.#quiet.splice(0)) go();
    }
  }

  /**
   * Deletes the files that no attachment names, as soon as nobody must be undisturbed; gives how
   * many they were. `named` is asked when that begins.
   */
  async sweep(named: () => Promise<Named>): Promise<number> {
    while (this.#guests > 0 || this.#sweeping !== null) {
      await (this.#sweeping?.catch(() => 0) ??
        new Promise<void>((resolve) => this.#quiet.push(resolve)));
    }
    this.#sweeping = named().then((those) => this.#sweepAll(those));
    try {
      return await this.#sweeping;
    } finally {
      this.#sweeping = null;
    }
  }

  #sweepAll({ hashes, ids }: Named): number {
    let gone = 0;
    const sweep = (folder: string, stays: (name: string) => boolean): void => {
      for (const name of readdirSync(join(this.folder, folder))) {
        if (stays(name)) continue;
        rmSync(join(this.folder, folder, name), { force: true });
        gone += 1;
      }
    };
    for (const folder of readdirSync(this.folder)) {
      if (/^[0-9a-f]{2}$/.test(folder)) sweep(folder, (name) => hashes.has(name));
    }
    sweep('thumbnails', (name) => ids.has(name.replace(/\.webp$/, '')));
    return gone;
  }

  #thumbnailPath(id: AttachmentId): string {
    if (!isUuid(id)) throw new Error('not an id');
    return join(this.folder, 'thumbnails', `${id}.webp`);
  }

  /** A file that cannot go where it belongs is let go of. */
  #move(from: string, to: string): void {
    const folder = join(to, '..');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      renameSync(from, to);
    } catch (error) {
      this.forget({ path: from });
      throw error;
    }
    syncFolder(folder);
  }
}

/** The bytes of a hash in a folder of blobs, part by part; none where they are not there. */
export function* blobParts(folder: string, hash: string): Generator<Buffer> {
  if (!HASH.test(hash)) return;
  const path = join(folder, hash.slice(0, 2), hash);
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const part = Buffer.allocUnsafe(MOST_BLOB_PART);
      const length = readWhole(file, part);
      if (length > 0) yield part.subarray(0, length);
      if (length < part.length) return;
    }
  } finally {
    closeSync(file);
  }
}

/** Fills the part, or reads to the end of the file; gives how many bytes that were. */
function readWhole(file: number, part: Buffer): number {
  let length = 0;
  while (length < part.length) {
    const more = readSync(file, part, length, part.length - length, null);
    if (more === 0) break;
    length += more;
  }
  return length;
}

/** Are the bytes of a hash in a folder of blobs as they were put there? Reads them all. */
export function blobState(folder: string, hash: string): 'whole' | 'missing' | 'damaged' {
  const sum = createHash('sha256');
  let isThere = false;
  for (const part of blobParts(folder, hash)) {
    sum.update(part);
    isThere = true;
  }
  if (!isThere) return 'missing';
  return sum.digest('hex') === hash ? 'whole' : 'damaged';
}
