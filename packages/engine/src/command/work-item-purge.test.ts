import { describe, expect, it } from 'vitest';

import type { Command } from '../command.ts';
import { needs } from '../decide.ts';
import { itemByKey } from '../key.ts';
import { MOST_ROWS_PURGED } from '../limits.ts';
import { expiredItems } from '../query/trash.ts';
import { refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

/** story › task › subtask, with texts, a comment and a dependency; and another story. */
function family(): World {
  const world = new World();
  world.add('story', { description: 'Say hello.' });
  world.add('task', { type: 'task', parent: 'story' });
  world.add('subtask', { type: 'subtask', parent: 'task' });
  world.add('other', { description: 'Still here.' });
  const item = world.id<'workItem'>('task');
  world.must('comment.create', { id: world.id('said'), item, text: 'Yes.' });
  const ends = { from: item, to: world.id<'workItem'>('other'), kind: 'blocks' } as const;
  world.must('dependency.add', { id: world.id('d'), ...ends });
  return world;
}

const remove = (world: World, name: string) =>
  world.must('workItem.delete', { id: world.id(name), children: 'tree' });

const purge = (world: World, name: string) => world.do('workItem.purge', { id: world.id(name) });

const titles = (world: World) => [...world.tables.all('workItem')].map(({ title }) => title);

describe('a purge', () => {
  it('PURGE-1 takes out what is in the trash, and nothing else', () => {
    const world = family();
    const live = refuse('INVALID', { field: 'id', rule: 'must be an item in the trash' });
    expect(purge(world, 'story')).toEqual(live);
    remove(world, 'story');
    world.person('ben');
    expect(purge(world.as('ben'), 'story')).toMatchObject({ code: 'FORBIDDEN' });
    purge(world.as('ann'), 'subtask');
    expect(titles(world)).toEqual(['story', 'task', 'other']);
    expect(purge(world, 'other')).toEqual(live);
    expect(purge(world, 'subtask')).toEqual(refuse('NOT_FOUND', { what: 'item' }));
  });

  it('PURGE-2 takes everything that belongs to it', () => {
    const world = family();
    remove(world, 'subtask');
    remove(world, 'story');
    world.must('workItem.restore', { id: world.id('story') });
    const untied = { from: world.id<'workItem'>('other'), to: world.id<'workItem'>('story') };
    world.must('dependency.add', { id: world.id('e'), ...untied, kind: 'relates' });
    world.must('dependency.remove', { id: world.id('e') });
    remove(world, 'story');
    const id = world.id<'workItem'>('story');
    const command = world.command('workItem.purge', { id }) as Command;
    const named = needs(command, world.tables).flatMap((one) => ('of' in one ? one.of : []));
    expect(named).toContain(world.id('said'));
    purge(world, 'story');
    expect(titles(world)).toEqual(['other']);
    for (const table of ['comment', 'dependency', 'attachment'] as const) {
      expect([table, world.tables.count(table)]).toEqual([table, 0]);
    }
    for (const table of ['document', 'revision', 'itemStats'] as const) {
      expect([table, world.tables.count(table)]).toEqual([table, 1]);
    }
  });

  it('PURGE-3 leaves its keys taken', () => {
    const world = family();
    world.must('project.create', { id: world.id('LAB'), key: 'LAB', title: 'Laboratory' });
    const story = { id: world.id<'workItem'>('story'), project: world.id<'project'>('LAB') };
    world.must('workItem.transfer', story);
    remove(world, 'story');
    purge(world, 'story');
    expect(itemByKey(world.tables, 'WEB-1')).toBeUndefined();
    for (const key of ['WEB-1', 'WEB-3', 'LAB-1', 'LAB-3']) {
      expect(itemByKey(world.tables, key)).toBeUndefined();
    }
    expect(world.tables.count('alias')).toBe(6);
    expect(world.add('next').number).toBe(5);
  });

  it('PURGE-4 takes out 4,000 rows at most, and what is under it may go before', () => {
    const world = family();
    world.write((tables) => {
      for (let i = 0; i < MOST_ROWS_PURGED; i += 1) {
        const id = world.id<'attachment'>(`file ${i}`);
        const [item, { project }] = [world.id<'workItem'>('task'), world.item('task')];
        tables.set('attachment', id, { id, item, project } as never);
      }
    });
    remove(world, 'story');
    const most = refuse('LIMIT', { what: 'rows changed at once', max: 4000 });
    expect(purge(world, 'story')).toEqual(most);
    world.write((tables) => {
      for (let i = 0; i < 10; i += 1) {
        tables.set('attachment', world.id<'attachment'>(`file ${i}`), undefined);
      }
    });
    purge(world, 'task');
    purge(world, 'story');
    expect(titles(world)).toEqual(['other']);
  });

  it('PURGE-5 is due for whole trees, unless something was put into the trash later in one', () => {
    const world = family();
    const due = () =>
      expiredItems(world.tables, world.project.id, world.now - 1).map(({ title }) => title);
    remove(world, 'subtask');
    remove(world, 'story');
    remove(world, 'other');
    expect(due()).toEqual(['story', 'other']);
    const early = world.item('story').deletedAt! - 1;
    const before = (at: number) =>
      expiredItems(world.tables, world.project.id, at).map(({ title }) => title);
    expect(before(early)).toEqual(['subtask']);
    world.must('workItem.restore', { id: world.id('subtask') });
    expect(due()).toEqual(['story', 'other']);
    world.must('workItem.restore', { id: world.id('story') });
    remove(world, 'story');
    const later = world.item('story').deletedAt!;
    world.write((tables) => {
      const task = world.item('task');
      tables.set('workItem', task.id, { ...task, deletedAt: later + 1, deletedBy: world.actor });
    });
    expect(before(later)).toEqual(['other']);
  });
});
