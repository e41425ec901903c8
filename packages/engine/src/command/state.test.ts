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
});
