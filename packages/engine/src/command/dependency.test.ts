import { describe, expect, it } from 'vitest';

import type { Dependency, DependencyKind } from '../entity/dependency.ts';
import { audienceOf } from '../entity/list.ts';
import { sees } from '../entity/entity.ts';
import { wayBetween } from '../dependency-graph.ts';
import { refuse } from '../refusal.ts';
import { scopeOf } from '../role.ts';
import { World } from '../testing/world.ts';
import { MOST_DEPENDENCIES } from './dependency.ts';

/** WEB with the items a to d. */
function four(): World {
  const world = new World();
  for (const name of ['a', 'b', 'c', 'd']) world.add(name);
  return world;
}

/** WEB with a; APP with x and y, which ben edits and gus does not see. Ben only looks at WEB. */
function two(): World {
  const world = new World();
  world.add('a');
  world.must('project.create', { id: world.id('APP'), key: 'APP', title: 'App' });
  for (const name of ['x', 'y']) {
    world.must('workItem.create', {
      id: world.id(name),
      project: world.id('APP'),
      type: 'story',
      title: name,
    });
  }
  world.person('ben');
  world.member('ben', 'viewer');
  world.person('gus', { role: 'guest' });
  world.member('gus', 'editor');
  return world;
}

const tie = (world: World, from: string, to: string, kind: DependencyKind = 'blocks') =>
  world.do('dependency.add', {
    id: world.id(`${from} ${kind} ${to}`),
    from: world.id(from),
    to: world.id(to),
    kind,
  });
const untie = (world: World, from: string, to: string, kind: DependencyKind = 'blocks') =>
  world.do('dependency.remove', { id: world.id(`${from} ${kind} ${to}`) });
const row = (world: World, from: string, to: string): Dependency =>
  world.tables.get('dependency', world.id<'dependency'>(`${from} blocks ${to}`))!;
const appState = (world: World, name: string) =>
  [...world.tables.list('state', 'byProject', world.id('APP'))].find((one) => one.name === name)!
    .id;

describe('dependencies', () => {
  it('DEP-1 one item blocks, relates to or duplicates another', () => {
    const world = four();
    for (const kind of ['blocks', 'relates', 'duplicates'] as const) {
      expect(tie(world, 'a', 'b', kind)).not.toHaveProperty('code');
    }
    expect(row(world, 'a', 'b')).toMatchObject({
      from: world.id('a'),
      to: world.id('b'),
      project: world.project.id,
      toProject: world.project.id,
      open: true,
    });
    expect(world.activity.slice(-2).map(({ item }) => item)).toEqual([
      world.id('a'),
      world.id('b'),
    ]);
  });

  it('DEP-2 both ends are there and live, and not the same', () => {
    const world = four();
    expect(tie(world, 'a', 'gone')).toEqual(refuse('NOT_FOUND', { what: 'item' }));
    expect(tie(world, 'gone', 'a')).toEqual(refuse('NOT_FOUND', { what: 'item' }));
    expect(tie(world, 'a', 'a')).toMatchObject({ code: 'INVALID', field: 'to' });
    world.must('workItem.delete', { id: world.id('b') });
    expect(tie(world, 'a', 'b')).toMatchObject({ code: 'DELETED' });
    expect(tie(world, 'b', 'a')).toMatchObject({ code: 'DELETED' });
  });

  it('DEP-3 two items have one of each kind, whichever way round; a removed one may come again', () => {
    const world = four();
    for (const kind of ['relates', 'duplicates'] as const) {
      tie(world, 'a', 'b', kind);
      expect(tie(world, 'b', 'a', kind)).toEqual(refuse('EXISTS', { field: 'dependency' }));
    }
    tie(world, 'a', 'b');
    const again = { id: world.id<'dependency'>('again'), kind: 'blocks' as const };
    const ends = { from: world.id<'workItem'>('a'), to: world.id<'workItem'>('b') };
    expect(world.do('dependency.add', { ...again, ...ends })).toMatchObject({ code: 'EXISTS' });
    untie(world, 'a', 'b');
    expect(untie(world, 'a', 'b')).toMatchObject({ code: 'DELETED' });
    expect(world.do('dependency.add', { ...again, ...ends })).not.toHaveProperty('code');
    expect(tie(world, 'a', 'b')).toEqual(refuse('EXISTS', { field: 'id' }));
  });

  it('DEP-4 items that block each other close no circle; the refusal names the way', () => {
    const world = four();
    tie(world, 'a', 'b');
    tie(world, 'b', 'c');
    expect(tie(world, 'b', 'a')).toEqual(refuse('CYCLE', { path: ['WEB-2', 'WEB-1', 'WEB-2'] }));
    expect(tie(world, 'c', 'a')).toEqual(
      refuse('CYCLE', { path: ['WEB-3', 'WEB-1', 'WEB-2', 'WEB-3'] }),
    );
    expect(tie(world, 'c', 'a', 'relates')).not.toHaveProperty('code');
    untie(world, 'b', 'c');
    expect(tie(world, 'c', 'a')).not.toHaveProperty('code');
  });

  it('DEP-5 the walk for a circle ends, and what it could not judge is refused', () => {
    const world = four();
    const endless = function* (item: string) {
      yield { id: 'x', from: item, to: `${item}1` } as never;
    };
    expect(wayBetween('a' as never, 'b' as never, endless as never, 100)).toBe('too long');
    tie(world, 'a', 'b');
    world.write((tables) => {
      const base = row(world, 'a', 'b');
      for (let i = 0; i <= 10_000; i += 1) {
        const id = world.id<'dependency'>(`row ${i}`);
        const from = world.id<'workItem'>(i === 0 ? 'b' : `far ${i}`);
        tables.set('dependency', id, { ...base, id, from, to: world.id(`far ${i + 1}`) });
      }
    });
    expect(tie(world, 'c', 'a')).toMatchObject({ code: 'LIMIT' });
  });

  it('DEP-6 an item has at most 100, both ways together', () => {
    const world = four();
    world.write((tables) => {
      for (let i = 0; i < MOST_DEPENDENCIES; i += 1) {
        const id = world.id<'dependency'>(`row ${i}`);
        const ends = { from: world.id<'workItem'>('a'), to: world.id<'workItem'>(`far ${i}`) };
        const base = { ...world.item('a'), id, ...ends, kind: 'relates' as const, open: true };
        tables.set('dependency', id, { ...base, toProject: base.project } as never);
      }
    });
    const tooMany = refuse('LIMIT', { what: 'dependencies of one item', max: 100 });
    expect(tie(world, 'a', 'b', 'relates')).toEqual(tooMany);
    expect(tie(world, 'b', 'a', 'relates')).toEqual(tooMany);
    expect(tie(world, 'b', 'c')).not.toHaveProperty('code');
  });

  it('DEP-7 across projects it needs the sight of both and the right to edit one', () => {
    const world = two();
    expect(tie(world.as('ben'), 'x', 'a')).not.toHaveProperty('code');
    expect(tie(world.as('gus'), 'x', 'a', 'relates')).toEqual(
      refuse('NOT_FOUND', { what: 'item' }),
    );
    expect(tie(world, 'a', 'x', 'relates')).toEqual(refuse('NOT_FOUND', { what: 'item' }));
    world.as('ann').must('project.archive', { id: world.id('APP') });
    expect(tie(world, 'a', 'y')).toMatchObject({ code: 'ARCHIVED' });
  });

  it('DEP-8 across projects either end may untie, in a project that can be written', () => {
    const world = two();
    tie(world, 'x', 'a');
    world.person('eve', { role: 'guest' });
    expect(untie(world.as('eve'), 'x', 'a')).toMatchObject({ code: 'NOT_FOUND' });
    world.as('ann').must('project.archive', { id: world.id('APP') });
    expect(untie(world.as('gus'), 'x', 'a')).not.toHaveProperty('code');
    world.as('ann').must('project.unarchive', { id: world.id('APP') });
    tie(world, 'a', 'y');
    world.must('project.archive', { id: world.id('WEB') });
    world.must('project.archive', { id: world.id('APP') });
    expect(untie(world, 'a', 'y')).toMatchObject({ code: 'ARCHIVED' });
  });

  it('DEP-9 one across projects is seen by the people of either', () => {
    const world = two();
    tie(world, 'x', 'a');
    const audience = audienceOf('dependency', row(world, 'x', 'a'));
    const maySee = (name: string) => sees(scopeOf(world.tables, world.id(name)), audience);
    world.person('eve', { role: 'guest' });
    expect(['ann', 'ben', 'gus', 'eve'].map(maySee)).toEqual([true, true, true, false]);
  });

  it('DEP-10 of a circle only the keys are named that the actor may see', () => {
    const world = two();
    tie(world, 'a', 'x');
    world.add('b');
    tie(world, 'x', 'b');
    world.as('gus');
    expect(tie(world, 'b', 'a')).toEqual(refuse('CYCLE', { path: ['WEB-2', 'WEB-1', 'WEB-2'] }));
  });

  it('DEP-11 an import keeps when it was made, under the same rules', () => {
    const world = four();
    const args = (from: string, to: string) => ({
      id: world.id<'dependency'>(`${from} blocks ${to}`),
      from: world.id<'workItem'>(from),
      to: world.id<'workItem'>(to),
      kind: 'blocks' as const,
      createdAt: 1_600_000_000_000,
    });
    world.must('dependency.import', args('a', 'b'), { via: 'job' });
    expect(row(world, 'a', 'b')).toMatchObject({ createdAt: 1_600_000_000_000 });
    expect(world.do('dependency.import', args('b', 'a'), { via: 'job' })).toMatchObject({
      code: 'CYCLE',
    });
    expect(world.do('dependency.import', args('c', 'gone'), { via: 'job' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('what follows for dependencies', () => {
  it('DEP-12 across projects one says whether its first item is live and not done', () => {
    const world = two();
    tie(world, 'x', 'a');
    const open = () => row(world, 'x', 'a').open;
    const versionOf = () => row(world, 'x', 'a').version;
    const steps: [() => unknown, boolean][] = [
      [
        () => world.must('workItem.move', { id: world.id('x'), state: appState(world, 'Done') }),
        false,
      ],
      [() => world.must('state.edit', { id: appState(world, 'Done'), category: 'started' }), true],
      [() => world.must('workItem.delete', { id: world.id('x') }), false],
      [() => world.must('workItem.restore', { id: world.id('x') }), true],
      [
        () => {
          world.must('workItem.create', {
            id: world.id('epic'),
            project: world.id('APP'),
            type: 'epic',
            title: 'Epic',
          });
          world.must('workItem.reparent', { id: world.id('x'), parent: world.id('epic') });
          world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
        },
        false,
      ],
      [() => world.must('workItem.restore', { id: world.id('epic') }), true],
    ];
    for (const [step, expected] of steps) {
      step();
      expect([open(), versionOf()]).toEqual([expected, 1]);
    }
  });

  it('DEP-13 within a project nothing is written when an item moves', () => {
    const world = four();
    tie(world, 'a', 'b');
    const done = { id: world.id<'workItem'>('a'), state: world.state('Done').id };
    expect(world.must('workItem.move', done)).toHaveLength(1);
    expect(row(world, 'a', 'b').open).toBe(true);
  });

  it('DEP-14 one goes where its items go', () => {
    const world = two();
    tie(world, 'a', 'x');
    expect(row(world, 'a', 'x').toProject).toBe(world.id('APP'));
    world.must('workItem.transfer', { id: world.id('x'), project: world.project.id });
    expect(row(world, 'a', 'x')).toMatchObject({
      project: world.project.id,
      toProject: world.project.id,
      open: true,
    });
    world.must('workItem.transfer', { id: world.id('a'), project: world.id('APP') });
    expect(row(world, 'a', 'x').project).toBe(world.id('APP'));
  });

  it('DEP-15 an item that comes back leaves out what would close a circle by then', () => {
    const world = four();
    tie(world, 'a', 'b');
    tie(world, 'b', 'c');
    world.must('workItem.delete', { id: world.id('b') });
    expect(tie(world, 'c', 'a')).not.toHaveProperty('code');
    world.must('workItem.restore', { id: world.id('b') });
    const left = [row(world, 'a', 'b'), row(world, 'b', 'c')].filter((one) => one.deletedAt);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatchObject({ deletedBy: world.id('ann') });
    expect(row(world, 'c', 'a').deletedAt).toBeNull();
  });

  it('DEP-16 so it is with all that comes back under it, and what closes none returns', () => {
    const world = four();
    world.add('epic', { type: 'epic' });
    for (const name of ['b', 'd']) {
      world.must('workItem.reparent', { id: world.id(name), parent: world.id('epic') });
    }
    tie(world, 'a', 'b');
    tie(world, 'b', 'd');
    tie(world, 'd', 'c');
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    expect(tie(world, 'c', 'a')).not.toHaveProperty('code');
    world.must('workItem.restore', { id: world.id('epic') });
    const all = [row(world, 'a', 'b'), row(world, 'b', 'd'), row(world, 'd', 'c')];
    expect(all.filter((one) => one.deletedAt !== null)).toHaveLength(1);
  });
});
