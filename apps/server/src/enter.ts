/** Who runs a folder: the first start takes it, and a second one joins the first. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, Stop } from './exit.ts';
import { prepareFolder, readInstance, takeLock, type Lock } from './folder.ts';
import { askForInvitation, type Whose } from './listen.ts';
import { folderToken } from './token.ts';

/** How long the process that has the folder may take to start or to stop, in milliseconds. */
const PATIENCE = 15_000;
/** How often it is asked meanwhile, in milliseconds. */
const ASK_EVERY = 200;

/** A folder that is ours, or the way into the server that has it. */
export type Entered =
  | { readonly lock: Lock; readonly whose: Whose; readonly port: number | undefined }
  | { readonly invitation: string };

/**
 * Takes the folder, or joins the server that has it.
 * Refused: a process that has the folder and does not answer within `patience` milliseconds.
 */
export async function enterFolder(
  folder: string,
  host: string,
  patience = PATIENCE,
): Promise<Entered> {
  prepareFolder(folder);
  const place = realpathSync(folder);
  for (let waited = 0; ; waited += ASK_EVERY) {
    const lock = takeLock(folder);
    if (lock) {
      const whose = { token: folderToken(folder), folder: place };
      return { lock, whose, port: readInstance(folder)?.port };
    }
    const invitation = await invitationOf(folder, place, host);
    if (invitation !== null) return { invitation };
    if (waited >= patience) break;
    await pause(ASK_EVERY);
  }
  throw new Stop(
    EXIT.internal,
    `Another process has ${folder} and does not answer at its address. ` +
      'It may run on another machine or in a container that shares this folder; end it first.',
  );
}

/** Asks the server that has the folder, once it has written down where it is. */
async function invitationOf(folder: string, place: string, host: string): Promise<string | null> {
  const instance = readInstance(folder);
  if (instance === null || !existsSync(join(folder, 'token'))) return null;
  return await askForInvitation(host, instance.port, { token: folderToken(folder), folder: place });
}
