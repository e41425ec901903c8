import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { editItems } from './edit-many.ts';
import { createItem, moveItems, setState } from './edits.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  const { world } = desk;
  for (const name of ['login', 'logout', 'search']) world.add(name);
  world.add('form', { parent: 'login', type: 'task' });
  world.must('state.edit', { id: world.state('In progress').id, wipLimit: 1 });
});

const state = (name: string) => desk.world.state(name).id;
const move = (names: readonly string[], to: string): boolean => {
  const items = names.map((name) => desk.item(name));
  let moved = false;
  act(() => {
    moved = moveItems(desk.store, items, { state: state(to), after: null, before: null });
  });
  return moved;
};
const said = async (text: string) => {
  expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
};

it('WEB-124 a move over the limit of a column is told, with the way back', async () => {
  desk.open().show(null);
  move(['login'], 'In progress');
  expect(screen.queryByText(/more than its limit/)).toBeNull();
  expect(move(['logout', 'search'], 'In progress')).toBe(true);
  await said('2 items are now in In progress');
  await said('In progress holds 3, more than its limit of 1.');
  await userEvent.setup().click(screen.getAllByRole('button', { name: 'Undo' })[0]!);
  expect(desk.item('search').state).toBe(state('Backlog'));
});

it('WEB-124 so is a new item in a column that is full, and taken away by its note', async () => {
  desk.open().show(null);
  const add = (title: string): void => {
    const item = { project: desk.project.id, type: 'task', title, state: state('In progress') };
    act(() => expect(createItem(desk.store, item as never)).toBeNull());
  };
  add('one');
  expect(screen.queryByText(/more than its limit/)).toBeNull();
  add('two');
  await said('The new item is in In progress');
  await said('In progress holds 2, more than its limit of 1.');
  await userEvent.setup().click(screen.getAllByRole('button', { name: 'Undo' })[0]!);
  const held = [...desk.store.tables.list('workItem', 'byState', state('In progress'))];
  expect(held.filter(({ deletedAt }) => deletedAt === null).map(({ title }) => title)).toEqual([
    'one',
  ]);
});

it('WEB-124 work that is blocked, or done with something open under it, is told and not asked', async () => {
  const { world } = desk;
  world.must('project.edit', { id: desk.project.id, blockedRule: 'warn' });
  world.must('dependency.add', {
    id: world.id('tie'),
    from: world.id('search'),
    to: world.id('login'),
    kind: 'blocks',
  });
  desk.open().show(null);
  act(() => {
    setState(desk.store, desk.item('login'), state('Done'));
  });
  await said('WEB-1 is now in Done');
  await said('WEB-1 is blocked by WEB-3. 1 item under WEB-1 is still open.');
  act(() => {
    editItems(desk.store, desk.project.id, [desk.itemId('form')], { state: state('Done') });
  });
  expect(screen.queryByText(/WEB-4/)).toBeNull();
});

it('WEB-124 what goes along is not missing: a parent and its child that are done together', () => {
  desk.open().show(null);
  act(() => {
    const ids = [desk.itemId('login'), desk.itemId('form')];
    editItems(desk.store, desk.project.id, ids, { state: state('Done') });
  });
  expect(desk.item('login').state).toBe(state('Done'));
  expect(screen.queryByText(/2 items are now/)).toBeNull();
});

it('WEB-124 where the rule forbids it, that is said and the card is where it was', async () => {
  desk.world.must('project.edit', { id: desk.project.id, wipRule: 'block' });
  desk.open().show(null);
  expect(move(['login'], 'In progress')).toBe(true);
  expect(move(['logout'], 'In progress')).toBe(false);
  await said('In progress is full: at most 1 item.');
  expect(desk.item('logout').state).toBe(state('Backlog'));
});
