import type { TextPatch } from '@planwright/engine';
import type { World } from '@planwright/engine/testing/world.ts';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { useQuery } from '../store/hooks.ts';
import { editDescriptionOf } from '../store/screen-state.ts';
import { Desk } from '../store/testing/desk.tsx';
import { TextHistory } from '../text/text-history.tsx';
import { Description } from './description.tsx';

let desk: Desk;

function Shown() {
  const id = desk.world.id<'document'>('login');
  const document = useQuery((tables) => tables.get('document', id), [id]);
  return <Description item={desk.item('login')} document={document} editable />;
}

beforeEach(async () => {
  desk = new Desk();
  desk.world.add('login');
  desk.open();
  keepDraft(`description:${desk.itemId('login')}`, null);
  editDescriptionOf(null);
  desk.show(<Shown />);
  await Promise.resolve();
  desk.asked[0]?.done({ rows: [], more: false, answer: null });
});

const saved = () => desk.world.tables.get('document', desk.world.id<'document'>('login'))?.text;

it('WEB-22 a description is written where it stands, and Esc saves it', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Add a description…' }));
  await user.keyboard('hello{Escape}');
  desk.settle();
  expect(saved()).toBe('hello');
  expect(await screen.findByText('hello')).toBeTruthy();
  expect(draftOf(`description:${desk.itemId('login')}`)).toBeNull();
});

it('WEB-22 in a conflict both texts are shown, and mine can take the place of theirs', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Add a description…' }));
  await user.keyboard('mine');
  desk.arrives((world) =>
    world.must('document.edit', {
      id: world.id<'document'>('login'),
      base: { rev: 0 },
      patch: [[0, 0, 'theirs']],
    }),
  );
  await user.keyboard('{Escape}');
  const conflict = await screen.findByRole('group', { name: /Somebody else/ });
  expect(conflict.textContent).toContain('mine');
  expect(conflict.textContent).toContain('theirs');
  expect(saved()).toBe('theirs');

  await user.click(screen.getByRole('button', { name: 'Use mine' }));
  desk.settle();
  expect(saved()).toBe('mine');
});

it('WEB-22 an edit that the server refuses is a conflict, not a loss', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Add a description…' }));
  await user.keyboard('mine{Escape}');
  desk.settle({ code: 'TEXT_CONFLICT', rev: 1 });
  expect((await screen.findByRole('group', { name: /Somebody else/ })).textContent).toContain(
    'mine',
  );
  await user.click(screen.getByRole('button', { name: 'Use theirs' }));
  expect(desk.store.sync().problems).toEqual([]);
  expect(draftOf(`description:${desk.itemId('login')}`)).toBeNull();
});

const edited = (rev: number, patch: TextPatch) => (world: World) =>
  world.must('document.edit', { id: world.id<'document'>('login'), base: { rev }, patch });

const byBen = (rev: number, patch: TextPatch) => (world: World) => {
  if (world.tables.get('user', world.id('ben')) === undefined) world.person('ben');
  world.as('ben');
  edited(rev, patch)(world);
  world.as('ann');
};

/** The text as it stands when the test begins. */
async function written(text: string): Promise<void> {
  desk.arrives(edited(0, [[0, 0, text]]));
  await act(async () => desk.replica.rows(desk.textRows()));
  act(() => desk.replica.flush());
}

it('WEB-16 what others write elsewhere in the text while I write is kept beside mine', async () => {
  await written('One.\nTwo.\n');
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Edit description' }));
  const field = screen.getByRole('textbox', { name: 'Description' });
  await user.click(field);
  await user.keyboard('{Control>}{End}{/Control}Mine.');
  desk.arrives(edited(1, [[3, 0, ' Theirs']]));
  await user.keyboard(' Too.{Escape}');
  desk.settle();
  expect(saved()).toBe('One Theirs.\nTwo.\nMine. Too.');
  expect(draftOf(`description:${desk.itemId('login')}`)).toBeNull();
});

it('WEB-22 a merge holds both, can be put right, and is saved as one text', async () => {
  await written('Say hello.\nBye.\n');
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Edit description' }));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Description' });
  field.setSelectionRange(4, 9);
  await user.keyboard('goodbye');
  desk.arrives(edited(1, [[4, 5, 'hi']]));
  await user.keyboard('{Escape}');
  const merge = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Both together/ });
  expect(merge.value).toBe('Say hi goodbye.\nBye.\n');
  merge.setSelectionRange(4, 7);
  await user.type(merge, '{Backspace}', {
    initialSelectionStart: 4,
    initialSelectionEnd: 7,
  });
  await user.click(screen.getByRole('button', { name: 'Save merge' }));
  desk.settle();
  expect(saved()).toBe('Say goodbye.\nBye.\n');
  expect(screen.queryByRole('group', { name: /Somebody else/ })).toBeNull();
});

it('WEB-16 what is written while nothing leaves the device is one edit', async () => {
  await written('a');
  const id = desk.world.id<'document'>('login');
  let base = desk.store.textBase(id);
  for (const text of ['ab', 'abc', 'abcd']) {
    const next = desk.store.saveText(id, base, text, 'd');
    if ('code' in next) throw new Error(next.code);
    base = next;
  }
  expect(desk.waiting).toHaveLength(1);
  desk.settle();
  expect(saved()).toBe('abcd');
});

it('WEB-71 a box is ticked without opening the editor, over an own edit that waits', async () => {
  await written('- [ ] one\n- [ ] two\n');
  const user = userEvent.setup();
  const [first, second] = await screen.findAllByRole('checkbox');
  await user.click(first!);
  await user.click(second!);
  expect(desk.waiting).toHaveLength(2);
  desk.settle();
  expect(saved()).toBe('- [x] one\n- [x] two\n');
});

it('WEB-70 the history tells who changed what, and brings an older version back', async () => {
  await written('Say hello.');
  desk.arrives(byBen(1, [[4, 5, 'goodbye']]));
  desk.show(<TextHistory id={desk.world.id<'document'>('login')} editable />);
  const user = userEvent.setup();
  const list = await screen.findByRole('dialog');
  expect(list.querySelector('del')?.textContent).toBe('hello');
  expect(list.querySelector('ins')?.textContent).toBe('goodbye');
  await user.click(screen.getByRole('button', { name: /Ann/ }));
  await user.click(screen.getByRole('button', { name: 'Restore this version' }));
  desk.settle();
  expect(saved()).toBe('Say hello.');
  act(() => undoOf(desk.store).undo());
  desk.settle();
  expect(saved()).toBe('Say goodbye.');
});

it.each([
  ['elsewhere', [[11, 4, 'Now']], 'Say goodbye.\nNow leave.\n'],
  ['the same words', [[4, 5, 'no more']], 'Say no more.\nThen leave.\n'],
] as const)('WEB-70 … past what others have since changed %s', async (_, patch, expected) => {
  await written('Say hello.\nThen leave.\n');
  desk.arrives(byBen(1, [[4, 5, 'goodbye']]));
  desk.show(<TextHistory id={desk.world.id<'document'>('login')} editable />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: /Ann/ }));
  await user.click(screen.getByRole('button', { name: 'Restore this version' }));
  desk.settle();
  desk.arrives(byBen(3, patch));
  act(() => undoOf(desk.store).undo());
  desk.settle();
  expect(saved()).toBe(expected);
});
