import { describe, expect, it } from 'vitest';

import { idFor } from '../testing/chance.ts';
import { SECONDS, item, file, planned, run, imported, says } from '../testing/exported.ts';

describe('planning comments and dependencies', () => {
  it('PLAN-27 brings comments over in the order in which they were written', () => {
    const comment = (name: string, words: object = {}) => ({
      id: idFor(name),
      work_item_id: idFor('A'),
      content: `${name} says`,
      created_at: SECONDS,
      updated_at: SECONDS,
      created_by: '8357',
      updated_by: '8357',
      ...words,
    });
    const comments = [
      comment('late', { created_at: SECONDS + 5, updated_at: SECONDS + 9 }),
      comment('early', { created_by: null }),
      comment('lost', { work_item_id: idFor('gone') }),
      comment('empty', { content: ' ' }),
    ];
    const json = file([item('A')], { comments });
    const [world, report] = imported([item('A')], { comments });
    const rows = ['early', 'late'].map((name) => world.tables.get('comment', idFor(name)));
    expect(rows).toMatchObject([
      { item: idFor('A'), author: world.id('ann'), createdAt: SECONDS * 1000, editedAt: null },
      { createdAt: (SECONDS + 5) * 1000, editedAt: (SECONDS + 9) * 1000 },
    ]);
    expect(world.text('late')?.text).toBe('late says');
    expect(report.created['comments']).toBe(2);
    expect(report.notDone).toMatchObject([{ what: 'comments', count: 1 }]);
    expect(says(report)).toContain('a comment on A: is empty: left out');
    expect(planned(world, json)).toMatchObject({
      commands: [],
      report: { unchanged: { comments: 2 } },
    });

    const later = [comment('late', { content: 'corrected', updated_at: SECONDS + 99 })];
    run(world, planned(world, file([item('A')], { comments: later })));
    expect(world.text('late')?.text).toBe('corrected');
    expect(world.tables.get('comment', idFor('late'))?.editedAt).toBe((SECONDS + 99) * 1000);
    expect(planned(world, file([item('A')], { comments: later })).commands).toEqual([]);
  });

  it('PLAN-28 brings dependencies over; one whose other end is nowhere is listed', () => {
    const tie = (name: string, from: string, to: string, kind = 'blocks') => ({
      id: idFor(name),
      blocking_item_id: idFor(from),
      blocked_item_id: idFor(to),
      dependency_type: kind,
      created_at: SECONDS,
      created_by: '8357',
    });
    const dependencies = [
      tie('d1', 'A', 'B'),
      tie('d2', 'B', 'A', 'relates_to'),
      tie('d3', 'A', 'gone'),
      tie('d4', 'A', 'B', 'likes'),
    ];
    const [world, report] = imported([item('A'), item('B')], { dependencies });
    expect(world.tables.get('dependency', idFor('d1'))).toMatchObject({
      from: idFor('A'),
      to: idFor('B'),
      kind: 'blocks',
      createdAt: SECONDS * 1000,
    });
    expect(world.tables.get('dependency', idFor('d2'))?.kind).toBe('relates');
    expect(report.created['dependencies']).toBe(2);
    expect(report.notDone.map(({ what, count }) => `${count} ${what}`)).toEqual([
      '1 dependencies',
      '1 dependencies',
    ]);
    const json = file([item('A'), item('B')], { dependencies });
    expect(planned(world, json).commands).toEqual([]);
  });
});
