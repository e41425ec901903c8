/**
 * The door for files. Their bytes go through here and never through an entry:
 *
 *   POST /attachment?item=<id>&id=<id of the new row>&name=<percent-encoded>
 *                                 the file as the body (`application/octet-stream`) → `{id}`
 *   GET  /blob/<id>               its bytes: pictures to be shown, all else to be saved
 *   PUT  /blob/<id>/thumbnail     a small WebP picture of it, from who has sent it
 *   GET  /blob/<id>/thumbnail     that, or the picture itself
 *
 * What a file is and how large is found here, from its bytes. Then the command that puts it beside
 * its item is issued, and the engine decides. Who may see the item may read its files, nobody else.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  decide,
  deathOf,
  idOf,
  isRefusal,
  isUuid,
  projectAudience,
  refuse,
  type Attachment,
  type Refusal,
  type UserId,
} from '@planwright/engine';
import type { Room } from '@planwright/sync';
import type { Context } from 'hono';
import { errorAnswer, refusalAnswer, type Answer } from './answer.ts';
import { SHOWN_INLINE } from './blob-kind.ts';
import type { BlobStore, Incoming } from './blob-store.ts';
import { newCommand, type World } from './command.ts';
import { isFullDisk } from './disk.ts';
import { NOT_FOUND, show, type App } from './http.ts';
import type { Log } from './log.ts';
import { oneLine } from './one-line.ts';

export interface AttachmentParts {
  readonly room: Room;
  readonly user: UserId;
  readonly world: World;
  readonly blobs: BlobStore;
  readonly log: Log;
  /** The largest file, in MiB. */
  readonly mostMib: number;
}

const MIB = 1024 * 1024;
/** A small picture: bytes, and pixels of its width and of its height. */
const MOST_THUMBNAIL_BYTES = 150 * 1024;
const THUMBNAIL_WIDTH = 640;
const MOST_THUMBNAIL_HEIGHT = 2 * THUMBNAIL_WIDTH;

/** A file never changes under its id; it stays with the browser of who has seen it. */
const KEPT = 'private, max-age=31536000, immutable';

/** Nothing in a file may run or load anything, whatever a browser takes it for. */
const SANDBOX = "default-src 'none'; sandbox";

const FULL_DISK = errorAnswer(507, 'DISK_FULL', 'There is no room on the disk for this file.');
const NOT_NOW = errorAnswer(503, 'UNAVAILABLE', 'The server cannot write just now.', {
  'retry-after': '5',
});
const LOST = errorAnswer(404, 'LOST', 'The bytes of this file are no longer here.');
const CUT_OFF = errorAnswer(400, 'CUT_OFF', 'The file did not come whole.');
const NO_THUMBNAIL = errorAnswer(
  422,
  'INVALID',
  `A thumbnail is a WebP picture of at most ${THUMBNAIL_WIDTH} pixels and 150 KiB.`,
);

/** Adds the routes of the door for files. */
export function attachmentRoutes(parts: AttachmentParts): (app: App) => void {
  const { room, user, blobs } = parts;
  return (app) => {
    app.post('/attachment', (c) => attach(parts, c));

    app.get('/blob/:id', async (c) => {
      const row = await rowFor(room, user, c.req.param('id'));
      if (row === null) return show(c, NOT_FOUND);
      if (!blobs.has(row.hash)) return show(c, LOST);
      return await sendBlob(blobs.pathOf(row.hash), row, KEPT);
    });

    app.get('/blob/:id/thumbnail', async (c) => {
      const row = await rowFor(room, user, c.req.param('id'));
      if (row === null || !SHOWN_INLINE.has(row.type)) return show(c, NOT_FOUND);
      const small = blobs.thumbnailOf(row.id);
      if (small !== null) return await sendBlob(small, { ...row, type: 'image/webp' }, KEPT);
      if (!blobs.has(row.hash)) return show(c, NOT_FOUND);
      return await sendBlob(blobs.pathOf(row.hash), row, 'private, no-cache');
    });

    app.put('/blob/:id/thumbnail', (c) => takeThumbnail(parts, c));
  };
}

async function attach(parts: AttachmentParts, c: Context): Promise<Response> {
  const { room, user, blobs, mostMib } = parts;
  const { id = '', item = '', name = '' } = c.req.query();
  if (!isUuid(id) || !isUuid(item)) {
    const field = isUuid(id) ? 'item' : 'id';
    return show(c, refusalAnswer(refuse('INVALID', { field, rule: 'must be an id' })));
  }
  const about = {
    id: idOf<'attachment'>(id),
    item: idOf<'workItem'>(item),
    name: fileName(name),
  };
  const tooLarge = errorAnswer(413, 'TOO_LARGE', `A file may have ${mostMib} MiB.`);
  if (lengthOf(c) > mostMib * MIB) return show(c, tooLarge);
  const early = await refusedAnyway(parts, about);
  if (early !== null) return show(c, refusalAnswer(early));

  const came = await receive(parts, c, mostMib * MIB);
  if (came === 'too large') return show(c, tooLarge);
  if ('status' in came) return show(c, came);
  return await blobs.undisturbed(async () => {
    blobs.keep(came);
    const { type, size, hash, width, height } = came;
    const args = { ...about, type, size, hash, width, height };
    const command = newCommand('attachment.add', args, parts.world);
    const outcome = await room.submit(command, user, 'file');
    if ('pause' in outcome) return show(c, NOT_NOW);
    if ('refusal' in outcome) return show(c, refusalAnswer(outcome.refusal));
    return c.json({ id: about.id }, 201);
  });
}

/** Asks the engine beforehand, so that nobody fills the disk with what will be refused. */
function refusedAnyway(
  { room, user, world }: AttachmentParts,
  about: Pick<Attachment, 'id' | 'item' | 'name'>,
): Promise<Refusal | null> {
  const least = { type: 'text/plain', size: 1, hash: '0'.repeat(64), width: null, height: null };
  const command = newCommand('attachment.add', { ...about, ...least }, world);
  return room.read((tables) => {
    const answer = decide(tables, command, {
      now: world.now(),
      actor: user,
      via: 'file',
      limits: room.ports.limits,
      commandId: command.commandId,
      authoritative: true,
    });
    return isRefusal(answer) ? answer : null;
  });
}

async function takeThumbnail(parts: AttachmentParts, c: Context): Promise<Response> {
  const { room, user, blobs } = parts;
  const row = await rowFor(room, user, c.req.param('id') ?? '');
  if (row === null || row.createdBy !== user) return show(c, NOT_FOUND);
  const came = await receive(parts, c, MOST_THUMBNAIL_BYTES);
  if (came === 'too large') return show(c, NO_THUMBNAIL);
  if ('status' in came) return show(c, came);
  const { type, width, height } = came;
  const fits =
    type === 'image/webp' &&
    width !== null &&
    width <= THUMBNAIL_WIDTH &&
    height !== null &&
    height <= MOST_THUMBNAIL_HEIGHT;
  if (!fits || !SHOWN_INLINE.has(row.type)) {
    blobs.forget(came);
    return show(c, NO_THUMBNAIL);
  }
  await blobs.undisturbed(() => Promise.resolve(blobs.keepThumbnail(row.id, came)));
  return c.body(null, 204);
}

/** Takes in a body; what is not a file is an answer. */
async function receive(
  { blobs, log }: AttachmentParts,
  c: Context,
  most: number,
): Promise<Incoming | 'too large' | Answer> {
  if (lengthOf(c) > most) return 'too large';
  if (!blobs.disk.hasRoom(lengthOf(c))) return FULL_DISK;
  try {
    const came = await blobs.receive(c.req.raw.body ?? EMPTY, most);
    if (came === null) return 'too large';
    if (came.size > 0) return came;
    blobs.forget(came);
    return refusalAnswer(refuse('INVALID', { field: 'file', rule: 'must not be empty' }));
  } catch (error) {
    if (isFullDisk(error)) return FULL_DISK;
    log.info({ err: error }, 'a file did not come whole');
    return CUT_OFF;
  }
}

/** How long a body says it is; 0 where it does not say. */
function lengthOf(c: Context): number {
  return Number(c.req.header('content-length') ?? 0);
}

const EMPTY: AsyncIterable<Uint8Array> = Readable.from([]);

/** The row of an attachment that stands where this person sees it; null otherwise. */
async function rowFor(room: Room, user: UserId, id: string): Promise<Attachment | null> {
  if (!isUuid(id)) return null;
  return await room.read(async (tables) => {
    const key = { table: 'attachment', id: idOf<'attachment'>(id) } as const;
    const [found] = await room.ports.journal.rowsOf([key]);
    const row = found?.table === 'attachment' ? found.row : null;
    if (row === null || row.deletedAt !== null) return null;
    if (!room.scopeOf(user).has(projectAudience(row.project))) return null;
    const hasItem = tables.get('workItem', row.item) !== undefined;
    return hasItem && deathOf(tables, 'workItem', row.item) === null ? row : null;
  });
}

async function sendBlob(
  path: string,
  { name, type }: Pick<Attachment, 'name' | 'type'>,
  caching: string,
): Promise<Response> {
  const { size } = await stat(path);
  const stream = Readable.toWeb(createReadStream(path)) as unknown as ReadableStream;
  const how = SHOWN_INLINE.has(type) ? 'inline' : 'attachment';
  const plain = name.replace(/[^\w .()-]/g, '_');
  return new Response(stream, {
    headers: {
      'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
      'content-length': String(size),
      'content-disposition': `${how}; filename="${plain}"; filename*=UTF-8''${extValue(name)}`,
      'content-security-policy': SANDBOX,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': caching,
    },
  });
}

/** As RFC 8187 wants it. */
function extValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What a person calls a file: the last part of a path, without marks that turn letters around. */
function fileName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? '';
  return oneLine(last.replace(/\p{Bidi_Control}/gu, ''), 255, 'file');
}
