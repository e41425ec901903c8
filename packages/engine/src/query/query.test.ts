import { describe, expect, it } from 'vitest';

import { idOf } from '../lib/id.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';
import { BoardView } from './board.ts';
import type { Card, Column } from './card.ts';
import { ItemView, parentsOf } from './item.ts';
import { countsOf, progressOf } from './progress.ts';
import { TrashView } from './trash.ts';

/** epic › story › (one, two), and a lonely item. */
function family(): World {
  const world = new World();
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic' });
  world.add('one', { type: 'task', parent: 'story', points: 2 });
  world.add('two', { type: 'task', parent: 'story', points: 3, state: 'To do' });
  world.add('lonely', { state: 'To do' });
  return world;
}

const column = (view: BoardView, name: string): Column =>
  view.read().columns.find(({ state }) => state.name === name)!;

const card = (view: BoardView, title: string): Card =>
  view
    .read()
    .columns.flatMap(({ cards }) => cards)
    .find(({ item }) => item.title === title)!;

const layout = (view: BoardView): string =>
  view
    .read()
    .columns.filter(({ cards }) => cards.length > 0)
    .map(({ state, cards }) => `${state.name}: ${cards.map(({ item }) => item.title).join(' ')}`)
    .join(' | ');

const move = (world: World, name: string, state: string) =>
  world.must('workItem.move', { id: world.id(name), state: world.state(state).id });

describe('progress', () => {
  it('QUERY-1 counts the live items below and their points, done and in all', () => {
    const world = family();
    const progress = (name: string) => progressOf(world.tables, world.item(name));
    const points = (name: string) => {
      const { done, total, donePoints, totalPoints } = progress(name)!;
      return { done, total, donePoints, totalPoints };
    };
    expect(points('story')).toEqual({ done: 0, total: 2, donePoints: 0, totalPoints: 5 });
    move(world, 'two', 'Done');
    expect(points('story')).toEqual({ done: 1, total: 2, donePoints: 3, totalPoints: 5 });
    expect(points('epic')).toEqual({ done: 1, total: 3, donePoints: 3, totalPoints: 5 });
    world.must('workItem.edit', { id: world.id('two'), estimateMinutes: 90 });
    world.must('workItem.edit', { id: world.id('one'), estimateMinutes: 30 });
    expect(progress('epic')).toMatchObject({ doneMinutes: 90, totalMinutes: 120 });
    world.must('workItem.delete', { id: world.id('two') });
    expect(points('epic')).toEqual({ done: 0, total: 2, donePoints: 0, totalPoints: 2 });
    expect(progress('epic')).toMatchObject({ doneMinutes: 0, totalMinutes: 30 });
  });

  it('QUERY-2 leaves cancelled items out, and is null where nothing is to be done', () => {
    const world = family();
    expect(progressOf(world.tables, world.item('lonely'))).toBeNull();
    move(world, 'one', 'Cancelled');
    expect(progressOf(world.tables, world.item('story'))).toMatchObject({ done: 0, total: 1 });
    move(world, 'two', 'Cancelled');
    expect(progressOf(world.tables, world.item('story'))).toBeNull();
  });

  it('QUERY-3 of a project counts its live items by category, none hidden under the trash', () => {
    const world = family();
    const counts = () => Object.fromEntries(countsOf(world.tables, world.project.id));
    expect(counts()).toMatchObject({ backlog: 3, unstarted: 2, done: 0 });
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    expect(counts()).toMatchObject({ backlog: 0, unstarted: 1 });
  });
});

describe('the board', () => {
  it('QUERY-4 shows the live items of each state by rank, the states in their order', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    expect(layout(view)).toBe('Backlog: epic story one | To do: two lonely');
    expect(view.read().columns).toHaveLength(6);
    move(world, 'one', 'To do');
    expect(layout(view)).toBe('Backlog: epic story | To do: one two lonely');
    world.must('state.move', { id: world.state('To do').id, after: null });
    expect(layout(view)).toBe('To do: one two lonely | Backlog: epic story');
    world.must('workItem.delete', { id: world.id('story'), children: 'tree' });
    expect(layout(view)).toBe('To do: lonely | Backlog: epic');
    world.must('workItem.restore', { id: world.id('story') });
    expect(layout(view)).toBe('To do: one two lonely | Backlog: epic story');
  });

  it('QUERY-5 keeps columns and cards as they are that a change does not touch', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    const [backlog, todo] = [column(view, 'Backlog'), column(view, 'To do')];
    const [epic, story, two] = [card(view, 'epic'), card(view, 'story'), card(view, 'two')];
    world.must('workItem.edit', { id: world.id('lonely'), title: 'alone' });
    expect(column(view, 'Backlog')).toBe(backlog);
    expect(column(view, 'To do')).not.toBe(todo);
    expect(card(view, 'two')).toBe(two);
    world.must('workItem.edit', { id: world.id('one'), title: 'first' });
    expect(card(view, 'epic')).toBe(epic);
    expect(card(view, 'story')).toBe(story);
    world.must('state.edit', { id: world.state('Done').id, wipLimit: 3 });
    expect(card(view, 'two')).toBe(two);
    expect(column(view, 'To do').cards).toContain(two);
  });

  it('QUERY-6 is the same board until something on it changes, and says so then', () => {
    const world = family();
    world.must('project.create', sampleArgs['project.create'](world));
    const view = new BoardView(world.tables, world.project.id);
    let told = 0;
    const leave = view.subscribe(() => (told += 1));
    const before = view.read();
    world.must('workItem.create', {
      id: world.id('elsewhere'),
      project: world.id('APP'),
      type: 'task',
      title: 'x',
    });
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect([view.read() === before, told]).toEqual([true, 0]);
    move(world, 'lonely', 'Done');
    expect([view.read() === before, told]).toEqual([false, 1]);
    leave();
    move(world, 'lonely', 'To do');
    expect(told).toBe(1);
  });

  it('QUERY-7 shows on a card what its parent is called, as soon as it is', () => {
    const world = family();
    world.circumstances = { ...world.circumstances, authoritative: false };
    world.add('new', { type: 'story' });
    world.add('child', { type: 'task', parent: 'new' });
    const view = new BoardView(world.tables, world.project.id);
    expect(card(view, 'child').parent?.number).toBeNull();
    world.write((tables) =>
      tables.set('workItem', world.id('new'), { ...world.item('new'), number: 9 }),
    );
    expect(card(view, 'child').parent?.number).toBe(9);
    world.must('workItem.edit', { id: world.id('new'), title: 'named' });
    expect(card(view, 'child').parent?.title).toBe('named');
    const before = card(view, 'child');
    world.must('workItem.edit', { id: world.id('new'), points: 5 });
    expect(card(view, 'child')).toBe(before);
  });

  it('QUERY-17 counts the comments on a card, and tells of nothing else in the counts', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    const before = card(view, 'one');
    const count = (comments: number, descriptionRev: number) =>
      world.write((tables) => {
        const item = world.item('one');
        const id = idOf<'itemStats'>(item.id);
        tables.set('itemStats', id, { ...item, id, comments, descriptionRev, attachments: 0 });
      });
    count(0, 1);
    expect(card(view, 'one')).toBe(before);
    count(2, 1);
    expect(card(view, 'one').comments).toBe(2);
    expect(new BoardView(world.tables, world.project.id).read()).toEqual(view.read());
  });

  it('QUERY-8 counts anew when the category of a state changes', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    world.must('state.edit', { id: world.state('To do').id, category: 'done' });
    expect(card(view, 'story').progress).toMatchObject({ done: 1, total: 2 });
    expect(card(view, 'epic').progress).toMatchObject({ done: 1, total: 3 });
  });

  it('QUERY-9 loses a column with its state and gets it back with its cards', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    world.trash('state', 'To do');
    expect(layout(view)).toBe('Backlog: epic story one');
    world.must('workItem.edit', { id: world.id('two'), title: 'second' });
    world.trash('state', 'To do', false);
    expect(layout(view)).toBe('Backlog: epic story one | To do: second lonely');
  });

  it('QUERY-10 is empty while its project is in the trash', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    world.trash('project', 'WEB');
    expect(layout(view)).toBe('');
    world.trash('project', 'WEB', false);
    expect(layout(view)).toBe('Backlog: epic story one | To do: two lonely');
  });

  it('QUERY-11 stops following when it is closed', () => {
    const world = family();
    const view = new BoardView(world.tables, world.project.id);
    let told = 0;
    view.subscribe(() => (told += 1));
    view.close();
    const before = view.read();
    move(world, 'lonely', 'Done');
    expect([view.read() === before, told]).toEqual([true, 0]);
  });
});

describe('the panel of an item', () => {
  it('QUERY-12 shows the item, its state, what is above and below, its progress and text', () => {
    const world = family();
    world.must('document.edit', {
      id: world.id('story'),
      base: { rev: 0 },
      patch: [[0, 0, 'Why.']],
    });
    const detail = new ItemView(world.tables, world.id('story')).read()!;
    expect(detail).toMatchObject({ live: true, description: { text: 'Why.' } });
    expect(detail.item).toBe(world.item('story'));
    expect(detail.state).toBe(world.state('Backlog'));
    expect(detail.parents).toEqual([world.item('epic')]);
    expect(detail.children.map(({ item }) => item.title)).toEqual(['one', 'two']);
    expect(detail.children[1]?.state).toBe(world.state('To do'));
    expect(detail.progress).toMatchObject({ total: 2 });
    expect(new ItemView(world.tables, world.id('gone')).read()).toBeNull();
  });

  it('QUERY-13 follows the item, what is around it, its text and its states, and nothing else', () => {
    const world = family();
    const view = new ItemView(world.tables, world.id('story'));
    let told = 0;
    view.subscribe(() => (told += 1));
    const before = view.read();
    move(world, 'lonely', 'Done');
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    expect([view.read() === before, told]).toEqual([true, 0]);
    move(world, 'two', 'Done');
    expect(view.read()?.progress).toMatchObject({ done: 1 });
    world.must('workItem.edit', { id: world.id('epic'), title: 'Epic' });
    expect(view.read()?.parents[0]?.title).toBe('Epic');
    world.must('document.edit', {
      id: world.id('story'),
      base: { rev: 0 },
      patch: [[0, 0, 'Why.']],
    });
    expect(view.read()?.description?.text).toBe('Why.');
    world.must('state.edit', { id: world.state('Backlog').id, name: 'Ideas' });
    expect(view.read()?.state?.name).toBe('Ideas');
    expect(told).toBe(4);
  });

  it('QUERY-14 says when the item is not live, itself or by an owner', () => {
    const world = family();
    const view = new ItemView(world.tables, world.id('story'));
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    expect(view.read()?.live).toBe(false);
    world.must('workItem.restore', { id: world.id('epic') });
    expect(view.read()?.live).toBe(true);
    world.trash('project', 'WEB');
    expect(view.read()?.live).toBe(false);
  });

  it('QUERY-15 lists what is above from the root down, and ends in a circle too', () => {
    const world = family();
    const titles = (name: string) =>
      parentsOf(world.tables, world.item(name)).map((one) => one.title);
    expect(titles('one')).toEqual(['epic', 'story']);
    expect(titles('epic')).toEqual([]);
    world.write((tables) =>
      tables.set('workItem', world.id('epic'), {
        ...world.item('epic'),
        parent: world.id<'workItem'>('one'),
      }),
    );
    expect(titles('epic')).toHaveLength(4);
  });
});

describe('the trash of a project', () => {
  it('QUERY-16 lists what was deleted itself, newest first, and follows', () => {
    const world = family();
    const view = new TrashView(world.tables, world.project.id);
    const titles = () => view.read().map((item) => item.title);
    world.must('workItem.delete', { id: world.id('one') });
    world.must('workItem.delete', { id: world.id('epic'), children: 'tree' });
    expect(titles()).toEqual(['epic', 'one']);
    const before = view.read();
    move(world, 'lonely', 'Done');
    expect(view.read()).toBe(before);
    world.must('workItem.restore', { id: world.id('epic') });
    expect(titles()).toEqual(['one']);
    expect(new TrashView(world.tables, world.project.id).read()).toEqual(view.read());
  });
});
