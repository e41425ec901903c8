import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { isLive } from '../live.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

type Words = Omit<Args['workItem.editMany'], 'project' | 'ids'>;

const edit = (world: World, names: readonly string[], words: Words) =>
  world.do('workItem.editMany', {
    project: world.id('WEB'),
    ids: names.map((name) => world.id<'workItem'>(name)),
    ...words,
  });

/** epic › story › task › subtask, and another task under the story. */
function family(): World {
  const world = new World();
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic', points: 3 });
  world.add('task', { type: 'task', parent: 'story' });
  world.add('other', { type: 'task', parent: 'story' });
  world.add('subtask', { type: 'subtask', parent: 'task' });
  return world;
}

const live = (world: World): string =>
  ['epic', 'story', 'task', 'other', 'subtask']
    .filter((name) => isLive(world.tables, world.item(name)))
    .join(' ');

describe('many items at once', () => {
  it('MANY-1 are edited alike: what is left out stays, null clears', () => {
    const world = family();
    const { id: state } = world.state('In progress');
    const changes = edit(world, ['story', 'task'], { state, priority: 'high', points: null });
    expect(changes).toHaveLength(2);
    for (const name of ['story', 'task']) {
      expect(world.item(name)).toMatchObject({ state, priority: 'high', points: null, version: 2 });
      expect(world.item(name).title).toBe(name);
    }
    expect(world.item('other').version).toBe(1);
    expect(edit(world, ['story'], { priority: 'high' })).toEqual([]);
    const ids = Array.from({ length: 401 }, (_, i) => world.id<'workItem'>(`item ${i}`));
    const project = world.project.id;
    expect(world.do('workItem.editMany', { project, ids })).toMatchObject({ field: 'ids' });
    expect(world.do('workItem.editMany', { project, ids: ids.slice(1) })).toEqual([]);
  });

  it('MANY-1 are deleted, 400 at once', () => {
    const world = new World();
    const ids = Array.from({ length: 400 }, (_, at) => world.add(`item ${at}`).id);
    world.must('workItem.editMany', { project: world.project.id, ids, delete: 'up' });
    expect(ids.every((id) => world.tables.get('workItem', id)?.deletedAt !== null)).toBe(true);
  });

  it('MANY-2 skip what is gone, in the trash or in another project', () => {
    const world = family();
    world.must('project.create', sampleArgs['project.create'](world));
    const words = { type: 'task', title: 'away' } as const;
    world.must('workItem.create', { id: world.id('away'), project: world.id('APP'), ...words });
    world.must('workItem.delete', { id: world.id('task'), children: 'tree' });
    const names = ['gone', 'task', 'subtask', 'away', 'other'];
    expect(edit(world, names, { priority: 'low' })).toHaveLength(1);
    expect(world.item('other').priority).toBe('low');
  });

  it('MANY-3 are refused all for one of them, which is named', () => {
    const world = family();
    const wrong = { type: 'epic' } as const;
    expect(edit(world, ['epic', 'other'], wrong)).toEqual({
      ...refuse('HIERARCHY', { child: 'epic', parent: 'story' }),
      item: 'WEB-4',
    });
    world.must('workItem.edit', { id: world.id('task'), dueDate: '2026-03-01' });
    expect(edit(world, ['story', 'task'], { startDate: '2026-03-02' })).toMatchObject({
      code: 'INVALID',
      field: 'dueDate',
      item: 'WEB-3',
    });
    expect(world.item('story').startDate).toBeNull();
    expect(edit(world, ['epic', 'other'], { assignee: world.id('gone') })).toMatchObject({
      field: 'assignee',
      item: 'WEB-1',
    });
  });

  it('MANY-4 cannot become of one type where one is under the other', () => {
    const world = new World();
    world.add('epic', { type: 'epic' });
    world.add('task', { type: 'task', parent: 'epic' });
    expect(edit(world, ['epic', 'task'], { type: 'story' })).toEqual({
      ...refuse('HIERARCHY', { child: 'story', parent: 'story' }),
      item: 'WEB-2',
    });
    expect(isRefusal(edit(world, ['epic', 'task'], { type: 'story', parent: null }))).toBe(false);
    expect(world.item('task')).toMatchObject({ type: 'story', parent: null });
  });

  it('MANY-4 cannot go under one of them', () => {
    const world = family();
    const circle = edit(world, ['other', 'story'], { parent: world.id('story') });
    expect(circle).toMatchObject({ code: 'CYCLE', item: 'WEB-2' });
  });

  it('MANY-5 have labels put on and taken off, each its own', () => {
    const world = family();
    const project = world.project.id;
    const [a, b, c] = ['a', 'b', 'c'].map((name) => world.id<'label'>(name));
    for (const name of ['a', 'b', 'c'])
      world.must('label.create', { id: world.id(name), project, name });
    world.must('workItem.label', { id: world.id('task'), add: [a!, b!] });
    edit(world, ['task', 'other'], { addLabels: [c!], removeLabels: [a!] });
    expect(world.item('task').labels).toEqual([b!, c!].toSorted());
    expect(world.item('other').labels).toEqual([c!]);
    expect(edit(world, ['task'], { addLabels: [world.id('gone')] })).toMatchObject({
      field: 'labels',
      item: 'WEB-3',
    });
  });

  it('MANY-6 are deleted with their trees by one mark each, and come back whole', () => {
    const world = family();
    const changes = edit(world, ['subtask', 'story', 'task'], { delete: 'tree' });
    expect(changes).toHaveLength(1);
    expect(live(world)).toBe('epic');
    world.must('workItem.restore', { id: world.id('story') });
    expect(live(world)).toBe('epic story task other subtask');
  });

  it('MANY-6 gives no mark under one that is not chosen itself but deleted', () => {
    const world = family();
    expect(edit(world, ['subtask', 'epic'], { delete: 'tree' })).toHaveLength(1);
    expect(world.item('subtask').deletedAt).toBeNull();
  });

  it('MANY-7 are deleted alone, and what is under them goes to what stays above', () => {
    const world = family();
    edit(world, ['story', 'task'], { delete: 'up' });
    expect(live(world)).toBe('epic other subtask');
    expect(world.item('other').parent).toBe(world.id('epic'));
    expect(world.item('subtask').parent).toBe(world.id('epic'));
    edit(world, ['epic', 'other'], { delete: 'up' });
    expect(world.item('subtask').parent).toBeNull();
  });
});
