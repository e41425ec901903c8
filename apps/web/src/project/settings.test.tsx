import type { StateId } from '@planwright/engine';
import { memberOf } from '@planwright/engine';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { freshColour } from '../fields/colours.ts';
import { Desk } from '../store/testing/desk.tsx';
import { LabelList } from './label-list.tsx';
import { Members } from './member-list.tsx';
import { removeState } from './project-edits.ts';
import { RemoveMember } from './remove-member.tsx';
import { Rules } from './rules.tsx';
import { StateList } from './state-list.tsx';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

const kinds = (): string[] => desk.waiting.map(({ kind }) => kind);

it('WEB-80 what the engine refuses in a setting stays in its field, with the reason', async () => {
  desk.open().show(<StateList project={desk.project} editable />);
  const user = userEvent.setup();
  const limit = screen.getByLabelText<HTMLInputElement>('Limit of To do');
  await user.type(limit, '0{Enter}');
  expect(screen.getByRole('alert').textContent).not.toBe('');
  expect(limit.value).toBe('0');
  await user.type(limit, 'x{Enter}');
  expect(screen.getByRole('alert').textContent).toContain('whole number');
  expect(kinds()).toEqual([]);
  await user.clear(limit);
  await user.type(limit, '3{Enter}');
  expect(desk.world.state('To do').wipLimit).toBeNull();
  expect(desk.waiting[0]).toMatchObject({ kind: 'state.edit', args: { wipLimit: 3 } });
});

it('WEB-80 Esc leaves a setting as it was', async () => {
  desk.open().show(<StateList project={desk.project} editable />);
  const user = userEvent.setup();
  const [name] = screen.getAllByLabelText<HTMLInputElement>('Name of the column');
  await user.type(name!, ' and more{Escape}');
  expect(name!.value).toBe('Backlog');
  expect(kinds()).toEqual([]);
});

it('WEB-81 an edit of the settings can be taken back, unless it was changed again since', async () => {
  desk.open().show(<Rules project={desk.project} editable />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Required in Done: None' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Points' }));
  const project = () => desk.store.tables.get('project', desk.project.id);
  expect(project()?.requiredFields).toEqual({ done: ['points'] });
  undoOf(desk.store).undo();
  expect(project()?.requiredFields).toBeNull();
});

it('WEB-81 a deleted label comes back by its note', async () => {
  desk.world.must('label.create', {
    id: desk.world.id('hot'),
    project: desk.project.id,
    name: 'hot',
  });
  desk.open().show(<LabelList project={desk.project.id} title="Labels" hint="" editable />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Delete label hot' }));
  expect(within(screen.getByRole('list', { name: 'Labels' })).queryByRole('textbox')).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(kinds()).toEqual(['label.delete', 'label.restore']);
});

it('WEB-81 whose role was taken away has it again by the note', async () => {
  desk.world.person('ben');
  desk.world.member('ben', 'viewer');
  const user = userEvent.setup();
  const { id } = memberOf(desk.world.tables, desk.world.id('ben'), desk.project.id)!;
  desk.open().show(<RemoveMember id={id} />);
  const role = () => memberOf(desk.store.tables, desk.world.id('ben'), desk.project.id)?.role;
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(role()).toBeUndefined();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(kinds()).toEqual(['member.remove', 'member.add']);
  expect(role()).toBe('viewer');
});

it('WEB-86 a column goes with its items, however many they are, and all come back', () => {
  for (let n = 0; n < 900; n += 1) desk.world.add(`item ${n}`, { type: 'task', state: 'To do' });
  desk.open();
  const [from, to] = [desk.world.state('To do'), desk.world.state('Backlog')];
  const held = (id: StateId) => desk.store.tables.list('workItem', 'byState', id).size;
  expect(removeState(desk.store, from, to.id)).toBeNull();
  expect(kinds()).toEqual(['workItem.editMany', 'workItem.editMany', 'state.delete']);
  expect([held(from.id), held(to.id)]).toEqual([0, 900]);
  undoOf(desk.store).undo();
  expect(desk.store.tables.get('state', from.id)?.deletedAt).toBeNull();
  expect([held(from.id), held(to.id)]).toEqual([900, 0]);
});

it('WEB-82 whoever may not change a setting sees it, and no way to', () => {
  desk.open().show(
    <>
      <StateList project={desk.project} editable={false} />
      <Rules project={desk.project} editable={false} />
    </>,
  );
  expect(screen.queryByRole('button', { name: /^(Remove|Move up|Add)/ })).toBeNull();
  for (const field of screen.getAllByRole('textbox', { hidden: false })) {
    expect(field).toHaveProperty('disabled', true);
  }
});

it('WEB-83 an owner of the workspace who is no member may make themselves an admin', async () => {
  desk.world.person('oz', { role: 'owner' });
  desk.world.as('oz');
  desk.open().show(<Members project={desk.project} editable={false} />);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Make me an admin' }));
  expect(desk.waiting[0]).toMatchObject({
    kind: 'member.add',
    args: { user: desk.world.id('oz'), role: 'admin' },
  });
});

it('WEB-84 a new label has a colour that no other has, as long as there are some', () => {
  const used: { colour: string }[] = [];
  for (let n = 0; n < 10; n += 1) used.push({ colour: freshColour(used) });
  expect(new Set(used.map(({ colour }) => colour)).size).toBe(10);
});
