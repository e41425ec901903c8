import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { activityOf, textFieldOf, toldFields } from './activity.ts';
import type { Activity } from './entity/activity.ts';
import { isUuid } from './lib/id.ts';
import type { Touched } from './tables.ts';
import { idFor } from './testing/chance.ts';
import { sampleArgs, sampleWorld } from './testing/samples.ts';
import { peopled, wish } from './testing/wishes.ts';
import { World } from './testing/world.ts';

/** The activity that a piece of a test leaves, in short: "changed title: A → B". */
function told(world: World, act: () => void): string[] {
  const from = world.activity.length;
  act();
  return world.activity.slice(from).map(inShort);
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

function inShort({ verb, before, after }: Activity): string {
  if (verb === 'created') return `created ${after?.['title'] as string}`;
  const fields = Object.keys(after ?? {}).map(
    (name) => `${name}: ${text(before?.[name])} → ${text(after?.[name])}`,
  );
  return [verb, ...fields.toSorted()].join(' ');
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
      before: { points: null },
      after: { points: 3 },
      createdAt: world.entries.at(-1)?.at,
      createdBy: world.id('ben'),
    });
  });

  it('ACT-2 has one row for each row that an entry changed, with every field of it', () => {
    const world = new World();
    world.add('A');
    const edit = {
      id: world.id<'workItem'>('A'),
      title: 'B',
      priority: 'high',
      points: 1,
    } as const;
    expect(told(world, () => world.must('workItem.edit', edit))).toEqual([
      'changed points: null → 1 priority: none → high title: A → B',
    ]);
    expect(world.activity.at(-1)?.field).toBeNull();
  });

  it('ACT-3 names what was made, deleted and restored', () => {
    const world = new World();
    const id = world.id<'workItem'>('A');
    expect(told(world, () => world.add('A'))).toEqual(['created A']);
    expect(told(world, () => world.must('workItem.delete', { id }))).toEqual(['deleted']);
    expect(told(world, () => world.must('workItem.restore', { id }))).toEqual(['restored']);
  });

  it('ACT-3 of a new row says all that is set', () => {
    const world = new World();
    const { id, project, state, reporter } = world.add('A', { points: 2, description: 'Hi.' });
    expect(world.activity.at(-1)).toMatchObject({ row: id, verb: 'created', before: null });
    expect(world.activity.at(-1)?.after).toEqual({
      project,
      type: 'story',
      state,
      title: 'A',
      priority: 'none',
      points: 2,
      reporter,
      description: 1,
    });
  });

  it('ACT-3 says what a restored item came back to', () => {
    const world = new World();
    world.add('A');
    const id = world.id<'workItem'>('A');
    const { state } = world.item('A');
    world.must('workItem.delete', { id });
    const other = world.state('Done').id;
    world.write((tables) => tables.set('workItem', id, { ...world.item('A'), state: other }));
    world.trash('state', 'Done');
    expect(told(world, () => world.must('workItem.restore', { id }))).toEqual([
      `restored state: ${other} → ${state}`,
    ]);
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
    world.add('A', { description: 'Say hello.' });
    expect(world.activity.at(-1)?.after).toMatchObject({ title: 'A', description: 1 });
    const edit = {
      id: world.id<'document'>('A'),
      base: { rev: 1 },
      patch: [[0, 0, '* ']],
    } as const;
    expect(told(world, () => world.must('document.edit', edit))).toEqual([
      'changed description: 1 → 2',
    ]);
    expect(world.activity.at(-1)).toMatchObject({ table: 'workItem', row: world.id('A') });
    const web = { id: world.id<'document'>('WEB'), base: { rev: 0 } } as const;
    world.must('document.edit', { ...web, patch: [[0, 0, 'Bread.']] });
    expect(world.activity.at(-1)).toMatchObject({
      table: 'project',
      row: world.id('WEB'),
      item: null,
      before: { description: 0 },
      after: { description: 1 },
    });
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
    expect(world.activity.at(-1)).toMatchObject({
      project: null,
      table: 'user',
      before: { name: 'Ann' },
    });
    world.must('project.archive', { id: world.id('WEB') });
    expect(world.activity.at(-1)).toMatchObject({
      project: world.id('WEB'),
      table: 'project',
      after: { status: 'archived' },
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
    expect(ids.every(isUuid)).toBe(true);
    expect(other.activity).toEqual(one.activity);
    const bySeq = one.activity.toSorted((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));
    expect(ids.toSorted()).toEqual(bySeq.map(({ id }) => id));
  });
});

/** What the activity says that each row is now, by its id; null for one that is in the trash. */
function replayed(told: readonly Activity[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { row, verb, after } of told) {
    const was = rows.get(row) ?? {};
    const dead = verb === 'changed' ? was['dead'] : verb === 'deleted' || verb === 'purged';
    rows.set(row, { ...was, ...after, dead: dead ?? false });
  }
  return rows;
}

describe('activity, over whole histories', () => {
  it('ACT-10 told one after the other, gives each field of each row as it is now', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff_ffff), { maxLength: 60, size: 'max' }), (wishes) => {
        const world = peopled(new World());
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
        }
        const loaded = [...world.tables.all('activity')];
        const rows = replayed([...world.activity, ...loaded].toSorted((a, b) => a.seq - b.seq));
        for (const table of ['project', 'state', 'label', 'workItem', 'comment'] as const) {
          for (const row of world.tables.all(table)) {
            const fields: Record<string, unknown> = {};
            for (const name of toldFields(table)) fields[name] = row[name as never] ?? undefined;
            const rev = world.tables.get('document', row.id as never)?.rev;
            const now = { ...fields, [textFieldOf(table)]: rev, dead: row.deletedAt !== null };
            const then = rows.get(row.id) ?? {};
            for (const name of Object.keys(now)) {
              expect(then[name] ?? undefined, `${table} ${name}`).toEqual(now[name]);
            }
          }
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('ACT-1 names the action of which the entry was a part', () => {
    const world = new World();
    const { id } = world.add('A');
    world.must('workItem.edit', { id, points: 3 }, { actionId: 'estimate all' });
    expect(world.activity.at(-1)?.action).toBe('estimate all');
    world.must('workItem.edit', { id, points: 5 });
    expect(world.activity.at(-1)?.action).toBeNull();
  });
});

describe('whose timeline it is', () => {
  const rowAs = (name: string, fields: object) => ({
    ...new World().project,
    ...fields,
    id: idFor(name),
  });
  const toldOf = (touched: object): Activity[] => {
    const world = new World();
    const last = world.entries.at(-1);
    if (last === undefined) throw new Error('no entry');
    return activityOf(last, [touched as Touched], world.tables);
  };
  const [A, B] = [idFor<'workItem'>('A'), idFor<'workItem'>('B')];
  const [WEB, APP] = [idFor<'project'>('WEB'), idFor<'project'>('APP')];

  it('ACT-11 what happens to an item, its text, comments and attachments is in its timeline', () => {
    const world = new World();
    world.add('A', { description: 'Hi.' });
    expect(world.activity.at(-1)?.item).toBe(A);
    for (const table of ['comment', 'attachment'] as const) {
      const after = rowAs('C', { project: WEB, item: A });
      expect(toldOf({ table, id: after.id, before: undefined, after })).toMatchObject([
        { table, verb: 'created', item: A, project: WEB },
      ]);
    }
  });

  it('ACT-11 the text of a comment is in the timeline of the item', () => {
    const world = new World();
    const last = world.entries.at(-1);
    if (last === undefined) throw new Error('no entry');
    const after = rowAs('C', { project: WEB, item: A, deletedAt: null, editedAt: null });
    const text = (rev: number) => rowAs('C', { project: WEB, rev });
    const touched = (before: object | undefined) =>
      [
        { table: 'comment', id: after.id, before, after },
        { table: 'document', id: after.id, before: before && text(1), after: text(2) },
      ] as unknown as Touched[];
    expect(activityOf(last, touched(undefined), world.tables)).toMatchObject([
      { table: 'comment', item: A, verb: 'created', before: null, after: { text: 2 } },
    ]);
    world.write((tables) => tables.set('comment', after.id as never, after as never));
    const edited = touched({ ...after, seq: 0 });
    expect(activityOf(last, edited, world.tables)).toMatchObject([
      { table: 'comment', item: A, verb: 'changed', before: { text: 1 }, after: { text: 2 } },
    ]);
  });

  it('ACT-11 a dependency is in the timelines of both its items, each where it may be seen', () => {
    const after = rowAs('D', { project: WEB, toProject: APP, from: A, to: B, kind: 'blocks' });
    expect(toldOf({ table: 'dependency', id: after.id, before: undefined, after })).toMatchObject([
      { item: A, project: WEB, after: { kind: 'blocks' } },
      { item: B, project: APP, after: { kind: 'blocks' } },
    ]);
  });

  it('ACT-12 a row that is taken out for good was purged', () => {
    const before = rowAs('C', { project: WEB, item: A });
    expect(toldOf({ table: 'comment', id: before.id, before, after: undefined })).toMatchObject([
      { verb: 'purged', row: before.id, item: A, before: null, after: null },
    ]);
  });
});
