/** Two devices and a room agree, over queues that hold every frame until the test lets it go. */
import { BoardView, idOf } from '@planwright/engine';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { MemoryCache } from '@planwright/sync';
import type { Device } from '@planwright/sync/testing/device.ts';
import { expect, it } from 'vitest';

import { A, B, WEB, bakery } from './bakery.ts';

it('SYNC-1 SYNC-6 ann makes and moves A; ben sees it, with the number that the server gave', async () => {
  const { net, ann, ben, doing } = await bakery();
  ann.do('workItem.move', { id: A, state: doing });
  expect(ann.tables.get('workItem', A)?.state).toBe(doing);
  expect(ben.tables.get('workItem', A)?.state).not.toBe(doing);
  await net.sync();
  expect(ben.tables.get('workItem', A)).toMatchObject({ state: doing, number: 1 });
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
  expect(textOf(ben.tables)).toBe(textOf(net.room.tables));
  expect(ann.replica.pending).toHaveLength(0);
});

it('SYNC-2 SYNC-3 ben, offline, renames A; ann renames it too; the later commit stands', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  ben.do('workItem.edit', { id: A, title: 'from ben' });
  ann.do('workItem.edit', { id: A, title: 'from ann' });
  await net.sync();
  expect(ben.tables.get('workItem', A)?.title).toBe('from ben');
  await ben.plug();
  expect(ben.tables.get('workItem', A)?.title).toBe('from ben');
  expect(ann.tables.get('workItem', A)?.title).toBe('from ben');
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('SYNC-7 ann deletes A; ben, offline, moves it; ben is told, and both agree', async () => {
  const { net, ann, ben, doing } = await bakery();
  ben.unplug();
  ben.do('workItem.move', { id: A, state: doing });
  ann.do('workItem.delete', { id: A });
  await net.sync();
  await ben.plug();
  expect(ben.problems).toEqual(['DELETED']);
  expect(ben.replica.pending).toHaveLength(0);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
  await ben.plug();
  expect(ben.replica.problems).toHaveLength(1);
});

it('SYNC-4 the frames that acknowledge are lost: nothing is applied twice', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  ann.do('workItem.edit', { id: B, priority: 'high' });
  ann.unplug();
  await net.sync();
  await ann.plug();
  const before = net.room.head.seq;
  ann.do('workItem.edit', { id: B, priority: 'low' });
  ann.carry();
  await net.sync();
  expect(net.room.head.seq).toBe(before + 1);
  expect(textOf(ann.tables)).toBe(textOf(ben.tables));
});

it('SYNC-5 the server dies while both are busy; what waits arrives in order afterwards', async () => {
  const { net, ann, ben, todo, doing } = await bakery();
  ann.do('workItem.move', { id: A, state: todo });
  ann.do('workItem.move', { id: A, state: doing });
  ben.do('workItem.create', { id: B, project: WEB, type: 'bug', title: 'B' });
  net.killRoom();
  await net.startRoom();
  await ann.plug();
  await ben.plug();
  expect(ann.tables.get('workItem', A)?.state).toBe(doing);
  expect(ben.tables.get('workItem', B)?.number).toBe(2);
  expect(ann.replica.pending.length + ben.replica.pending.length).toBe(0);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('REPL-1 the card stays where ann dropped it in every frame until it is acknowledged', async () => {
  const { net, ann, todo, doing } = await bakery();
  const board = new BoardView(ann.tables, WEB);
  const seen: (string | undefined)[] = [];
  board.subscribe(() => seen.push(ann.tables.get('workItem', A)?.state));
  ann.do('workItem.move', { id: A, state: todo });
  ann.do('workItem.move', { id: A, state: doing });
  await net.sync();
  expect(seen).not.toContain(undefined);
  expect(seen.slice(seen.indexOf(doing))).not.toContain(todo);
  const column = board.read().columns.find(({ state }) => state.id === doing);
  expect(column?.cards.map((card) => card.item.id)).toEqual([A]);
});

it('REPL-1 nor does it jump back when its acknowledgement was lost and comes with Welcome', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('workItem.edit', { id: A, title: 'by ann' });
  ann.carry();
  for (let i = 0; i < 4; i += 1) await net.turn();
  expect(ann.loseReceived()).toBe(1);
  const seen = new Set<string | undefined>();
  ann.tables.subscribe(() => seen.add(ann.tables.get('workItem', A)?.title));
  ann.unplug();
  const plugged = ann.plug();
  for (let i = 0; i < 20; i += 1) {
    ann.carry(1);
    seen.add(ann.tables.get('workItem', A)?.title);
    await net.turn();
  }
  await plugged;
  expect(ann.heardOf('welcome')[0]?.streams[0]?.verdicts).toHaveLength(1);
  expect(ann.heardOf('welcome')[0]?.mode).toBe('LOG');
  expect([...seen]).toEqual(['by ann']);
  expect(ann.replica.pending).toHaveLength(0);
  expect(textOf(ann.tables)).toBe(textOf(ben.tables));
});

it('SYNC-10 last night is restored: what waits moves to a fresh stream and keeps its ids', async () => {
  const { net, journal, ann } = await bakery();
  const backup = journal.copy(idFor('another lineage'));
  ann.do('workItem.edit', { id: A, title: 'after the backup' });
  await net.sync();
  ann.unplug();
  const waiting = ann.do('workItem.edit', { id: A, priority: 'high' });
  const stream = ann.replica.hello().streams[0]?.stream;
  net.killRoom();
  await net.startRoom(backup);
  await ann.plug();
  expect(ann.replica.pending).toHaveLength(0);
  expect(ann.heardOf('pause')).toEqual([]);
  expect(ann.replica.hello().streams[0]?.stream).not.toBe(stream);
  expect(ann.replica.position?.lineage).toBe(idFor('another lineage'));
  const item = net.room.tables.get('workItem', A);
  expect(item).toMatchObject({ title: 'after the backup', priority: 'high' });
  const [verdict] = await backup.verdicts([idOf<'command'>(waiting)]);
  expect(verdict?.seq).toBe(net.room.head.seq);
});

const kinds = (device: Device): string[] => device.heard.map(({ type }) => type);

it('SYNC-2 ben comes back to three edits: one batch with them, and no snapshot', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  for (const title of ['A1', 'A2', 'A3']) ann.do('workItem.edit', { id: A, title });
  await net.sync();
  await ben.plug();
  expect(kinds(ben)).toEqual(['welcome', 'batch']);
  expect(ben.heardOf('batch')[0]?.entries).toHaveLength(3);
  await ben.plug();
  ben.unplug();
  await ben.plug();
  expect(kinds(ben)).toEqual(['welcome']);
  expect(ben.heardOf('welcome')[0]?.mode).toBe('UP_TO_DATE');
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('SYNC-6 two devices make items at once: each gets a number of its own, in commit order', async () => {
  const { net, ann, ben } = await bakery();
  const mine = ['a1', 'a2'].map((name) => idFor<'workItem'>(name));
  const bens = ['b1', 'b2'].map((name) => idFor<'workItem'>(name));
  for (const id of bens) ben.do('workItem.create', { id, project: WEB, type: 'task', title: 'b' });
  for (const id of mine) ann.do('workItem.create', { id, project: WEB, type: 'task', title: 'a' });
  expect(ann.tables.get('workItem', mine[0])?.number).toBeNull();
  await net.sync();
  const byNumber = [...net.room.tables.all('workItem')].toSorted((a, b) => a.seq - b.seq);
  expect(byNumber.map((item) => item.number)).toEqual([1, 2, 3, 4, 5]);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
});

it('SYNC-8 one step of an action is refused: its later steps are, too, and the rest is not', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('workItem.create', { id: B, project: WEB, type: 'story', title: 'B' });
  await net.sync();
  ann.unplug();
  ann.do('workItem.edit', { id: A, title: 'A, by ann' }, 'bulk');
  ann.do('workItem.edit', { id: B, title: 'B, by ann' }, 'bulk');
  ann.do('workItem.edit', { id: B, priority: 'high' });
  ben.do('workItem.delete', { id: A });
  await net.sync();
  await ann.plug();
  expect(ann.problems).toEqual(['DELETED', 'DEPENDENCY']);
  expect(net.room.tables.get('workItem', B)).toMatchObject({ title: 'B', priority: 'high' });
  expect(textOf(ann.tables)).toBe(textOf(ben.tables));
});

it('SYNC-8 a room that was started anew still knows which actions have failed', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('workItem.create', { id: B, project: WEB, type: 'story', title: 'B' });
  await net.sync();
  ben.do('workItem.delete', { id: A });
  ben.carry();
  await net.turn();
  ann.do('workItem.edit', { id: A, title: 'A, by ann' }, 'bulk');
  await net.sync();
  expect(ann.problems).toEqual(['DELETED']);
  await net.startRoom();
  ann.do('workItem.edit', { id: B, title: 'B, by ann' }, 'bulk');
  await ann.plug();
  expect(ann.problems).toEqual(['DELETED', 'DEPENDENCY']);
});

it('SYNC-9 a tab that is loaded again goes on from its cache, with what it missed from the log', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  ann.do('workItem.edit', { id: A, title: 'A1' });
  await net.sync();
  net.devices.splice(net.devices.indexOf(ben), 1);
  const again = await net.device('ben', ben.cache as MemoryCache);
  expect(kinds(again)).toEqual(['welcome', 'batch']);
  expect(textOf(again.tables)).toBe(textOf(ann.tables));
});

it('SYNC-9 a cache of a history that never was gets a snapshot', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  net.devices.splice(net.devices.indexOf(ben), 1);
  const kept = ben.cache.read()!;
  ben.cache.write([], { ...kept.position, hash: 'ff'.repeat(32) });
  const again = await net.device('ben', ben.cache as MemoryCache);
  expect(again.heardOf('welcome')[0]?.mode).toBe('SNAPSHOT');
  expect(again.heardOf('welcome')[0]?.forkedAt).not.toBeNull();
  expect(textOf(again.tables)).toBe(textOf(ann.tables));
});

it('SYNC-10 a device that lost nothing to the restore follows the new history, too', async () => {
  const { net, journal, ben } = await bakery();
  const backup = journal.copy(idFor('another lineage'));
  ben.do('workItem.edit', { id: A, title: 'cold by now' });
  ben.unplug();
  await net.startRoom(backup);
  await ben.plug();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('SNAPSHOT');
  expect(ben.replica.position?.lineage).toBe(idFor('another lineage'));
  expect(net.room.tables.get('workItem', A)?.title).toBe('cold by now');
});

it('SYNC-10 REPL-7 what the lost history had acknowledged without delivering is sent again', async () => {
  const { net, journal, ann, ben } = await bakery();
  const backup = journal.copy(idFor('another lineage'));
  ann.do('workItem.edit', { id: A, title: 'by ann' });
  ann.carry();
  await net.turn();
  await net.turn();
  expect(net.room.tables.get('workItem', A)?.title).toBe('by ann');
  const [own] = ann.replica.pending;
  const { seq } = net.room.head;
  const verdict = { no: own!.no, commandId: own!.command.commandId, seq, refusal: null };
  ann.loseReceived();
  ann.replica.verdicts({ type: 'verdicts', stream: own!.stream, verdicts: [verdict] });
  ann.replica.flush();
  expect(ann.replica.pending[0]?.committedAt).toBe(seq);
  ann.unplug();
  ben.unplug();
  await net.startRoom(backup);
  for (const name of ['x', 'y', 'z']) {
    const args = { id: idFor<'project'>(name), key: `P${name.toUpperCase()}`, title: name };
    const answer = net.submit('ann', 'project.create', args);
    await net.sync();
    await answer;
  }
  await ann.plug();
  expect(ann.replica.pending).toHaveLength(0);
  expect(net.room.tables.get('workItem', A)?.title).toBe('by ann');
});

it('SYNC-15 what was done since the backup is done again, once, in its order and for all', async () => {
  const { net, journal, ann, ben } = await bakery();
  ann.do('workItem.edit', { id: A, title: 'before' });
  await net.sync();
  const backup = journal.copy(idFor('another lineage'));
  const { seq } = await backup.head();
  const bens = ben.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  const done = [
    ann.do('workItem.edit', { id: A, title: 'once' }),
    ann.do('workItem.edit', { id: A, title: 'twice' }),
  ];
  await net.sync();
  for (const device of [ann, ben]) device.unplug();
  net.killRoom();
  await net.startRoom(backup);
  await ben.plug();
  await ann.plug();
  expect(net.room.tables.get('workItem', A)?.title).toBe('twice');
  expect(net.room.tables.get('workItem', B)?.title).toBe('B');
  const verdicts = await backup.verdicts([bens, ...done].map((one) => idOf<'command'>(one)));
  expect(verdicts.map((one) => one.seq)).toEqual([seq + 1, seq + 2, seq + 3]);
  expect([ann, ben].map(({ replica }) => replica.pending.length)).toEqual([0, 0]);
  expect(textOf(ann.tables)).toBe(textOf(ben.tables));
  const { seq: head } = net.room.head;
  for (const device of [ann, ben]) await (device.unplug(), device.plug());
  expect(net.room.head.seq).toBe(head);
});

it('SYNC-15 what builds on something that is nowhere any more is told, as done before', async () => {
  const { net, journal, ann, ben } = await bakery();
  const backup = journal.copy(idFor('another lineage'));
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  ben.do('workItem.edit', { id: B, title: 'by ben' });
  await net.sync();
  for (const device of [ann, ben]) device.unplug(); // and ann does not come back
  net.killRoom();
  await net.startRoom(backup);
  await ben.plug();
  expect(ben.replica.problems).toMatchObject([{ refusal: { code: 'NOT_FOUND' }, again: true }]);
  expect(ben.replica.pending).toHaveLength(0);
  ben.replica.retry(ben.replica.problems[0]!);
  expect(ben.replica.problems).toMatchObject([{ again: true }]);
});

it('SYNC-15 a machine that was set back whole, and knows nothing of it, gets it again, too', async () => {
  const { net, journal, ann } = await bakery();
  const backup = journal.copy();
  const lost = ann.do('workItem.edit', { id: A, title: 'since' });
  await net.sync();
  ann.unplug();
  net.killRoom();
  await net.startRoom(backup);
  await ann.plug();
  expect(net.room.tables.get('workItem', A)?.title).toBe('since');
  expect(await backup.verdicts([idOf<'command'>(lost)])).toHaveLength(1);
  expect(ann.replica.pending).toHaveLength(0);
});

it('SYNC-15 the connection breaks before the state is there: nothing is doubled, nothing is lost', async () => {
  const { net, journal, ann } = await bakery();
  const backup = journal.copy(idFor('another lineage'));
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  ann.unplug();
  net.killRoom();
  await net.startRoom(backup);
  ann.replica.welcomed({
    ...ann.heardOf('welcome')[0]!,
    mode: 'SNAPSHOT',
    forkedAt: 1,
    lineage: 'x',
  });
  ann.replica.disconnected();
  expect(ann.replica.pending).toHaveLength(0);
  await ann.plug();
  expect(ann.replica.pending).toHaveLength(0);
  expect(net.room.tables.get('workItem', B)?.title).toBe('B');
});

it('SYNC-11 a text is written on three times while nothing is acknowledged', async () => {
  const { net, ann, ben } = await bakery();
  const id = A as string as never;
  ann.unplug();
  const one = ann.do('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'one']] });
  const two = ann.do('document.edit', { id, base: { after: one }, patch: [[3, 0, ' two']] });
  ann.do('document.edit', { id, base: { after: two }, patch: [[7, 0, ' three']] });
  expect(ann.tables.get('document', id)?.text).toBe('one two three');
  await ann.plug();
  expect(ann.tables.get('document', id)).toMatchObject({ text: 'one two three', rev: 3 });
  expect(ann.problems).toEqual([]);
  ben.link.fetch({ table: 'document', ids: [A] }, () => undefined);
  await net.sync();
  expect(ben.tables.get('document', id)).toEqual(ann.tables.get('document', id));
});
