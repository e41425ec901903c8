import { describe, expect, it } from 'vitest';

import { isRefusal, refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

/** epic › story › task › subtask, and another story. */
function family(): World {
  const world = new World();
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic', description: 'Say hello.', points: 3 });
  world.add('task', { type: 'task', parent: 'story', description: 'How.', state: 'In progress' });
  world.add('subtask', { type: 'subtask', parent: 'task' });
  world.add('gone', { type: 'task', parent: 'story' });
  world.must('workItem.delete', { id: world.id('gone') });
  world.add('other');
  return world;
}

const duplicate = (world: World, withChildren?: boolean, name = 'story') =>
  world.do('workItem.duplicate', {
    id: world.id(name),
    newId: world.id('copy'),
    ...(withChildren === undefined ? {} : { withChildren }),
  });

const under = (world: World, name: string) => [
  ...world.tables.list('workItem', 'byParent', world.id(name)),
];

describe('a duplicate', () => {
  it('COPY-1 has the fields and the text of its original, directly after it', () => {
    const world = family();
    world.person('ben');
    world.as('ben');
    duplicate(world);
    const { title, type, parent, points, state } = world.item('story');
    const fields = { title, type, parent, points, state };
    expect(world.item('copy')).toMatchObject({ ...fields, version: 1, number: 7 });
    expect(world.item('copy').reporter).toBe(world.id('ben'));
    expect(world.text('copy')).toMatchObject({ text: 'Say hello.', rev: 1 });
    expect(world.order('story', 'copy', 'task')).toMatch(/story copy task/);
    expect(under(world, 'copy')).toEqual([]);
    expect(duplicate(world)).toEqual(refuse('EXISTS', { field: 'newId' }));
  });

  it('COPY-2 comes with what is live under it when that is wanted', () => {
    const world = family();
    duplicate(world, true);
    const [task, ...more] = under(world, 'copy');
    expect([task?.title, task?.number, more]).toEqual(['task', 8, []]);
    const [subtask] = [...world.tables.list('workItem', 'byParent', task?.id ?? '')];
    expect([subtask?.title, subtask?.number]).toEqual(['subtask', 9]);
    const texts = [...world.tables.all('document')].map(({ text }) => text).toSorted();
    expect(texts).toEqual(['How.', 'How.', 'Say hello.', 'Say hello.']);
    expect(world.project.nextNumber).toBe(10);
  });

  it('COPY-3 of work that has begun begins anew', () => {
    const world = family();
    duplicate(world, false, 'task');
    expect(world.item('copy').state).toBe(world.state('Backlog').id);
    const todo = world.state('To do').id;
    world.must('workItem.move', { id: world.id('story'), state: todo });
    const again = { id: world.id<'workItem'>('story'), newId: world.id<'workItem'>('again') };
    world.must('workItem.duplicate', again);
    expect(world.item('again').state).toBe(todo);
  });

  it('COPY-4 has the labels that are live and an assignee who is still there, nothing else', () => {
    const world = family();
    const project = world.project.id;
    for (const name of ['a', 'b'])
      world.must('label.create', { id: world.id(name), project, name });
    const [a, b] = [world.id<'label'>('a'), world.id<'label'>('b')];
    const id = world.id<'workItem'>('story');
    world.must('workItem.label', { id, add: [a, b] });
    world.must('label.delete', { id: b });
    world.person('gus', { role: 'guest' });
    world.member('gus', 'editor');
    world.must('workItem.edit', { id, assignee: world.id('gus') });
    world.member('gus', null);
    world.must('comment.create', { id: world.id('said'), item: id, text: 'Yes.' });
    duplicate(world);
    expect(world.item('copy')).toMatchObject({ labels: [a], assignee: null });
    expect(world.tables.list('comment', 'byItem', world.id('copy')).size).toBe(0);
  });

  it('COPY-5 is made of at most 100 items, by the rules of going into a state', () => {
    const world = new World();
    world.add('story');
    for (let i = 0; i < 100; i += 1) world.add(`task ${i}`, { type: 'task', parent: 'story' });
    const limit = refuse('LIMIT', { what: 'items to duplicate at once', max: 100 });
    expect(duplicate(world, true)).toEqual(limit);
    world.must('workItem.delete', { id: world.id('task 0') });
    expect(isRefusal(duplicate(world, true))).toBe(false);
    world.must('project.edit', { id: world.id('WEB'), wipRule: 'block' });
    world.must('state.edit', { id: world.state('Backlog').id, wipLimit: 5 });
    const again = { id: world.id<'workItem'>('task 1'), newId: world.id<'workItem'>('again') };
    expect(world.do('workItem.duplicate', again)).toMatchObject({ code: 'WIP_LIMIT' });
  });
});
