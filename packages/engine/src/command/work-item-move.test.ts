import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

const NAMES = ['A', 'B', 'C', 'D', 'E'] as const;

function row(): World {
  const world = new World();
  for (const name of NAMES) world.add(name);
  return world;
}

const order = (world: World): string => world.order(...NAMES);

/** Drops an item: `after` and `before` by name, the state stays unless one is named. */
function drop(
  world: World,
  name: string,
  words: { after?: string; before?: string; hint?: string; state?: string } = {},
) {
  const beside = (one: string | undefined) =>
    one === undefined ? null : world.id<'workItem'>(one);
  const args: Args['workItem.move'] = {
    id: world.id(name),
    state: words.state === undefined ? world.item(name).state : world.state(words.state).id,
    after: beside(words.after),
    before: beside(words.before),
    ...(words.hint === undefined ? {} : { hint: words.hint }),
  };
  return world.do('workItem.move', args);
}

describe('moving items', () => {
  it('MOVE-1 goes directly after the upper neighbour', () => {
    const world = row();
    drop(world, 'A', { after: 'C' });
    expect(order(world)).toBe('B C A D E');
    drop(world, 'E', { after: 'B', before: 'A' });
    expect(order(world)).toBe('B E C A D');
  });

  it('MOVE-2 goes directly before the lower one where there is no upper', () => {
    const world = row();
    drop(world, 'E', { before: 'A' });
    expect(order(world)).toBe('E A B C D');
    drop(world, 'E', { before: 'D' });
    expect(order(world)).toBe('A B C E D');
  });

  it('MOVE-3 skips a neighbour that is gone, of another project, or the item itself', () => {
    const world = row();
    world.must('project.create', sampleArgs['project.create'](world));
    world.must('workItem.create', {
      id: world.id('foreign'),
      project: world.id('APP'),
      type: 'task',
      title: 'x',
    });
    for (const [i, after] of ['gone', 'foreign', 'E'].entries()) {
      drop(world, 'E', { after, before: NAMES[i]! });
      const expected: string[] = NAMES.filter((name) => name !== 'E');
      expected.splice(i, 0, 'E');
      expect(order(world)).toBe(expected.join(' '));
    }
  });

  it('MOVE-4 takes the rank that the sender saw where both neighbours are gone', () => {
    const world = row();
    const { rank } = world.item('E');
    drop(world, 'A', { after: 'gone', before: 'gone', hint: `${rank}V` });
    expect(order(world)).toBe('B C D E A');
    expect(world.item('A').rank).toBe(`${rank}V`);
  });

  it('MOVE-5 without a neighbour and a hint only the state changes', () => {
    const world = row();
    const { rank } = world.item('C');
    drop(world, 'C', { state: 'Done' });
    expect(world.item('C')).toMatchObject({ rank, state: world.state('Done').id, version: 2 });
    expect(drop(world, 'C', { after: 'gone' })).toEqual([]);
  });

  it('MOVE-6 an idle drag changes nothing', () => {
    const world = row();
    expect(drop(world, 'C', { after: 'B', before: 'D' })).toEqual([]);
    expect(drop(world, 'C', { after: 'B' })).toEqual([]);
    expect(drop(world, 'C', { before: 'D' })).toEqual([]);
    expect(drop(world, 'A', { before: 'B' })).toEqual([]);
  });

  it('MOVE-7 between states is free, and an edit; within one it is not', () => {
    const world = row();
    for (const [version, state] of ['Done', 'Backlog', 'Cancelled', 'In review'].entries()) {
      drop(world, 'A', { state });
      expect(world.item('A').version).toBe(version + 2);
    }
    drop(world, 'B', { after: 'C' });
    expect(world.item('B').version).toBe(1);
  });

  it('MOVE-8 goes only into live states of its project', () => {
    const world = row();
    world.must('project.create', sampleArgs['project.create'](world));
    const foreign = [...world.tables.list('state', 'byProject', world.id('APP'))][0]!;
    world.trash('state', 'Done');
    for (const state of [foreign.id, world.state('Done').id, world.id<'state'>('gone')]) {
      expect(world.do('workItem.move', { id: world.id('A'), state })).toMatchObject({
        code: 'INVALID',
        field: 'state',
      });
    }
    world.trash('state', 'Backlog');
    expect(isRefusal(drop(world, 'A', { after: 'C' }))).toBe(false);
  });

  it('MOVE-9 re-spaces the neighbours in the same commit where there is no room, which is no edit', () => {
    const world = row();
    world.write((tables) => {
      for (const name of NAMES) {
        tables.set('workItem', world.id(name), { ...world.item(name), rank: 'U' });
      }
    });
    const before = order(world).split(' ');
    const [first, second, , , last] = before as [string, string, string, string, string];
    drop(world, last, { after: first, before: second });
    expect(order(world)).toBe([first, last, ...before.slice(1, 4)].join(' '));
    for (const name of NAMES) expect(world.item(name).version).toBe(1);
    expect(new Set(NAMES.map((name) => world.item(name).rank)).size).toBe(5);
  });

  it('MOVE-10 two people who drop at one place while apart rarely get one rank', () => {
    const ranks = new Set<string>();
    for (let seed = 1; seed <= 50; seed += 1) {
      const world = row();
      const commandId = world.id<'command'>(`drop ${seed}`);
      world.must(
        'workItem.move',
        { id: world.id('E'), state: world.item('E').state, after: world.id('A') },
        { commandId },
      );
      ranks.add(world.item('E').rank);
    }
    expect(ranks.size).toBeGreaterThan(10);
  });

  it('MOVE-11 refuses what is not there and ranks that are none', () => {
    const world = row();
    const state = world.state('Done').id;
    expect(world.do('workItem.move', { id: world.id('gone'), state })).toEqual(
      refuse('NOT_FOUND', { what: 'item' }),
    );
    for (const hint of ['', 'U0', 'a b', 'ä', 'U'.repeat(65)]) {
      expect(world.do('workItem.move', { id: world.id('A'), state, hint })).toMatchObject({
        code: 'INVALID',
        field: 'hint',
      });
    }
  });
});
