import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { MOST_IMPORTED_NUMBER } from '../entity/project.ts';
import { itemByKey } from '../key.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

const bring = (world: World, name: string, words: Partial<Args['workItem.import']> = {}) =>
  world.do(
    'workItem.import',
    {
      id: world.id(name),
      project: world.id('WEB'),
      number: null,
      type: 'task',
      parent: null,
      state: world.state('Done').id,
      title: name,
      priority: 'low',
      points: null,
      description: '',
      createdAt: 1_600_000_000_000,
      updatedAt: 1_700_000_000_000,
      ...words,
    },
    { via: 'import' },
  );

/** Takes an item out for good, and makes it first where it is not there. */
function deletedForGood(world: World, name: string): void {
  if (world.tables.get('workItem', world.id<'workItem'>(name)) === undefined) world.add(name);
  world.must('workItem.delete', { id: world.id(name) });
  world.must('workItem.purge', { id: world.id(name) });
}

describe('importing an item', () => {
  it('IMP-1 keeps its number, dates, state, parent and text; who imports is its reporter', () => {
    const world = new World();
    world.add('story');
    bring(world, 'A', { number: 77, parent: world.id('story'), points: 3, description: 'Old.' });
    expect(world.item('A')).toMatchObject({
      number: 77,
      type: 'task',
      parent: world.id('story'),
      state: world.state('Done').id,
      priority: 'low',
      points: 3,
      assignee: null,
      reporter: world.id('ann'),
      createdBy: world.id('ann'),
      createdAt: 1_600_000_000_000,
      updatedAt: 1_700_000_000_000,
      version: 1,
    });
    expect(world.text('A')).toMatchObject({ text: 'Old.', rev: 1 });
  });

  it('IMP-2 gives a new number where its own is taken, or there is none', () => {
    const world = new World();
    world.add('one');
    bring(world, 'A', { number: 1 });
    bring(world, 'B');
    expect([world.item('A').number, world.item('B').number]).toEqual([2, 3]);
  });

  it('IMP-2 gives no number again that an item took along as its old key', () => {
    const world = new World();
    world.add('one');
    world.must('project.create', { id: world.id('APP'), key: 'APP', title: 'App' });
    world.must('workItem.transfer', { id: world.id('one'), project: world.id('APP') });
    bring(world, 'A', { number: 1 });
    expect(world.item('A').number).toBe(2);
  });

  it('IMP-2 gives no number again whose item was deleted for good', () => {
    const world = new World();
    deletedForGood(world, 'one');
    bring(world, 'A', { number: 1 });
    expect(world.item('A').number).toBe(2);
    expect(itemByKey(world.tables, 'WEB-1')).toBeUndefined();
  });

  it('IMP-9 gives an item back its own number after it was deleted for good', () => {
    const world = new World();
    world.add('one');
    world.must('project.create', { id: world.id('APP'), key: 'APP', title: 'App' });
    world.must('workItem.transfer', { id: world.id('one'), project: world.id('APP') });
    deletedForGood(world, 'one');
    bring(world, 'one', { number: 1 });
    expect(world.item('one').number).toBe(1);
    for (const key of ['WEB-1', 'APP-1']) {
      expect([key, itemByKey(world.tables, key)?.title]).toEqual([key, 'one']);
    }
    expect([...world.tables.all('alias')].map(({ number }) => number)).toEqual([1]);
    world.must('workItem.transfer', { id: world.id('one'), project: world.id('APP') });
    expect(itemByKey(world.tables, 'WEB-1')?.title).toBe('one');
    bring(world, 'B', { number: 1 });
    expect(world.item('B').number).toBe(2);
  });

  it('IMP-3 moves the counter past its number, and fills a gap without moving it', () => {
    const world = new World();
    bring(world, 'A', { number: 220 });
    bring(world, 'B', { number: 7 });
    expect([world.item('B').number, world.project.nextNumber]).toEqual([7, 221]);
    expect(world.add('C').number).toBe(221);
  });

  it('IMP-4 takes its place from the file, or goes last', () => {
    const world = new World();
    world.add('one');
    bring(world, 'A', { rank: '1' });
    bring(world, 'B');
    expect(world.order('one', 'A', 'B')).toBe('A one B');
    expect(world.item('A').rank).toBe('1');
  });

  it('IMP-5 is never from the future', () => {
    const world = new World();
    bring(world, 'A', { createdAt: world.now + 9, updatedAt: world.now + 9 });
    const { createdAt, updatedAt } = world.item('A');
    expect([createdAt, updatedAt]).toEqual([world.now - 1000, world.now - 1000]);
  });

  it('IMP-6 knows no limits of people, but those of the product', () => {
    const world = new World();
    const long = { title: 't'.repeat(500), points: 5000, description: 'x'.repeat(180_000) };
    expect(isRefusal(bring(world, 'A', long))).toBe(false);
    expect(bring(world, 'B', { title: 't'.repeat(501) })).toMatchObject({ field: 'title' });
    expect(bring(world, 'B', { points: 0.3 })).toMatchObject({ field: 'points' });
    expect(bring(world, 'B', { description: 'x'.repeat(192 * 1024 + 1) })).toEqual(
      refuse('LIMIT', { what: 'bytes in one text', max: 192 * 1024 }),
    );
    expect(bring(world, 'B', { number: MOST_IMPORTED_NUMBER + 1 })).toMatchObject({
      field: 'number',
    });
    expect(bring(world, 'B', { number: 0 })).toMatchObject({ field: 'number' });
  });

  it('IMP-7 fits together like any item: state, parent, level', () => {
    const world = new World();
    world.add('bug', { type: 'bug' });
    expect(bring(world, 'A', { parent: world.id('bug') })).toMatchObject({ code: 'HIERARCHY' });
    expect(bring(world, 'A', { parent: world.id('gone') })).toMatchObject({ field: 'parent' });
    expect(bring(world, 'A', { state: world.id('gone') })).toMatchObject({ field: 'state' });
  });

  it('IMP-8 again does no harm: the same id is there already', () => {
    const world = new World();
    bring(world, 'A');
    expect(bring(world, 'A')).toEqual(refuse('EXISTS', { field: 'id' }));
  });
});
