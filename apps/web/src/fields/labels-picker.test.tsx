import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { useQuery } from '../store/hooks.ts';
import { Desk } from '../store/testing/desk.tsx';
import { LabelsPicker } from './labels-picker.tsx';

let desk: Desk;
let refused: string | null;

beforeEach(() => {
  desk = new Desk();
  refused = null;
  desk.world.add('login');
  label('Bug', desk.project.id);
  label('Law', null);
  label('Paint', desk.project.id);
});

function label(name: string, project: typeof desk.project.id | null): void {
  desk.world.must('label.create', { id: desk.world.id(name), project, name, colour: '#c74a4a' });
}

function Labels() {
  const item = useQuery((tables) => tables.get('workItem', desk.itemId('login')), []);
  return item && <LabelsPicker item={item} onRefused={(why) => (refused = why)} />;
}

const button = () => screen.getByRole('combobox', { name: /^Labels: / });
const open = async (user: ReturnType<typeof userEvent.setup>) => {
  desk.show(<Labels />);
  await user.click(button());
};
const names = () => button().getAttribute('aria-label');

it('WEB-120 labels are put on and taken off one after another, and each is taken back', async () => {
  desk.open();
  const user = userEvent.setup();
  await open(user);
  expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual([
    'Bug',
    'Paint',
    'Law',
  ]);
  await user.keyboard('la{Enter}');
  expect(names()).toBe('Labels: Law');
  await user.click(await screen.findByRole('option', { name: 'Bug' }));
  expect(names()).toBe('Labels: Bug, Law');
  await user.click(screen.getByRole('option', { name: 'Law' }));
  expect(names()).toBe('Labels: Bug');
  expect(desk.waiting.map(({ kind }) => kind)).toEqual(Array(3).fill('workItem.label'));
  act(() => undoOf(desk.store).undo());
  expect(names()).toBe('Labels: Bug, Law');
  act(() => undoOf(desk.store).undo());
  expect(names()).toBe('Labels: Law');
});

it('WEB-120 a label that is missed is made where it is looked for, by those who may', async () => {
  desk.open();
  const user = userEvent.setup();
  await open(user);
  await user.keyboard('bug');
  expect(screen.queryByRole('option', { name: /Create/ })).toBeNull();
  await user.keyboard('gy');
  await user.click(await screen.findByRole('option', { name: 'Create label “buggy”' }));
  expect(names()).toBe('Labels: buggy');
  expect(refused).toBeNull();
  act(() => undoOf(desk.store).undo());
  expect(names()).toBe('Labels: None');
  expect(screen.queryByRole('option', { name: 'buggy' })).toBeNull();
});

it('WEB-120 where an item has as many labels as it may, it says so, and makes none', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `label ${at}`);
  for (const name of names) label(name, desk.project.id);
  const add = names.map((name) => desk.world.id<'label'>(name));
  desk.world.must('workItem.label', { id: desk.itemId('login'), add });
  desk.open();
  const user = userEvent.setup();
  await open(user);
  await user.keyboard('one more{Enter}');
  expect(refused).toMatch(/There may be at most \d+ labels on an item/);
  expect([...desk.store.tables.list('label', 'byProject', desk.project.id)]).not.toContainEqual(
    expect.objectContaining({ name: 'one more', deletedAt: null }),
  );
});

it('WEB-120 letters that are typed while the list opens are not lost', async () => {
  desk.open();
  const user = userEvent.setup();
  await open(user);
  await user.keyboard('bug{Escape}');
  await user.click(button());
  act(() => button().focus());
  await user.keyboard('la');
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: /Search|Find/ }).value).toBe('la');
});

it('WEB-120 who does not keep the labels of the project chooses among those that are there', async () => {
  desk.world.person('ed');
  desk.world.must('member.add', {
    id: desk.world.id('ed here'),
    project: desk.project.id,
    user: desk.world.id('ed'),
    role: 'editor',
  });
  desk.world.as('ed');
  desk.open();
  const user = userEvent.setup();
  await open(user);
  await user.keyboard('bugg');
  expect(screen.queryByRole('option')).toBeNull();
  expect(screen.getByText('No label is called that')).toBeTruthy();
  await user.keyboard('{Backspace}{Enter}');
  expect(names()).toBe('Labels: Bug');
});
