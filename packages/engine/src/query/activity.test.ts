import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Activity } from '../entity/activity.ts';
import type { Touched } from '../tables.ts';
import { idFor } from '../testing/chance.ts';
import { sampleArgs } from '../testing/samples.ts';
import { peopled, wish } from '../testing/wishes.ts';
import { World } from '../testing/world.ts';
import type { ActivityPart, ActivityValue } from './activity.ts';
import { activityLines, isInTimeline } from './activity.ts';

const MINUTE = 60_000;

/** The timeline of an item, newest first. */
function rowsOf(world: World, name: string): Activity[] {
  return world.activity.filter(({ item }) => item === world.id(name)).toReversed();
}

/** Its lines in short. */
function told(world: World, name: string): string[] {
  return activityLines(world.tables, rowsOf(world, name)).map(({ parts }) =>
    parts.map(inShort).join(', '),
  );
}

function inShort({ verb, field, subject, before, after }: ActivityPart): string {
  if (field !== null) return `${field}: ${valueOf(before)} → ${valueOf(after)}`;
  const other = 'other' in subject ? ` ${subject.relation} ${valueOf(subject.other)}` : '';
  return `${verb} ${subject.table}${other}`;
}

function valueOf(value: ActivityValue): string {
  switch (value.kind) {
    case 'text':
    case 'word':
    case 'day':
      return value.text;
    case 'number':
    case 'minutes':
    case 'instant':
      return `${value.number}`;
    case 'state':
      return value.state.name;
    case 'person':
      return value.person.name;
    case 'item':
      return value.key;
    case 'labels':
      return value.labels.map(({ name }) => name).join(' ');
    case 'project':
      return value.title;
    case 'revision':
      return `r${value.rev}`;
    default:
      return value.kind;
  }
}

describe('the timeline of an item', () => {
  it('FEED-1 all of one entry is one line, and so are the entries of one action', () => {
    const world = new World();
    const { id } = world.add('A');
    world.must('workItem.edit', { id, title: 'B', points: 2 });
    expect(told(world, 'A')).toEqual(['title: A → B, points: none → 2', 'created workItem']);
    const together = { actionId: 'tidy up' };
    world.must('workItem.edit', { id, priority: 'high' }, together);
    world.as('ann').must('workItem.edit', { id, points: 3 });
    world.must('workItem.edit', { id, dueDate: '2026-03-09' }, together);
    expect(told(world, 'A').slice(0, 2)).toEqual([
      'dueDate: none → 2026-03-09, priority: none → high',
      'points: 2 → 3',
    ]);
  });

  it('FEED-1 what was loaded from a file has no entry, and is told by when it was', () => {
    const world = new World();
    const { id } = world.add('A');
    world.must('workItem.edit', { id, title: 'B' });
    world.must('workItem.edit', { id, points: 2 });
    const loaded = rowsOf(world, 'A').map((row) => ({ ...row, entry: 0 }));
    expect(activityLines(world.tables, loaded)).toHaveLength(3);
  });

  it('FEED-2 in one line a field goes from its first value to its last, if that is another', () => {
    const world = new World();
    const { id } = world.add('A');
    for (const points of [1, 2, 3]) {
      world.must('workItem.edit', { id, points }, { actionId: 'count' });
    }
    expect(told(world, 'A')[0]).toBe('points: none → 3');
    world.must('workItem.edit', { id, points: null }, { actionId: 'count' });
    expect(told(world, 'A')).toEqual(['created workItem']);
  });

  it('FEED-3 edits of the same fields by one person in one sitting are one line', () => {
    const world = new World();
    const { id } = world.add('A');
    world.must('workItem.edit', { id, points: 1 });
    world.now += 9 * MINUTE;
    world.must('workItem.edit', { id, points: 2 });
    world.now += 9 * MINUTE;
    world.must('workItem.edit', { id, points: 3 });
    expect(told(world, 'A')).toEqual(['points: none → 3', 'created workItem']);
    world.now += 11 * MINUTE;
    world.must('workItem.edit', { id, points: 4 });
    expect(told(world, 'A')[0]).toBe('points: 3 → 4');
    world.person('ben');
    world.as('ben').must('workItem.edit', { id, points: 5 });
    world.must('workItem.edit', { id, points: 6, title: 'B' });
    world.must('workItem.edit', { id, points: 8 });
    world.must('workItem.edit', { id, points: 6 });
    expect(told(world, 'A').slice(0, 4)).toEqual([
      'points: 8 → 6',
      'points: 6 → 8',
      'title: A → B, points: 5 → 6',
      'points: 4 → 5',
    ]);
  });

  it('FEED-3 but each state on the way is told', () => {
    const world = new World();
    const { id } = world.add('A');
    for (const state of ['To do', 'In progress']) {
      world.must('workItem.move', { id, state: world.state(state).id });
    }
    expect(told(world, 'A').slice(0, 2)).toEqual([
      'state: To do → In progress',
      'state: Backlog → To do',
    ]);
  });

  it('FEED-4 names what the values are called today, in the trash too', () => {
    const world = new World();
    world.add('epic', { type: 'epic' });
    const { id } = world.add('A');
    world.must('workItem.edit', { id, assignee: world.id('ann'), estimateMinutes: 90 });
    world.must('workItem.reparent', { id, parent: world.id('epic') });
    world.must('workItem.delete', { id: world.id('epic'), children: 'up' });
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect(told(world, 'A').slice(0, 3)).toEqual([
      'parent: WEB-1 → none',
      'parent: none → WEB-1',
      'assignee: none → Anna, estimateMinutes: none → 90',
    ]);
    world.write((tables) => tables.set('workItem', world.id('epic'), undefined));
    expect(told(world, 'A')[1]).toBe('parent: none → gone');
  });

  it('FEED-5 tells a text by its revisions, and deleting and restoring as such', () => {
    const world = new World();
    const { id } = world.add('A', { description: 'Hello' });
    const document = world.id<'document'>('A');
    world.must('document.edit', { id: document, base: { rev: 1 }, patch: [[5, 0, '!']] });
    world.must('document.edit', { id: document, base: { rev: 2 }, patch: [[6, 0, '!']] });
    world.must('workItem.delete', { id });
    world.must('workItem.restore', { id });
    expect(told(world, 'A')).toEqual([
      'restored workItem',
      'deleted workItem',
      'description: r1 → r3',
      'created workItem',
    ]);
    const [, , line] = activityLines(world.tables, rowsOf(world, 'A'));
    expect(line?.parts[0]?.after).toEqual({ kind: 'revision', document, rev: 3 });
  });

  it('FEED-5 tells what was made here from what was brought over', () => {
    const world = new World();
    world.add('A');
    const old = { ...sampleArgs['workItem.import'](world), parent: null };
    world.must('workItem.import', old, { via: 'job' });
    const imported = (name: string): boolean | undefined =>
      activityLines(world.tables, rowsOf(world, name))[0]?.parts[0]?.imported;
    expect([imported('A'), imported('old')]).toEqual([false, true]);
  });

  it('FEED-5 tells of a dependency how the other item stands to this one', () => {
    const world = new World();
    const [a, b] = [world.add('A'), world.add('B')];
    const row = (item: Activity['item']): Activity => ({
      ...(rowsOf(world, 'A')[0] as Activity),
      id: idFor('activity'),
      table: 'dependency',
      row: idFor('D'),
      verb: 'created',
      after: { kind: 'blocks', from: a.id, to: b.id },
      item,
    });
    const lineOf = (item: Activity['item']) =>
      activityLines(world.tables, [row(item)])[0]?.parts.map(inShort);
    expect(lineOf(a.id)).toEqual(['created dependency blocks WEB-2']);
    expect(lineOf(b.id)).toEqual(['created dependency blockedBy WEB-1']);
  });

  it('FEED-6 loses nothing: each field goes on where the line before left it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff_ffff), { maxLength: 60, size: 'max' }), (wishes) => {
        const world = peopled(new World());
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
        }
        for (const name of ['epic', 'story', 'task', 'bug', 'subtask']) {
          const lines = activityLines(world.tables, rowsOf(world, name)).toReversed();
          const now = new Map<string, ActivityValue>();
          for (const { field, before, after } of lines.flatMap(({ parts }) => parts)) {
            if (field === null) continue;
            expect(now.get(field) ?? before).toEqual(before);
            now.set(field, after);
          }
          const points = now.get('points');
          if (points !== undefined) {
            expect(valueOf(points)).toBe(String(world.item(name).points ?? 'none'));
          }
        }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('FEED-7 knows by the rows that change what is in the timeline of an item', () => {
    const world = new World();
    const [a, b] = [world.add('A', { description: 'Hi' }), world.add('B')];
    const seen: Touched[] = [];
    world.tables.subscribe((touched) => seen.push(...touched));
    const timelines = (act: () => void): string => {
      seen.length = 0;
      act();
      return [a, b].map(({ id }) => seen.some((one) => isInTimeline(world.tables, id, one))).join();
    };
    expect(timelines(() => world.must('workItem.edit', { id: a.id, points: 1 }))).toBe(
      'true,false',
    );
    const edit = { id: world.id<'document'>('A'), base: { rev: 1 }, patch: [[0, 0, 'Oh. ']] };
    expect(timelines(() => world.must('document.edit', edit as never))).toBe('true,false');
    expect(timelines(() => world.must('workItem.edit', { id: b.id, points: 1 }))).toBe(
      'false,true',
    );
  });
});
