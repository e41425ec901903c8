import { BoardView, asksFor, peopleFitting } from '@planwright/engine';
import type { BoardGroup } from '@planwright/engine';
import { World } from '@planwright/engine/testing/world.ts';
import { beforeEach, expect, it } from 'vitest';

import { choiceOf } from '../actions/board-search.ts';
import type { BoardSearch } from '../actions/board-search.ts';
import { makeFilter } from './filter.ts';
import { rememberGroup, rememberedGroup } from './remembered-group.ts';
import { laneName, makeLanes } from './shown-lanes.ts';

let world: World;

beforeEach(() => {
  world = new World();
  world.person('ben');
  for (const name of ['Zoe', 'stranger']) world.person(name, { role: 'guest' });
  world.member('Zoe', 'editor');
  world.add('shop', { type: 'epic' });
  world.add('pay', { type: 'epic' });
  world.add('old', { type: 'epic', state: 'Done' });
  world.add('login', { parent: 'shop' });
  world.add('form', { type: 'task', parent: 'login', state: 'Done' });
  world.add('lonely');
  world.must('workItem.edit', { id: world.id('lonely'), assignee: world.id('ben') });
});

function names(by: BoardGroup, search: BoardSearch = {}): readonly string[] {
  const choice = choiceOf({ ...search, group: by });
  const filter = makeFilter(choice, 'WEB');
  const { hideDone } = choice;
  const people = new Set(peopleFitting(world.tables, world.project.id, '').map(({ id }) => id));
  const shown = makeLanes({ by, filter, hideDone, filtered: asksFor(choice), people });
  const { lanes } = shown(new BoardView(world.tables, world.project.id, by).read().lanes);
  return lanes.map(({ key, count }) => `${laneName(world.tables, by, key)} ${count}`);
}

it('WEB-181 lanes are shown that have cards, or that something could be dropped into', () => {
  expect(names('assignee')).toEqual(['ben 1', 'Nobody 5', 'Ann 0', 'Zoe 0']);
  expect(names('assignee', { q: 'lonely' })).toEqual(['ben 1']);
  expect(names('epic')).toEqual(['shop 2', 'pay 0', 'No epic 1']);
  expect(names('type')).toEqual(['Epic 3', 'Story 2', 'Task 1', 'Bug 0', 'Subtask 0']);
  expect(names('epic', { done: 'hide' })).toEqual(['shop 1', 'pay 0', 'No epic 1']);
});

it('WEB-181 of a filtered board those with cards that fit, and epics that fit themselves', () => {
  expect(names('epic', { q: 'form' })).toEqual(['shop 1']);
  expect(names('epic', { q: 'pay' })).toEqual(['pay 0']);
  expect(names('priority', { q: 'form' })).toEqual(['No priority 1']);
});

it('WEB-181 a lane in which nothing changed is the same, and the choice is remembered', () => {
  const filter = makeFilter(choiceOf({ type: 'task' }), 'WEB');
  const shown = makeLanes({
    by: 'epic',
    filter,
    hideDone: false,
    filtered: true,
    people: new Set(),
  });
  const view = new BoardView(world.tables, world.project.id, 'epic');
  const [before] = shown(view.read().lanes).lanes;
  world.must('workItem.edit', { id: world.id('lonely'), title: 'alone' });
  const now = shown(view.read().lanes);
  expect(now.lanes[0]).toBe(before);
  expect(now.counts).toEqual([0, 0, 0, 0, 1, 0]);
  expect(rememberedGroup(world.project.id)).toBe('none');
  rememberGroup(world.project.id, 'epic');
  expect(rememberedGroup(world.project.id)).toBe('epic');
  localStorage.clear();
});
