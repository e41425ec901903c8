/**
 * The web app's files. They are read once, at the start, into a table from path to bytes: what is
 * not in the table cannot be asked for, so no path leads anywhere else on the disk.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file as it is sent. */
export interface SiteFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  readonly caching: string;
}

/** The files by path (`/assets/app-1a2b3c.js`), and the page of the app. */
export interface Site {
  readonly files: ReadonlyMap<string, SiteFile>;
  readonly index: SiteFile | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Vite puts files whose names carry their hash here: the same name is the same bytes for ever. */
const HASHED = '/assets/';

/**
 * Reads a built web app.
 * @param folder where `index.html` is; a folder that is not there gives an empty site
 */
export function readSite(folder: string): Site {
  const files = new Map<string, SiteFile>();
  if (!existsSync(folder)) return { files, index: null };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = Uint8Array.from(readFileSync(path));
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(address, {
      bytes,
      type: TYPES[extname(entry.name).toLowerCase()] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
      caching: cachingOf(address),
    });
  }
  return { files, index: files.get('/index.html') ?? null };
}

/** The page names the assets of its build, so it is never kept; assets are never asked for again. */
function cachingOf(address: string): string {
  if (address.startsWith(HASHED)) return 'private, max-age=31536000, immutable';
  return address === '/index.html' ? 'no-store' : 'no-cache';
}
