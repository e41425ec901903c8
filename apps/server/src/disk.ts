/** Room on the disk: a journal that cannot grow cannot take an edit. */
import { statfsSync } from 'node:fs';

/** Below this, the server calls itself not ready, in bytes. */
export const LEAST_FREE = 64 * 1024 * 1024;

/** Bytes after which who writes a long file looks at the disk again. */
const LOOK_EVERY = 16 * 1024 * 1024;

/**
 * @param freeBytes how much room there is
 * @returns null, or the sentence that says what is wrong
 */
export function diskProblem(freeBytes: number): string | null {
  if (freeBytes >= LEAST_FREE) return null;
  const [free, least] = [freeBytes, LEAST_FREE].map((bytes) => Math.floor(bytes / 1024 / 1024));
  return `${free} MiB are free where the data is; ${least} are needed.`;
}

/** How many bytes this user may still write where a folder is. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** The disk for those who put large files on it: what the journal needs is not theirs. */
export class Disk {
  /** How many bytes are free. */
  readonly free: () => number;

  constructor(folder: string, free: () => number = () => freeBytes(folder)) {
    this.free = free;
  }

  /** Is there room for so many bytes more? */
  hasRoom(bytes: number): boolean {
    return this.free() >= LEAST_FREE + bytes;
  }

  /**
   * For who writes a file as it comes, since others write meanwhile: told of each part before it
   * is written, it throws as the disk does (`ENOSPC`) once there is no room for more.
   */
  watch(): (bytes: number) => void {
    let since = LOOK_EVERY;
    return (bytes) => {
      since += bytes;
      if (since < LOOK_EVERY) return;
      since = 0;
      if (!this.hasRoom(bytes))
        throw Object.assign(new Error('no room is left'), { code: 'ENOSPC' });
    };
  }
}

/** Does an error say that the disk, or a person's part of it, is full? */
export function isFullDisk(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
