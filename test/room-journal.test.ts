/** A room whose journal cannot be written or read, or breaks: nothing is told that does not stand. */
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { expect, it } from 'vitest';

import { A, B, WEB, bakery, rawAnn, rename } from './bakery.ts';

const STREAM = idFor('a stream of the test');

it('ROOM-3 a full disk undoes the group; a second later it is written, once', async () => {
  const { net, journal, ann, ben } = await bakery();
  net.trouble = { method: 'append', what: 'busy' };
  const { seq } = net.room.head;
  ann.do('workItem.edit', { id: A, title: 'one' });
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  ann.do('workItem.edit', { id: A, title: 'two' });
  await net.sync();
  expect(ann.heardOf('pause')[0]).toMatchObject({ no: 3, code: 'UNAVAILABLE' });
  expect([net.room.head.seq, (await journal.head()).seq]).toEqual([seq, seq]);
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  expect(net.room.tables.get('workItem', B)).toBeUndefined();
  expect(ben.tables.get('workItem', B)).toBeUndefined();
  expect(ann.tables.get('workItem', A)?.title).toBe('two');
  await net.pass(500);
  expect(net.room.head.seq).toBe(seq);
  await net.pass(500);
  expect(net.room.head.seq).toBe(seq + 3);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
  expect(ann.problems).toEqual([]);
});

it('ROOM-3 a journal that cannot be read just now delays commands, and sends nobody a verdict', async () => {
  const { net, ann } = await bakery();
  net.trouble = { method: 'verdicts', what: 'busy' };
  ann.do('workItem.edit', { id: A, title: 'one' });
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  await net.pass(1_000);
  expect(net.room.tables.get('workItem', A)?.title).toBe('one');
});

it('ROOM-3 a refusal is told when it is written, not before', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const bad = rename(net, '');
  net.trouble = { method: 'append', what: 'busy' };
  await raw.say(raw.push(STREAM, [1, bad]));
  expect(raw.heard.map(({ type }) => type)).toEqual(['welcome', 'pause']);
  await raw.say(raw.push(STREAM, [1, bad]));
  expect(raw.heard.map(({ type }) => type)).toEqual(['welcome', 'pause', 'verdicts']);
});

it('ROOM-11 a broken journal ends the room; of the group nobody was told a thing', async () => {
  const { net, ann, ben } = await bakery();
  const { room } = net;
  const { seq } = room.head;
  net.trouble = { method: 'append', what: 'broken' };
  ann.do('workItem.edit', { id: A, title: 'lost?' });
  await net.sync();
  expect(net.isRunning).toBe(false);
  expect([ann.replica.pending.length, ann.problems.length]).toEqual([1, 0]);
  expect(ben.replica.position?.cursor).toBe(seq);
  await expect(room.read(() => 1)).rejects.toThrow('broken');
  const late = await room.submit(rename(net, 'late'), idFor('ann'), 'rest');
  expect(late).toMatchObject({ pause: 'UNAVAILABLE' });
  await net.startRoom();
  await ann.plug();
  await ben.plug();
  expect(ben.tables.get('workItem', A)?.title).toBe('lost?');
});

it('ROOM-11 the process ends right after the commit: the edit stands, once', async () => {
  const { net, ann, ben } = await bakery();
  const { seq } = net.room.head;
  net.trouble = { method: 'append', what: 'dies after' };
  ann.do('workItem.edit', { id: A, title: 'written' });
  await net.sync();
  expect(net.isRunning).toBe(false);
  await net.startRoom();
  await ann.plug();
  await ben.plug();
  expect(net.room.head.seq).toBe(seq + 1);
  expect(ann.replica.pending).toHaveLength(0);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('ROOM-15 a Hello that cannot be answered just now is sent away for a while', async () => {
  const { net, ann } = await bakery();
  ann.unplug();
  net.trouble = { method: 'hashAt', what: 'busy' };
  await ann.plug();
  expect(ann.heardOf('goaway')[0]).toMatchObject({ code: 'SHUTDOWN', retryMs: 1_000 });
  await net.pass(3_000);
  expect(ann.link.state).toBe('LIVE');
  net.trouble = { method: 'rowsOf', what: 'busy' };
  const answers: unknown[] = [];
  ann.link.fetch({ table: 'document', ids: [A] }, (answer) => answers.push(answer));
  await net.sync();
  expect(answers).toMatchObject([{ code: 'UNAVAILABLE' }]);
  expect(ann.link.state).toBe('LIVE');
});
