/**
 * The import door, in two steps:
 *
 *   POST /import            the file as the body (`application/json`), its name in `X-File-Name`,
 *                           percent-encoded → what would come of it, nothing done:
 *                           `{job, commands, report, authors, damage, choices}`, by the choices
 *                           that are offered. The export of another board has up to 256 MiB, one
 *                           of our own as much as the disk takes.
 *   POST /import/<job>/plan `{repair, people}` → the same, by these choices
 *   POST /import/<job>      `{repair, people}` → `202 {job}` when the job has begun. How far it is,
 *                           and what came of it, stands in the job's row.
 *   DELETE /import/<job>    the file is forgotten
 *
 * There is no multipart here on purpose: a form of another site can send multipart, not JSON.
 */
import { open } from 'node:fs/promises';
import {
  idOf,
  isRefusal,
  isUuid,
  readChoices,
  refuse,
  type JobId,
  type Refusal,
  type UserId,
} from '@planwright/engine';
import { errorAnswer, refusalAnswer, type Answer } from './answer.ts';
import { isFullDisk, type Disk } from './disk.ts';
import { show, type App } from './http.ts';
import { isOwnExport, OWN_HEAD } from './import-file.ts';
import type { Imports, Planned } from './import-runner.ts';
import type { World } from './command.ts';
import type { Log } from './log.ts';

/** The largest file of another program, in bytes: it is parsed as a whole. */
export const MOST_IMPORT_BYTES = 256 * 1024 * 1024;

/**
 * Adds the upload route. Imports are those of one person: the one at this machine.
 * @param most bytes that a file of another program may have
 */
export function importRoutes(
  imports: Imports,
  user: UserId,
  world: World,
  log: Log,
  most = MOST_IMPORT_BYTES,
): (app: App) => void {
  return (app) => {
    app.post('/import', async (c) => {
      const length = Number(c.req.header('content-length') ?? 0);
      if (!imports.disk.hasRoom(length)) return show(c, FULL_DISK);
      if (imports.busy) return show(c, BUSY);
      return await imports.alone(async () => {
        const job = idOf<'job'>(world.newId());
        const upload = { request: c.req.raw, length, most, disk: imports.disk };
        const name = nameOf(c.req.header('x-file-name'));
        const plan = await stage(imports, job, upload, name, user).catch((error: unknown) => {
          imports.forget(job);
          throw error;
        });
        if ('body' in plan) return show(c, plan);
        if (isRefusal(plan)) return show(c, refusalAnswer(plan));
        return c.json(dryRun(job, plan));
      });
    });

    app.post('/import/:job/plan', async (c) => {
      const job = c.req.param('job');
      const choices = readChoices(await c.req.json().catch(() => null));
      if (isRefusal(choices)) return show(c, refusalAnswer(choices));
      if (!isUuid(job)) return show(c, refusalAnswer(refuse('NOT_FOUND', { what: 'import' })));
      const plan = await imports.planAgain(idOf<'job'>(job), choices, user);
      if (isRefusal(plan)) return show(c, refusalAnswer(plan));
      return c.json(dryRun(idOf<'job'>(job), plan));
    });

    app.post('/import/:job', async (c) => {
      const job = c.req.param('job');
      const choices = readChoices(await c.req.json().catch(() => null));
      if (isRefusal(choices)) return show(c, refusalAnswer(choices));
      if (!isUuid(job)) return show(c, refusalAnswer(refuse('NOT_FOUND', { what: 'import' })));
      if (imports.busy) return show(c, BUSY);
      const { promise: answered, resolve: answer, reject } = Promise.withResolvers<Response>();
      imports
        .alone(async () => {
          const work = await imports.start(idOf<'job'>(job), choices, user);
          if (work === 'full disk') return answer(show(c, FULL_DISK));
          if (isRefusal(work)) return answer(show(c, refusalAnswer(work)));
          answer(c.json({ job }, 202));
          await work();
        })
        .catch((error: unknown) => {
          log.error({ job, err: error }, 'import failed');
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      return await answered;
    });

    app.delete('/import/:job', (c) => {
      const job = c.req.param('job');
      if (isUuid(job)) imports.cancel(idOf<'job'>(job));
      return c.body(null, 204);
    });
  };
}

/** What a person is told of a plan. */
function dryRun(job: JobId, { total, report, authors, damage, choices }: Planned): object {
  return { job, commands: total, report, authors, damage, choices };
}

const BUSY = errorAnswer(409, 'BUSY', 'Another import is running. Wait until it is done.');

const TOO_LARGE = errorAnswer(413, 'TOO_LARGE', 'A file of another program may have 256 MiB.');

const FULL_DISK = errorAnswer(507, 'DISK_FULL', 'There is no room on the disk for this file.');

/** A body on its way to a file. */
interface Upload {
  readonly request: Request;
  /** How long it says it is; 0 where it does not say. */
  readonly length: number;
  /** Bytes that a file of another program may have. */
  readonly most: number;
  readonly disk: Disk;
}

/** Takes the file in, and plans it; what keeps it from being taken is an answer. */
async function stage(
  imports: Imports,
  job: JobId,
  upload: Upload,
  name: string,
  user: UserId,
): Promise<Planned | Refusal | Answer> {
  const problem = await keep(upload, imports.fileOf(job));
  if (problem === null) return await imports.stage(job, name, user);
  imports.forget(job);
  return problem;
}

/**
 * Writes a body to a file as it comes; gives what keeps it from being taken. As soon as its first
 * bytes show that it is no export of our own, it is held to the limit.
 */
async function keep({ request, length, most, disk }: Upload, path: string): Promise<Answer | null> {
  const watch = disk.watch();
  const file = await open(path, 'w', 0o600);
  try {
    let size = 0;
    let head = Buffer.alloc(0);
    for await (const part of request.body ?? []) {
      if (head.length < OWN_HEAD) head = Buffer.concat([head, part.subarray(0, OWN_HEAD)]);
      size += part.byteLength;
      const isOwn = head.length < OWN_HEAD || isOwnExport(head);
      if (!isOwn && Math.max(size, length) > most) return TOO_LARGE;
      watch(part.byteLength);
      await file.writeFile(part);
    }
    await file.sync();
    return null;
  } catch (error) {
    if (isFullDisk(error)) return FULL_DISK;
    throw error;
  } finally {
    await file.close();
  }
}

function nameOf(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '');
  } catch {
    return header ?? '';
  }
}
