/**
 * Snapshots over HTTP: `Welcome` names one, and the client fetches its manifest and then its
 * chunks, in any order. Whether a person may see a chunk is judged when they ask for it.
 *
 *     GET /snapshot/<name>           {"format", "seq", "chunks": [{"id", "bytes"}]}
 *     GET /snapshot/<name>/<chunk>   the bytes of a chunk
 */
import type { UserId } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { NOT_FOUND, show, type App } from './http.ts';

/** A chunk's bytes never change under its name. */
const CACHING = 'private, max-age=600, immutable';

/** Adds the routes for the snapshots of a room. */
export function snapshotRoutes(room: Room, user: UserId): (app: App) => void {
  return (app) => {
    app.get('/snapshot/:name', async (c) => {
      const { name } = c.req.param();
      const manifest = await room.read(() => room.snapshots.manifest(name, user));
      return manifest === null ? show(c, NOT_FOUND) : c.json(manifest);
    });

    app.get('/snapshot/:name/:chunk', async (c) => {
      const { name, chunk } = c.req.param();
      const bytes = await room.read(() =>
        room.snapshots.chunk(name, chunk, user, room.scopeOf(user)),
      );
      if (bytes === null) return show(c, NOT_FOUND);
      const headers = { 'content-type': 'application/octet-stream', 'cache-control': CACHING };
      return c.body(Uint8Array.from(bytes), 200, headers);
    });
  };
}
