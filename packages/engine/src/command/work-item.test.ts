import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { ITEM_TYPES, LEVEL } from '../entity/work-item.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { sampleArgs, sampleWorld } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

const create = (world: World, words: Partial<Args['workItem.create']> = {}) =>
  world.do('workItem.create', {
    id: world.id('new'),
    project: world.id('WEB'),
    type: 'task',
    title: 'New',
    ...words,
  });

const edit = (world: World, name: string, words: Omit<Args['workItem.edit'], 'id'>) =>
  world.do('workItem.edit', { id: world.id(name), ...words });

describe('making items', () => {
  it('ITEM-1 takes a title; everything else has a default', () => {
    const world = new World();
    create(world);
    expect(world.item('new')).toMatchObject({
      project: world.id('WEB'),
      number: 1,
      type: 'task',
      parent: null,
      state: world.state('Backlog').id,
      title: 'New',
      priority: 'none',
      points: null,
      assignee: null,
      reporter: world.id('ann'),
      startDate: null,
      dueDate: null,
      estimateMinutes: null,
      version: 1,
      deletedAt: null,
    });
    expect(world.text('new')).toBeUndefined();
  });

  it('ITEM-1 takes everything else that is given', () => {
    const world = sampleWorld();
    const { description, ...given } = sampleArgs['workItem.create'](world);
    world.must('workItem.create', { ...given, description: description ?? '' });
    expect(world.item('new')).toMatchObject(given);
    expect(world.text('new')).toMatchObject({
      text: description,
      rev: 1,
      project: world.id('WEB'),
    });
  });

  it('ITEM-2 needs an id of its own and a project', () => {
    const world = new World();
    create(world);
    expect(create(world)).toEqual(refuse('EXISTS', { field: 'id' }));
    expect(create(world, { id: world.id('x'), project: world.id('gone') })).toEqual(
      refuse('NOT_FOUND', { what: 'project' }),
    );
  });

  it('ITEM-3 allows a parent of a smaller level in the same project, and no other', () => {
    for (const parent of ITEM_TYPES) {
      for (const child of ITEM_TYPES) {
        const world = new World();
        world.add('P', { type: parent });
        const answer = create(world, { type: child, parent: world.id('P') });
        if (LEVEL[parent] < LEVEL[child]) expect(world.item('new').parent).toBe(world.id('P'));
        else expect(answer).toEqual(refuse('HIERARCHY', { child, parent }));
      }
    }
    expect(LEVEL).toEqual({ epic: 0, story: 1, task: 2, bug: 2, subtask: 3 });
  });

  it('ITEM-3 knows no parent in another project, nor one that is not there', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    world.add('A');
    const other = { project: world.id<'project'>('APP'), parent: world.id<'workItem'>('A') };
    const rule = 'must be an item of the same project';
    const refused = refuse('INVALID', { field: 'parent', rule });
    expect(create(world, other)).toEqual(refused);
    expect(create(world, { parent: world.id('gone') })).toEqual(refused);
  });

  it('ITEM-4 allows no parent that is in the trash, and names the mark that put it there', () => {
    const world = new World();
    world.add('epic', { type: 'epic' });
    world.add('story', { parent: 'epic' });
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    const { deletedBy: by, deletedAt: at } = world.item('epic');
    for (const parent of ['epic', 'story']) {
      expect(create(world, { parent: world.id(parent) })).toEqual(refuse('DELETED', { by, at }));
    }
  });

  it('ITEM-5 begins in the first live state, or in the one that is named', () => {
    const world = new World();
    create(world, { id: world.id('A'), state: world.state('Done').id });
    expect(world.item('A').state).toBe(world.state('Done').id);
    world.trash('state', 'Backlog');
    create(world, { id: world.id('B') });
    expect(world.item('B').state).toBe(world.state('To do').id);
  });

  it('ITEM-6 knows no state of another project, none in the trash, none that is not there', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    const foreign = [...world.tables.list('state', 'byProject', world.id('APP'))][0]!;
    world.trash('state', 'Done');
    const rule = 'must be a state of the same project';
    for (const state of [foreign.id, world.state('Done').id, world.id<'state'>('gone')]) {
      expect(create(world, { state })).toEqual(refuse('INVALID', { field: 'state', rule }));
    }
    world.write((tables) => {
      for (const row of tables.list('state', 'byProject', world.id('APP'))) {
        tables.set('state', row.id, { ...row, deletedAt: 1 });
      }
    });
    expect(create(world, { project: world.id('APP') })).toEqual(
      refuse('NOT_FOUND', { what: 'state' }),
    );
  });

  it('ITEM-7 gives numbers per project, in the commit, and never one twice', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    world.add('A');
    create(world, { id: world.id('other'), project: world.id('APP') });
    world.add('B');
    world.must('workItem.delete', { id: world.id('B') });
    world.add('C');
    const numbers = ['A', 'other', 'B', 'C'].map((name) => world.item(name).number);
    expect(numbers).toEqual([1, 1, 2, 3]);
  });

  it('ITEM-8 puts new items last', () => {
    const world = new World();
    for (const name of ['A', 'B', 'C']) world.add(name);
    expect(world.order('A', 'B', 'C')).toBe('A B C');
  });

  it('ITEM-9 keeps titles of up to 200 characters and points of up to 100, or as configured', () => {
    const world = new World();
    expect(create(world, { title: 't'.repeat(201) })).toEqual(
      refuse('LIMIT', { what: 'title', max: 200 }),
    );
    expect(create(world, { points: 100.5 })).toEqual(refuse('LIMIT', { what: 'points', max: 100 }));
    expect(create(world, { points: 0.75 })).toMatchObject({ code: 'INVALID', field: 'points' });
    expect(create(world, { estimateMinutes: -1 })).toMatchObject({ field: 'estimateMinutes' });
    world.circumstances = {
      ...world.circumstances,
      limits: { ...DEFAULT_LIMITS, titleLength: 500, storyPoints: 1000 },
    };
    expect(create(world, { title: '🥐'.repeat(501) })).toMatchObject({ field: 'title' });
    expect(isRefusal(create(world, { title: '🥐'.repeat(500), points: 1000 }))).toBe(false);
  });

  it('ITEM-10 keeps descriptions of up to 150,000 characters and 192 KiB', () => {
    const world = new World();
    expect(create(world, { description: 'a'.repeat(150_001) })).toEqual(
      refuse('LIMIT', { what: 'description', max: 150_000 }),
    );
    expect(create(world, { description: 'é'.repeat(98_305) })).toEqual(
      refuse('LIMIT', { what: 'bytes in one text', max: 192 * 1024 }),
    );
    expect(isRefusal(create(world, { description: 'é'.repeat(98_304) }))).toBe(false);
  });
});

describe('editing items', () => {
  it('ITEM-11 changes what is given, clears what is null, leaves the rest', () => {
    const world = new World();
    world.add('A', { points: 3 });
    edit(world, 'A', { priority: 'high', dueDate: '2026-03-06', assignee: world.id('ann') });
    edit(world, 'A', { points: null, assignee: null });
    expect(world.item('A')).toMatchObject({
      title: 'A',
      priority: 'high',
      points: null,
      assignee: null,
      dueDate: '2026-03-06',
      version: 3,
    });
  });

  it('ITEM-12 ends no item before it starts', () => {
    const world = new World();
    world.add('A');
    const early = { code: 'INVALID', field: 'dueDate' };
    expect(edit(world, 'A', { startDate: '2026-03-03', dueDate: '2026-03-02' })).toMatchObject(
      early,
    );
    edit(world, 'A', { startDate: '2026-03-02', dueDate: '2026-03-02' });
    expect(edit(world, 'A', { startDate: '2026-03-03' })).toMatchObject(early);
    expect(create(world, { startDate: '2026-03-03', dueDate: '2026-03-02' })).toMatchObject(early);
    edit(world, 'A', { startDate: null, dueDate: '2026-01-01' });
    expect(world.item('A').dueDate).toBe('2026-01-01');
  });

  it('ITEM-13 gives work to active people with a role in the project, and no others', () => {
    const world = new World();
    world.add('A');
    world.person('gus', { role: 'guest' });
    world.person('zoe', { status: 'deactivated' });
    for (const field of ['assignee', 'reporter'] as const) {
      for (const name of ['gus', 'zoe', 'stranger']) {
        expect(edit(world, 'A', { [field]: world.id(name) })).toMatchObject({
          code: 'INVALID',
          field,
        });
      }
    }
    expect(create(world, { assignee: world.id('gus') })).toMatchObject({ field: 'assignee' });
    world.member('gus', 'viewer');
    expect(isRefusal(edit(world, 'A', { assignee: world.id('gus') }))).toBe(false);
  });

  it('ITEM-14 does not judge again what stays as it was', () => {
    const world = new World();
    world.person('mel');
    world.add('A');
    edit(world, 'A', { assignee: world.id('mel') });
    world.person('mel', { status: 'deactivated' });
    expect(isRefusal(edit(world, 'A', { title: 'B', assignee: world.id('mel') }))).toBe(false);
    world.add('C', { type: 'task', parent: 'A' });
    world.write((tables) =>
      tables.set('workItem', world.id('A'), { ...world.item('A'), type: 'bug' }),
    );
    expect(isRefusal(edit(world, 'A', { title: 'D' }))).toBe(false);
  });

  it('ITEM-15 changes a type only while parent and children stay legal', () => {
    const world = new World();
    world.add('epic', { type: 'epic' });
    world.add('story', { parent: 'epic' });
    world.add('task', { type: 'task', parent: 'story' });
    expect(edit(world, 'story', { type: 'epic' })).toEqual(
      refuse('HIERARCHY', { child: 'epic', parent: 'epic' }),
    );
    expect(edit(world, 'story', { type: 'bug' })).toEqual(
      refuse('HIERARCHY', { child: 'task', parent: 'bug' }),
    );
    expect(edit(world, 'task', { type: 'story' })).toMatchObject({ code: 'HIERARCHY' });
    expect(isRefusal(edit(world, 'task', { type: 'bug' }))).toBe(false);
    expect(isRefusal(edit(world, 'epic', { type: 'story' }))).toBe(true);
  });

  it('ITEM-16 refuses what is not there, or in the trash with or without its parent', () => {
    const world = new World();
    expect(edit(world, 'gone', { title: 'x' })).toEqual(refuse('NOT_FOUND', { what: 'item' }));
    world.add('A');
    world.add('B', { type: 'task', parent: 'A' });
    world.must('workItem.delete', { id: world.id('A'), children: 'tree' });
    const { deletedBy: by, deletedAt: at } = world.item('A');
    for (const name of ['A', 'B']) {
      expect(edit(world, name, { title: 'x' })).toEqual(refuse('DELETED', { by, at }));
    }
  });
});

describe('putting items under others', () => {
  const reparent = (world: World, name: string, parent: string | null) =>
    world.do('workItem.reparent', {
      id: world.id(name),
      parent: parent === null ? null : world.id(parent),
    });

  function family(): World {
    const world = new World();
    world.add('epic', { type: 'epic' });
    world.add('story', { parent: 'epic' });
    world.add('task', { type: 'task', parent: 'story' });
    return world;
  }

  it('ITEM-17 goes under a smaller level or to the root, by the same rules as making', () => {
    const world = family();
    reparent(world, 'task', 'epic');
    expect(world.item('task').parent).toBe(world.id('epic'));
    reparent(world, 'task', null);
    expect(world.item('task')).toMatchObject({ parent: null, version: 3 });
    world.add('bug', { type: 'bug' });
    expect(reparent(world, 'task', 'bug')).toEqual(
      refuse('HIERARCHY', { child: 'task', parent: 'bug' }),
    );
    expect(reparent(world, 'task', 'gone')).toMatchObject({ code: 'INVALID', field: 'parent' });
    expect(reparent(world, 'task', null)).toEqual([]);
  });

  it('ITEM-18 closes no circle, and names the one that it would', () => {
    const world = family();
    expect(reparent(world, 'epic', 'task')).toEqual(
      refuse('CYCLE', { path: ['WEB-1', 'WEB-3', 'WEB-2', 'WEB-1'] }),
    );
    expect(reparent(world, 'story', 'story')).toEqual(
      refuse('CYCLE', { path: ['WEB-2', 'WEB-2'] }),
    );
  });
});
