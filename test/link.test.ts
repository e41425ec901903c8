/** The connection: what it notices, what it does about it, and what it never does. */
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { encodeDown } from '@planwright/protocol';
import { MemoryJournal } from '@planwright/journal/memory';
import { MemoryCache } from '@planwright/sync';
import { Device } from '@planwright/sync/testing/device.ts';
import type { Network } from '@planwright/sync/testing/network.ts';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';

import { A, B, WEB, bakery } from './bakery.ts';
import { newJournal } from './journal.ts';

/** Ann edits A, and the batch that tells ben is lost. */
async function withLostBatch() {
  const place = await bakery();
  const { net, ann, ben } = place;
  ann.do('workItem.edit', { id: A, title: 'lost on its way' });
  ann.carry();
  for (let i = 0; i < 4; i += 1) await net.turn();
  expect(ben.loseReceived()).toBe(1);
  return place;
}

/** A device of this person that comes later, and is in some way hindered from the start. */
async function lateDevice(
  net: Network,
  person: string,
  hindered: Partial<Pick<Device, 'holdsSnapshots' | 'isDeaf'>>,
): Promise<Device> {
  const late = Object.assign(new Device(net, idFor(person), new MemoryCache()), hindered);
  net.devices.push(late);
  late.link.dial();
  await net.sync();
  return late;
}

it('LINK-1 the next batch shows the gap, and the log fills it', async () => {
  const { net, ann, ben } = await withLostBatch();
  ann.do('workItem.edit', { id: A, priority: 'high' });
  await net.sync();
  expect(ben.tables.get('workItem', A)).toMatchObject({ title: 'lost on its way' });
  expect(ben.heardOf('welcome').map(({ mode }) => mode)).toEqual(['SNAPSHOT', 'LOG']);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('LINK-11 a gap is asked about once, however many batches follow it', async () => {
  const { net, ann, ben } = await withLostBatch();
  for (const priority of ['high', 'low', 'none'] as const) {
    ann.do('workItem.edit', { id: A, priority });
    ann.carry();
    for (let i = 0; i < 4; i += 1) await net.turn();
  }
  await net.sync();
  expect(ben.heardOf('welcome').map(({ mode }) => mode)).toEqual(['SNAPSHOT', 'LOG']);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('LINK-2 a socket that answers nothing is given up ten seconds after the ping', async () => {
  const { net, ann } = await bakery();
  ann.isDeaf = true;
  ann.do('workItem.edit', { id: A, title: 'into the void' });
  await net.pass(15_000);
  expect(ann.link.state).toBe('LIVE');
  await net.pass(9_999);
  expect(ann.link.state).toBe('LIVE');
  await net.pass(1);
  expect(ann.link.state).toBe('WAIT');
  ann.isDeaf = false;
  await net.pass(1_000);
  expect(ann.link.state).toBe('LIVE');
  expect(net.room.tables.get('workItem', A)?.title).toBe('into the void');
});

it('LINK-2 a socket that dies while a snapshot is read is noticed, too', async () => {
  const { net } = await bakery();
  const late = await lateDevice(net, 'ann', { holdsSnapshots: true });
  expect(late.link.state).toBe('CATCHUP');
  late.isDeaf = true;
  await net.pass(15_000);
  await net.pass(10_000);
  expect(late.link.state).toBe('WAIT');
});

it('LINK-2 a Hello without an answer is given up after ten seconds', async () => {
  const { net } = await bakery();
  const late = await lateDevice(net, 'ann', { isDeaf: true });
  expect(late.link.state).toBe('HELLO_SENT');
  await net.pass(10_000);
  expect(late.link.state).toBe('WAIT');
});

it('LINK-3 a head that stays ahead for five seconds is asked about', async () => {
  const { net, ann, ben } = await withLostBatch();
  await net.pass(15_000);
  expect(ben.tables.get('workItem', A)?.title).toBe('A');
  await net.pass(4_999);
  expect(ben.tables.get('workItem', A)?.title).toBe('A');
  await net.pass(1);
  expect(ben.tables.get('workItem', A)?.title).toBe('lost on its way');
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('LINK-5 another workspace at the address blocks the link; what waits stays and is not sent', async () => {
  const { net, ann } = await bakery();
  ann.unplug();
  const waiting = ann.do('workItem.edit', { id: A, title: 'mine' });
  const other = new MemoryJournal({
    workspaceId: idFor('another workspace'),
    lineage: idFor('another lineage'),
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  await net.startRoom(other);
  await ann.plug();
  expect([ann.link.state, ann.link.blocked]).toEqual(['BLOCKED', 'WRONG_WORKSPACE']);
  expect(ann.replica.pending.map(({ command }) => command.commandId)).toEqual([waiting]);
  expect(ann.outbox.records.size).toBe(1);
  expect(net.room.head.seq).toBe(0);
  await net.pass(120_000);
  expect(ann.link.state).toBe('BLOCKED');
});

it('LINK-6 broken bytes end the socket, in a frame, an entry or a row; the app goes on', async () => {
  const { ann } = await bakery();
  const { cursor } = ann.replica.position!;
  const broken = Uint8Array.of(0xff, 0xff, 0xff);
  const batch = { type: 'batch', from: cursor + 1, to: cursor + 1, hash: 'x' } as const;
  const frames = [broken, encodeDown({ ...batch, entries: [broken] })];
  for (const bytes of frames) {
    ann.link.received(bytes);
    expect(ann.link.state).toBe('WAIT');
    await ann.plug();
    expect(ann.link.state).toBe('LIVE');
    expect(ann.replica.position?.cursor).toBe(cursor);
  }
  const answers: unknown[] = [];
  ann.link.fetch({ table: 'document', ids: [A] }, (answer) => answers.push(answer));
  const page = { type: 'page', req: 1, refusal: null, seq: 1, more: false, answer: null } as const;
  ann.link.received(encodeDown({ ...page, rows: [broken] }));
  expect(ann.link.state).toBe('WAIT');
  expect(answers).toMatchObject([{ code: 'UNAVAILABLE' }]);
});

it('LINK-7 questions are answered once connected, and refused when that fails', async () => {
  const { net, ann } = await bakery();
  const id = idFor<'document'>('A');
  ann.do('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'bread']] });
  await net.sync();
  const later = await net.device('ann');
  later.unplug();
  const answers: unknown[] = [];
  const ask = (): void =>
    later.link.fetch({ table: 'document', ids: [A] }, (answer) => answers.push(answer));
  ask();
  expect(answers).toMatchObject([{ code: 'UNAVAILABLE' }]);
  const plugged = later.plug();
  ask();
  await plugged;
  expect(answers[1]).toMatchObject({ rows: [{ table: 'document', row: { text: 'bread' } }] });
  expect(later.tables.get('document', id)?.text).toBe('bread');
  ask();
  later.unplug();
  expect(answers[2]).toMatchObject({ code: 'UNAVAILABLE' });
  await later.plug();
  expect(answers).toHaveLength(3);
});

it('LINK-8 a snapshot that was overtaken by another connection is not loaded', async () => {
  const { net, ann } = await bakery();
  const late = await lateDevice(net, 'ben', { holdsSnapshots: true });
  late.unplug();
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  await late.plug();
  late.holdsSnapshots = false;
  await net.sync();
  expect(late.link.state).toBe('LIVE');
  expect(late.tables.get('workItem', B)?.title).toBe('B');
  expect(textOf(late.tables)).toBe(textOf(ann.tables));
});

it('LINK-8 edits that arrive while a snapshot is read are applied on top of it', async () => {
  const { net, ann } = await bakery();
  const late = await lateDevice(net, 'ben', { holdsSnapshots: true });
  ann.do('workItem.edit', { id: A, title: 'meanwhile' });
  await net.sync();
  expect(late.tables.get('workItem', A)).toBeUndefined();
  late.holdsSnapshots = false;
  await net.sync();
  expect(late.tables.get('workItem', A)?.title).toBe('meanwhile');
  expect(textOf(late.tables)).toBe(textOf(ann.tables));
});

it('LINK-9 what one person wrote is never sent as somebody else', async () => {
  const { net, ann } = await bakery();
  ann.unplug();
  const stranger = new Device(net, idFor('ben'), ann.cache);
  net.devices.push(stranger);
  stranger.do('workItem.edit', { id: A, title: 'by ann, in her name' });
  const { seq } = net.room.head;
  stranger.link.dial();
  await net.sync();
  expect([stranger.link.state, stranger.link.blocked]).toEqual(['BLOCKED', 'AUTH']);
  expect(stranger.replica.pending).toHaveLength(1);
  expect(net.room.head.seq).toBe(seq);
});

it('LINK-10 rows that a newer server has rewritten come as a snapshot; what waits is kept', async () => {
  const { net, journal, ann } = await bakery();
  ann.unplug();
  ann.do('workItem.edit', { id: A, title: 'waits' });
  const rewritten = journal.copy();
  rewritten.head = async () => ({
    ...(await MemoryJournal.prototype.head.call(rewritten)),
    dataVersion: 2,
  });
  await net.startRoom(rewritten);
  await ann.plug();
  expect(ann.heardOf('welcome').map(({ mode }) => mode)).toEqual(['UP_TO_DATE', 'SNAPSHOT']);
  expect(ann.replica.position?.dataVersion).toBe(2);
  expect(net.room.tables.get('workItem', A)?.title).toBe('waits');
  expect(ann.replica.pending).toHaveLength(0);
});

it('LINK-12 a server that says goodbye is left in peace for as long as it asked', async () => {
  const { net, ann } = await bakery(newJournal());
  ann.do('workItem.edit', { id: A, title: 'just before' });
  const closed = net.room.close();
  await net.sync();
  await closed;
  await net.sync();
  expect(ann.link.state).toBe('WAIT');
  expect(ann.link.nextDial).toBeGreaterThanOrEqual(net.now + 1_000);
  await net.startRoom();
  await net.pass(3_000);
  expect(ann.link.state).toBe('LIVE');
  expect(net.room.tables.get('workItem', A)?.title).toBe('just before');
});
