import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { useQuery } from '../store/hooks.ts';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { editDescriptionOf } from '../store/screen-state.ts';
import { Desk } from '../store/testing/desk.tsx';
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
