import { isRefusal } from '@planwright/engine';
import { expect, it } from 'vitest';

import { draftOf, keepDraft } from './drafts.ts';
import { Desk } from './testing/desk.tsx';

function deskWithText() {
  const desk = new Desk();
  desk.world.add('login', { description: 'one' });
  desk.world.add('empty');
  desk.open();
  return desk;
}

const documentOf = (desk: Desk, name: string) => desk.world.id<'document'>(name);

it('WEB-14 a text that is not here is asked for once, and is here when it has come', () => {
  const desk = deskWithText();
  const id = documentOf(desk, 'login');
  expect(desk.store.textStanding(id)).toBe('loading');
  expect(desk.store.textStanding(id)).toBe('loading');
  return Promise.resolve().then(() => {
    expect(desk.asked.map(({ ids }) => ids)).toEqual([[id]]);
    const row = desk.world.tables.get('document', id);
    desk.replica.rows([{ table: 'document', row } as never]);
    desk.replica.flush();
    expect(desk.store.textStanding(id)).toBe('here');
  });
});

it('WEB-14 "none" and "cannot be had just now" are told apart; the second is tried again when live', async () => {
  const desk = deskWithText();
  const empty = documentOf(desk, 'empty');
  const login = documentOf(desk, 'login');
  desk.store.textStanding(empty);
  await Promise.resolve();
  desk.asked[0]?.done({ rows: [], more: false, answer: null });
  desk.store.textStanding(login);
  await Promise.resolve();
  desk.asked[1]?.done({ code: 'UNAVAILABLE', retryMs: 1 });
  expect(desk.store.textStanding(empty)).toBe('none');
  expect(desk.store.textStanding(login)).toBe('away');
  desk.connection('WAIT');
  desk.connection('LIVE');
  expect(desk.store.textStanding(login)).toBe('loading');
  expect(desk.store.textStanding(empty)).toBe('none');
});

it('WEB-14 an item made on this device has no text to wait for', () => {
  const desk = deskWithText();
  const id = desk.store.newId<'workItem'>();
  desk.store.run('workItem.create', { id, project: desk.project.id, type: 'task', title: 'new' });
  expect(desk.store.textStanding(id as never)).toBe('none');
});

it('WEB-15 a draft is forgotten when the server has its text, not before', () => {
  const desk = deskWithText();
  const id = documentOf(desk, 'empty');
  keepDraft('d', 'my text');
  const saved = desk.store.saveText(id, { rev: 0, text: '', after: null }, 'my text', 'd');
  expect(isRefusal(saved)).toBe(false);
  expect(desk.store.isSavingText(id)).toBe(true);
  expect(draftOf('d')).toBe('my text');
  desk.settle();
  expect(desk.store.isSavingText(id)).toBe(false);
  expect(draftOf('d')).toBeNull();
});

it('WEB-15 a draft that was written on meanwhile, or whose edit was refused, stays', () => {
  const desk = deskWithText();
  const id = documentOf(desk, 'empty');
  keepDraft('d', 'my text');
  desk.store.saveText(id, { rev: 0, text: '', after: null }, 'my text', 'd');
  keepDraft('d', 'my text, longer');
  desk.settle();
  expect(draftOf('d')).toBe('my text, longer');

  keepDraft('e', 'refused');
  desk.store.saveText(id, { rev: 1, text: 'my text', after: null }, 'refused', 'e');
  desk.settle({ code: 'TEXT_CONFLICT', rev: 2 });
  expect(draftOf('e')).toBe('refused');
  expect(desk.store.sync().problems).toHaveLength(1);
});

it('WEB-16 several saves in a row are based on each other, whatever the server has confirmed', () => {
  const desk = deskWithText();
  const id = documentOf(desk, 'empty');
  let base = { rev: 0, text: '', after: null } as Parameters<typeof desk.store.saveText>[1];
  for (const text of ['a', 'ab', 'abc', 'x']) {
    const next = desk.store.saveText(id, base, text, 'd');
    if (isRefusal(next)) throw new Error(next.code);
    base = next;
    if (text === 'ab') desk.settle();
  }
  desk.settle();
  expect(desk.store.tables.get('document', id)?.text).toBe('x');
  expect(desk.store.sync().problems).toEqual([]);
});

it('WEB-16 a text that somebody else has changed since is not written over', () => {
  const desk = deskWithText();
  const id = documentOf(desk, 'empty');
  desk.arrives((world) =>
    world.must('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'theirs']] }),
  );
  const saved = desk.store.saveText(id, { rev: 0, text: '', after: null }, 'mine', 'd');
  expect(isRefusal(saved) && saved.code).toBe('TEXT_CONFLICT');
  expect(desk.store.tables.get('document', id)?.text).toBe('theirs');
});
