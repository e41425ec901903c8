import { beforeEach, expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { moveToLane } from './lane-edits.ts';
import { undoOf } from './undo.ts';

let desk: Desk;

/** shop › login › form, pay (another epic), and a lonely item; ann has `form`. */
beforeEach(() => {
  desk = new Desk();
  desk.world.add('shop', { type: 'epic' });
  desk.world.add('pay', { type: 'epic' });
  desk.world.add('login', { parent: 'shop' });
  desk.world.add('form', { type: 'task', parent: 'login' });
  desk.world.add('lonely');
  desk.open();
});

const spot = (state: string, after: string | null = null, before: string | null = null) => ({
  state: desk.world.state(state).id,
  after: after === null ? null : desk.itemId(after),
  before: before === null ? null : desk.itemId(before),
});
const stateOf = (name: string) =>
  desk.store.tables.get('state', desk.item(name).state)?.name ?? 'none';
const order = (...names: readonly string[]) =>
  names.toSorted((a, b) => (desk.item(a).rank < desk.item(b).rank ? -1 : 1)).join(' ');

it('WEB-180 a card that goes to another lane gets its field and state, and goes back at once', () => {
  const ann = desk.world.id<'user'>('ann');
  const items = [desk.item('lonely')];
  const to = { by: 'assignee', key: ann, spot: spot('To do', null, 'login') } as const;
  expect(moveToLane(desk.store, items, to)).toBe(true);
  const now = desk.item('lonely');
  expect([now.assignee, stateOf('lonely')]).toEqual([ann, 'To do']);
  expect(order('login', 'form', 'lonely')).toBe('lonely login form');
  expect(new Set(desk.waiting.map(({ actionId }) => actionId)).size).toBe(1);
  desk.settle();
  undoOf(desk.store).undo();
  expect([desk.item('lonely').assignee, stateOf('lonely')]).toEqual([null, 'Backlog']);
  expect(order('login', 'form', 'lonely')).toBe('login form lonely');
});

it('WEB-180 several go together, and what is there already or goes along is not edited', () => {
  const items = ['login', 'form', 'lonely'].map((name) => desk.item(name));
  const key = desk.itemId('pay');
  expect(moveToLane(desk.store, items, { by: 'epic', key, spot: spot('To do') })).toBe(true);
  expect(desk.item('login').parent).toBe(key);
  expect(desk.item('form').parent).toBe(desk.itemId('login'));
  expect(desk.item('lonely').parent).toBe(key);
  expect(['login', 'form', 'lonely'].map(stateOf)).toEqual(['To do', 'To do', 'To do']);
  undoOf(desk.store).undo();
  expect(desk.item('login').parent).toBe(desk.itemId('shop'));
  expect(['login', 'form', 'lonely'].map(stateOf)).toEqual(['Backlog', 'Backlog', 'Backlog']);
});

it('WEB-180 on the head of a lane an item stays in its state, at its place', () => {
  const before = desk.item('lonely');
  expect(moveToLane(desk.store, [before], { by: 'priority', key: 'high', spot: null })).toBe(true);
  const { priority, state, rank } = desk.item('lonely');
  expect([priority, state, rank]).toEqual(['high', before.state, before.rank]);
});

it('WEB-180 what is refused moves nothing', () => {
  const items = [desk.item('lonely'), desk.item('login')];
  const to = { by: 'type', key: 'subtask', spot: spot('To do') } as const;
  expect(moveToLane(desk.store, items, to)).toBe(false);
  expect([desk.item('lonely').type, stateOf('lonely'), stateOf('login')]).toEqual([
    'story',
    'Backlog',
    'Backlog',
  ]);
  expect(desk.waiting).toEqual([]);
});
