import { describe, expect, it } from 'vitest';

import { isLive } from '../live.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';
import type { Reversion } from './revert.ts';
import { reversionsOf, unreverted } from './revert.ts';

/** epic › story › task, and the labels hot and cold. */
function family(): World {
  const world = new World();
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic' });
  world.add('task', { type: 'task', parent: 'story' });
  const project = world.project.id;
  for (const name of ['hot', 'cold']) {
    world.must('label.create', { id: world.id(name), project, name });
  }
  return world;
}

const back = (
  world: World,
  name: string,
  field: string,
  wrote: unknown,
  restore: unknown,
): Reversion => ({ table: 'workItem', id: world.id(name), field, wrote, restore });

const revert = (world: World, ...changes: readonly Reversion[]) =>
  world.do('rows.revert', { project: world.id('WEB'), changes });

describe('undo', () => {
  it('UNDO-1 takes fields back that still are what was written', () => {
    const world = family();
    const id = world.id<'workItem'>('story');
    world.must('workItem.edit', { id, title: 'new', points: 3 });
    const { state } = world.item('story');
    const done = world.state('Done').id;
    world.must('workItem.move', { id, state: done });
    revert(
      world,
      back(world, 'story', 'title', 'new', 'story'),
      back(world, 'story', 'points', 3, null),
      back(world, 'story', 'state', done, state),
    );
    expect(world.item('story')).toMatchObject({ title: 'story', points: null, state, version: 4 });
  });

  it('UNDO-2 skips what somebody has changed since, and tells', () => {
    const world = family();
    const id = world.id<'workItem'>('story');
    world.must('workItem.edit', { id, title: 'new', points: 3 });
    world.must('workItem.edit', { id, title: 'newer' });
    const changes = [
      back(world, 'story', 'title', 'new', 'story'),
      back(world, 'story', 'points', 3, null),
      back(world, 'gone', 'points', 3, null),
    ];
    revert(world, ...changes);
    expect(world.item('story')).toMatchObject({ title: 'newer', points: null });
    expect(unreverted(world.tables, changes)).toEqual([changes[0], changes[2]]);
    expect(revert(world, changes[0]!)).toEqual(
      refuse('CONFLICT', { field: 'title', expected: 'new', actual: 'newer' }),
    );
    expect(revert(world, changes[1]!)).toEqual([]);
  });

  it('UNDO-3 goes by the rules of an edit', () => {
    const world = family();
    const gone = { id: world.id<'workItem'>('epic'), children: 'up' } as const;
    world.must('workItem.delete', gone);
    const epic = world.id('epic');
    expect(revert(world, back(world, 'story', 'parent', null, epic))).toMatchObject({
      code: 'DELETED',
      item: 'WEB-2',
    });
    world.must('project.edit', { id: world.id('WEB'), wipRule: 'block' });
    world.must('state.edit', { id: world.state('Done').id, wipLimit: 1 });
    const [done, backlog] = [world.state('Done').id, world.state('Backlog').id];
    const moves = ['story', 'task'].map((name) => back(world, name, 'state', backlog, done));
    revert(world, ...moves);
    expect(unreverted(world.tables, moves)).toEqual([moves[1]]);
    expect(revert(world, back(world, 'task', 'title', 'task', ''))).toMatchObject({
      code: 'INVALID',
      field: 'title',
    });
    const number = back(world, 'task', 'number', 3, 4);
    expect(revert(world, number)).toMatchObject({ code: 'INVALID', field: 'changes' });
  });

  it('UNDO-3 does not bring two items under each other against their levels', () => {
    const world = new World();
    world.add('epic', { type: 'epic' });
    world.add('task', { type: 'task', parent: 'epic' });
    const types = [
      back(world, 'epic', 'type', 'epic', 'story'),
      back(world, 'task', 'type', 'task', 'story'),
    ];
    revert(world, ...types);
    expect(unreverted(world.tables, types)).toEqual([types[1]]);
  });

  it('UNDO-4 takes labels off and puts them on one by one', () => {
    const world = family();
    const id = world.id<'workItem'>('story');
    const [hot, cold] = [world.id<'label'>('hot'), world.id<'label'>('cold')];
    world.must('workItem.label', { id, add: [hot] });
    world.must('workItem.label', { id, add: [cold] });
    const change = back(world, 'story', 'labels', [hot], null);
    revert(world, change);
    expect(world.item('story').labels).toEqual([cold]);
    expect(unreverted(world.tables, [change])).toEqual([]);
  });

  it('UNDO-5 brings items out of the trash, by the rules of that', () => {
    const world = family();
    const ids = ['story', 'task'].map((name) => world.id<'workItem'>(name));
    world.must('workItem.editMany', { project: world.project.id, ids, delete: 'up' });
    world.must('workItem.delete', { id: world.id('epic') });
    const marks = ['story', 'task'].map((name) => back(world, name, 'deletedAt', 1, null));
    revert(world, ...marks);
    for (const name of ['story', 'task']) expect(isLive(world.tables, world.item(name))).toBe(true);
    expect(world.item('story').parent).toBeNull();
    const dead = back(world, 'epic', 'title', 'epic', 'Epic');
    expect(revert(world, dead)).toMatchObject({ code: 'DELETED' });
    expect(revert(world, back(world, 'task', 'deletedAt', null, 7))).toMatchObject({
      code: 'INVALID',
    });
  });

  it('UNDO-6 takes back edits of states, labels and the project for their admins', () => {
    const world = family();
    const of = (table: Reversion['table'], id: string, wrote: string, restore: string) => ({
      table,
      id,
      wrote,
      restore,
      field: table === 'project' ? 'title' : 'name',
    });
    const all = [
      of('state', world.state('Done').id, 'Done', 'Over'),
      of('label', world.id('hot'), 'hot', 'warm'),
      of('project', world.id('WEB'), 'Web shop', 'Shop'),
    ];
    world.person('ben');
    expect(revert(world.as('ben'), ...all)).toMatchObject({ code: 'FORBIDDEN' });
    expect(isRefusal(revert(world, back(world, 'story', 'title', 'story', 'x')))).toBe(false);
    revert(world.as('ann'), ...all);
    expect(unreverted(world.tables, all)).toEqual([]);
    const same = ['warm', 'cold'].map((name, i) =>
      of('label', world.id(i ? 'cold' : 'hot'), name, 'x'),
    );
    revert(world, ...same);
    expect(unreverted(world.tables, same)).toEqual([same[1]]);
    world.must('label.create', { id: world.id('law'), project: null, name: 'law' });
    const law = { project: null, changes: [of('label', world.id('law'), 'law', 'rule')] };
    expect(world.as('ben').do('rows.revert', law)).toMatchObject({ code: 'FORBIDDEN' });
    expect(isRefusal(world.as('ann').do('rows.revert', law))).toBe(false);
  });

  it('UNDO-7 leaves in the trash what somebody else has put there since', () => {
    const world = family();
    const ann = world.id<'user'>('ann');
    const mark = back(world, 'task', 'deletedBy', ann, null);
    world.must('workItem.delete', { id: world.id('task') });
    expect(isRefusal(revert(world, mark))).toBe(false);
    expect(world.item('task').deletedAt).toBeNull();
    expect(unreverted(world.tables, [mark])).toEqual([]);
    world.person('ben');
    world.as('ben').must('workItem.delete', { id: world.id('task') });
    expect(revert(world.as('ann'), mark)).toMatchObject({ code: 'CONFLICT', field: 'deletedBy' });
    expect(world.item('task').deletedBy).toBe(world.id('ben'));
    const other = back(world, 'task', 'deletedBy', null, ann);
    expect(revert(world, other)).toMatchObject({ code: 'INVALID', field: 'changes' });
  });

  it('UNDO-8 brings items out of the trash under each other, whatever their order', () => {
    const world = family();
    const names = ['task', 'epic'];
    const ids = names.map((name) => world.id<'workItem'>(name));
    world.must('workItem.editMany', { project: world.project.id, ids, delete: 'up' });
    world.must('workItem.delete', { id: world.id('story') });
    const marks = ['task', 'story', 'epic'].map((name) => back(world, name, 'deletedAt', 1, null));
    revert(world, ...marks);
    expect(world.item('task')).toMatchObject({ parent: world.id('story'), deletedAt: null });
    expect(isLive(world.tables, world.item('task'))).toBe(true);
    world.must('workItem.delete', { id: world.id('task') });
    world.must('workItem.delete', { id: world.id('story') });
    revert(world, marks[0]!);
    expect(world.item('task').parent).toBeNull();
  });

  it('UNDO-9 keeps an admin in the project, and a key that is in use', () => {
    const world = family();
    world.person('ben');
    const project = world.id<'project'>('WEB');
    const [own] = [...world.tables.list('member', 'byProject', project)];
    const other = world.id<'member'>('ben here');
    world.must('member.add', { id: other, project, user: world.id('ben'), role: 'admin' });
    const lower = [own!.id, other].map((id) => ({
      table: 'member' as const,
      id,
      field: 'role',
      wrote: 'admin',
      restore: 'viewer',
    }));
    revert(world, lower[1]!);
    expect(world.tables.get('member', other)?.role).toBe('viewer');
    world.must('member.edit', { id: other, role: 'admin' });
    revert(world, ...lower);
    expect(unreverted(world.tables, lower)).toEqual([lower[1]]);
    world.as('ben').must('project.archive', { id: project });
    const raise = { ...lower[0]!, wrote: 'viewer', restore: 'editor' };
    expect(isRefusal(revert(world, raise))).toBe(false);
    const title = back(world, 'story', 'title', 'story', 'x');
    expect(revert(world, title)).toEqual(refuse('ARCHIVED', { project: 'WEB' }));
    world.must('project.unarchive', { id: project });
    const key = { table: 'project' as const, id: project, field: 'key' };
    world.person('cleo');
    expect(world.tables.get('member', other)?.role).toBe('admin');
    expect(revert(world.as('ben'), { ...key, wrote: 'WEB', restore: 'SHOP' })).toMatchObject({
      code: 'INVALID',
      field: 'key',
    });
  });

  it('UNDO-11 takes back what is hidden with an item above it', () => {
    const world = family();
    const [backlog, done] = [world.state('Backlog').id, world.state('Done').id];
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    world.must('state.delete', { id: backlog, target: done });
    world.must('state.restore', { id: backlog });
    const states = ['task', 'epic'].map((name) => back(world, name, 'state', done, backlog));
    revert(world, ...states);
    expect(world.item('task').state).toBe(backlog);
    const title = back(world, 'epic', 'title', 'epic', 'Epic');
    expect(revert(world, title)).toMatchObject({ code: 'DELETED' });
  });

  it('UNDO-10 derives what takes an edit back from the row before and after', () => {
    const world = family();
    const id = world.id<'workItem'>('story');
    const before = world.item('story');
    const step = (after: typeof before | undefined, was: typeof before | undefined = before) =>
      reversionsOf({ table: 'workItem', id, before: was, after });
    world.must('workItem.edit', { id, title: 'new', points: 3 });
    expect(step(world.item('story'))).toEqual([
      back(world, 'story', 'title', 'new', 'story'),
      back(world, 'story', 'points', 3, null),
    ]);
    revert(world, ...step(world.item('story')));
    expect(world.item('story')).toMatchObject({ title: 'story', points: null });
    world.must('workItem.delete', { id, children: 'tree' });
    const dead = world.item('story');
    expect(step(dead)).toEqual([back(world, 'story', 'deletedBy', world.id('ann'), null)]);
    expect([step(undefined), step(before, dead)]).toEqual([[], []]);
    expect(reversionsOf({ table: 'workItem', id, before: undefined, after: before })).toEqual([]);
    const { project } = world;
    const counted = { ...project, nextNumber: 99 };
    expect(
      reversionsOf({ table: 'project', id: project.id, before: project, after: counted }),
    ).toEqual([]);
  });
});
