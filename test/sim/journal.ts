/** The journal that every run begins with: a small workspace in which people of every kind work. */
import type { Args, Command, CommandKind } from '@planwright/engine';
import { DEFAULT_LIMITS, commands, idOf } from '@planwright/engine';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { MemoryJournal } from '@planwright/journal/memory';
import type { Group, Journal } from '@planwright/sync';
import { Room } from '@planwright/sync';
import { writeMember, writePerson } from '@planwright/sync/testing/by-hand.ts';
import { createHash } from 'node:crypto';

import type { Ledger } from './ledger.ts';

/** 2026-03-02, a Monday, 09:00 UTC. */
export const MONDAY = 1_772_442_000_000;
export const WEB = idFor<'project'>('WEB');
export const SECRET = idFor<'project'>('SECRET');
/** ann owns the workspace, ben works in it, gus is a guest who edits, vic one who looks on. */
export const PEOPLE = ['ann', 'ann', 'ben', 'gus', 'vic'] as const;

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A command as it comes through a door without a stream. */
export function commandOf<K extends CommandKind>(
  kind: K,
  args: Args[K],
  commandId: string,
  issuedAt = MONDAY,
): Command {
  return {
    commandId: idOf<'command'>(commandId),
    kind,
    v: commands[kind].v,
    args,
    actionId: null,
    after: null,
    expect: null,
    jobId: null,
    baseSeq: 0,
    issuedAt,
  } as unknown as Command;
}

/** Makes it; the same each time. */
export async function founded(): Promise<MemoryJournal> {
  const journal = new MemoryJournal({
    workspaceId: idFor('workspace'),
    lineage: idFor('lineage'),
    hash: sha256,
  });
  const chance = new Chance(1);
  const room = async (): Promise<Room> =>
    Room.open({
      journal,
      now: () => MONDAY,
      newId: () => chance.id(),
      soon: (work) => work(),
      limits: DEFAULT_LIMITS,
      heartbeatMs: 15_000,
      log: { info: () => undefined, error: () => undefined },
      fatal: () => undefined,
    });
  const must = async <K extends CommandKind>(into: Room, kind: K, args: Args[K]): Promise<void> => {
    const command = commandOf(kind, args, idFor(`${kind} ${String(args.id)}`));
    const via = kind === 'workspace.found' ? 'cli' : 'rest';
    const outcome = await into.submit(command, idFor<'user'>('ann'), via);
    if (!('seq' in outcome)) throw new Error(`${kind}: ${JSON.stringify(outcome)}`);
  };
  const first = await room();
  await must(first, 'workspace.found', {
    id: idFor('workspace'),
    name: 'Bakery',
    timeZone: 'Europe/Berlin',
    userName: 'Ann',
    handle: 'ann',
  });
  await must(first, 'project.create', { id: WEB, key: 'WEB', title: 'Web' });
  const hidden = { id: SECRET, key: 'SEC', title: 'Secret', defaultRole: 'none' } as const;
  await must(first, 'project.create', hidden);
  await writePerson(journal, 'ben', { role: 'member' });
  await writePerson(journal, 'gus', { role: 'guest' });
  await writePerson(journal, 'vic', { role: 'guest' });
  await writeMember(journal, 'gus', WEB, 'editor');
  await writeMember(journal, 'vic', WEB, 'viewer');
  const second = await room();
  const item = async (name: string, words: object = {}): Promise<void> => {
    const row = { id: idFor<'workItem'>(name), project: WEB, title: name, type: 'task', ...words };
    await must(second, 'workItem.create', row as Args['workItem.create']);
  };
  await item('A', { type: 'story', description: 'Say hello.' });
  await item('B', { type: 'story' });
  await item('C', { parent: idFor('A') });
  await item('D', { type: 'subtask', parent: idFor('C') });
  await item('S', { project: SECRET });
  return journal;
}

/** The journal with somebody who writes down what is appended to it. */
export function noted(journal: Journal, ledger: Ledger, lineage: string): Journal {
  const append = async (group: Group, expected: number): Promise<readonly string[]> => {
    const hashes = await journal.append(group, expected);
    ledger.appended(lineage, group);
    return hashes;
  };
  return altered(journal, { append });
}

/** The journal with other methods in the place of some. */
export function altered(journal: Journal, others: Partial<Journal>): Journal {
  return new Proxy(journal, {
    get: (_, name) => {
      const own = others[name as keyof Journal] ?? journal[name as keyof Journal];
      return typeof own === 'function' ? own.bind(journal as never) : own;
    },
  });
}
