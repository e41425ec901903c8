import { describe, expect, it } from 'vitest';

import { isLive, deathOf } from '../live.ts';
import { refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

const NAMES = ['epic', 'story', 'task', 'subtask'] as const;

/** epic › story › task › subtask; the story has a text. */
function family(): World {
  const world = new World();
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic', description: 'Say hello.' });
  world.add('task', { type: 'task', parent: 'story' });
  world.add('subtask', { type: 'subtask', parent: 'task' });
  return world;
}

const remove = (world: World, name: string, children?: 'tree' | 'up') =>
  world.do('workItem.delete', {
    id: world.id(name),
    ...(children === undefined ? {} : { children }),
  });

const live = (world: World): string =>
  NAMES.filter((name) => isLive(world.tables, world.item(name))).join(' ');

describe('the trash', () => {
  it('TRASH-1 a delete marks one row with when and who; it is an edit', () => {
    const world = family();
    expect(remove(world, 'subtask')).toHaveLength(1);
    expect(world.item('subtask')).toMatchObject({
      deletedAt: world.now - 1000,
      deletedBy: world.id('ann'),
      version: 2,
      parent: world.id('task'),
    });
  });

  it('TRASH-2 an item with live items under it asks what becomes of them', () => {
    const world = family();
    expect(remove(world, 'story')).toEqual(refuse('HAS_CHILDREN', { count: 1 }));
    remove(world, 'task', 'tree');
    expect(remove(world, 'story')).toHaveLength(1);
  });

  it('TRASH-3 tree: what is under it is hidden with it, and comes back whole with that one mark', () => {
    const world = family();
    const before = NAMES.map((name) => world.item(name));
    remove(world, 'story', 'tree');
    expect(live(world)).toBe('epic');
    expect(NAMES.filter((name) => world.item(name).deletedAt !== null)).toEqual(['story']);
    world.must('workItem.restore', { id: world.id('story') });
    expect(live(world)).toBe('epic story task subtask');
    for (const [i, name] of NAMES.entries()) {
      expect(world.item(name)).toMatchObject({
        parent: before[i]?.parent,
        state: before[i]?.state,
        rank: before[i]?.rank,
        deletedAt: null,
        deletedBy: null,
      });
    }
  });

  it('TRASH-4 up: live items under it go to its parent; what is in the trash stays', () => {
    const world = family();
    world.add('other', { type: 'task', parent: 'story' });
    remove(world, 'other');
    remove(world, 'story', 'up');
    expect(world.item('task').parent).toBe(world.id('epic'));
    expect(world.item('other').parent).toBe(world.id('story'));
    expect(live(world)).toBe('epic task subtask');
    remove(world, 'epic', 'up');
    expect(world.item('task').parent).toBeNull();
  });

  it('TRASH-5 what is in the trash refuses edits, and its text too, naming the mark', () => {
    const world = family();
    remove(world, 'epic', 'tree');
    const { deletedBy: by, deletedAt: at } = world.item('epic');
    const dead = refuse('DELETED', { by, at });
    expect(remove(world, 'epic', 'tree')).toEqual(dead);
    expect(remove(world, 'subtask')).toEqual(dead);
    expect(world.do('workItem.reparent', { id: world.id('task'), parent: null })).toEqual(dead);
    const edit = {
      id: world.id<'document'>('story'),
      base: { rev: 1 },
      patch: [[0, 0, 'x']],
    } as const;
    expect(world.do('document.edit', edit)).toEqual(dead);
  });

  it('TRASH-6 restored under a parent that is dead by now, it goes to the root', () => {
    const world = family();
    remove(world, 'task', 'tree');
    remove(world, 'epic', 'tree');
    world.must('workItem.restore', { id: world.id('task') });
    expect(world.item('task')).toMatchObject({ parent: null, deletedAt: null, version: 3 });
    expect(live(world)).toBe('task subtask');
  });

  it('TRASH-7 restored to a state that is gone, it goes to one of its category, or the first', () => {
    const world = family();
    const { id } = world.item('subtask');
    remove(world, 'subtask');
    world.trash('state', 'Backlog');
    world.must('workItem.restore', { id });
    expect(world.item('subtask').state).toBe(world.state('To do').id);
    const project = world.project.id;
    world.must('state.create', {
      id: world.id('Ready'),
      project,
      name: 'Ready',
      category: 'unstarted',
    });
    remove(world, 'subtask');
    world.trash('state', 'To do');
    world.must('workItem.restore', { id });
    expect(world.item('subtask').state).toBe(world.id('Ready'));
  });

  it('TRASH-8 restoring what was not deleted itself changes nothing', () => {
    const world = family();
    expect(world.do('workItem.restore', { id: world.id('task') })).toEqual([]);
    remove(world, 'story', 'tree');
    expect(world.do('workItem.restore', { id: world.id('task') })).toEqual([]);
    expect(world.do('workItem.restore', { id: world.id('gone') })).toEqual(
      refuse('NOT_FOUND', { what: 'item' }),
    );
  });

  it('TRASH-9 nothing is restored inside a project that is in the trash itself', () => {
    const world = family();
    remove(world, 'subtask');
    world.trash('project', 'WEB');
    const { deletedBy: by, deletedAt: at } = world.project;
    expect(world.do('workItem.restore', { id: world.id('subtask') })).toEqual(
      refuse('DELETED', { by, at }),
    );
  });

  it('TRASH-10 a row is live while neither it nor an owner is marked: item, parents, project, text', () => {
    const world = family();
    const death = (table: 'workItem' | 'document' | 'state', name: string) =>
      deathOf(world.tables, table, table === 'state' ? world.state(name).id : world.id(name))?.id;
    expect(death('document', 'story')).toBeUndefined();
    remove(world, 'epic', 'tree');
    expect(death('workItem', 'subtask')).toBe(world.id('epic'));
    expect(death('document', 'story')).toBe(world.id('epic'));
    expect(death('state', 'Done')).toBeUndefined();
    world.must('workItem.restore', { id: world.id('epic') });
    world.trash('project', 'WEB');
    expect(death('state', 'Done')).toBe(world.id('WEB'));
    expect(death('document', 'WEB')).toBe(world.id('WEB'));
    expect(death('workItem', 'subtask')).toBe(world.id('WEB'));
    expect(live(world)).toBe('');
  });

  it('TRASH-11 the walk to the owners ends, even where rows go round in a circle', () => {
    const world = family();
    world.write((tables) =>
      tables.set('workItem', world.id('epic'), {
        ...world.item('epic'),
        parent: world.id<'workItem'>('subtask'),
      }),
    );
    expect(live(world)).toBe('epic story task subtask');
  });
});
