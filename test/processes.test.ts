/** A room is not alone: other processes write to its journal, and a stream comes twice. */
import type { Command } from '@planwright/engine';
import { refuse } from '@planwright/engine';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { MemoryJournal } from '@planwright/journal/memory';
import { encodeUp } from '@planwright/protocol';
import { edit, writePerson } from '@planwright/sync/testing/by-hand.ts';
import { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { JournalError } from '@planwright/sync';
import { expect, it } from 'vitest';

import { A, bakery } from './bakery.ts';

it('ROOM-4 another process has written: the room catches up and decides again at once', async () => {
  const { net, journal, ann, ben } = await bakery();
  await writePerson(journal, 'zoe');
  ann.do('user.edit', { id: idFor('ann'), handle: 'anna' });
  ann.do('workItem.edit', { id: A, title: 'after' });
  await net.sync();
  expect(ann.heardOf('pause')).toEqual([]);
  expect(ann.replica.pending).toHaveLength(0);
  expect(ben.tables.get('user', idFor<'user'>('zoe'))?.name).toBe('zoe');
  expect(textOf(ben.tables)).toBe(textOf(net.room.tables));
});

it('ROOM-4 what the other process wrote counts: a handle that it gave away is taken', async () => {
  const { net, journal, ann } = await bakery();
  await writePerson(journal, 'zoe');
  ann.do('user.edit', { id: idFor('ann'), handle: 'zoe' });
  await net.sync();
  expect(ann.problems).toEqual(['EXISTS']);
  expect(net.complaints).toEqual([]);
});

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

/** What `first` does comes between the decision about the next group and its append. */
function between(journal: MemoryJournal, first: () => Promise<void>): void {
  const append = journal.append.bind(journal);
  journal.append = async (group, head) => {
    journal.append = append;
    await first();
    return append(group, head);
  };
}

it('ROOM-4 two processes that refuse one command at once: both give the one verdict, and go on', async () => {
  const { net, journal } = await bakery();
  const other = await Network.on(journal, 2);
  const refused = net.command('workItem.edit', {
    id: idFor<'workItem'>('nothing'),
    title: 'x',
  }) as Command;
  const here = net.command('workItem.edit', { id: A, title: 'here' }) as Command;
  const there = net.command('workItem.edit', { id: A, title: 'there' }) as Command;
  const answers: unknown[] = [];
  between(journal, async () => {
    const answer = other.room.submit(refused, idFor('ann'), 'job');
    await other.sync();
    answers.push(await answer);
  });
  const both = [refused, here].map((one) => net.room.submit(one, idFor('ann'), 'job'));
  await net.sync();
  const [second, went] = await Promise.all(both);
  expect(answers).toEqual([{ refusal: refuse('NOT_FOUND', { what: 'item' }) }]);
  expect(second).toEqual(answers[0]);
  expect(went).toEqual({ seq: (await journal.head()).seq });
  expect(net.complaints).toEqual([]);

  const last = other.room.submit(there, idFor('ann'), 'job');
  await other.sync();
  expect(await last).toEqual({ seq: net.room.head.seq + 1 });
  expect(other.complaints).toEqual([]);
});

it('ROOM-4 what one process refuses and the other accepts at once is refused', async () => {
  const { net, journal } = await bakery();
  const other = await Network.on(journal, 2);
  const command = net.command('workItem.edit', { id: A, title: 'only here' }) as Command;
  between(journal, async () => {
    const { commandId, actionId } = command;
    const record = { commandId, user: idFor<'user'>('ann'), stream: null, no: null, actionId };
    const refusal = refuse('FORBIDDEN', { needs: 'edit' });
    const rejections = [{ record: { ...record, at: net.now }, refusal }];
    await journal.append({ commits: [], rejections }, other.room.head.seq);
  });
  const answer = net.room.submit(command, idFor('ann'), 'job');
  await net.sync();
  expect(await answer).toEqual({ refusal: refuse('FORBIDDEN', { needs: 'edit' }) });
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
});

it('ROOM-11 a journal that refuses for ever what fits its head is broken', async () => {
  const { net, journal } = await bakery();
  journal.append = () => Promise.reject(new JournalError('moved', 'another process'));
  const command = net.command('workItem.edit', { id: A, title: 'never' }) as Command;
  const answer = net.room.submit(command, idFor('ann'), 'job');
  await net.sync();
  expect(net.isRunning).toBe(false);
  expect(await answer).toMatchObject({ pause: 'UNAVAILABLE' });
});
