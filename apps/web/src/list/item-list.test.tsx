import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, it, onTestFinished } from 'vitest';

import { deleteItems, editItems } from '../actions/edit-many.ts';
import type { ListSearch } from '../actions/list-search.ts';
import { NavigationProvider } from '../actions/place.ts';
import { undoOf } from '../actions/undo.ts';
import { Desk } from '../store/testing/desk.tsx';
import { keysOf, linesOf } from '../actions/copy-items.ts';
import { ItemList } from './item-list.tsx';
import { rememberedView } from './remembered-list.ts';

let desk: Desk;

beforeEach(() => {
  localStorage.clear();
  desk = new Desk();
  desk.world.add('shop', { type: 'epic' });
  desk.world.add('login', { parent: 'shop', points: 3 });
  desk.world.add('search', { parent: 'shop' });
  desk.world.add('lonely');
  desk.open();
});

const show = (view = {}) =>
  desk.show(<ItemList project={desk.project} open={null} view={view} reference={undefined} />, {
    screen: 'list',
  });
/** A list that follows its address, as it does under the router. */
function Followed() {
  const [view, setView] = useState<ListSearch>({});
  const place = desk.place({ screen: 'list' });
  const go: typeof place.go = (to) => to.to === 'list' && setView(to.view ?? {});
  return (
    <NavigationProvider value={{ ...place, go }}>
      <ItemList project={desk.project} open={null} view={view} reference={undefined} />
    </NavigationProvider>
  );
}

/**
 * Clicks as a browser does: what must show at once is drawn by the end, what may come later is not.
 * Nothing else is drawn before `drawn`.
 */
async function click(target: HTMLElement): Promise<void> {
  const world = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
  world.IS_REACT_ACT_ENVIRONMENT = false;
  onTestFinished(() => void (world.IS_REACT_ACT_ENVIRONMENT = true));
  target.click();
  for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
}

const head = (name: string) => screen.getByRole('columnheader', { name });
const row = (title: string): HTMLElement =>
  screen.getByRole('link', { name: title }).closest('[role=row]')!;
const cell = (title: string, column: string): HTMLElement =>
  row(title).querySelector(`[data-column=${column}]`)!;

/** The titles of the rows, from the top. */
const titles = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-row]')]
    .toSorted((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
    .map((one) => one.querySelector('a')?.title ?? '');

it('WEB-63 a cell is edited where it stands; what is refused stays in it with the reason', async () => {
  const user = userEvent.setup();
  show();
  await user.click(cell('login', 'points'));
  const field = within(row('login')).getByRole('textbox', { name: 'Points' });
  expect(field).toHaveProperty('value', '3');
  await user.clear(field);
  await user.type(field, '1.3{Enter}');
  expect(within(row('login')).getByRole('alert').textContent).toMatch(/half/);
  expect(desk.item('login').points).toBe(3);
  await user.clear(field);
  await user.type(field, '5{Enter}');
  expect(desk.item('login').points).toBe(5);
  expect(document.activeElement).toBe(cell('login', 'points'));
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(row('login'));
});

it('WEB-63 a title by its key, and not where one may not edit', async () => {
  const user = userEvent.setup();
  show();
  row('lonely').focus();
  await user.keyboard('{F2}');
  await user.keyboard('alone{Enter}');
  expect(desk.item('lonely').title).toBe('alone');
  desk.arrives((world) => world.must('project.archive', { id: desk.project.id }));
  await user.click(cell('login', 'points'));
  expect(screen.queryByRole('textbox', { name: 'Points' })).toBeNull();
});

it('WEB-64 what is selected is edited together and taken back at once, each to what it had', () => {
  const ids = ['login', 'search', 'lonely'].map((name) => desk.itemId(name));
  show();
  expect(editItems(desk.store, desk.project.id, ids, { points: 8, priority: 'high' })).toBe(true);
  expect(ids.map((id) => desk.store.tables.get('workItem', id)?.points)).toEqual([8, 8, 8]);
  undoOf(desk.store).undo();
  expect(ids.map((id) => desk.store.tables.get('workItem', id)?.points)).toEqual([3, null, null]);
  expect(desk.item('login').priority).toBe('none');
  expect(desk.waiting.map(({ kind }) => kind)).toContain('workItem.editMany');
  desk.settle();
  expect(desk.item('login').points).toBe(3);
});

it('WEB-64 a selection of more than 400 goes in several commands of one action', () => {
  const many = Array.from({ length: 401 }, (_, at) => desk.world.add(`item ${at}`).id);
  desk.open();
  show();
  editItems(desk.store, desk.project.id, many, { priority: 'low' });
  const sent = desk.waiting.map(({ args, actionId }) => [
    (args as unknown as { ids: unknown[] }).ids.length,
    actionId,
  ]);
  expect(sent.map(([length]) => length)).toEqual([400, 1]);
  expect(sent[0]?.[1]).toBe(sent[1]?.[1]);
});

it('WEB-64 deleted together, they come back with what was lifted where it was', async () => {
  const user = userEvent.setup();
  show();
  const ids = [desk.itemId('shop'), desk.itemId('lonely')];
  act(() => void deleteItems(desk.store, desk.project.id, ids, 'up'));
  expect(desk.item('login').parent).toBeNull();
  expect(screen.queryByRole('link', { name: 'lonely' })).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(desk.item('shop').deletedAt).toBeNull();
  expect(desk.item('login').parent).toBe(desk.itemId('shop'));
  expect(desk.item('lonely').deletedAt).toBeNull();
});

it('WEB-65 items are copied as keys or as Markdown lines', () => {
  const items = [
    { ...desk.item('login'), title: 'Log *in*' },
    { ...desk.item('search'), number: null },
  ];
  expect(keysOf(desk.project, items)).toBe('WEB-2');
  expect(linesOf(desk.project, items, ({ id }) => `https://x/${id.slice(0, 2)}`)).toBe(
    `- [WEB-2](https://x/${items[0]!.id.slice(0, 2)}) Log \\*in\\*\n` +
      `- [WEB-•](https://x/${items[1]!.id.slice(0, 2)}) search`,
  );
});

it('WEB-66 when the row of the focus goes, the focus is on what stands in its place', () => {
  show();
  row('search').focus();
  expect(document.activeElement).toBe(row('search'));
  desk.arrives((world) => world.must('workItem.delete', { id: world.id('search') }));
  expect(document.activeElement).toBe(row('lonely'));
});

it('WEB-68 a list is found again as it was left: its order, groups, columns and folds', async () => {
  const user = userEvent.setup();
  const first = show();
  await user.click(within(head('Priority')).getByRole('button'));
  expect(desk.visited.at(-1)).toMatchObject({ view: { sort: '-priority' } });
  await user.click(screen.getByRole('button', { name: 'Hide what is under WEB-1' }));
  expect(screen.queryByRole('link', { name: 'login' })).toBeNull();
  await user.type(screen.getByRole('searchbox'), 'lon');
  first.unmount();
  show();
  expect(desk.visited.at(-1)).toEqual({
    to: 'list',
    key: desk.project.key,
    view: { sort: '-priority' },
  });
  expect(head('Priority').getAttribute('aria-sort')).toBe('descending');
  expect(screen.getByRole('link', { name: 'lonely' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'login' })).toBeNull();
});

it('WEB-68 a filter that was chosen is found again, not that of a link, and all of it goes at once', async () => {
  const user = userEvent.setup();
  const ann = desk.world.id('ann');
  desk.world.must('workItem.edit', { id: desk.itemId('login'), assignee: ann });
  desk.open();
  const first = show();
  await user.click(screen.getByRole('button', { name: 'Type' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Story' }));
  await user.keyboard('{Escape}');
  expect(desk.visited.at(-1)).toMatchObject({ view: { type: 'story' } });
  first.unmount();
  const linked = show({ assignee: ann });
  expect(screen.getByRole('button', { name: 'Assignee: Ann' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'login' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'lonely' })).toBeNull();
  await user.click(within(head('Priority')).getByRole('button'));
  linked.unmount();
  expect(rememberedView(desk.project.id)).toMatchObject({ type: 'story' });
  expect(rememberedView(desk.project.id)).not.toHaveProperty('assignee');
  show();
  await user.click(screen.getByRole('button', { name: 'Show all' }));
  expect(rememberedView(desk.project.id)).not.toHaveProperty('type');
});

it('WEB-68 an address that says something is followed, and does not become what is remembered', () => {
  show({ sort: 'title' });
  expect(screen.getByRole('columnheader', { name: 'Title' }).getAttribute('aria-sort')).toBe(
    'ascending',
  );
  expect(desk.visited).toEqual([]);
  expect(rememberedView(desk.project.id)).toEqual({});
});

it('WEB-60 choices that follow each other faster than the rows are all kept', async () => {
  const user = userEvent.setup();
  desk.show(<Followed />, { screen: 'list' });
  await user.click(screen.getByRole('button', { name: 'Columns' }));
  const [type, start] = await Promise.all(
    ['Type', 'Start'].map((name) => screen.findByRole('menuitemcheckbox', { name })),
  );
  const heads = () =>
    [...document.querySelectorAll('[role=columnheader]')].map(({ textContent }) => textContent);
  await click(type!);
  expect(type!.getAttribute('aria-checked')).toBe('true');
  expect(heads()).not.toContain('Type');
  await click(start!);
  await waitFor(() => expect(heads()).toEqual(expect.arrayContaining(['Type', 'Start'])));
});

it('WEB-64 the bar edits what is selected by then, before it says how many', async () => {
  desk.show(<Followed />, { screen: 'list' });
  const user = userEvent.setup();
  const pick = (title: string) => within(row(title)).getByRole('checkbox');
  await user.click(pick('login'));
  const bar = screen.getByRole('toolbar', { name: 'What to do with what is selected' });
  await user.click(within(bar).getByRole('button', { name: 'Priority' }));
  const high = await screen.findByRole('menuitem', { name: 'High' });
  await click(pick('search'));
  expect(screen.getByText('1 selected')).toBeTruthy();
  await click(high);
  expect(['login', 'search'].map((name) => desk.item(name).priority)).toEqual(['high', 'high']);
  expect(await screen.findByText('2 selected')).toBeTruthy();
});

it('WEB-64 when others have deleted all that was selected, there is nothing to delete', async () => {
  const user = userEvent.setup();
  show();
  await user.click(within(row('lonely')).getByRole('checkbox'));
  expect(screen.getByText('1 selected')).toBeTruthy();
  desk.arrives((world) => world.must('workItem.delete', { id: world.id('lonely') }));
  expect(screen.queryByText('1 selected')).toBeNull();
  row('login').focus();
  await user.keyboard('{Shift>}{Delete}{/Shift}');
  expect(desk.waiting).toEqual([]);
  expect(screen.queryByText(/in the trash/)).toBeNull();
});

it('WEB-61 keys go on from the row of the cursor when the rows are in another order', async () => {
  const user = userEvent.setup();
  desk.show(<Followed />, { screen: 'list' });
  await user.click(within(head('Title')).getByRole('button'));
  row('login').focus();
  await click(within(head('Title')).getByRole('button'));
  expect(head('Title').getAttribute('aria-sort')).toBe('descending');
  row('login').focus();
  await waitFor(() => expect(titles()).toEqual(['shop', 'search', 'login', 'lonely']));
  expect(document.activeElement).toBe(row('login'));
  await user.keyboard('j');
  expect(document.activeElement).toBe(row('lonely'));
});

it('WEB-68 a list that a filter empties says so with its rows, not before', async () => {
  desk.show(<Followed />, { screen: 'list' });
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Type' }));
  const bug = await screen.findByRole('menuitemcheckbox', { name: 'Bug' });
  await click(bug);
  expect(bug.getAttribute('aria-checked')).toBe('true');
  expect(titles()).toHaveLength(4);
  expect(await screen.findByText(/Nothing fits/)).toBeTruthy();
  expect(titles()).toEqual([]);
  await user.keyboard('{Escape}');
  await click(screen.getByRole('button', { name: 'Show all' }));
  expect(screen.getByText(/Nothing fits/)).toBeTruthy();
  await waitFor(() => expect(titles()).toHaveLength(4));
  expect(screen.queryByText(/Nothing fits/)).toBeNull();
});
