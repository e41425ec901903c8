/** A journal in which people have worked for a while, by chance that a seed decides. */
import type { Command, Tables, UserId } from '@planwright/engine';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { wish } from '@planwright/engine/testing/wishes.ts';
import { World } from '@planwright/engine/testing/world.ts';
import type { Journal, Outcome } from '@planwright/sync';

import { roomOn } from './room-on.ts';

/** The tables of the room as those of a world, for wishes about what is there. */
class Seen extends World {
  override readonly tables: Tables;

  constructor(tables: Tables, seed: number) {
    super(seed, 'empty');
    this.tables = tables;
  }
}

/** Founds a workspace and does so many things in it; some of them are refused. */
export async function liveIn(journal: Journal, seed: number, wishes: number): Promise<void> {
  const chance = new Chance(seed);
  const room = await roomOn(journal, chance);
  const world = new Seen(room.tables, seed);
  const ann = idFor<'user'>('ann');
  const last = new Map<UserId, number>();
  /** Each person has one stream. */
  const submit = (command: Command, actor: UserId = ann): Promise<Outcome> => {
    const no = (last.get(actor) ?? 0) + 1;
    last.set(actor, no);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const from = { actor, via: 'cli', session: null, stream: `${actor}-${seed}`, no } as const;
    room.enqueue({ ...from, command, bytes: 512, answer: resolve });
    return promise;
  };
  const person = { userName: 'Ann', handle: 'ann', timeZone: 'Europe/Berlin' };
  await submit(
    world.command('workspace.found', {
      id: idFor<'workspace'>('workspace'),
      name: 'Bakery',
      ...person,
    }),
  );
  const project = { id: idFor<'project'>('WEB'), key: 'WEB', title: 'Web' };
  await submit(world.command('project.create', project));
  for (let n = 0; n < wishes; n += 1) {
    const { command, actor } = wish(world, chance.bits());
    await submit({ ...command, commandId: chance.id() }, actor);
  }
  await room.close();
}
