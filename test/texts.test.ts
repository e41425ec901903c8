/** Long texts between devices: what is sent unseen, what is merged, what is joined before it is sent. */
import { diffPatch, isRefusal } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { expect, it } from 'vitest';

import { A, bakery } from './bakery.ts';

const TEXT = idFor<'document'>('A');

it('REPL-15 an edit on revisions that are not here is sent without being shown, and merged', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('document.edit', { id: TEXT, base: { rev: 0 }, patch: [[0, 0, 'One.\nTwo.\n']] });
  await net.sync();
  ben.link.fetch({ table: 'document', ids: [TEXT] }, () => undefined);
  await net.sync();
  ann.do('document.edit', { id: TEXT, base: { rev: 1 }, patch: [[3, 0, ' Ann']] });
  await net.sync();
  const late = await net.device('ben'); // its snapshot is newer than what it will have been typed on
  late.link.fetch({ table: 'document', ids: [TEXT] }, () => undefined);
  await net.sync();
  const edit = { id: TEXT, base: { rev: 1 }, patch: [[8, 0, ' Ben']] } as const;
  expect(isRefusal(late.try('document.edit', edit))).toBe(false);
  expect(late.replica.pending[0]?.hidden?.code).toBe('UNAVAILABLE');
  expect(late.tables.get('document', TEXT)?.text).toBe('One Ann.\nTwo.\n');
  await net.sync();
  expect([late.problems, late.replica.pending.length]).toEqual([[], 0]);
  for (const device of [ann, ben, late]) {
    expect(device.tables.get('document', TEXT)?.text).toBe('One Ann.\nTwo Ben.\n');
  }
});

it('ROOM-27 two edits of one revision in one group are merged', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('document.edit', { id: TEXT, base: { rev: 0 }, patch: [[0, 0, 'One.\nTwo.\n']] });
  await net.sync();
  ben.link.fetch({ table: 'document', ids: [TEXT] }, () => undefined);
  await net.sync();
  ann.do('document.edit', { id: TEXT, base: { rev: 1 }, patch: [[3, 0, ' Ann']] });
  const first = ben.do('document.edit', { id: TEXT, base: { rev: 1 }, patch: [[8, 0, ' Ben']] });
  ben.do('document.edit', { id: TEXT, base: { after: first }, patch: [[12, 0, ' too']] });
  expect(ben.tables.get('document', TEXT)?.text).toBe('One.\nTwo Ben too.\n');
  await net.sync();
  for (const device of [ann, ben]) {
    expect(device.problems).toEqual([]);
    expect(device.tables.get('document', TEXT)?.text).toBe('One Ann.\nTwo Ben too.\n');
  }
});

it('REPL-16 what is written without a connection is one edit; what may have left is not touched', async () => {
  const { net, ann } = await bakery();
  ann.unplug();
  const base = { rev: 0 } as const;
  const id = ann.do('document.edit', { id: TEXT, base, patch: [[0, 0, 'H']] });
  const write = (text: string) =>
    ann.replica.amend(id, 'document.edit', { id: TEXT, base, patch: diffPatch('', text) });
  expect([write('Hel'), write('Hello')]).toEqual([true, true]);
  expect(ann.tables.get('document', TEXT)?.text).toBe('Hello');
  expect(write('\ud800')).toBe(false);
  expect(ann.tables.get('document', TEXT)?.text).toBe('Hello');
  expect([ann.replica.pending.length, ann.outbox.records.size]).toEqual([1, 1]);
  expect([...ann.outbox.records.values()][0]?.command.args).toMatchObject({
    patch: [[0, 0, 'Hello']],
  });
  await ann.plug();
  expect(net.room.head.seq).toBeGreaterThan(0);
  expect(write('Hello?')).toBe(false);
  expect(ann.tables.get('document', TEXT)).toMatchObject({ text: 'Hello', rev: 1 });

  const sent = ann.do('document.edit', { id: TEXT, base: { rev: 1 }, patch: [[5, 0, '!']] });
  ann.unplug(); // it was on its way
  const args = { id: TEXT, base: { rev: 1 }, patch: [[5, 0, '?']] } as const;
  expect(ann.replica.amend(sent, 'document.edit', args)).toBe(false);
  const other = ann.do('document.edit', { id: TEXT, base: { after: sent }, patch: [[6, 0, '!']] });
  ann.do('workItem.edit', { id: A, title: 'after it' });
  expect(ann.replica.amend(other, 'document.edit', args)).toBe(false);
  await ann.plug();
  expect(ann.tables.get('document', TEXT)?.text).toBe('Hello!!');
});

it('REPL-17 cold rows are let go of while nothing waits, and read again like any others', async () => {
  const { net, ann, ben } = await bakery();
  ann.do('document.edit', { id: TEXT, base: { rev: 0 }, patch: [[0, 0, 'One.']] });
  await net.sync();
  const [revision] = ben.tables.list('revision', 'byDocument', TEXT);
  const rows = [
    { table: 'document', id: TEXT } as const,
    { table: 'revision', id: revision!.id } as const,
  ];
  ben.do('workItem.edit', { id: A, title: 'by ben' });
  ben.replica.forget(rows);
  expect(ben.tables.get('document', TEXT)?.text).toBe('One.');
  await net.sync();
  ben.replica.forget(rows);
  expect(ben.tables.get('document', TEXT)).toBeUndefined();
  ann.do('document.edit', { id: TEXT, base: { rev: 1 }, patch: [[4, 0, ' Two.']] });
  await net.sync();
  expect(ben.tables.get('document', TEXT)).toBeUndefined();
  ben.link.fetch({ table: 'document', ids: [TEXT] }, () => undefined);
  ben.link.fetch({ table: 'revision', parent: TEXT }, () => undefined);
  await net.sync();
  expect(ben.tables.get('document', TEXT)).toEqual(ann.tables.get('document', TEXT));
  expect(ben.tables.list('revision', 'byDocument', TEXT).size).toBe(2);
});
