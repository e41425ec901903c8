import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { WorkItem } from '../entity/work-item.ts';
import { naiveLive, shown } from '../testing/naive.ts';
import { peopled, wish } from '../testing/wishes.ts';
import { World } from '../testing/world.ts';
import { byRank } from '../tables.ts';
import type { BoardGroup, Lane } from './board-lanes.ts';
import { BOARD_GROUPS, goingTo, laneFields, laneOf } from './board-lanes.ts';
import { BoardView } from './board.ts';
import type { GroupKey } from './list-group.ts';

/** shop › (login › form, search), pay, and a lonely item. */
function family(): World {
  const world = new World();
  world.add('shop', { type: 'epic' });
  world.add('login', { parent: 'shop' });
  world.add('form', { type: 'task', parent: 'login', state: 'To do' });
  world.add('search', { parent: 'shop', state: 'To do' });
  world.add('pay', { type: 'epic', state: 'To do' });
  world.add('lonely');
  return world;
}

const boardBy = (world: World, by: BoardGroup): BoardView =>
  new BoardView(world.tables, world.project.id, by);

const lane = (view: BoardView, name: string): Lane =>
  view.read().lanes.find((one) => nameOf(view, one) === name)!;

function nameOf({ tables }: BoardView, { key, head }: Lane): string {
  return head?.item.title ?? tables.get('user', key as never)?.name ?? key ?? 'none';
}

/** The lanes that have something to show, each with its cards by state. */
const draw = (view: BoardView): string[] =>
  view
    .read()
    .lanes.filter(({ head, columns }) => head !== null || columns.some((one) => one.cards.length))
    .map((one) => {
      const columns = one.columns.filter(({ cards }) => cards.length > 0);
      const said = columns.map(
        ({ state, cards }) => `${state.name} ${cards.map(({ item }) => item.title).join(' ')}`,
      );
      return `${nameOf(view, one)}: ${said.join(' | ')}`;
    });

const edit = (world: World, name: string, words: object) =>
  world.must('workItem.edit', { id: world.id(name), ...words });

describe('the lanes of a board', () => {
  it('LANE-1 part its cards by a field, in a fixed order, and follow', () => {
    const world = family();
    world.person('ben');
    edit(world, 'form', { assignee: world.id('ben') });
    edit(world, 'lonely', { priority: 'high', assignee: world.id('ann') });
    const [people, priorities] = [boardBy(world, 'assignee'), boardBy(world, 'priority')];
    expect(draw(people)).toEqual([
      'Ann: Backlog lonely',
      'ben: To do form',
      'none: Backlog shop login | To do search pay',
    ]);
    expect(draw(priorities)[0]).toBe('high: Backlog lonely');
    expect(draw(boardBy(world, 'type')).map((line) => line.split(':')[0])).toEqual([
      'epic',
      'story',
      'task',
    ]);
    edit(world, 'lonely', { priority: 'critical', assignee: null });
    expect(draw(priorities)[0]).toBe('critical: Backlog lonely');
    expect(draw(people)).toHaveLength(2);
    world.must('user.edit', { id: world.id('ben'), name: 'Zoe' });
    expect(draw(people)[0]).toBe('Zoe: To do form');
    expect(boardBy(world, 'none').read().lanes).toEqual([]);
  });

  it('LANE-2 by epic are headed by the epics, in the order of the project, empty ones too', () => {
    const world = family();
    const view = boardBy(world, 'epic');
    expect(draw(view)).toEqual([
      'shop: Backlog login | To do form search',
      'pay: ',
      'none: Backlog lonely',
    ]);
    expect(lane(view, 'shop').head?.progress).toMatchObject({ total: 3 });
    world.must('workItem.reparent', { id: world.id('login'), parent: world.id('pay') });
    expect(draw(view)).toEqual([
      'shop: To do search',
      'pay: Backlog login | To do form',
      'none: Backlog lonely',
    ]);
    world.must('workItem.delete', { id: world.id('pay'), children: 'up' });
    expect(draw(view)).toEqual(['shop: To do search', 'none: Backlog login lonely | To do form']);
    edit(world, 'lonely', { type: 'epic' });
    world.must('workItem.move', {
      id: world.id('lonely'),
      state: world.state('Backlog').id,
      before: world.id('shop'),
    });
    expect(draw(view).slice(0, 2)).toEqual(['lonely: ', 'shop: To do search']);
  });

  it('LANE-3 stay the same objects, and their columns, until something in them changes', () => {
    const world = family();
    const view = boardBy(world, 'epic');
    const [shop, pay, none] = [lane(view, 'shop'), lane(view, 'pay'), lane(view, 'none')];
    edit(world, 'form', { title: 'the form' });
    expect([lane(view, 'pay'), lane(view, 'none')]).toEqual([pay, none]);
    expect(lane(view, 'pay') === pay && lane(view, 'none') === none).toBe(true);
    const now = lane(view, 'shop');
    expect(now.columns.map((column, at) => column === shop.columns[at])).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
    edit(world, 'pay', { title: 'pay it' });
    expect([lane(view, 'shop') === now, lane(view, 'pay it').head?.item.title]).toEqual([
      true,
      'pay it',
    ]);
  });

  it('LANE-4 say what an item must have to be in one', () => {
    const world = family();
    const ann = world.id<'user'>('ann');
    expect(BOARD_GROUPS.map((by) => laneFields(by, null))).toEqual([
      {},
      { assignee: null },
      { parent: null },
      { priority: null },
      { type: null },
    ]);
    expect(laneFields('assignee', ann)).toEqual({ assignee: ann });
    for (const [by, key] of [
      ['assignee', ann],
      ['epic', world.id('pay')],
      ['priority', 'low'],
      ['type', 'bug'],
    ] as const) {
      world.must('workItem.editMany', {
        project: world.project.id,
        ids: [world.id<'workItem'>('lonely')],
        ...laneFields(by, key),
      });
      expect(laneOf(world.tables, by, world.item('lonely'))).toBe(key);
    }
  });

  it('LANE-5 leave alone what is there already, and by epic what goes along with what is above it', () => {
    const world = family();
    const items = ['login', 'form', 'search', 'lonely'].map((name) => world.item(name));
    const going = (by: BoardGroup, key: GroupKey): string[] =>
      goingTo(world.tables, by, key, items).map(({ title }) => title);
    expect(going('epic', world.id('pay'))).toEqual(['login', 'search', 'lonely']);
    expect(going('epic', world.id('shop'))).toEqual(['lonely']);
    expect(going('epic', null)).toEqual(['login', 'search']);
    expect(going('type', 'task')).toEqual(['login', 'search', 'lonely']);
    expect(going('none', null)).toEqual([]);
  });

  it('LANE-6 that follow, whatever people do, equal those that are found from all rows', () => {
    const seeds = fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(seeds, fc.constantFrom(...BOARD_GROUPS.slice(1)), (wishes, by) => {
        const world = peopled(new World());
        const view = boardBy(world, by);
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
          expect(shape(view.read().lanes)).toEqual(naive(world, by));
          const anew = boardBy(world, by);
          expect(view.read().lanes.map(seen)).toEqual(anew.read().lanes.map(seen));
          anew.close();
        }
      }),
      { seed: 23, numRuns: 60 },
    );
  });
});

/** What people see of a lane. */
function seen({ key, head, columns }: Lane): unknown {
  const cards = columns.map((column) => [column.state, column.lane, column.cards.map(shown)]);
  return [key, head && shown(head), cards];
}

/** Of each lane with cards its key, and its items by state. */
function shape(lanes: readonly Lane[]): ReadonlyMap<GroupKey, unknown> {
  const full = lanes.filter(({ columns }) => columns.some(({ cards }) => cards.length > 0));
  return new Map(
    full.map(({ key, columns }) => [
      key,
      columns.map(({ state, cards }) => [state.id, cards.map(({ item }) => item)]),
    ]),
  );
}

/** The dumb way to find them: each item walks up by itself. */
function naive(world: World, by: BoardGroup): ReadonlyMap<GroupKey, unknown> {
  const { tables, project } = world;
  const states = [...tables.all('state')]
    .filter((state) => state.project === project.id && state.deletedAt === null)
    .sort(byRank);
  const lanes = new Map<GroupKey, WorkItem[]>();
  for (const item of tables.all('workItem')) {
    if (item.project !== project.id || !naiveLive(tables, item)) continue;
    if (!states.some(({ id }) => id === item.state) || (by === 'epic' && item.type === 'epic'))
      continue;
    const key = by === 'none' ? null : by === 'epic' ? epicOf(world, item) : item[by];
    lanes.set(key, [...(lanes.get(key) ?? []), item]);
  }
  const byState = (items: readonly WorkItem[]): unknown =>
    states.map(({ id }) => [id, items.filter(({ state }) => state === id).sort(byRank)]);
  return new Map([...lanes].map(([key, items]) => [key, byState(items)]));
}

function epicOf({ tables }: World, { parent }: WorkItem): GroupKey {
  const above = tables.get('workItem', parent);
  if (above === undefined) return null;
  return above.type === 'epic' ? above.id : epicOf({ tables } as World, above);
}
