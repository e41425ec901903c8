/** Room on the disk: a journal that cannot grow cannot take an edit. */
import { statfs } from 'node:fs/promises';

/** Below this, the server calls itself not ready, in bytes. */
export const LEAST_FREE = 64 * 1024 * 1024;

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
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
