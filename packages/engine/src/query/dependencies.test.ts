import { describe, expect, it } from 'vitest';

import type { DependencyKind } from '../entity/dependency.ts';
import { World } from '../testing/world.ts';
import { blockOf, blockersOf, isReady } from './blocked.ts';
import { TiesView, tiesOf } from './dependencies.ts';

function four(): World {
  const world = new World();
  for (const name of ['a', 'b', 'c', 'd']) world.add(name, { state: 'To do' });
  return world;
}

const tie = (world: World, from: string, to: string, kind: DependencyKind = 'blocks') =>
  world.must('dependency.add', {
    id: world.id(`${from} ${kind} ${to}`),
    from: world.id(from),
    to: world.id(to),
    kind,
  });
const move = (world: World, name: string, state: string) =>
  world.must('workItem.move', { id: world.id(name), state: world.state(state).id });
const blockers = (world: World, name: string) =>
  blockersOf(world.tables, world.item(name)).map((one) => one.title);
const shown = (world: World, name: string) =>
  tiesOf(world.tables, world.id(name)).map(
    ({ relation, other, open }) => `${relation} ${other?.title ?? '?'}${open ? ' !' : ''}`,
  );

/** Leaves of the world what somebody sees who does not see `name`. */
const hide = (world: World, name: string) =>
  world.write((tables) => tables.set('workItem', world.id(name), undefined));

describe('blocked items', () => {
  it('BLOCK-1 an item is blocked while a live blocker is in no done or cancelled state', () => {
    const world = four();
    tie(world, 'a', 'b');
    tie(world, 'c', 'b');
    tie(world, 'd', 'b', 'relates');
    expect(blockers(world, 'b').toSorted()).toEqual(['a', 'c']);
    move(world, 'a', 'Done');
    expect(blockers(world, 'b')).toEqual(['c']);
    move(world, 'a', 'In review');
    move(world, 'c', 'Cancelled');
    expect(blockers(world, 'b')).toEqual(['a']);
    world.must('workItem.delete', { id: world.id('a') });
    expect(blockOf(world.tables, world.item('b'))).toBeNull();
  });

  it('BLOCK-2 a blocker that is not here counts without a name while the dependency is open', () => {
    const world = four();
    tie(world, 'a', 'b');
    hide(world, 'a');
    expect(blockOf(world.tables, world.item('b'))).toEqual({ items: [], hidden: 1 });
    const id = world.id<'dependency'>('a blocks b');
    world.write((tables) => {
      tables.set('dependency', id, { ...tables.get('dependency', id)!, open: false });
    });
    expect(blockOf(world.tables, world.item('b'))).toBeNull();
  });

  it('BLOCK-3 ready is what could be begun: not begun, not blocked, live, mine or nobody’s', () => {
    const world = four();
    world.person('ben');
    const ready = (name: string) => isReady(world.tables, world.item(name), world.id('ann'));
    expect(ready('b')).toBe(true);
    tie(world, 'a', 'b');
    expect(ready('b')).toBe(false);
    move(world, 'a', 'Done');
    expect([ready('a'), ready('b')]).toEqual([false, true]);
    world.must('workItem.edit', { id: world.id('b'), assignee: world.id('ben') });
    expect(ready('b')).toBe(false);
    world.must('workItem.edit', { id: world.id('b'), assignee: world.id('ann') });
    expect(ready('b')).toBe(true);
    world.add('task', { type: 'task', parent: 'b' });
    tie(world, 'c', 'b');
    expect(ready('task')).toBe(false);
    world.must('workItem.delete', { id: world.id('d') });
    expect(ready('d')).toBe(false);
  });
});

describe('the dependencies of an item', () => {
  it('BLOCK-4 are told from its side, the most pressing first', () => {
    const world = four();
    tie(world, 'b', 'c', 'duplicates');
    tie(world, 'b', 'a', 'relates');
    tie(world, 'b', 'd');
    tie(world, 'a', 'b');
    expect(shown(world, 'b')).toEqual(['blockedBy a !', 'blocks d', 'relates a', 'duplicates c']);
    expect(shown(world, 'c')).toEqual(['duplicatedBy b']);
    expect(shown(world, 'a')).toEqual(['blocks b', 'relates b']);
  });

  it('BLOCK-5 leave out what is in the trash, and name no item that is not here', () => {
    const world = four();
    tie(world, 'a', 'b');
    tie(world, 'c', 'b');
    world.must('workItem.delete', { id: world.id('a') });
    expect(shown(world, 'b')).toEqual(['blockedBy c !']);
    hide(world, 'c');
    expect(shown(world, 'b')).toEqual(['blockedBy ? !']);
  });

  it('BLOCK-6 follow both items, their states and the dependencies, and nothing else', () => {
    const world = four();
    const view = new TiesView(world.tables, world.id('b'));
    let told = 0;
    view.subscribe(() => (told += 1));
    world.must('workItem.edit', { id: world.id('a'), title: 'A' });
    expect(told).toBe(0);
    tie(world, 'a', 'b');
    expect([view.read().length, told]).toEqual([1, 1]);
    const before = view.read();
    world.must('workItem.edit', { id: world.id('d'), title: 'D' });
    expect([view.read() === before, told]).toEqual([true, 1]);
    move(world, 'a', 'Done');
    expect([view.read()[0]?.open, told]).toEqual([false, 2]);
    world.must('workItem.delete', { id: world.id('a') });
    expect([view.read().length, told]).toEqual([0, 3]);
    world.must('workItem.restore', { id: world.id('a') });
    expect([view.read().length, told]).toEqual([1, 4]);
  });
});
