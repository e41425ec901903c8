/**
 * The person at this machine. Without sign-in there is one, and everything that comes through the
 * door is theirs. The first start of a folder founds its workspace and them in it.
 */
import { userInfo } from 'node:os';
import { basename, dirname } from 'node:path';
import { idOf, sentenceOf, type Tables, type User, type UserId } from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { newCommand, type World } from './command.ts';
import { EXIT, Stop } from './exit.ts';
import { oneLine } from './one-line.ts';

/** What the machine says of the place and the person. */
export interface Founder {
  /** The name of the person's account. */
  readonly userName: string;
  /** The name of the folder beside which the data is. */
  readonly folderName: string;
  /** The machine's time zone, an IANA name. */
  readonly timeZone: string;
}

/** What this machine says of the place and the person. */
export function founderOf(folder: string): Founder {
  return {
    userName: accountName(),
    folderName: basename(dirname(folder)),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The person of this folder, whom the first start makes together with the workspace. */
export async function localUser(room: Room, founder: Founder, world: World): Promise<UserId> {
  const found = await room.read((tables) => ownerOf(tables));
  if (found !== null) return found.id;
  const user = idOf<'user'>(world.newId());
  const args = {
    id: idOf<'workspace'>(room.head.workspaceId),
    name: oneLine(founder.folderName, 100, 'Workspace'),
    timeZone: founder.timeZone,
    userName: oneLine(founder.userName, 100, 'Me'),
    handle: handleOf(founder.userName),
  };
  const outcome = await room.submit(newCommand('workspace.found', args, world), user, 'cli');
  if ('seq' in outcome) return user;
  const why =
    'refusal' in outcome ? sentenceOf(outcome.refusal) : 'the database cannot be written.';
  throw new Stop(EXIT.internal, `The workspace could not be founded: ${why}`);
}

/** The oldest owner; null before the workspace is founded. */
function ownerOf(tables: Tables): User | null {
  const owners = [...tables.all('user')].filter(
    (user) => user.role === 'owner' && user.kind === 'human' && user.status === 'active',
  );
  return owners.toSorted((a, b) => a.createdAt - b.createdAt)[0] ?? null;
}

/** `Ann Müller` → `ann.muller`. */
function handleOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const handle = plain
    .replace(/[^a-z0-9._-]+/g, '.')
    .replace(/^[.]+|[.]+$/g, '')
    .slice(0, 32);
  return handle.length >= 2 ? handle : 'me';
}

/** The name of this account; some containers have none. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
