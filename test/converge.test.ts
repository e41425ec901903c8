/** Two devices and a room agree, over queues that hold every frame until the test lets it go. */
import { BoardView, idOf } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { MemoryJournal } from '@planwright/journal/memory';
import { Network } from '@planwright/sync/testing/network.ts';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';

const WEB = idFor<'project'>('WEB');
const A = idFor<'workItem'>('A');
const B = idFor<'workItem'>('B');

async function twoDevices() {
  const journal = new MemoryJournal({
    workspaceId: idFor('workspace'),
    lineage: idFor('lineage'),
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  const net = await Network.on(journal);
  const ann = await net.device('ann');
  const ben = await net.device('ann');
  ann.do('project.create', { id: WEB, key: 'WEB', title: 'Website' });
  ann.do('workItem.create', { id: A, project: WEB, type: 'story', title: 'A' });
  await net.sync();
  const states = [...ann.tables.list('state', 'byProject', WEB)].map((state) => state.id);
  const [backlog, todo, doing] = [states[0]!, states[1]!, states[2]!];
  return { net, journal, ann, ben, backlog, todo, doing };
}

it('SYNC-1 SYNC-6 ann makes and moves A; ben sees it, with the number that the server gave', async () => {
  const { net, ann, ben, doing } = await twoDevices();
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
  const { net, ann, ben } = await twoDevices();
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
  const { net, ann, ben, doing } = await twoDevices();
  ben.unplug();
  ben.do('workItem.move', { id: A, state: doing });
  ann.do('workItem.delete', { id: A });
  await net.sync();
  await ben.plug();
  expect(ben.replica.problems.map((one) => one.refusal.code)).toEqual(['DELETED']);
  expect(ben.replica.pending).toHaveLength(0);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
  await ben.plug();
  expect(ben.replica.problems).toHaveLength(1);
});

it('SYNC-4 the frames that acknowledge are lost: nothing is applied twice', async () => {
  const { net, ann, ben } = await twoDevices();
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
  const { net, ann, ben, todo, doing } = await twoDevices();
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
  const { net, ann, todo, doing } = await twoDevices();
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

it('SYNC-10 last night is restored: what waits moves to a fresh stream and keeps its ids', async () => {
  const { net, journal, ann } = await twoDevices();
  const backup = journal.copy(idFor('another lineage'));
  ann.do('workItem.edit', { id: A, title: 'after the backup' });
  await net.sync();
  ann.unplug();
  const waiting = ann.do('workItem.edit', { id: A, priority: 'high' });
  net.killRoom();
  await net.startRoom(backup);
  await ann.plug();
  expect(ann.replica.pending).toHaveLength(0);
  expect(ann.replica.position?.lineage).toBe(idFor('another lineage'));
  expect(net.room.tables.get('workItem', A)).toMatchObject({ title: 'A', priority: 'high' });
  const [verdict] = await backup.verdicts([idOf<'command'>(waiting)]);
  expect(verdict?.seq).toBe(net.room.head.seq);
});
