/** What a replica shows, keeps and sends, with a real room on the other side. */
import { commands, isRefusal } from '@planwright/engine';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { afterEach, expect, it, vi } from 'vitest';

import { A, B, WEB, bakery } from './bakery.ts';

afterEach(() => vi.restoreAllMocks());

it('REPL-2 what is refused here is not sent, not kept, and leaves no trace', async () => {
  const { net, ann } = await bakery();
  const before = textOf(ann.tables);
  const answer = ann.try('workItem.edit', { id: A, title: '' });
  expect(isRefusal(answer) && answer.code).toBe('INVALID');
  expect(textOf(ann.tables)).toBe(before);
  expect([ann.replica.pending.length, ann.outbox.records.size, ann.sending.length]).toEqual([
    0, 0, 0,
  ]);
  const { seq } = net.room.head;
  await net.sync();
  expect(net.room.head.seq).toBe(seq);
});

it('REPL-2 an edit before the first snapshot is refused: there is nothing to edit yet', async () => {
  const { net } = await bakery();
  net.killRoom();
  const early = await net.device('ann');
  const answer = early.try('workItem.edit', { id: A, title: 'x' });
  expect(isRefusal(answer) && answer.code).toBe('UNAVAILABLE');
});

it('REPL-3 an edit that would be refused by now is hidden, and still sent', async () => {
  const { net, ann, ben } = await bakery();
  const stored: (() => void)[] = [];
  ann.outbox.add = (_, done) => stored.push(done); // its disk is slow today
  ann.do('workItem.edit', { id: A, title: 'by ann' });
  ben.do('workItem.delete', { id: A });
  await net.sync();
  expect(ann.replica.pending[0]?.hidden?.code).toBe('DELETED');
  expect(ann.tables.get('workItem', A)).toEqual(ben.tables.get('workItem', A));
  expect(ann.problems).toEqual([]);
  stored[0]?.();
  ann.link.flush();
  await net.sync();
  expect(ann.problems).toEqual(['DELETED']);
  expect(ann.replica.pending).toHaveLength(0);
});

it('REPL-3 a hidden edit is shown again when its time has come', async () => {
  const { net, ann, ben } = await bakery();
  ann.outbox.add = () => undefined;
  ann.do('workItem.edit', { id: A, title: 'by ann' });
  ben.do('workItem.delete', { id: A });
  await net.sync();
  ben.do('workItem.restore', { id: A });
  await net.sync();
  expect(ann.replica.pending[0]?.hidden).toBeNull();
  expect(ann.tables.get('workItem', A)).toMatchObject({ title: 'by ann', deletedAt: null });
});

it('REPL-4 nothing is sent before the outbox has it, and then in its order', async () => {
  const { net, ann } = await bakery();
  const stored: (() => void)[] = [];
  ann.outbox.add = (_, done) => stored.push(done);
  ann.do('workItem.edit', { id: A, title: 'one' });
  ann.do('workItem.edit', { id: A, title: 'two' });
  expect(ann.tables.get('workItem', A)?.title).toBe('two');
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  stored[1]?.();
  ann.link.flush();
  expect(ann.sending).toEqual([]);
  stored[0]?.();
  ann.link.flush();
  expect(ann.sending).toMatchObject([{ type: 'push', commands: [{ no: 3 }, { no: 4 }] }]);
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('two');
});

it('REPL-5 a text that was read before an edit arrived does not overwrite it', async () => {
  const { net, ann, ben } = await bakery();
  const id = idFor<'document'>('A');
  ann.do('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'bread']] });
  await net.sync();
  const [old] = await net.journal.rowsOf([{ table: 'document', id }]);
  ben.link.fetch({ table: 'document', ids: [A] }, () => undefined);
  await net.sync();
  ann.do('document.edit', { id, base: { rev: 1 }, patch: [[5, 0, ' and cake']] });
  await net.sync();
  expect(ben.tables.get('document', id)).toMatchObject({ rev: 2, text: 'bread and cake' });
  ben.replica.rows([old as never]);
  ben.link.flush();
  expect(ben.tables.get('document', id)).toMatchObject({ rev: 2, text: 'bread and cake' });
});

it('REPL-5 a text that was read ahead of the entries is not patched again by them', async () => {
  const { net, ann, ben } = await bakery();
  const id = idFor<'document'>('A');
  ann.do('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'bread']] });
  ann.do('document.edit', { id, base: { rev: 1 }, patch: [[5, 0, ' and cake']] });
  ann.carry();
  for (let i = 0; i < 4; i += 1) await net.turn();
  const [read] = await net.journal.rowsOf([{ table: 'document', id }]);
  ben.replica.rows([read as never]);
  ben.link.flush();
  await net.sync();
  expect(ben.tables.get('document', id)).toEqual(ann.tables.get('document', id));
  expect(ben.tables.get('document', id)?.text).toBe('bread and cake');
});

it('REPL-6 a problem is retried as a new command outside of its failed action, or let go', async () => {
  const { net, ann, ben } = await bakery();
  ann.unplug();
  const first = ann.do('workItem.edit', { id: A, title: 'by ann' }, 'bulk');
  ben.do('workItem.delete', { id: A });
  await net.sync();
  await ann.plug();
  const [problem] = ann.replica.problems;
  expect(problem).toMatchObject({ command: { commandId: first }, refusal: { code: 'DELETED' } });
  expect(ann.replica.retry(problem!)).toMatchObject({ code: 'DELETED' });
  expect(ann.problems).toEqual(['DELETED']);
  ben.do('workItem.restore', { id: A });
  await net.sync();
  const second = ann.replica.retry(ann.replica.problems[0]!);
  expect(second).not.toBe(first);
  ann.link.flush();
  await net.sync();
  expect(ann.problems).toEqual([]);
  expect(ben.tables.get('workItem', A)?.title).toBe('by ann');

  ann.unplug();
  ann.do('workItem.edit', { id: A, title: 'again' });
  ben.do('workItem.delete', { id: A });
  await net.sync();
  await ann.plug();
  ann.replica.discard(ann.replica.problems[0]!);
  expect(ann.problems).toEqual([]);
});

it('REPL-8 a text that no frame can carry is refused here', async () => {
  const { net, ann } = await bakery();
  const before = textOf(ann.tables);
  const patch = [[0, 0, '\n'.repeat(140_000)]] as const;
  const answer = ann.try('document.edit', { id: idFor('A'), base: { rev: 0 }, patch });
  expect(answer).toMatchObject({ code: 'LIMIT', what: 'bytes sent at once' });
  expect(textOf(ann.tables)).toBe(before);
  expect(ann.replica.pending).toHaveLength(0);
  ann.do('workItem.edit', { id: A, title: 'goes on' });
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('goes on');
});

it('REPL-9 a waiting edit whose rule fails inside is hidden, and the others are shown', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  ann.unplug();
  ann.do('workItem.edit', { id: A, title: 'A by ann' });
  ann.do('workItem.move', { id: B, state: ann.tables.get('workItem', A)!.state });
  const failing = vi.spyOn(commands['workItem.edit'], 'decide').mockImplementation(() => {
    throw new Error('a bug');
  });
  ben.do('workItem.delete', { id: B });
  expect(() => ann.do('workItem.edit', { id: A, title: 'x' })).toThrow('a bug');
  expect(ann.replica.pending).toHaveLength(2);
  ann.replica.rebuild();
  expect(ann.replica.pending.map((own) => own.hidden?.code)).toEqual(['INTERNAL', undefined]);
  expect(ann.tables.get('workItem', A)?.title).toBe('A');
  failing.mockRestore();
  ann.replica.rows([]);
  ann.link.flush();
  expect(ann.tables.get('workItem', A)?.title).toBe('A by ann');
});

it('REPL-10 a server that forgot acknowledged commands is sent the rest in a fresh stream', async () => {
  const { net, journal, ann, ben } = await bakery();
  const backup = journal.copy(); // the same lineage: nobody knows that it is older
  ann.do('workItem.edit', { id: A, title: 'one' });
  await net.sync();
  ann.unplug();
  ben.unplug();
  const stream = ann.replica.hello().streams[0]?.stream;
  ann.do('workItem.edit', { id: A, title: 'two' });
  await net.startRoom(backup);
  await ann.plug();
  await ben.plug();
  expect(ann.replica.pending).toHaveLength(0);
  expect(ann.replica.hello().streams[0]?.stream).not.toBe(stream);
  expect(net.room.tables.get('workItem', A)?.title).toBe('two');
  expect(textOf(ann.tables)).toBe(textOf(ben.tables));
});
