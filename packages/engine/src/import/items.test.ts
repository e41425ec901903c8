import { describe, expect, it } from 'vitest';

import { idFor } from '../testing/chance.ts';
import { SECONDS, project, item, file, planned, run, imported, says } from '../testing/exported.ts';

describe('planning items', () => {
  it('PLAN-8 brings items over with what fits, parents before children wherever they stand', () => {
    const [world, report] = imported([
      item('sub', { item_type: 'subtask', parent_id: idFor('task') }),
      item('task', {
        parent_id: idFor('epic'),
        item_number: 7,
        story_points: 2.5,
        description: 'Do.',
      }),
      item('epic', { item_type: 'Epic', status: 'IN_PROGRESS', priority: 'Critical' }),
    ]);
    const state = (name: string) => world.tables.get('state', world.item(name).state)?.category;
    expect(world.item('task')).toMatchObject({
      parent: idFor('epic'),
      number: 7,
      points: 2.5,
      priority: 'medium',
      createdAt: SECONDS * 1000,
    });
    expect(world.item('sub').parent).toBe(idFor('task'));
    expect(world.item('epic')).toMatchObject({ type: 'epic', priority: 'critical' });
    expect([state('epic'), state('task')]).toEqual(['started', 'unstarted']);
    expect(world.text('task')?.text).toBe('Do.');
    expect(report.created).toEqual({ people: 1, projects: 1, items: 3, descriptions: 1 });
    expect(report.lines).toEqual([]);
  });

  it('PLAN-9 keeps the order of the file: by position, then by number', () => {
    const [world] = imported([
      item('C', { position: 2, item_number: 3 }),
      item('A', { position: 0.5 }),
      item('B', { position: 2, item_number: 1 }),
    ]);
    const order = [...world.tables.list('workItem', 'byProject', idFor('PONE'))];
    expect(order.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
  });

  it('PLAN-10 keeps numbers; one that is taken or missing gets a new one past them all', () => {
    const [world, report] = imported(
      [
        item('A'),
        item('B', { item_number: 1 }),
        item('C', { item_number: 44 }),
        item('D', { item_number: 1 }),
      ],
      { projects: [project({ next_work_item_number: null })] },
    );
    expect(['A', 'B', 'C', 'D'].map((name) => world.item(name).number)).toEqual([45, 1, 44, 46]);
    expect(says(report)).toEqual(['number 1: number 1 is taken: it gets a new one']);
  });

  it('PLAN-10 gives an item that was deleted for good its own number back, and no other', () => {
    const [world] = imported([item('A', { item_number: 1 }), item('B', { item_number: 2 })]);
    for (const name of ['A', 'B']) {
      world.must('workItem.delete', { id: world.id(name) });
      world.must('workItem.purge', { id: world.id(name) });
    }
    const again = [item('A', { item_number: 1 }), item('C', { item_number: 2 })];
    const made = planned(world, file(again));
    run(world, made);
    expect(['A', 'C'].map((name) => world.item(name).number)).toEqual([1, 10]);
    expect(says(made.report)).toEqual(['number 2: number 2 is taken: it gets a new one']);
  });

  it('PLAN-11 says what it could not keep: types, states, priorities, points', () => {
    const [world, report] = imported([
      item('A', {
        item_type: 'chore',
        status: 'constructor',
        priority: 'urgent',
        story_points: 0.3,
      }),
    ]);
    expect(world.item('A')).toMatchObject({ type: 'task', priority: 'none', points: null });
    expect(world.tables.get('state', world.item('A').state)?.category).toBe('backlog');
    expect(says(report).toSorted()).toEqual([
      'A: 0.3 points are no halves from 0: left out',
      'A: priority “urgent” became none',
      'A: state “constructor” is not known here: it begins in the first one',
      'A: type “chore” became task',
    ]);
  });

  it('PLAN-12 puts an item at the root whose parent cannot be: missing, too low, elsewhere, in the trash', () => {
    const other = [project(), project({ id: idFor('PTWO'), key: 'PTWO' })];
    const [world, report] = imported(
      [
        item('missing', { parent_id: idFor('gone') }),
        item('low', { parent_id: idFor('same') }),
        item('same'),
        item('elsewhere', { parent_id: idFor('theirs') }),
        item('theirs', { item_type: 'epic', project_id: idFor('PTWO') }),
      ],
      { projects: other },
    );
    for (const name of ['missing', 'low', 'elsewhere']) expect(world.item(name).parent).toBeNull();
    expect(report.lines.map(({ at }) => at).toSorted()).toEqual(['elsewhere', 'low', 'missing']);

    const [here] = imported([
      item('epic', { item_type: 'epic' }),
      item('story', { item_type: 'story', parent_id: idFor('epic') }),
    ]);
    here.must('workItem.delete', { id: here.id('epic'), children: 'tree' });
    run(here, planned(here, file([item('child', { parent_id: idFor('story') })])));
    expect(here.item('child').parent).toBeNull();
    run(here, planned(here, file([item('child2', { parent_id: idFor('theirs') })])));
    expect(here.item('child2').parent).toBeNull();
  });

  it('PLAN-13 puts titles on one clean line of at most 500 characters, and says so', () => {
    const [world, report] = imported([
      item('A', { title: ' two\nlines ' }),
      item('B', { title: '🥐'.repeat(501) }),
      item('C', { title: ' \t', item_number: 9 }),
      item('D', { title: 'half \ud83e' }),
    ]);
    const titles = ['A', 'B', 'C', 'D'].map((name) => world.item(name).title);
    expect(titles).toEqual(['two lines', '🥐'.repeat(500), 'number 9', 'half \ufffd']);
    expect(report.lines).toHaveLength(4);
  });

  it('PLAN-14 leaves a description out that is no text that fits, and says so', () => {
    const [world, report] = imported([
      item('A', { description: 'x'.repeat(192 * 1024 + 1) }),
      item('B', { description: '\udd50' }),
      item('C', { description: 'x'.repeat(170_000) }),
    ]);
    expect(['A', 'B', 'C'].map((name) => world.text(name)?.text.length)).toEqual([
      undefined,
      undefined,
      170_000,
    ]);
    expect(report.created['descriptions']).toBe(1);
    expect(report.lines).toHaveLength(2);
  });
});
