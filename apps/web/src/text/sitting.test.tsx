// Undo of texts: what one person writes, takes back and does again, while another one writes too.
import type { DocumentId } from '@planwright/engine';
import { patchOf } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { Desk } from '../store/testing/desk.tsx';
import { DocumentText } from './document-text.tsx';
import { Sitting, writeText } from './sitting.ts';

/** A desk of ann's with an item whose description is here. */
function desked(text: string): Desk {
  const desk = new Desk();
  desk.world.person('ben');
  desk.world.as('ann');
  desk.world.add('login', text === '' ? {} : { description: text });
  desk.open();
  keepDraft('text', null);
  desk.replica.rows(desk.textRows());
  act(() => desk.replica.flush());
  return desk;
}

const idIn = (desk: Desk): DocumentId => desk.world.id<'document'>('login');
const shown = (desk: Desk): string => desk.store.tables.get('document', idIn(desk))?.text ?? '';
const saved = (desk: Desk): string => desk.world.text('login')?.text ?? '';
const undo = (desk: Desk): void => act(() => undoOf(desk.store).undo());
const redo = (desk: Desk): void => act(() => undoOf(desk.store).redo());

/** The other one writes a text that they have seen on the server, and it arrives. */
function benWrites(desk: Desk, to: (text: string) => string): void {
  desk.arrives((world) => {
    const before = world.text('login');
    const patch = patchOf(before?.text ?? '', to(before?.text ?? ''));
    world.as('ben');
    world.must('document.edit', { id: idIn(desk), base: { rev: before?.rev ?? 0 }, patch });
    world.as('ann');
  });
}

/** The text with the field to write in, open. */
function show(desk: Desk) {
  return desk.show(
    <DocumentText
      id={idIn(desk)}
      draftName="text"
      label="Text"
      placeholder="Write"
      saves="typing"
      editable
      isEditing
      onEdit={() => undefined}
    />,
  );
}

const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });

/** What was typed is saved, but the field is not left. */
function saveNow(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  Reflect.deleteProperty(document, 'visibilityState');
}

it('WEB-164 all that is saved until the field is left is one step, what comes then is another', async () => {
  const desk = desked('Say hello.');
  const user = userEvent.setup();
  show(desk);
  await user.type(await field(), ' One.');
  saveNow();
  desk.settle();
  await user.keyboard(' Two.');
  expect([saved(desk), undoOf(desk.store).canUndo]).toEqual(['Say hello. One.', false]);
  await user.click(document.body);
  await user.type(await field(), ' Three.');
  await user.click(document.body);
  desk.settle();
  expect(saved(desk)).toBe('Say hello. One. Two. Three.');
  undo(desk);
  expect(shown(desk)).toBe('Say hello. One. Two.');
  undo(desk);
  expect([shown(desk), undoOf(desk.store).canUndo]).toEqual(['Say hello.', false]);
  redo(desk);
  redo(desk);
  desk.settle();
  expect(saved(desk)).toBe('Say hello. One. Two. Three.');
});

it('WEB-164 a field that goes with its screen is left; what comes to nothing is no step', async () => {
  const desk = desked('Say hello.');
  const user = userEvent.setup();
  const base = desk.store.textBase(idIn(desk));
  const sitting = new Sitting(desk.store, idIn(desk), base);
  for (const text of ['Say.', 'Say hello.']) expect(sitting.save(text, 'd')).toBeNull();
  sitting.leave();
  expect(undoOf(desk.store).canUndo).toBe(false);
  desk.settle();
  const screenOf = show(desk);
  await user.type(await field(), ' Bye.');
  screenOf.unmount();
  expect(shown(desk)).toBe('Say hello. Bye.');
  undo(desk);
  expect(shown(desk)).toBe('Say hello.');
});

it('WEB-165 an open field follows what is taken back; what is typed there and not saved stays', async () => {
  const desk = desked('Say hello.');
  const user = userEvent.setup();
  show(desk);
  await user.type(await field(), ' Bye.');
  await user.click(document.body);
  undo(desk);
  expect((await field()).value).toBe('Say hello.');
  expect(document.activeElement).toBe(document.body);
  redo(desk);
  expect((await field()).value).toBe('Say hello. Bye.');
  await user.type(await field(), ' Twice.');
  undo(desk);
  expect((await field()).value).toBe('Say hello. Bye. Twice.');
});

it('WEB-165 what was taken back before the server had it does not come again with the field', async () => {
  const desk = desked('');
  const id = idIn(desk);
  const draft = { rev: 0, after: null, base: '', origin: '', text: 'Hello.' };
  keepDraft('text', JSON.stringify(draft));
  writeText(desk.store, id, desk.store.textBase(id), 'Hello.', 'text');
  undo(desk);
  show(desk);
  expect((await field()).value).toBe('');
  desk.settle();
  expect([saved(desk), draftOf('text')]).toEqual(['', null]);
  redo(desk);
  desk.settle();
  expect(saved(desk)).toBe('Hello.');
});

it('WEB-165 the same words of others stay, and that is said; other words stand beside', async () => {
  const desk = desked('One.\nTwo.\nThree.\n');
  desk.show(null);
  const id = idIn(desk);
  const base = desk.store.textBase(id);
  writeText(desk.store, id, base, 'One.\nTwo, mine.\nThree.\n', 'd');
  desk.settle();
  benWrites(desk, (text) => text.replace('Three', 'Three, theirs'));
  undo(desk);
  redo(desk);
  desk.settle();
  expect(saved(desk)).toBe('One.\nTwo, mine.\nThree, theirs.\n');
  benWrites(desk, (text) => text.replace('mine', 'not yours'));
  undo(desk);
  expect(shown(desk)).toBe('One.\nTwo, not yours.\nThree, theirs.\n');
  expect(desk.waiting).toEqual([]);
  expect(await screen.findAllByText('That cannot be taken back')).not.toEqual([]);
});

it('WEB-165 what the server has refused is not taken back a second time', () => {
  const desk = desked('Say hello.');
  const id = idIn(desk);
  writeText(desk.store, id, desk.store.textBase(id), 'Say goodbye.', 'd');
  desk.settle({ code: 'TEXT_CONFLICT', rev: 1 });
  undo(desk);
  expect([shown(desk), desk.waiting, undoOf(desk.store).canRedo]).toEqual([
    'Say hello.',
    [],
    false,
  ]);
});

/** Writes as somebody does who only puts in words, and changes or takes away the words of some. */
function rewritten(text: string, chance: Chance, fresh: string, touches: RegExp): string {
  const lines = text.split('\n');
  const at = chance.below(lines.length);
  const words = (lines[at] ?? '').split(' ');
  const own = words.flatMap((word, place) => (touches.test(word) ? [place] : []));
  const place = chance.pick(own);
  if (place !== undefined && chance.yes(0.5)) {
    return lines
      .with(at, words.toSpliced(place, 1, ...(chance.yes() ? [fresh] : [])).join(' '))
      .join('\n');
  }
  return lines
    .with(at, words.toSpliced(chance.below(words.length + 1), 0, fresh).join(' '))
    .join('\n');
}

it('WEB-165 no word of the other one is lost by undo and redo, whatever two people write', () => {
  const counts = { turned: 0, left: 0 };
  for (let seed = 1; seed <= 150; seed += 1) {
    const desk = desked('one\ntwo\nthree\nfour\nfive\nsix');
    const chance = new Chance(seed);
    const id = idIn(desk);
    const theirs = (text: string): string[] =>
      text.split(/\s+/).filter((word) => word.startsWith('b'));
    for (let i = 0; i < 40; i += 1) {
      const what = chance.below(5);
      if (what < 2) {
        const sitting = new Sitting(desk.store, id, desk.store.textBase(id));
        for (let save = chance.below(3); save >= 0; save -= 1) {
          const text = rewritten(sitting.base.text, chance, `a${i}${save}`, /^a/);
          sitting.save(text, 'd');
          if (chance.yes(0.2)) act(() => desk.settle());
        }
        sitting.leave();
      } else if (what === 2) {
        if (chance.yes(0.6)) desk.settle();
        benWrites(desk, (text) => rewritten(text, chance, `b${i}`, /^[ab]/));
      } else {
        const before = shown(desk);
        const [from, turn] =
          what === 3
            ? ([undoOf(desk.store).canUndo, undo] as const)
            : ([undoOf(desk.store).canRedo, redo] as const);
        turn(desk);
        const after = shown(desk);
        if (from) counts[before === after ? 'left' : 'turned'] += 1;
        expect(theirs(after), `seed ${seed}`).toEqual(theirs(before));
      }
      const there = theirs(saved(desk));
      if (chance.yes(0.3) || i === 39) desk.settle();
      expect(theirs(saved(desk)), `seed ${seed}, on the server`).toEqual(there);
    }
    expect(shown(desk), `seed ${seed}`).toBe(saved(desk));
  }
  expect(counts.turned).toBeGreaterThan(500);
  expect(counts.left).toBeGreaterThan(20);
});
