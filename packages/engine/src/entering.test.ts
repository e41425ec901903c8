import { describe, expect, it } from 'vitest';

import type { Args } from './command.ts';
import { overLimitOf, warningsOf } from './query/rules.ts';
import { isRefusal, refuse } from './refusal.ts';
import { World } from './testing/world.ts';

/** WEB with the stories A, B and C in its backlog. */
function project(rules: Omit<Args['project.edit'], 'id'> = {}): World {
  const world = new World();
  for (const name of ['A', 'B', 'C']) world.add(name);
  world.must('project.edit', { id: world.id('WEB'), ...rules });
  return world;
}

const limit = (world: World, state: string, wipLimit: number | null) =>
  world.must('state.edit', { id: world.state(state).id, wipLimit });

const move = (world: World, name: string, state: string) =>
  world.do('workItem.move', { id: world.id(name), state: world.state(state).id });

/** Says that one item blocks another, past every rule. */
function block(world: World, from: string, to: string): void {
  const [one, other] = [world.item(from), world.item(to)];
  world.write((tables) =>
    tables.set('dependency', world.id(`${from} ${to}`), {
      ...one,
      id: world.id(`${from} ${to}`),
      project: one.project,
      from: one.id,
      to: other.id,
      toProject: other.project,
      kind: 'blocks',
      open: true,
    } as never),
  );
}

const full = refuse('WIP_LIMIT', { state: 'In progress', max: 1 });

describe('the limits of states', () => {
  it('ENTER-1 hold nobody up unless the project says so', () => {
    for (const wipRule of [null, 'off', 'warn'] as const) {
      const world = project({ wipRule });
      limit(world, 'In progress', 1);
      for (const name of ['A', 'B'])
        expect(isRefusal(move(world, name, 'In progress'))).toBe(false);
    }
  });

  it('ENTER-2 refuse one more, by whatever command it comes', () => {
    const world = project({ wipRule: 'block' });
    limit(world, 'In progress', 1);
    move(world, 'A', 'In progress');
    const { id: state } = world.state('In progress');
    expect(move(world, 'B', 'In progress')).toEqual(full);
    const words = { id: world.id<'workItem'>('D'), project: world.project.id, title: 'D' };
    expect(world.do('workItem.create', { ...words, type: 'task', state })).toEqual(full);
    const ids = [world.id<'workItem'>('B'), world.id<'workItem'>('A')];
    expect(world.do('workItem.editMany', { project: world.project.id, ids, state })).toEqual(full);
    limit(world, 'In progress', 2);
    const all = [...ids, world.id<'workItem'>('C')];
    expect(world.do('workItem.editMany', { project: world.project.id, ids: all, state })).toEqual({
      ...full,
      max: 2,
    });
    expect(
      isRefusal(world.do('workItem.editMany', { project: world.project.id, ids, state })),
    ).toBe(false);
  });

  it('ENTER-2 count what is live, and all that comes back from the trash with an item', () => {
    const world = project({ wipRule: 'block' });
    limit(world, 'In progress', 1);
    world.add('task', { type: 'task', parent: 'B', state: 'In progress' });
    world.must('workItem.delete', { id: world.id('B'), children: 'tree' });
    expect(isRefusal(move(world, 'A', 'In progress'))).toBe(false);
    expect(world.do('workItem.restore', { id: world.id('B') })).toEqual(full);
    move(world, 'A', 'Done');
    expect(isRefusal(world.do('workItem.restore', { id: world.id('B') }))).toBe(false);
  });
});

describe('blocked items', () => {
  it('ENTER-3 start all the same unless the project says otherwise', () => {
    for (const blockedRule of [null, 'off', 'warn'] as const) {
      const world = project({ blockedRule });
      block(world, 'A', 'B');
      expect(isRefusal(move(world, 'B', 'In progress'))).toBe(false);
    }
  });

  it('ENTER-4 do not start while a blocker is open', () => {
    const world = project({ blockedRule: 'block' });
    block(world, 'A', 'B');
    block(world, 'C', 'B');
    for (const state of ['In progress', 'In review', 'Done']) {
      const by = expect.arrayContaining(['WEB-1', 'WEB-3']) as string[];
      expect(move(world, 'B', state)).toEqual(refuse('BLOCKED', { by }));
    }
    for (const state of ['To do', 'Cancelled', 'Backlog']) {
      expect(isRefusal(move(world, 'B', state))).toBe(false);
    }
    move(world, 'A', 'Done');
    world.must('workItem.delete', { id: world.id('C') });
    expect(isRefusal(move(world, 'B', 'In progress'))).toBe(false);
  });

  it('ENTER-4 are blocked by no key that the actor may not see', () => {
    const world = project({ blockedRule: 'block' });
    const secret = { id: world.id<'project'>('SEC'), key: 'SEC', title: 'Secret' };
    world.must('project.create', { ...secret, defaultRole: 'none' });
    const words = { project: secret.id, type: 'task', title: 'S' } as const;
    world.must('workItem.create', { id: world.id('S'), ...words });
    block(world, 'S', 'A');
    expect(move(world, 'A', 'Done')).toEqual(refuse('BLOCKED', { by: ['SEC-1'] }));
    world.person('ben');
    expect(move(world.as('ben'), 'A', 'Done')).toEqual(
      refuse('BLOCKED', { by: ['a private item'] }),
    );
    world.write((tables) => tables.set('workItem', world.id('S'), undefined));
    expect(move(world, 'A', 'Done')).toEqual(refuse('BLOCKED', { by: ['a private item'] }));
  });
});

describe('required fields', () => {
  it('ENTER-5 are asked for on the way into a state, and not cleared there', () => {
    const world = project({ requiredFields: { started: ['assignee'], done: ['points'] } });
    const missing = (field: string) =>
      refuse('INVALID', { field, rule: 'must be set in this state' });
    expect(move(world, 'A', 'In progress')).toEqual(missing('assignee'));
    const A = world.id<'workItem'>('A');
    world.must('workItem.edit', { id: A, assignee: world.id('ann') });
    expect(isRefusal(move(world, 'A', 'In progress'))).toBe(false);
    expect(world.do('workItem.edit', { id: A, assignee: null })).toEqual(missing('assignee'));
    const { id: state } = world.state('Done');
    const many = { project: world.project.id, ids: [world.id<'workItem'>('B'), A] };
    expect(world.do('workItem.editMany', { ...many, state })).toEqual({
      ...missing('points'),
      item: 'WEB-2',
    });
    expect(isRefusal(world.do('workItem.editMany', { ...many, state, points: 0 }))).toBe(false);
    const made = { id: world.id<'workItem'>('D'), project: world.project.id, title: 'D' };
    expect(world.do('workItem.create', { ...made, type: 'task', state })).toEqual(
      missing('points'),
    );
  });
});

describe('going into a state', () => {
  it('ENTER-6 leaves in peace what is there already', () => {
    const world = project();
    for (const name of ['A', 'B']) move(world, name, 'In progress');
    limit(world, 'In progress', 1);
    block(world, 'C', 'A');
    const requiredFields = { started: ['assignee'] } as const;
    const rules = { wipRule: 'block', blockedRule: 'block', requiredFields } as const;
    world.must('project.edit', { id: world.id('WEB'), ...rules });
    const id = world.id<'workItem'>('A');
    const { state } = world.item('A');
    expect(isRefusal(world.do('workItem.edit', { id, title: 'still' }))).toBe(false);
    expect(isRefusal(world.do('workItem.move', { id, state, after: world.id('C') }))).toBe(false);
    move(world, 'B', 'Done');
    world.must('workItem.delete', { id });
    expect(isRefusal(world.do('workItem.restore', { id }))).toBe(false);
  });

  it('ENTER-7 is free for imports', () => {
    const world = project({ wipRule: 'block', requiredFields: { done: ['points'] } });
    limit(world, 'Done', 1);
    for (const [i, name] of ['X', 'Y'].entries()) {
      const words = {
        project: world.project.id,
        number: 70 + i,
        type: 'task',
        parent: null,
      } as const;
      const more = { title: name, priority: 'none', points: null, description: '' } as const;
      const dates = { createdAt: 1, updatedAt: 1, state: world.state('Done').id };
      const args = { id: world.id<'workItem'>(name), ...words, ...more, ...dates };
      expect(isRefusal(world.do('workItem.import', args as never, { via: 'import' }))).toBe(false);
    }
  });

  it('ENTER-8 can be asked about beforehand', () => {
    const requiredFields = { review: ['dueDate'] } as const;
    const world = project({ wipRule: 'warn', blockedRule: 'warn', requiredFields });
    const ask = (name: string, state: string) =>
      warningsOf(world.tables, world.item(name), world.state(state).id);
    const nothing = { overLimit: null, blocked: null, missing: [], openBelow: 0, refused: false };
    expect(ask('A', 'In progress')).toBeNull();
    limit(world, 'In progress', 1);
    move(world, 'B', 'In progress');
    expect(ask('A', 'In progress')).toEqual({ ...nothing, overLimit: { count: 2, max: 1 } });
    expect(ask('B', 'In progress')).toBeNull();
    expect(
      warningsOf(world.tables, world.item('A'), world.state('In progress').id, 2)?.overLimit,
    ).toEqual({ count: 3, max: 1 });
    const full = [0, 1].map((more) =>
      overLimitOf(world.tables, world.state('In progress').id, more),
    );
    expect(full).toEqual([null, { count: 2, max: 1 }]);
    expect(ask('A', 'In review')).toEqual({ ...nothing, missing: ['dueDate'], refused: true });
    world.add('task', { type: 'task', parent: 'A' });
    expect(ask('A', 'Done')).toEqual({ ...nothing, openBelow: 1 });
    block(world, 'C', 'A');
    const blocked = { items: [world.item('C')], hidden: 0 };
    expect(ask('A', 'Done')).toEqual({ ...nothing, openBelow: 1, blocked });
    world.must('project.edit', { id: world.id('WEB'), blockedRule: 'block' });
    expect(ask('A', 'Done')).toMatchObject({ blocked, refused: true });
    world.must('project.edit', { id: world.id('WEB'), blockedRule: null, wipRule: 'off' });
    expect(ask('A', 'In progress')).toBeNull();
  });
});
