/**
 * Exports in our own format, as a download:
 *
 *     GET /export             the whole workspace: its owners
 *     GET /export/<key>       one project: whoever sees it
 *
 * The file is written by a thread first, from one state of the database, while everybody goes on
 * working; then it is sent and taken away. Where bytes of attachments were lost, its last line says
 * which; whoever saves it reads in its name how many they are, and the log names them.
 */
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { roleIn, type ExportFoot, type ProjectId, type UserId } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import type { Context } from 'hono';
import { errorAnswer } from './answer.ts';
import type { BlobStore } from './blob-store.ts';
import type { World } from './command.ts';
import { isFullDisk } from './disk.ts';
import type { ExportTask } from './export-file.ts';
import { NOT_FOUND, show, type App } from './http.ts';
import type { Log } from './log.ts';

export interface ExportParts {
  readonly room: Room;
  readonly user: UserId;
  readonly world: World;
  readonly log: Log;
  readonly database: string;
  readonly blobs: BlobStore;
  /** Where files are until they are sent: `exports` in the data folder. */
  readonly folder: string;
  /** Writes an export; on a thread of its own unless a test says otherwise. */
  readonly write?: (task: ExportTask) => Promise<ExportFoot>;
}

/** What is exported, and what the file is called. */
interface Wanted {
  readonly project: ProjectId | null;
  readonly name: string;
}

const FORBIDDEN = errorAnswer(
  403,
  'FORBIDDEN',
  'Only owners of the workspace may export all of it.',
);

const FULL_DISK = errorAnswer(507, 'DISK_FULL', 'There is no room on the disk for this export.');

/** Adds the download routes, and forgets files that a stop has left behind. */
export function exportRoutes(parts: ExportParts): (app: App) => void {
  const { room, user, world, log, database, blobs, folder, write = onThread } = parts;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));

  const send = async (c: Context, wanted: Wanted): Promise<Response> => {
    const target = join(folder, `${world.newId()}.jsonl`);
    const at = world.now();
    const task = { database, blobs: blobs.folder, target, project: wanted.project, at };
    const foot = await blobs
      .undisturbed(() => write(task))
      .catch((error: unknown) => {
        rmSync(target, { force: true });
        if (isFullDisk(error)) return FULL_DISK;
        throw error;
      });
    if ('status' in foot) return show(c, foot);
    const { lost } = foot;
    if (lost !== undefined) log.error({ project: wanted.project, lost }, 'an export lacks files');
    const less = lost === undefined ? '' : `-without-${lost.count}-lost-files`;
    const stream = createReadStream(target);
    stream.once('close', () => rmSync(target, { force: true }));
    const day = new Date(at).toISOString().slice(0, 10);
    return new Response(Readable.toWeb(stream) as unknown as ReadableStream, {
      headers: {
        'content-type': 'application/x-ndjson',
        'content-length': String((await stat(target)).size),
        'content-disposition': `attachment; filename="${wanted.name}-${day}${less}.planwright.jsonl"`,
        'cache-control': 'no-store',
      },
    });
  };

  return (app) => {
    app.get('/export', async (c) => {
      const isOwner = await room.read((tables) => tables.get('user', user)?.role === 'owner');
      return isOwner ? await send(c, { project: null, name: 'workspace' }) : show(c, FORBIDDEN);
    });

    app.get('/export/:key', async (c) => {
      const key = c.req.param('key').toUpperCase();
      const project = await room.read((tables) => {
        const person = tables.get('user', user);
        const found = tables.first('project', 'byKey', key);
        const sees = person && found && roleIn(tables, person, found.id) !== null;
        return sees && found.deletedAt === null ? found.id : null;
      });
      return project === null ? show(c, NOT_FOUND) : await send(c, { project, name: key });
    });
  };
}

function onThread(task: ExportTask): Promise<ExportFoot> {
  const name = `./export-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`;
  const thread = new Worker(new URL(name, import.meta.url), { workerData: task });
  thread.unref();
  return new Promise((resolve, reject) => {
    thread.once('message', resolve).once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
}
