import { expect, it } from 'vitest';

import { itemOf, movedTo } from './screens.tsx';
import { Desk } from './store/testing/desk.tsx';

it('WEB-24 an address names an item by its key in any case, or by its id, in its own project alone', () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.world.must('project.create', { id: desk.world.id('APP'), key: 'APP', title: 'App' });
  desk.open();
  const { tables } = desk.store;
  const login = desk.item('login');
  const other = tables.get('project', desk.world.id<'project'>('APP'));
  for (const reference of ['WEB-1', 'web-1', login.id]) {
    expect(itemOf(tables, desk.project, reference)).toBe(login);
    expect(other && itemOf(tables, other, reference)).toBeUndefined();
  }
  for (const reference of ['WEB-2', 'WEB', '', '1']) {
    expect(itemOf(tables, desk.project, reference)).toBeUndefined();
  }
});

it('WEB-123 the old key of an item that was moved leads to where it is now', () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.world.add('search');
  desk.world.must('project.create', { id: desk.world.id('APP'), key: 'APP', title: 'App' });
  desk.world.must('workItem.transfer', { id: desk.itemId('login'), project: desk.world.id('APP') });
  desk.open();
  const { tables } = desk.store;
  for (const reference of ['WEB-1', 'web-1']) {
    expect(itemOf(tables, desk.project, reference)).toBeUndefined();
    expect(movedTo(tables, desk.project, reference)).toBe(desk.item('login'));
  }
  for (const reference of ['WEB-2', 'APP-1', 'WEB-9', 'WEB', '']) {
    expect(movedTo(tables, desk.project, reference)).toBeUndefined();
  }
});
