/**
 * The upload: `POST /import` with the file as its body (`application/json`, up to 256 MiB) and its
 * name in `X-File-Name`, percent-encoded. The answer comes when the file is understood and its job
 * has begun: `{"job"}`. How far it is, and what came of it, stands in the job's row.
 *
 * There is no multipart here on purpose: a form of another site can send multipart, not JSON.
 */
import { open } from 'node:fs/promises';
import { idOf, isRefusal, REFUSALS, sentenceOf, type UserId } from '@planwright/engine';
import { errorAnswer } from './answer.ts';
import { show, type App } from './http.ts';
import type { Imports } from './import-runner.ts';
import type { World } from './command.ts';
import type { Log } from './log.ts';

/** The largest file, in bytes. */
export const MOST_IMPORT_BYTES = 256 * 1024 * 1024;

/** Adds the upload route. Imports are those of one person: the one at this machine. */
export function importRoutes(
  imports: Imports,
  user: UserId,
  world: World,
  log: Log,
): (app: App) => void {
  return (app) => {
    app.post('/import', async (c) => {
      if (Number(c.req.header('content-length')) > MOST_IMPORT_BYTES) return show(c, TOO_LARGE);
      if (imports.busy) {
        return show(
          c,
          errorAnswer(409, 'BUSY', 'Another import is running. Wait until it is done.'),
        );
      }
      const job = idOf<'job'>(world.newId());
      const { promise: answered, resolve: answer, reject } = Promise.withResolvers<Response>();
      imports
        .alone(async () => {
          if (!(await keep(c.req.raw, imports.fileOf(job)))) {
            imports.forget(job);
            return answer(show(c, TOO_LARGE));
          }
          const work = await imports.start(job, nameOf(c.req.header('x-file-name')), user);
          if (isRefusal(work)) {
            const { status } = REFUSALS[work.code];
            return answer(show(c, errorAnswer(status, work.code, sentenceOf(work))));
          }
          answer(c.json({ job }, 202));
          await work();
        })
        .catch((error: unknown) => {
          log.error({ job, err: error }, 'import failed');
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      return await answered;
    });
  };
}

const TOO_LARGE = errorAnswer(413, 'TOO_LARGE', 'A file may have 256 MiB.');

/** Writes a body to a file as it comes; false when it is larger than it may be. */
async function keep(request: Request, path: string): Promise<boolean> {
  const file = await open(path, 'w', 0o600);
  try {
    let size = 0;
    for await (const part of request.body ?? []) {
      size += part.byteLength;
      if (size > MOST_IMPORT_BYTES) return false;
      await file.writeFile(part);
    }
    await file.sync();
    return true;
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
