/**
 * A bakery: a room, ann who owns the workspace and ben who works there, each at a device that is
 * online, and the project WEB with the item A. Ben's rights in WEB are those of everybody.
 */
import type { Command } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { MemoryJournal } from '@planwright/journal/memory';
import { writePerson } from '@planwright/sync/testing/by-hand.ts';
import { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';

import { newJournal } from './journal.ts';

export const WEB = idFor<'project'>('WEB');
export const A = idFor<'workItem'>('A');
export const B = idFor<'workItem'>('B');

export async function bakery(journal: MemoryJournal = newJournal()) {
  const net = await Network.on(journal);
  await writePerson(journal, 'ben');
  await net.startRoom();
  const ann = await net.device('ann');
  const ben = await net.device('ben');
  ann.do('project.create', { id: WEB, key: 'WEB', title: 'Website' });
  ann.do('workItem.create', { id: A, project: WEB, type: 'story', title: 'A' });
  await net.sync();
  const states = [...ann.tables.list('state', 'byProject', WEB)].map((state) => state.id);
  const [backlog, todo, doing] = [states[0]!, states[1]!, states[2]!];
  return { net, journal, ann, ben, backlog, todo, doing };
}

/** A command that calls A by another name. */
export function rename(net: Network, title: string, words: Partial<Command> = {}): Command {
  return { ...net.command('workItem.edit', { id: A, title }), ...words } as Command;
}

/** A client of ann's that says what the test wants, and is live. */
export async function rawAnn(net: Network, streams: readonly string[] = []): Promise<RawClient> {
  const raw = new RawClient(net, 'ann');
  const hello = raw.hello();
  await raw.say({ ...hello, streams: streams.map((stream) => ({ stream, acknowledged: 0 })) });
  return raw;
}
