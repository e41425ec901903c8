/**
 * Snapshots over HTTP: `Welcome` names one, and the client fetches its manifest and then its
 * chunks, in any order. Whether a person may see a chunk is judged when they ask for it.
 *
 *     GET /snapshot/<name>           {"format", "seq", "chunks": [{"id", "bytes"}]}
 *     GET /snapshot/<name>/<chunk>   the bytes of a chunk, gzipped for who takes it
 */
import type { UserId } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { errorAnswer } from './answer.ts';
import { NOT_FOUND, show, type App } from './http.ts';
import { inTime, LATE, type Patience } from './patience.ts';
import { zippedFor } from './zip.ts';

/** A chunk's bytes never change under its name. */
const CACHING = 'private, max-age=600, immutable';

const TOO_LATE = errorAnswer(503, 'UNAVAILABLE', 'The workspace cannot be read just now.', {
  'retry-after': '5',
});

/** Adds the routes for the snapshots of a room. */
export function snapshotRoutes(room: Room, user: UserId, patience: Patience): (app: App) => void {
  return (app) => {
    app.get('/snapshot/:name', async (c) => {
      const { name } = c.req.param();
      const manifest = await inTime(
        room.read(() => room.snapshots.manifest(name, user)),
        patience,
      );
      if (manifest === LATE) return show(c, TOO_LATE);
      return manifest === null ? show(c, NOT_FOUND) : c.json(manifest);
    });

    app.get('/snapshot/:name/:chunk', async (c) => {
      const { name, chunk } = c.req.param();
      const bytes = await inTime(
        room.read(() => room.snapshots.chunk(name, chunk, user, room.scopeOf(user))),
        patience,
      );
      if (bytes === LATE) return show(c, TOO_LATE);
      if (bytes === null) return show(c, NOT_FOUND);
      const headers = {
        'content-type': 'application/octet-stream',
        'cache-control': CACHING,
        vary: 'accept-encoding',
      };
      const zipped = await zippedFor(c.req.header('accept-encoding'), bytes);
      if (zipped === null) return c.body(Uint8Array.from(bytes), 200, headers);
      return c.body(zipped, 200, { ...headers, 'content-encoding': 'gzip' });
    });
  };
}
