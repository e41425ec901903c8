/** A room is not alone: other processes write to its journal, and a stream comes twice. */
import { idFor } from '@planwright/engine/testing/chance.ts';
import { encodeUp } from '@planwright/protocol';
import { edit } from '@planwright/sync/testing/by-hand.ts';
import { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { expect, it } from 'vitest';

import { A, bakery } from './bakery.ts';

it('ROOM-24 one stream that comes through two sockets at once: both are told to pause', async () => {
  const { net } = await bakery();
  const [one, two] = [new RawClient(net, 'ann'), new RawClient(net, 'ann')];
  await one.say(one.hello());
  await two.say(two.hello());
  const command = net.command('workItem.edit', { id: A, title: 'too early' });
  const push = encodeUp(one.push(idFor('stream'), [2, command]));
  one.session.receive(push);
  two.session.receive(push);
  await net.sync();
  for (const raw of [one, two]) expect(raw.last('pause')).toMatchObject({ no: 1, code: 'GAP' });
});

it('ROOM-25 another process has written: Hello is answered at the head of the journal', async () => {
  const { net, journal, ann } = await bakery();
  await edit(journal, 'workItem', A, { title: 'from elsewhere' });
  const raw = new RawClient(net, 'ann');
  await raw.say(raw.hello());
  expect(raw.last('welcome').head).toBe((await journal.head()).seq);
  expect(ann.tables.get('workItem', A)?.title).toBe('from elsewhere');
});

it('ROOM-26 what another process writes while somebody is sent the log comes with its rights', async () => {
  const { net, journal, ann } = await bakery();
  const other = await Network.on(journal, 2);
  const APP = idFor<'project'>('APP');
  ann.unplug();
  await edit(journal, 'workItem', A, { title: 'missed' });
  const bytesAfter = journal.bytesAfter.bind(journal);
  journal.bytesAfter = async (seq) => {
    journal.bytesAfter = bytesAfter;
    const made = other.submit('ann', 'project.create', { id: APP, key: 'APP', title: 'App' });
    await other.sync();
    await made;
    return bytesAfter(seq);
  };
  await ann.plug();
  expect(ann.heardOf('welcome')[0]?.mode).toBe('LOG');
  expect(ann.tables.get('project', APP)).toBeUndefined();
  const noticed = net.submit('ann', 'workItem.edit', { id: A, title: 'noticed' });
  await net.sync();
  await noticed;
  expect(ann.tables.get('project', APP)?.title).toBe('App');
});
