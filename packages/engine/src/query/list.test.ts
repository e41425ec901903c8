import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isClosed } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { naiveLive } from '../testing/naive.ts';
import { peopled, wish } from '../testing/wishes.ts';
import { World } from '../testing/world.ts';
import { keyOf } from '../key.ts';
import { WHOLE } from './item-filter.ts';
import type { List } from './list-arrangement.ts';
import { ListEntry } from './list-entry.ts';
import type { ListGroup } from './list-group.ts';
import { LIST_GROUPS } from './list-group.ts';
import type { ListSort } from './list-order.ts';
import { LIST_SORTS, valueOf } from './list-order.ts';
import type { ListFilter, ListRow } from './list-rows.ts';
import { foldOf, rowsOf } from './list-rows.ts';
import { ListView } from './list.ts';
import { progressOf } from './progress.ts';

const ALL: ListFilter = { ...WHOLE, hideDone: false };
const NONE: ReadonlySet<string> = new Set();

/** shop › (login › (form, button), search), and a lonely item. */
function family(): World {
  const world = new World();
  world.add('shop', { type: 'epic' });
  world.add('login', { parent: 'shop', points: 3 });
  world.add('form', { type: 'task', parent: 'login', points: 2, state: 'To do' });
  world.add('button', { type: 'task', parent: 'login', state: 'Done' });
  world.add('search', { parent: 'shop', points: 8, state: 'To do' });
  world.add('lonely', { points: 5 });
  return world;
}

/** A view as somebody looks at it. */
interface Looked {
  readonly tables: ListView['tables'];
  readonly read: () => List;
  readonly close: () => void;
}

function listOf(
  world: World,
  by: ListSort = 'rank',
  down = false,
  group: ListGroup = 'none',
): Looked {
  const view = new ListView(world.tables, world.project.id);
  return {
    tables: world.tables,
    read: () => view.read().arranged({ by, down }, group),
    close: () => view.close(),
  };
}

/** A line for each row: two dots for each level, `+` for one that is folded, `#` for a group. */
const draw = (view: Looked, filter: Partial<ListFilter> = {}, folded = NONE): string[] =>
  rowsOf(view.read(), { ...ALL, ...filter }, folded).map((row) =>
    row.kind === 'group'
      ? `# ${row.folded ? '+' : ''}${row.head?.title ?? nameOf(view, row)} ${row.count}`
      : `${'··'.repeat(row.depth)}${row.folded ? '+' : ''}${row.entry.item.title}`,
  );

function nameOf({ tables }: Looked, { key }: Extract<ListRow, { kind: 'group' }>): string {
  const state = tables.get('state', key as never)?.name;
  return state ?? tables.get('user', key as never)?.name ?? key ?? 'none';
}

const set = (world: World, name: string, words: object) =>
  world.must('workItem.edit', { id: world.id(name), ...words });

describe('a list', () => {
  it('LIST-1 is the live items as a tree, in the order of the project', () => {
    const world = family();
    const view = listOf(world);
    const whole = ['shop', '··login', '····form', '····button', '··search', 'lonely'];
    expect(draw(view)).toEqual(whole);
    world.must('workItem.delete', { id: world.id('login'), children: 'tree' });
    expect(draw(view)).toEqual(['shop', '··search', 'lonely']);
    world.must('workItem.restore', { id: world.id('login') });
    expect(draw(view)).toEqual(whole);
    world.trash('project', 'WEB');
    expect(draw(view)).toEqual([]);
    world.trash('project', 'WEB', false);
    world.must('workItem.reparent', { id: world.id('login'), parent: null });
    expect(draw(view)).toEqual(['shop', '··search', 'login', '··form', '··button', 'lonely']);
  });

  it('LIST-2 is ordered within each parent, both ways; what has no value is last', () => {
    const world = family();
    expect(draw(listOf(world, 'points'))).toEqual([
      'lonely',
      'shop',
      '··login',
      '····form',
      '····button',
      '··search',
    ]);
    expect(draw(listOf(world, 'points', true))).toEqual([
      'lonely',
      'shop',
      '··search',
      '··login',
      '····form',
      '····button',
    ]);
    world.add('Ärger');
    world.add('apple');
    const roots = draw(listOf(world, 'title')).filter((line) => !line.startsWith('·'));
    expect(roots).toEqual(['apple', 'Ärger', 'lonely', 'shop']);
    set(world, 'lonely', { priority: 'critical' });
    set(world, 'apple', { priority: 'low' });
    const byPriority = draw(listOf(world, 'priority', true)).filter(
      (line) => !line.startsWith('·'),
    );
    expect(byPriority).toEqual(['lonely', 'apple', 'shop', 'Ärger']);
  });

  it('LIST-3 is parted into groups, in which an item is under the nearest above it that is there', () => {
    const world = family();
    const view = listOf(world, 'rank', false, 'state');
    expect(draw(view)).toEqual([
      '# Backlog 3',
      'shop',
      '··login',
      'lonely',
      '# To do 2',
      'form',
      'search',
      '# Done 1',
      'button',
    ]);
    world.must('workItem.move', { id: world.id('login'), state: world.state('To do').id });
    expect(draw(view)).toEqual([
      '# Backlog 2',
      'shop',
      'lonely',
      '# To do 3',
      'login',
      '··form',
      'search',
      '# Done 1',
      'button',
    ]);
    world.must('workItem.move', { id: world.id('form'), state: world.state('Backlog').id });
    expect(draw(view).slice(0, 4)).toEqual(['# Backlog 3', 'shop', '··form', 'lonely']);
    expect(rowsOf(view.read(), ALL, NONE)[2]).toMatchObject({ parent: { title: 'login' } });
  });

  it('LIST-4 is parted by epics that head their groups, in the order of the list', () => {
    const world = family();
    world.add('till', { type: 'epic' });
    expect(draw(listOf(world, 'title', true, 'epic'))).toEqual([
      '# till 0',
      '# shop 4',
      'search',
      'login',
      '··form',
      '··button',
      '# none 1',
      'lonely',
    ]);
    const view = listOf(world, 'rank', false, 'epic');
    world.must('workItem.reparent', { id: world.id('login'), parent: world.id('till') });
    const lines = ['# shop 1', 'search', '# till 3', 'login', '··form', '··button'];
    expect(draw(view)).toEqual([...lines, '# none 1', 'lonely']);
  });

  it('LIST-5 folds items and groups, and says how much is below and in them all the same', () => {
    const world = family();
    const view = listOf(world, 'rank', false, 'state');
    const folded = new Set([world.id('shop'), foldOf(world.state('To do').id)]);
    expect(draw(view, {}, folded)).toEqual([
      '# Backlog 3',
      '+shop',
      'lonely',
      '# +To do 2',
      '# Done 1',
      'button',
    ]);
    const [group, shop] = rowsOf(view.read(), ALL, folded);
    expect([group, shop]).toMatchObject([{ points: 8 }, { below: 1, depth: 0 }]);
    world.must('workItem.delete', { id: world.id('login'), children: 'tree' });
    expect(rowsOf(view.read(), ALL, folded)[1]).toMatchObject({ below: 0, folded: false });
  });

  it('LIST-6 leaves out what a filter does not let pass; what is below moves up, in order', () => {
    const world = family();
    const view = listOf(world, 'points', true);
    expect(draw(view, { hideDone: true })).not.toContain('····button');
    world.must('workItem.move', { id: world.id('login'), state: world.state('Done').id });
    expect(draw(view, { hideDone: true })).toEqual(['lonely', 'shop', '··search', '··form']);
    expect(draw(view, { words: 'O' })).toEqual([
      'lonely',
      'shop',
      '··login',
      '····form',
      '····button',
    ]);
    expect(draw(view, { words: 'o form' })).toEqual(['form']);
    set(world, 'form', { title: 'Façade' });
    expect(draw(view, { words: 'facade web' }, new Set([world.id('shop')]))).toEqual(['Façade']);
    expect(draw(view, { words: world.project.key + '-6' })).toEqual(['lonely']);
    expect(draw(view, { words: 'nowhere' })).toEqual([]);
  });

  it('LIST-12 is filtered as a board is: any value of each kind of wish, and every kind', () => {
    const world = family();
    const [red, blue] = [world.id('red'), world.id('blue')];
    for (const id of [red, blue])
      world.must('label.create', { id, project: world.project.id, name: id });
    set(world, 'form', { assignee: world.id('ann'), priority: 'high' });
    world.must('workItem.label', { id: world.id('form'), add: [red] });
    set(world, 'search', { assignee: world.id('ann') });
    const view = listOf(world);
    const ann = world.id('ann');
    expect(draw(view, { assignees: [ann] })).toEqual(['form', 'search']);
    expect(draw(view, { assignees: ['none'] })).toEqual([
      'shop',
      '··login',
      '····button',
      'lonely',
    ]);
    expect(draw(view, { assignees: [ann, 'none'] })).toEqual(draw(view));
    expect(draw(view, { assignees: [ann], types: ['task'] })).toEqual(['form']);
    expect(draw(view, { assignees: [ann], types: ['task', 'story'] })).toEqual(['form', 'search']);
    expect(draw(view, { priorities: ['high', 'low'], words: 'FO' })).toEqual(['form']);
    expect(draw(view, { labels: [red, blue] as never })).toEqual(['form']);
    expect(draw(view, { labels: [blue] as never })).toEqual([]);
  });

  it('LIST-7 keeps rows that show the same, and is the same list until something in it changes', () => {
    const world = family();
    const view = listOf(world, 'title');
    const entries = () =>
      new Map(
        rowsOf(view.read(), ALL, NONE).flatMap((row) =>
          row.kind === 'item' ? [[row.entry.item.title, row.entry]] : [],
        ),
      );
    const before = entries();
    const list = view.read();
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect(view.read()).toBe(list);
    set(world, 'form', { priority: 'high' });
    const after = entries();
    expect(view.read()).not.toBe(list);
    for (const name of ['shop', 'login', 'button', 'search', 'lonely'])
      expect(after.get(name)).toBe(before.get(name));
    world.must('state.edit', { id: world.state('In review').id, category: 'done' });
    expect(entries().get('login')).toBe(before.get('login'));
    world.must('workItem.move', { id: world.id('form'), state: world.state('Done').id });
    expect(entries().get('shop')?.progress).toMatchObject({ done: 2, total: 4 });
    expect(entries().get('search')).toBe(before.get('search'));
  });

  it('LIST-8 follows the names that it is ordered and parted by', () => {
    const world = family();
    world.person('ben');
    set(world, 'lonely', { assignee: world.id('ben') });
    set(world, 'shop', { assignee: world.id('ann') });
    const sorted = listOf(world, 'assignee');
    const parted = listOf(world, 'rank', false, 'assignee');
    expect(draw(sorted).at(-1)).toBe('lonely');
    expect(draw(parted).filter((line) => line.startsWith('#'))).toEqual([
      '# Ann 1',
      '# ben 1',
      '# none 4',
    ]);
    world.must('user.edit', { id: world.id('ann'), name: 'Zoe' });
    expect(draw(sorted)[0]).toBe('lonely');
    expect(draw(parted)[0]).toBe('# ben 1');
  });

  it('LIST-9 that follows, whatever people do, equals one that is made anew from all rows', () => {
    const orders = fc.array(anyOrder, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(seeds, orders, (wishes, asked) => {
        const world = peopled(new World());
        const view = new ListView(world.tables, world.project.id);
        for (const [step, seed] of wishes.entries()) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
          const { by, down, group } = asked[step % asked.length] ?? FIRST;
          const list = view.read().arranged({ by, down }, group);
          const rows = rowsOf(list, ALL, NONE);
          const anew = listOf(world, by, down, group);
          expect(shape(rows)).toEqual(shape(rowsOf(anew.read(), ALL, NONE)));
          anew.close();
          const live = liveIn(world);
          expect(new Set(itemsOf(rows))).toEqual(new Set(live));
          if (group === 'epic') continue; // an epic that is done still heads what is open
          const open = rowsOf(list, { ...ALL, hideDone: true }, NONE);
          expect(new Set(itemsOf(open))).toEqual(
            new Set(live.filter((item) => !over(world, item))),
          );
        }
        view.close();
      }),
      { seed: 17, numRuns: 60 },
    );
  });

  it('LIST-10 stands as a plain sort of all items would put it, whatever is left out', () => {
    const filter = fc.record({
      hideDone: fc.boolean(),
      words: fc.constantFrom('', 'e', 'w 1'),
      assignees: fc.constantFrom([], ['none' as const]),
      types: fc.constantFrom([], ['task', 'bug'] as const),
    });
    fc.assert(
      fc.property(seeds, anyOrder, filter, (wishes, { by, down }, left) => {
        const world = peopled(new World());
        const view = listOf(world, by, down);
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
          const rows = rowsOf(view.read(), { ...ALL, ...left }, NONE);
          expect(rows.map((row) => row.kind === 'item' && [row.id, row.depth])).toEqual(
            naiveRows(world, by, down, { ...ALL, ...left }),
          );
        }
        view.close();
      }),
      { seed: 18, numRuns: 60 },
    );
  });

  it('LIST-11 in another order shows the same rows, and keeps up those that were looked at last', () => {
    const world = family();
    const view = new ListView(world.tables, world.project.id);
    const entries = (by: ListSort) =>
      new Set(
        rowsOf(view.read().arranged({ by, down: false }, 'none'), ALL, NONE).map((row) =>
          row.kind === 'item' ? row.entry : null,
        ),
      );
    expect(entries('title')).toEqual(entries('rank'));
    const [ranked, titled] = [view.read(), view.read()].map((listing, at) =>
      listing.arranged({ by: at === 0 ? 'rank' : 'title', down: false }, 'none'),
    );
    expect(view.read().arranged({ by: 'title', down: false }, 'none')).toBe(titled);
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect(view.read().arranged({ by: 'rank', down: false }, 'none')).toBe(ranked);
    for (const by of LIST_SORTS) expect(entries(by).size).toBe(6);
    set(world, 'lonely', { title: 'alone' });
    for (const by of LIST_SORTS) expect(entries(by)).toEqual(entries('rank'));
  });
});

const seeds = fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 30, size: 'max' });
const anyOrder = fc.record({
  by: fc.constantFrom(...LIST_SORTS),
  down: fc.boolean(),
  group: fc.constantFrom(...LIST_GROUPS),
});
const FIRST = { by: 'rank', down: false, group: 'none' } as const;

function liveIn(world: World): WorkItem[] {
  return [...world.tables.all('workItem')].filter(
    (item) => item.project === world.project.id && naiveLive(world.tables, item),
  );
}

/** The ids and depths of a list without groups: everything sorted anew, level by level. */
function naiveRows(world: World, by: ListSort, down: boolean, filter: ListFilter): unknown[] {
  const live = liveIn(world).map((item) => {
    const entry = new ListEntry(world.tables, item, progressOf(world.tables, item));
    return { item, entry, value: valueOf(world.tables, by, entry) };
  });
  const words = filter.words.toLowerCase().split(' ');
  const passes = ({ item, entry }: (typeof live)[number]): boolean => {
    const text = `${keyOf(world.tables, item)} ${item.title}`.toLowerCase();
    if (filter.hideDone && entry.closed) return false;
    if (filter.assignees.length > 0 && item.assignee !== null) return false;
    if (filter.types.length > 0 && !filter.types.includes(item.type)) return false;
    return words.every((word) => text.includes(word));
  };
  const shownUnder = (parent: string | null): typeof live =>
    live
      .filter(({ item }) => item.parent === parent)
      .flatMap((one) => (passes(one) ? [one] : shownUnder(one.item.id)));
  const less = (a: unknown, b: unknown): boolean => (a as number) < (b as number);
  const rows = (parent: string | null, depth: number): unknown[] =>
    shownUnder(parent)
      .sort((a, b) => {
        if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1;
        if (a.value !== b.value) return less(a.value, b.value) === down ? 1 : -1;
        return less(a.item.rank, b.item.rank) ? -1 : a.item.rank === b.item.rank ? 0 : 1;
      })
      .flatMap(({ item }) => [[item.id, depth], ...rows(item.id, depth + 1)]);
  return rows(null, 0);
}

function shape(rows: readonly ListRow[]): unknown[] {
  return rows.map((row) =>
    row.kind === 'group'
      ? [row.key, row.count, row.points]
      : [
          row.entry.item,
          row.entry.progress,
          row.entry.closed,
          row.depth,
          row.below,
          row.parent?.id,
        ],
  );
}

/** All items that are listed; by epic, also those that head a group. */
function itemsOf(rows: readonly ListRow[]): WorkItem[] {
  return rows.flatMap((row) => (row.kind === 'group' ? (row.head ?? []) : row.entry.item));
}

function over(world: World, item: WorkItem): boolean {
  return isClosed(world.tables.get('state', item.state)?.category ?? 'backlog');
}
