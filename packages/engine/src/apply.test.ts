import { describe, expect, it } from 'vitest';

import { apply, isHot } from './apply.ts';
import { patch, put, rowIdOf } from './change.ts';
import type { Change } from './change.ts';
import type { Revision } from './entity/document.ts';
import { World } from './testing/world.ts';

/** A world with an item A whose text is "Say hello." at revision 1. */
function greeting(): World {
  const world = new World();
  world.add('A', { description: 'Say hello.' });
  return world;
}

const revisionOf = (world: World, rev: number, words: Partial<Revision>): Change => {
  const first = [...world.tables.all('revision')][0]!;
  return put('revision', { ...first, id: world.id<'revision'>(`revision ${rev}`), rev, ...words });
};

describe('applying changes', () => {
  it('APPLY-1 puts whole rows, patches fields, takes rows out', () => {
    const world = new World();
    const a = world.add('A');
    const b = { ...a, id: world.id<'workItem'>('B') };
    apply(
      world.tables,
      [put('workItem', b), patch('workItem', a.id, { title: 'new', points: null })],
      9,
    );
    expect(world.item('B')).toEqual({ ...b, seq: 9 });
    expect(world.item('A')).toEqual({ ...a, title: 'new', seq: 9 });
    for (const op of ['delete', 'evict'] as const) {
      apply(world.tables, [{ op, table: 'workItem', id: op === 'delete' ? a.id : b.id }], 10);
    }
    expect(world.tables.count('workItem')).toBe(0);
  });

  it('APPLY-2 lets each changed row remember the position of its entry, a pending one none', () => {
    const world = new World();
    const a = world.add('A');
    expect(a.seq).toBe(world.entries.length);
    apply(world.tables, [patch('workItem', a.id, { title: 'pending' })], null);
    expect(world.item('A').seq).toBe(a.seq);
  });

  it('APPLY-3 leaves a row alone that is newer than the entry', () => {
    const world = new World();
    const a = { ...world.add('A'), seq: 20 };
    apply(world.tables, [put('workItem', a)], 20);
    const now = world.item('A');
    apply(
      world.tables,
      [
        patch('workItem', a.id, { title: 'old' }),
        put('workItem', { ...a, title: 'old' }),
        { op: 'delete', table: 'workItem', id: a.id },
      ],
      19,
    );
    expect(world.item('A')).toBe(now);
    apply(world.tables, [patch('workItem', a.id, { title: 'same entry' })], 20);
    expect(world.item('A').title).toBe('same entry');
  });

  it('APPLY-4 drops what is about a row that is not here', () => {
    const world = new World();
    const gone = world.id<'workItem'>('gone');
    apply(
      world.tables,
      [patch('workItem', gone, { title: 'x' }), { op: 'evict', table: 'workItem', id: gone }],
      9,
    );
    expect(world.tables.get('workItem', gone)).toBeUndefined();
  });

  it('APPLY-5 makes the next text of a document of the revision that is put', () => {
    const world = greeting();
    apply(world.tables, [revisionOf(world, 2, { patch: [[4, 5, 'goodbye']] })], 9);
    expect(world.text('A')).toMatchObject({ text: 'Say goodbye.', rev: 2, seq: 9 });
  });

  it('APPLY-6 keeps a text that is at that revision already, or past it', () => {
    const world = greeting();
    const before = world.text('A');
    apply(world.tables, [revisionOf(world, 1, { patch: [[0, 3, 'X']] })], 9);
    expect(world.text('A')).toBe(before);
  });

  it('APPLY-7 drops a text that a revision does not fit, or that misses one in between', () => {
    for (const [rev, patchOf] of [
      [2, [[40, 1, '']]],
      [3, [[0, 3, 'Cry']]],
    ] as const) {
      const world = greeting();
      apply(
        world.tables,
        [
          revisionOf(world, rev, { patch: patchOf as Revision['patch'] }),
          patch('document', world.id('A'), { rev }),
        ],
        9,
      );
      expect(world.text('A')).toBeUndefined();
    }
  });

  it('APPLY-8 needs no document: where nobody read it, only the revision is kept', () => {
    const world = greeting();
    apply(world.tables, [{ op: 'evict', table: 'document', id: world.id('A') }], 9);
    apply(world.tables, [revisionOf(world, 2, { patch: [[0, 0, 'x']] })], 10);
    expect(world.text('A')).toBeUndefined();
    expect(world.tables.count('revision')).toBe(2);
  });

  it('APPLY-10 evicts from those alone who do not see the change that follows', () => {
    const world = new World();
    const row = world.add('A');
    const evict = { op: 'evict', table: 'workItem', id: row.id } as const;
    const after = put('workItem', { ...row, title: 'elsewhere' });
    apply(world.tables, [evict, after], 9);
    expect(world.item('A')).toEqual({ ...row, title: 'elsewhere', seq: 9 });
    apply(world.tables, [evict], 10);
    expect(world.tables.get('workItem', row.id)).toBeUndefined();
  });

  it('APPLY-9 knows of each change which row it is about, and whether that is in memory everywhere', () => {
    const world = greeting();
    const a = world.item('A');
    expect(rowIdOf(put('workItem', a))).toBe(a.id);
    expect(rowIdOf(patch('workItem', a.id, {}))).toBe(a.id);
    expect(isHot(put('workItem', a))).toBe(true);
    expect(isHot({ op: 'evict', table: 'document', id: world.id('A') })).toBe(false);
  });
});
