import type { WorkItem } from '@planwright/engine';
import { beforeEach, expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import type { Seen } from './arrival.ts';
import { hasArrived, nothingSeen } from './arrival.ts';

let desk: Desk;
let seen: Seen;

beforeEach(() => {
  desk = new Desk();
  desk.world.person('ben');
  for (const name of ['shown', 'below', 'far']) desk.world.add(name);
  desk.open();
  seen = nothingSeen(desk.store.tables, desk.store.me);
  draw('shown');
});

/** The card of an item is drawn; was it tinted? */
function draw(name: string): boolean {
  const item: WorkItem = desk.item(name);
  const tinted = hasArrived(seen, item);
  seen.rows.set(item.id, item);
  return tinted;
}

const benChanges = (name: string) =>
  desk.arrives((world) => {
    world.as('ben');
    world.must('workItem.edit', { id: world.id(name), title: `${name}, says Ben` });
    world.as('ann');
  });

it('WEB-5 what somebody else changed is tinted once, also a card that is new here', () => {
  benChanges('shown');
  expect(draw('shown')).toBe(true);
  expect(draw('shown')).toBe(false);
  desk.arrives((world) => {
    world.as('ben');
    world.add('new');
    world.as('ann');
  });
  expect(draw('new')).toBe(true);
});

it('WEB-5 a card that comes into sight is tinted where it changed since, and else not', () => {
  expect(draw('below')).toBe(false);
  benChanges('far');
  expect(draw('far')).toBe(true);
});

it('WEB-5 an own edit is not: neither when it shows, nor when the server confirms it', () => {
  const { store } = desk;
  store.run('workItem.edit', { id: desk.itemId('shown'), title: 'mine' });
  expect(draw('shown')).toBe(false);
  store.run('workItem.edit', { id: desk.itemId('below'), title: 'mine too' });
  const own = { id: desk.itemId('own'), project: desk.project.id, title: 'own' };
  store.run('workItem.create', { ...own, type: 'task' });
  expect(draw('own')).toBe(false);
  desk.settle();
  expect(desk.item('own').seq).toBeGreaterThan(seen.upTo);
  expect(['shown', 'below', 'own'].map(draw)).toEqual([false, false, false]);
});

it('WEB-5 an own edit of a card that is out of sight by then is not tinted when it is back', () => {
  const { store } = desk;
  store.run('workItem.edit', { id: desk.itemId('shown'), title: 'mine' });
  desk.settle();
  expect(draw('shown')).toBe(false);
});
