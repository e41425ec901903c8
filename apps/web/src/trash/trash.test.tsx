import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { EmptyTrash } from './empty-trash.tsx';
import { Trash } from './trash.tsx';

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ purgeAfterDays: 30 })));
  return () => vi.unstubAllGlobals();
});

it('WEB-85 the trash is searched, says who deleted what and how long it stays', async () => {
  const desk = new Desk();
  for (const name of ['Bread', 'Cake']) {
    desk.world.add(name);
    desk.world.must('workItem.delete', { id: desk.world.id(name) });
  }
  desk.open().show(<Trash project={desk.project} />);
  expect(await screen.findByText(/After 30 days they are deleted for good/)).toBeDefined();
  const titles = () => screen.getAllByRole('listitem').map((line) => line.textContent);
  expect(titles()).toHaveLength(2);
  expect(titles()[0]).toMatch(/WEB-2.*Cake.*Deleted by Ann/);
  expect(screen.getByRole('button', { name: 'Delete WEB-1 for good' })).toBeDefined();
  await userEvent.setup().type(screen.getByLabelText('Search the trash'), 'web-1');
  expect(titles()).toHaveLength(1);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Restore WEB-1' }));
  expect(desk.waiting.map(({ kind }) => kind)).toEqual(['workItem.restore']);
});

it('WEB-85 who is no admin may bring back, and not delete for good', () => {
  const desk = new Desk();
  desk.world.add('Bread');
  desk.world.must('workItem.delete', { id: desk.world.id('Bread') });
  desk.world.person('ben');
  desk.world.as('ben');
  desk.open().show(<Trash project={desk.project} />);
  expect(screen.getByRole('button', { name: 'Restore WEB-1' })).toBeDefined();
  expect(screen.queryByRole('button', { name: /for good/ })).toBeNull();
});

it('WEB-85 who is asked before the trash is emptied is told of all that would go', () => {
  const desk = new Desk();
  desk.world.add('Shop');
  for (const name of ['Bread', 'Cake']) desk.world.add(name, { type: 'task', parent: 'Shop' });
  desk.world.must('workItem.delete', { id: desk.world.id('Cake') });
  desk.world.must('workItem.delete', { id: desk.world.id('Shop'), children: 'tree' });
  desk.open().show(<EmptyTrash id={desk.project.id} />);
  expect(screen.getByText(/^3 items will be gone/)).toBeDefined();
});
