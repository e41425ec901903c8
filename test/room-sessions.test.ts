/** A room and its sessions: readers that are slow, hellos, parts that fit a frame, goodbyes. */
import type { Activity, Command } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { decodeRow, encodeCommand, encodeUp } from '@planwright/protocol';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { afterEach, expect, it, vi } from 'vitest';

import { A, WEB, bakery, rawAnn, rename } from './bakery.ts';

afterEach(() => vi.restoreAllMocks());

const STREAM = idFor('a stream of the test');

const LONG = 'x'.repeat(140_000);

it('ROOM-7 who reads slowly delays nobody, and gets the log when the line is free again', async () => {
  const { net, ann, ben } = await bakery();
  ben.reads = false;
  for (let i = 0; i < 14; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
    expect(ann.replica.pending).toHaveLength(0);
  }
  expect(ann.tables.count('workItem')).toBe(15);
  ben.reads = true;
  await net.sync();
  expect(ben.link.state).toBe('LIVE');
  expect(ben.heardOf('welcome')).toHaveLength(1);
  expect(ben.heardOf('batch').length).toBeGreaterThan(3);
  expect(ben.replica.position).toEqual({ ...ann.replica.position, user: ben.user });
  expect(ben.tables.get('workItem', idFor<'workItem'>('long 13'))?.title).toBe('13');
});

it('ROOM-7 who does not read for half a minute is sent away, and comes back', async () => {
  const { net, ann, ben } = await bakery();
  ben.reads = false;
  for (let i = 0; i < 9; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
  }
  const { session } = ben;
  net.now += 30_001;
  ann.do('workItem.edit', { id: A, title: 'and now' });
  await net.sync();
  expect(net.room.sessions.has(session)).toBe(false);
  ben.reads = true;
  await net.sync();
  expect(ben.heardOf('goaway')[0]?.code).toBe('SLOW');
  await net.pass(6_000);
  expect(ben.tables.get('workItem', A)?.title).toBe('and now');
});

it('ROOM-7 a long log is sent in parts, as fast as it is read', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  for (let i = 0; i < 30; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
  }
  const weigh = vi.spyOn(net.room.snapshots, 'weigh').mockReturnValue(1_000_000_000);
  ben.reads = false;
  await ben.plug();
  weigh.mockRestore();
  expect(ben.buffered).toBeGreaterThan(1024 * 1024);
  expect(ben.buffered).toBeLessThan(2.5 * 1024 * 1024);
  ben.reads = true;
  await net.sync();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('LOG');
  expect(ben.link.state).toBe('LIVE');
  expect(ben.tables.count('workItem')).toBe(31);
});

it('ROOM-13 a closing room finishes what waits, takes nothing more, and says goodbye', async () => {
  const { net, ann } = await bakery();
  const raw = await rawAnn(net);
  const before = net.room.submit(rename(net, 'in time'), idFor('ann'), 'rest');
  const closed = net.room.close();
  const after = net.room.submit(rename(net, 'too late'), idFor('ann'), 'rest');
  await raw.say(raw.push(STREAM, [1, rename(net, 'too late')]));
  await closed;
  expect(await before).toMatchObject({ seq: net.room.head.seq });
  expect(await after).toMatchObject({ pause: 'UNAVAILABLE' });
  expect(raw.last('pause')).toMatchObject({ no: 1, code: 'UNAVAILABLE' });
  expect(raw.last('goaway').code).toBe('SHUTDOWN');
  expect(net.room.tables.get('workItem', A)?.title).toBe('in time');
  await net.sync();
  expect(ann.heardOf('goaway')).toHaveLength(1);
});

it('ROOM-14 a connection that fails while it is told takes nobody along', async () => {
  const { net, ann, ben } = await bakery();
  const first = [...net.room.sessions][0]!;
  const sick = net.room.connect(idFor<'user'>('ben'), {
    send: (bytes) => {
      if (bytes.length > 0 && broken) throw new Error('the socket is gone');
    },
    close: () => undefined,
    buffered: () => 0,
  });
  let broken = false;
  sick.receive(encodeUp(new RawClient(net, 'ben').hello()));
  await net.sync();
  expect(sick.live).toBe(true);
  broken = true;
  ann.do('workItem.edit', { id: A, title: 'to all' });
  await net.sync();
  expect(net.room.sessions.has(sick)).toBe(false);
  expect(net.room.sessions.has(first)).toBe(true);
  expect(ben.tables.get('workItem', A)?.title).toBe('to all');
  expect(ann.replica.pending).toHaveLength(0);
});

it('ROOM-16 many verdicts come in parts that fit a frame', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const many = Array.from({ length: 1_500 }, (_, i) => [i + 1, rename(net, '')] as const);
  await raw.say(raw.push(STREAM, ...many));
  const again = await rawAnn(net, [STREAM]);
  const [stream] = again.last('welcome').streams;
  const more = again.heard.flatMap((frame) => (frame.type === 'verdicts' ? [frame.verdicts] : []));
  const all = [stream!.verdicts, ...more];
  expect(stream?.last).toBe(1_500);
  expect(all.length).toBeGreaterThan(2);
  expect(all.flat().map(({ no }) => no)).toEqual(many.map(([no]) => no));
  expect(Math.max(...all.map((part) => JSON.stringify(part).length))).toBeLessThan(200_000);
});

it('ROOM-17 who pushes more than the room holds for one is told to come later', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const id = idFor<'document'>('A');
  const patch = [[0, 0, LONG]] as const;
  const long = (): Command =>
    net.command('document.edit', { id, base: { rev: 7 }, patch }) as Command;
  const frames = Array.from({ length: 40 }, (_, i) => raw.push(STREAM, [i + 1, long()]));
  await raw.say(...frames);
  const pauses = raw.heard.filter((frame) => frame.type === 'pause');
  expect(pauses[0]).toMatchObject({ code: 'RATE_LIMITED', no: 31 });
  expect(raw.heard.filter(({ type }) => type === 'verdicts')).toHaveLength(30);
  await raw.say(raw.push(STREAM, [31, long()]));
  expect(raw.last('verdicts').verdicts[0]?.no).toBe(31);
});

it('ROOM-19 of a Push with a broken command nothing is taken', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const good = encodeCommand(rename(net, 'good'));
  const pushed = [
    { no: 1, command: good },
    { no: 2, command: Uint8Array.of(0xff, 0xff) },
  ];
  await raw.say({ type: 'push', stream: STREAM, commands: pushed });
  expect(raw.last('goaway').code).toBe('PROTOCOL');
  expect(raw.isClosed).toBe(true);
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
});

it('ROOM-20 Hellos that come while one waits are answered once, the last of them', async () => {
  const { net } = await bakery();
  const raw = new RawClient(net, 'ann');
  const { workspaceId, lineage, seq, hash } = net.room.head;
  const flood = Array.from({ length: 50 }, () => raw.hello());
  const here = { workspaceId, lineage, cursor: seq, cursorHash: hash };
  await raw.say(...flood, raw.hello(here));
  expect(raw.heard).toMatchObject([{ type: 'welcome', mode: 'UP_TO_DATE' }]);
});

it('ROOM-21 a program that is too old or too new is asked to change', async () => {
  const { net } = await bakery();
  const raw = new RawClient(net, 'ann');
  await raw.say(raw.hello({ protocolMin: 7, protocolMax: 9 }));
  expect(raw.last('goaway').code).toBe('UPDATE_REQUIRED');
});

it('ROOM-22 questions about rows of one owner are answered in pages, newest first', async () => {
  const { net, ann } = await bakery();
  for (let i = 0; i < 5; i += 1) ann.do('workItem.edit', { id: A, title: `title ${i}` });
  await net.sync();
  const raw = await rawAnn(net);
  const titles: unknown[] = [];
  let after: string | null = null;
  for (let req = 1; req < 9; req += 1) {
    const limit = 2;
    await raw.say({ type: 'fetch', req, table: 'activity', ids: [], parent: A, after, limit });
    const { rows, more } = raw.last('page');
    const page = rows.map((bytes) => decodeRow(bytes)?.row as Activity);
    titles.push(...page.map((row) => row.after?.['title']));
    if (!more) break;
    after = page.at(-1)!.id;
  }
  expect(titles).toEqual([4, 3, 2, 1, 0].map((i) => `title ${i}`).concat('A'));
  for (const table of ['workItem', 'nonsense']) {
    await raw.say({ type: 'fetch', req: 20, table, ids: [A], parent: null, after: null, limit: 1 });
    expect(raw.last('page').refusal?.code).toBe('INVALID');
  }
  await raw.say({ type: 'query', req: 21, kind: 'nonsense', args: {} });
  expect(raw.last('page')).toMatchObject({ req: 21, refusal: { code: 'UNSUPPORTED' } });
});
