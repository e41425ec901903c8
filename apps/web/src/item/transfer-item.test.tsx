import { isLive } from '@planwright/engine';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { duplicateItem } from '../actions/edits.ts';
import { actions } from '../actions/list.ts';
import { undoOf } from '../actions/undo.ts';
import { Desk } from '../store/testing/desk.tsx';
import { TransferItem } from './transfer-item.tsx';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  const { world } = desk;
  world.must('project.create', { id: world.id('APP'), key: 'APP', title: 'App' });
  world.must('project.create', { id: world.id('OLD'), key: 'OLD', title: 'Old' });
  world.must('project.archive', { id: world.id('OLD') });
  world.add('shop', { type: 'epic' });
  world.add('login', { parent: 'shop', state: 'In progress' });
  world.add('form', { parent: 'login', type: 'task' });
  world.add('logout', { parent: 'shop' });
  world.must('label.create', { id: world.id('bug'), project: desk.project.id, name: 'Bug' });
  world.must('workItem.label', { id: world.id('login'), add: [world.id('bug')] });
});

const copies = (title: string) =>
  [...desk.store.tables.all('workItem')].filter(
    (item) => item.title === title && isLive(desk.store.tables, item),
  ).length;

it('WEB-121 an item is duplicated, alone or with what is under it, and that is taken back', async () => {
  desk.open().show(null);
  duplicateItem(desk.store, desk.item('shop'), false);
  expect([copies('shop'), copies('login')]).toEqual([2, 1]);
  act(() => undoOf(desk.store).undo());
  expect(copies('shop')).toBe(1);
  const place = desk.place({ item: desk.item('shop') });
  expect(actions.duplicateTree.applies(desk.place({ item: desk.item('logout') }))).toBe(false);
  actions.duplicateTree.perform(place);
  expect([copies('shop'), copies('login'), copies('form')]).toEqual([2, 2, 2]);
  await userEvent.setup().click((await screen.findAllByRole('button', { name: 'Undo' })).at(0)!);
  expect([copies('shop'), copies('login'), copies('form')]).toEqual([1, 1, 1]);
});

it('WEB-122 an item moves to a project in which one may edit, and is opened there', async () => {
  desk.open().show(<TransferItem id={desk.itemId('login')} />);
  const user = userEvent.setup();
  expect(screen.getByRole('dialog', { name: 'Move WEB-2 to another project' })).toBeTruthy();
  expect(screen.getByText(/so does the item under it; WEB-2 keeps leading to it/)).toBeTruthy();
  await user.click(screen.getByRole('combobox', { name: 'Project: App' }));
  expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual(['AppAPP']);
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Move' }));
  const app = desk.world.id<'project'>('APP');
  expect(desk.item('login')).toMatchObject({ project: app, parent: null });
  expect(desk.item('form').project).toBe(app);
  expect(desk.visited).toEqual([{ to: 'board', key: 'APP', item: desk.itemId('login') }]);
  act(() => undoOf(desk.store).undo());
  const { parent, state, labels, project } = desk.item('login');
  expect({ parent, state, labels, project }).toEqual({
    parent: desk.itemId('shop'),
    state: desk.world.state('In progress').id,
    labels: [desk.world.id('bug')],
    project: desk.project.id,
  });
  expect(desk.item('form').project).toBe(desk.project.id);
});

it('WEB-122 what forbids the move is said in the dialog, which stays', async () => {
  desk.world.as('ann').must('project.edit', {
    id: desk.world.id('APP'),
    requiredFields: { started: ['assignee'] },
  });
  desk.open().show(<TransferItem id={desk.itemId('login')} />);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Move' }));
  expect(screen.getByRole('alert').textContent).toContain('assignee');
  expect(desk.item('login').project).toBe(desk.project.id);
  expect(desk.visited).toEqual([]);
});
