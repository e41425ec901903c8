import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { idOf } from '../lib/id.ts';
import { refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';
import { MOST_ATTACHMENTS } from './attachment.ts';

type Words = Partial<Args['attachment.add']>;

const add = (world: World, name: string, words: Words = {}) =>
  world.do(
    'attachment.add',
    { ...sampleArgs['attachment.add'](world), id: world.id(name), ...words },
    { via: 'file' },
  );

const count = (world: World) =>
  world.tables.get('itemStats', idOf<'itemStats'>(world.id('A')))?.attachments ?? 0;

function withItem(): World {
  const world = new World();
  world.add('A');
  return world;
}

describe('attachments', () => {
  it('ATTACH-1 stand beside an item, as the door has found them', () => {
    const world = withItem();
    add(world, 'photo', { name: ' Oven.png ' });
    const args = sampleArgs['attachment.add'](world);
    const project = world.project.id;
    expect(world.tables.get('attachment', world.id('photo'))).toMatchObject({ ...args, project });
    expect(add(world, 'long', { name: 'x'.repeat(256) })).toMatchObject({ field: 'name' });
    expect(add(world, 'typed', { type: 'text' })).toMatchObject({ field: 'type' });
    expect(add(world, 'hashed', { hash: '../../etc' })).toMatchObject({ field: 'hash' });
    expect(add(world, 'empty', { size: 0 })).toMatchObject({ field: 'size' });
    expect(add(world, 'lost', { item: world.id('nowhere') })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ATTACH-2 come by the door for files alone', () => {
    const world = withItem();
    const args = sampleArgs['attachment.add'](world);
    for (const via of ['socket', 'rest', 'cli', 'mcp', 'import', 'job'] as const) {
      expect(world.do('attachment.add', args, { via })).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('ATTACH-3 may be sent again', () => {
    const world = withItem();
    add(world, 'photo');
    expect(add(world, 'photo')).toEqual([]);
    expect(count(world)).toBe(1);
    const taken = refuse('EXISTS', { field: 'id' });
    expect(add(world, 'photo', { hash: 'ef'.repeat(32) })).toEqual(taken);
    world.add('B');
    expect(add(world, 'photo', { item: world.id('B') })).toEqual(taken);
  });

  it('ATTACH-4 are at most 100 on an item, which counts them', () => {
    const world = withItem();
    for (let i = 0; i < MOST_ATTACHMENTS; i += 1) add(world, `file ${i}`);
    const full = refuse('LIMIT', { what: 'attachments of one item', max: MOST_ATTACHMENTS });
    expect(add(world, 'one more')).toEqual(full);
    world.must('attachment.remove', { id: world.id('file 0') });
    expect(count(world)).toBe(99);
    add(world, 'one more');
    expect(world.do('attachment.restore', { id: world.id('file 0') })).toEqual(full);
    expect(count(world)).toBe(100);
  });

  it('ATTACH-5 come back while their item is live', () => {
    const world = withItem();
    add(world, 'photo');
    const id = world.id<'attachment'>('photo');
    world.must('attachment.remove', { id });
    expect(world.do('attachment.remove', { id })).toMatchObject({ code: 'DELETED' });
    world.must('workItem.delete', { id: world.id('A') });
    expect(world.do('attachment.restore', { id })).toMatchObject({ code: 'DELETED' });
    world.must('workItem.restore', { id: world.id('A') });
    world.must('attachment.restore', { id });
    expect(world.do('attachment.restore', { id })).toEqual([]);
    expect(count(world)).toBe(1);
  });
});
