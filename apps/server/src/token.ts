/**
 * The folder's token: 32 random bytes in `.pm/token`, made once. Programs of the same user read
 * it and send it as `Authorization: Bearer`. A browser never sees it: its cookie is derived, so a
 * cookie that leaks is no token, and a new token ends every cookie.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Stop } from './exit.ts';
import { permissions, writeWhole } from './folder.ts';

const SHAPE = /^[\w-]{43}$/;

/**
 * Reads the token of a folder, making it the first time.
 * Refused: a file that other users may read or that is not a plain file of this user.
 */
export function folderToken(folder: string): string {
  const path = join(folder, 'token');
  if (!existsSync(path)) return rotateToken(folder);
  const file = lstatSync(path);
  const mode = permissions(file);
  const foreign = process.getuid !== undefined && file.uid !== process.getuid();
  if (!file.isFile() || foreign || mode & 0o077) {
    throw new Stop(
      EXIT.configuration,
      `${path} must be a file that only you can read (its mode is ${mode.toString(8)}). ` +
        `Run: chmod 600 "${path}". If others may have read it, delete it instead: ` +
        'the next start makes a new one, and browsers need a new link.',
    );
  }
  const token = readFileSync(path, 'utf8').trim();
  if (SHAPE.test(token)) return token;
  throw new Stop(
    EXIT.configuration,
    `${path} is damaged. Delete it: the next start makes a new one, and browsers need a new link.`,
  );
}

/** Makes a new token. The old one and all cookies made from it end with the next start. */
export function rotateToken(folder: string): string {
  const token = randomBytes(32).toString('base64url');
  writeWhole(join(folder, 'token'), `${token}\n`);
  return token;
}

/**
 * A secret that follows from the token and says nothing about it.
 * @param purpose what it is for; other purposes give unrelated secrets
 */
export function derive(token: string, purpose: string): string {
  return createHmac('sha256', token).update(purpose).digest('base64url');
}

/** Compares two secrets in a time that tells nothing of where they differ, or of their length. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
