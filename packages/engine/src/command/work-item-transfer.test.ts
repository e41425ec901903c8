import { describe, expect, it } from 'vitest';

import type { Change } from '../change.ts';
import { rowIdOf } from '../change.ts';
import { needs } from '../decide.ts';
import type { Command } from '../command.ts';
import { itemByKey, keyOf } from '../key.ts';
import { labelsOf } from '../query/labels.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

/** WEB with story › task › subtask, beside LAB with the item there. */
function projects(): World {
  const world = new World();
  world.must('project.create', { id: world.id('LAB'), key: 'LAB', title: 'Laboratory' });
  const there = { id: world.id<'workItem'>('there'), project: world.id<'project'>('LAB') };
  world.must('workItem.create', { ...there, type: 'task', title: 'there' });
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic', description: 'Say hello.' });
  world.add('task', { type: 'task', parent: 'story', state: 'In progress' });
  world.add('subtask', { type: 'subtask', parent: 'task' });
  world.add('other');
  return world;
}

const transfer = (world: World, name = 'story', to = 'LAB') =>
  world.do('workItem.transfer', { id: world.id(name), project: world.id(to) });

const keys = (world: World, ...names: string[]): string =>
  names.map((name) => keyOf(world.tables, world.item(name))).join(' ');

const stateThere = (world: World, category: string) =>
  [...world.tables.list('state', 'byProject', world.id('LAB'))].find(
    (state) => state.category === category,
  )!;

describe('an item that goes to another project', () => {
  it('TRANSFER-1 stands last there under a new number, with everything under it', () => {
    const world = projects();
    world.must('workItem.delete', { id: world.id('subtask') });
    transfer(world);
    expect(keys(world, 'epic', 'story', 'task', 'subtask')).toBe('WEB-1 LAB-2 LAB-3 LAB-4');
    expect(world.item('story').parent).toBeNull();
    expect(world.item('task').parent).toBe(world.id('story'));
    expect(world.item('subtask')).toMatchObject({ parent: world.id('task'), version: 3 });
    const order = [...world.tables.list('workItem', 'byProject', world.id('LAB'))];
    const names = ['there', 'story', 'task', 'subtask'];
    expect(order.map(({ title }) => title)).toEqual(names);
    expect(world.tables.get('project', world.id('LAB'))?.nextNumber).toBe(5);
    expect(transfer(world)).toEqual([]);
  });

  it('TRANSFER-1 has no number there until the server gives it', () => {
    const world = projects();
    const args = { id: world.id<'workItem'>('other'), project: world.id<'project'>('LAB') };
    world.must('workItem.transfer', args, { authoritative: false });
    expect(world.item('other').number).toBeNull();
    expect(world.tables.get('project', world.id('LAB'))?.nextNumber).toBe(2);
  });

  it('TRANSFER-2 is found by its old keys for ever', () => {
    const world = projects();
    transfer(world);
    transfer(world, 'story', 'WEB');
    expect(keys(world, 'story', 'task')).toBe('WEB-6 WEB-7');
    for (const key of ['WEB-2', 'web-6', 'LAB-2']) {
      expect(itemByKey(world.tables, key)).toBe(world.item('story'));
    }
    expect(itemByKey(world.tables, 'LAB-3')).toBe(world.item('task'));
    expect(itemByKey(world.tables, 'LAB-4')?.title).toBe('subtask');
    expect(itemByKey(world.tables, 'LAB-1')?.title).toBe('there');
  });

  it('TRANSFER-3 goes to a state of its category, or to the first', () => {
    const world = projects();
    const { id } = stateThere(world, 'started');
    transfer(world);
    expect(world.item('task').state).toBe(id);
    world.must('project.create', { id: world.id('BAR'), key: 'BAR', title: 'Bar' });
    const states = [...world.tables.list('state', 'byProject', world.id('BAR'))];
    for (const one of states.slice(1)) {
      world.must('state.edit', { id: one.id, category: 'done' });
    }
    transfer(world, 'task', 'BAR');
    expect(world.item('task').state).toBe(states[0]?.id);
  });

  it('TRANSFER-4 keeps labels of the workspace, and those that have a namesake there', () => {
    const world = projects();
    const [web, lab] = [world.id<'project'>('WEB'), world.id<'project'>('LAB')];
    const make = (id: string, project: typeof web | null, name: string) =>
      world.must('label.create', { id: world.id(id), project, name });
    make('a', web, 'bug');
    make('b', web, 'only here');
    make('c', null, 'law');
    make('d', lab, 'Bug');
    const add = ['a', 'b', 'c'].map((name) => world.id<'label'>(name));
    world.must('workItem.label', { id: world.id('story'), add });
    transfer(world);
    expect(labelsOf(world.tables, world.item('story')).map(({ id }) => id)).toEqual([
      world.id('d'),
      world.id('c'),
    ]);
    expect(world.item('task').labels).toBeNull();
  });

  it('TRANSFER-5 loses an assignee who has no role there', () => {
    const world = projects();
    world.person('gus', { role: 'guest' });
    world.member('gus', 'editor');
    for (const [name, who] of [
      ['story', 'gus'],
      ['task', 'ann'],
    ] as const) {
      world.must('workItem.edit', { id: world.id(name), assignee: world.id(who) });
    }
    transfer(world);
    expect(world.item('story').assignee).toBeNull();
    expect(world.item('task').assignee).toBe(world.id('ann'));
  });

  it('TRANSFER-6 needs the right to edit on both sides', () => {
    const world = projects();
    world.person('ben');
    world.as('ben').member('ben', 'viewer');
    expect(transfer(world)).toMatchObject({ code: 'FORBIDDEN' });
    world.member('ben', 'editor');
    world.member('ben', 'viewer', world.id('LAB'));
    expect(transfer(world)).toMatchObject({ code: 'FORBIDDEN' });
    world.person('gus', { role: 'guest' });
    world.member('gus', 'editor');
    expect(transfer(world.as('gus'))).toMatchObject({ code: 'NOT_FOUND' });
    world.as('ann').must('project.archive', { id: world.id('LAB') });
    expect(transfer(world)).toEqual(refuse('ARCHIVED', { project: 'LAB' }));
  });

  it('TRANSFER-7 takes along what belongs to it, which is named to be loaded', () => {
    const world = projects();
    const item = world.id<'workItem'>('story');
    world.must('comment.create', { id: world.id('said'), item, text: 'With butter?' });
    const blocks = { from: item, to: world.id<'workItem'>('other'), kind: 'blocks' } as const;
    world.must('dependency.add', { id: world.id('d'), ...blocks });
    const args = { id: item, project: world.id<'project'>('LAB') };
    const named = needs(world.command('workItem.transfer', args) as Command, world.tables);
    const owners = named.flatMap((one) => ('of' in one ? `${one.table} ${one.of}` : []));
    expect(owners).toContain(`revision ${world.id('said')}`);
    expect(owners).toContain(`comment ${world.id('task')}`);
    transfer(world);
    const lab = world.id('LAB');
    for (const table of ['document', 'comment', 'revision', 'itemStats'] as const) {
      const rows = [...world.tables.all(table)];
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect([table, row.project]).toEqual([table, lab]);
    }
    expect(world.tables.get('dependency', world.id('d'))).toMatchObject({
      project: lab,
      toProject: world.id('WEB'),
    });
  });

  it('TRANSFER-8 takes along 150 items at most', () => {
    const world = new World();
    world.must('project.create', { id: world.id('LAB'), key: 'LAB', title: 'Laboratory' });
    world.add('story');
    for (let i = 1; i < 150; i += 1) world.add(`task ${i}`, { type: 'task', parent: 'story' });
    world.add('one more', { type: 'task', parent: 'story' });
    expect(transfer(world)).toEqual(refuse('LIMIT', { what: 'items moved at once', max: 150 }));
    world.must('workItem.reparent', { id: world.id('one more'), parent: null });
    const changes = transfer(world) as readonly Change[];
    expect(changes.filter(({ op }) => op === 'put')).toHaveLength(300);
  });

  it('TRANSFER-8 takes along 500 rows at most', () => {
    const world = projects();
    const item = world.id<'workItem'>('story');
    for (let i = 0; i < 170; i += 1) {
      world.must('comment.create', { id: world.id(`comment ${i}`), item, text: 'Yes.' });
    }
    expect(transfer(world)).toEqual(refuse('LIMIT', { what: 'rows changed at once', max: 500 }));
  });

  it('TRANSFER-9 goes into its state by the rules that hold there', () => {
    const world = projects();
    world.must('project.edit', {
      id: world.id('LAB'),
      wipRule: 'block',
      requiredFields: { started: ['points'] },
    });
    const needed = { ...refuse('INVALID', { field: 'points', rule: 'must be set in this state' }) };
    expect(transfer(world)).toEqual({ ...needed, item: 'WEB-3' });
    world.must('workItem.edit', { id: world.id('task'), points: 1 });
    const { id, name } = stateThere(world, 'backlog');
    world.must('state.edit', { id, wipLimit: 2 });
    expect(transfer(world)).toEqual(refuse('WIP_LIMIT', { state: name, max: 2 }));
    world.must('state.edit', { id, wipLimit: 3 });
    expect(isRefusal(transfer(world))).toBe(false);
  });

  it('TRANSFER-10 is evicted from those who see only the old project, whole for the others', () => {
    const world = projects();
    const changes = transfer(world) as readonly Change[];
    const about = (name: string, table: string) =>
      changes
        .filter((change) => rowIdOf(change) === world.id(name) && change.table === table)
        .map(({ op }) => op);
    expect(about('story', 'workItem')).toEqual(['evict', 'put']);
    expect(about('story', 'itemStats')).toEqual(['evict', 'put']);
    expect(about('story', 'document')).toEqual(['evict', 'patch']);
    expect(changes.some(({ table, op }) => table === 'alias' && op === 'evict')).toBe(false);
  });
});
