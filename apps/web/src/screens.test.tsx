import { expect, it } from 'vitest';

import { itemOf } from './screens.tsx';
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
