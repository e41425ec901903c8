import { describe, expect, it } from 'vitest';

import type { Activity } from './entity/activity.ts';
import { sampleArgs, sampleWorld } from './testing/samples.ts';
import { World } from './testing/world.ts';

/** The activity that a piece of a test leaves, in short: "changed title: A → B". */
function told(world: World, act: () => void): string[] {
  const from = world.activity.length;
  act();
  return world.activity.slice(from).map(inShort);
}

function inShort({ verb, field, before, after }: Activity): string {
  if (field === null) return after === null ? verb : `${verb} ${String(after)}`;
  return `${verb} ${field}: ${String(before)} → ${String(after)}`;
}

describe('activity', () => {
  it('ACT-1 says who changed what, when, in which entry', () => {
    const world = new World();
    const a = world.add('A');
    world.person('ben');
    world.as('ben').must('workItem.edit', { id: a.id, points: 3 });
    expect(world.activity.at(-1)).toMatchObject({
      project: world.id('WEB'),
      entry: world.entries.length,
      seq: world.entries.length,
      table: 'workItem',
      row: a.id,
      verb: 'changed',
      field: 'points',
      before: null,
      after: 3,
      createdAt: world.entries.at(-1)?.at,
      createdBy: world.id('ben'),
    });
  });

  it('ACT-2 has one line for each field that changed', () => {
    const world = new World();
    world.add('A');
    const edit = {
      id: world.id<'workItem'>('A'),
      title: 'B',
      priority: 'high',
      points: 1,
    } as const;
    expect(told(world, () => world.must('workItem.edit', edit)).toSorted()).toEqual([
      'changed points: null → 1',
      'changed priority: none → high',
      'changed title: A → B',
    ]);
  });

  it('ACT-3 names what was made, deleted and restored', () => {
    const world = new World();
    const id = world.id<'workItem'>('A');
    expect(told(world, () => world.add('A'))).toEqual(['created A']);
    expect(told(world, () => world.must('workItem.delete', { id }))).toEqual(['deleted']);
    expect(told(world, () => world.must('workItem.restore', { id }))).toEqual(['restored']);
  });

  it('ACT-4 says nothing about ranks, counters and what is so already', () => {
    const world = new World();
    const [a, b] = [world.add('A'), world.add('B')];
    const move = { id: a.id, state: a.state, after: b.id };
    expect(told(world, () => world.must('workItem.move', move))).toEqual([]);
    const { id } = world.state('Done');
    expect(told(world, () => world.must('state.move', { id, after: null }))).toEqual([]);
    expect(told(world, () => world.must('workItem.edit', { id: a.id, title: 'A' }))).toEqual([]);
  });

  it('ACT-5 names long text by its revisions', () => {
    const world = new World();
    const lines = told(world, () => world.add('A', { description: 'Say hello.' }));
    expect(lines).toEqual(['created A', 'changed description: 0 → 1']);
    const edit = {
      id: world.id<'document'>('A'),
      base: { rev: 1 },
      patch: [[0, 0, '* ']],
    } as const;
    expect(told(world, () => world.must('document.edit', edit))).toEqual([
      'changed description: 1 → 2',
    ]);
    expect(world.activity.at(-1)?.row).toBe(world.id('A'));
  });

  it('ACT-6 tells of every row that a command changed, in the audience of its project', () => {
    const world = new World();
    world.add('story');
    world.add('one', { type: 'task', parent: 'story' });
    world.add('two', { type: 'task', parent: 'story' });
    const from = world.activity.length;
    world.must('workItem.delete', { id: world.id('story'), children: 'up' });
    const rows = world.activity.slice(from);
    expect(new Set(rows.map((one) => one.row))).toEqual(
      new Set([world.id('one'), world.id('two'), world.id('story')]),
    );
    expect(new Set(rows.map((one) => one.project))).toEqual(new Set([world.id('WEB')]));
  });

  it('ACT-7 of the workspace and its people belongs to no project; of a project, to itself', () => {
    const world = new World();
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect(world.activity.at(-1)).toMatchObject({ project: null, table: 'user', before: 'Ann' });
    world.must('project.archive', { id: world.id('WEB') });
    expect(world.activity.at(-1)).toMatchObject({
      project: world.id('WEB'),
      table: 'project',
      field: 'status',
      after: 'archived',
    });
  });

  it('ACT-8 leaves jobs and revisions out: they tell their own story', () => {
    const world = sampleWorld();
    const from = world.activity.length;
    world.must('job.progress', { id: world.id('J'), done: 5 }, { via: 'job' });
    expect(world.activity).toHaveLength(from);
    expect(world.activity.some(({ table }) => table === 'revision' || table === 'job')).toBe(false);
  });

  it('ACT-9 has ids of its own that are the same wherever it is derived', () => {
    const one = sampleWorld(9);
    const other = sampleWorld(9);
    for (const world of [one, other]) {
      world.must('workItem.edit', sampleArgs['workItem.edit'](world));
    }
    const ids = one.activity.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(other.activity).toEqual(one.activity);
  });
});
