import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { deleteItem, editItem, moveItem, reparentItem, restoreItem, setState } from './edits.ts';
import { undoOf } from './undo.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.world.add('shop', { type: 'epic' });
  desk.world.add('login', { parent: 'shop' });
  desk.world.add('logout', { parent: 'shop' });
  desk.open();
  desk.show(null);
});

it('WEB-19 every edit of an item can be taken back', () => {
  const { store } = desk;
  const before = () => {
    const { priority, parent, state, rank, deletedAt } = desk.item('login');
    return { priority, parent, state, rank: rank < desk.item('logout').rank, deletedAt };
  };
  const was = before();
  const todo = desk.world.state('To do').id;
  const edits = [
    () => editItem(store, desk.item('login'), { priority: 'high' }),
    () => reparentItem(store, desk.item('login'), null),
    () => setState(store, desk.item('login'), todo),
    () =>
      moveItem(store, desk.item('login'), {
        state: desk.item('logout').state,
        after: desk.item('logout').id,
        before: null,
      }),
    () => deleteItem(store, desk.item('login')),
  ];
  for (const edit of edits) {
    edit();
    expect(before()).not.toEqual(was);
    undoOf(desk.store).undo();
    expect(before()).toEqual(was);
  }
});

it('WEB-19 but not when somebody has changed the same again since: that is said instead', async () => {
  editItem(desk.store, desk.item('login'), { priority: 'high' });
  desk.settle();
  desk.arrives((world) =>
    world.must('workItem.edit', { id: desk.itemId('login'), priority: 'low' }),
  );
  undoOf(desk.store).undo();
  expect(desk.item('login').priority).toBe('low');
  expect(await screen.findAllByText('It has been changed again since.')).not.toEqual([]);
});

it('WEB-20 the note about a deleted item takes it back, with the children where they were', async () => {
  const user = userEvent.setup();
  expect(deleteItem(desk.store, desk.item('shop'))?.code).toBe('HAS_CHILDREN');
  expect(deleteItem(desk.store, desk.item('shop'), 'up')).toBeNull();
  expect(desk.item('login').parent).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(desk.item('shop').deletedAt).toBeNull();
  expect(desk.item('login').parent).toBe(desk.item('shop').id);
  expect(desk.item('logout').parent).toBe(desk.item('shop').id);
});

it('WEB-20 an item that comes back before its parent is told to stand alone', async () => {
  const { store } = desk;
  deleteItem(store, desk.item('login'));
  deleteItem(store, desk.item('logout'));
  deleteItem(store, desk.item('shop'));
  restoreItem(store, desk.item('login'));
  expect(desk.item('login').parent).toBeNull();
  const alone = 'WEB-2 is back, on its own: its parent is still in the trash';
  expect(await screen.findAllByText(alone)).not.toEqual([]);
  restoreItem(store, desk.item('shop'));
  expect(await screen.findAllByText('WEB-1 is back')).not.toEqual([]);
  restoreItem(store, desk.item('logout'));
  expect(desk.item('logout').parent).toBe(desk.item('shop').id);
  expect(await screen.findAllByText('WEB-3 is back')).not.toEqual([]);
});
