import { describe, expect, it } from 'vitest';

import type { StateId } from '../entity/state.ts';
import { refuse } from '../refusal.ts';
import { isRefusal } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

const names = (world: World): string =>
  [...world.tables.list('state', 'byProject', world.project.id)].map(({ name }) => name).join(', ');

const add = (world: World, name: string, after?: StateId | null) =>
  world.do('state.create', {
    id: world.id(name),
    project: world.id('WEB'),
    name,
    category: 'started',
    ...(after === undefined ? {} : { after }),
  });

describe('states', () => {
  it('STATE-1 are added last, or directly after another', () => {
    const world = new World();
    add(world, 'Archive');
    add(world, 'QA', world.state('In review').id);
    add(world, 'Later', null);
    expect(names(world)).toBe(
      'Backlog, To do, In progress, In review, QA, Done, Cancelled, Archive, Later',
    );
    expect(world.state('QA')).toMatchObject({ category: 'started', wipLimit: null, version: 1 });
  });

  it('STATE-1 are added last where the other one is gone by now', () => {
    const world = new World();
    add(world, 'QA', world.id('gone'));
    expect(names(world)).toMatch(/Cancelled, QA$/);
  });

  it('STATE-2 need an id of their own, and a neighbour of their project', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    const foreign = [...world.tables.list('state', 'byProject', world.id('APP'))][0]!;
    expect(add(world, 'QA', foreign.id)).toMatchObject({ code: 'INVALID', field: 'after' });
    add(world, 'QA');
    expect(add(world, 'QA')).toEqual(refuse('EXISTS', { field: 'id' }));
  });

  it('STATE-3 are at most 50 in a project', () => {
    const world = new World();
    for (let i = 6; i < 50; i += 1) expect(isRefusal(add(world, `State ${i}`))).toBe(false);
    expect(add(world, 'one more')).toEqual(refuse('LIMIT', { what: 'states', max: 50 }));
  });

  it('STATE-4 can be renamed, recoloured, and given another category', () => {
    const world = new World();
    const { id } = world.state('To do');
    world.must('state.edit', { id, name: 'Ready', category: 'backlog', colour: '#010203' });
    expect(world.state('Ready')).toMatchObject({ id, category: 'backlog', version: 2 });
  });

  it('STATE-5 have a name of up to 40 characters', () => {
    const world = new World();
    const { id } = world.state('To do');
    world.must('state.edit', { id, name: '🥐'.repeat(40) });
    expect(world.do('state.edit', { id, name: '🥐'.repeat(41) })).toMatchObject({ field: 'name' });
  });

  it('STATE-6 may say how many items should be in them, 1 to 10,000, or not', () => {
    const world = new World();
    const { id } = world.state('To do');
    for (const wipLimit of [1, 10_000, null]) {
      world.must('state.edit', { id, wipLimit });
      expect(world.state('To do').wipLimit).toBe(wipLimit);
    }
    for (const wipLimit of [0, 10_001, 1.5]) {
      expect(world.do('state.edit', { id, wipLimit })).toMatchObject({ field: 'wipLimit' });
    }
  });

  it('STATE-7 move directly after another, or first', () => {
    const world = new World();
    const move = (name: string, after: string | null) =>
      world.must('state.move', {
        id: world.state(name).id,
        after: after === null ? null : world.state(after).id,
      });
    move('Done', null);
    expect(names(world)).toBe('Done, Backlog, To do, In progress, In review, Cancelled');
    move('Done', 'In progress');
    expect(names(world)).toBe('Backlog, To do, In progress, Done, In review, Cancelled');
    move('Backlog', 'Cancelled');
    expect(names(world)).toBe('To do, In progress, Done, In review, Cancelled, Backlog');
  });

  it('STATE-8 moving one to where it is changes nothing, and no move is an edit', () => {
    const world = new World();
    const { id } = world.state('To do');
    for (const after of [world.state('Backlog').id, id]) {
      expect(world.do('state.move', { id, after })).toEqual([]);
    }
    expect(world.do('state.move', { id: world.state('Backlog').id, after: null })).toEqual([]);
    world.must('state.move', { id, after: null });
    expect(world.state('To do').version).toBe(1);
  });

  it('STATE-9 move beside states of their own project only', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    const foreign = [...world.tables.list('state', 'byProject', world.id('APP'))][0]!;
    const { id } = world.state('To do');
    for (const after of [foreign.id, world.id<'state'>('gone')]) {
      expect(world.do('state.move', { id, after })).toMatchObject({
        code: 'INVALID',
        field: 'after',
      });
    }
  });

  it('STATE-10 that are not there cannot be edited or moved', () => {
    const world = new World();
    const gone = refuse('NOT_FOUND', { what: 'state' });
    expect(world.do('state.edit', { id: world.id('gone') })).toEqual(gone);
    expect(world.do('state.move', { id: world.id('gone'), after: null })).toEqual(gone);
  });

  const drop = (world: World, name: string, target: string) =>
    world.do('state.delete', { id: world.state(name).id, target: world.state(target).id });

  it('STATE-11 are removed, and their items go to another one, as they lie', () => {
    const world = new World();
    for (const name of ['A', 'B', 'C']) world.add(name, { state: 'To do' });
    world.must('workItem.delete', { id: world.id('C') });
    const before = world.order('A', 'B', 'C');
    drop(world, 'To do', 'In progress');
    expect(world.state('To do').deletedAt).not.toBeNull();
    for (const name of ['A', 'B']) {
      expect(world.item(name)).toMatchObject({ state: world.state('In progress').id, version: 2 });
    }
    expect(world.item('C').state).toBe(world.state('To do').id);
    expect(world.order('A', 'B', 'C')).toBe(before);
    world.must('workItem.restore', { id: world.id('C') });
    expect(world.item('C').state).toBe(world.state('Backlog').id);
  });

  it('STATE-11 move what is hidden under an item in the trash as well', () => {
    const world = new World();
    world.add('story');
    world.add('task', { type: 'task', parent: 'story', state: 'To do' });
    world.must('workItem.delete', { id: world.id('story'), children: 'tree' });
    drop(world, 'To do', 'Done');
    world.must('workItem.restore', { id: world.id('story') });
    expect(world.item('task').state).toBe(world.state('Done').id);
  });

  it('STATE-12 are removed for another live one of the project', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    const foreign = [...world.tables.list('state', 'byProject', world.id('APP'))][0]!;
    const { id } = world.state('To do');
    drop(world, 'Done', 'To do');
    const rule = 'must be another state of the project';
    const wrong = refuse('INVALID', { field: 'target', rule });
    for (const target of [id, foreign.id, world.state('Done').id, world.id<'state'>('gone')]) {
      expect(world.do('state.delete', { id, target })).toEqual(wrong);
    }
    expect(world.do('state.delete', { id: world.state('Done').id, target: id })).toMatchObject({
      code: 'DELETED',
    });
  });

  it('STATE-13 with more than 450 items are the work of a job', () => {
    const world = new World();
    for (let i = 0; i < 451; i += 1) world.add(`item ${i}`, { state: 'To do' });
    expect(drop(world, 'To do', 'Done')).toMatchObject({ code: 'LIMIT', max: 450 });
    world.must('workItem.delete', { id: world.id('item 7') });
    expect(isRefusal(drop(world, 'To do', 'Done'))).toBe(false);
  });

  it('STATE-14 come back where they stood, while there is room for one more', () => {
    const world = new World();
    drop(world, 'To do', 'Done');
    world.must('state.restore', { id: world.state('To do').id });
    expect(names(world)).toMatch(/^Backlog, To do, In progress/);
    expect(world.state('To do').deletedAt).toBeNull();
    expect(world.must('state.restore', { id: world.state('To do').id })).toEqual([]);
    drop(world, 'To do', 'Done');
    for (let i = 5; i < 50; i += 1) expect(isRefusal(add(world, `State ${i}`))).toBe(false);
    expect(world.do('state.restore', { id: world.state('To do').id })).toEqual(
      refuse('LIMIT', { what: 'states', max: 50 }),
    );
  });
});
