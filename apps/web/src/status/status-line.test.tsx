import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { editItem } from '../actions/edits.ts';
import { Desk } from '../store/testing/desk.tsx';
import { StatusLine } from './status-line.tsx';

it('WEB-23 a refused edit is listed with what it was, why, and the text; it can be retried or discarded', async () => {
  const user = userEvent.setup();
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  desk.show(<StatusLine />);
  editItem(desk.store, desk.item('login'), { title: 'A title I thought about' });
  desk.settle({ code: 'FORBIDDEN', needs: 'edit' });

  await user.click(await screen.findByRole('button', { name: 'State of saving: 1 problem' }));
  expect(screen.getByText('Change an item')).toBeTruthy();
  expect(screen.getByText('A title I thought about')).toBeTruthy();
  expect(screen.getByText('This needs the right to edit.')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(desk.waiting).toHaveLength(1);
  expect(desk.item('login').title).toBe('A title I thought about');

  desk.settle({ code: 'FORBIDDEN', needs: 'edit' });
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(await screen.findByRole('button', { name: 'State of saving: Saved' })).toBeTruthy();
});

it('WEB-23 an edit that a restored server cannot do again is told as one that had been saved', async () => {
  const user = userEvent.setup();
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  editItem(desk.store, desk.item('login'), { title: 'Seen by all' });
  desk.settle({ code: 'NOT_FOUND', what: 'item' });
  const problems = desk.replica.problems.map((one) => ({ ...one, again: true }));
  Object.defineProperty(desk.replica, 'problems', { value: problems });
  desk.show(<StatusLine />);
  desk.replica.rebuild();
  await user.click(await screen.findByRole('button', { name: 'State of saving: 1 problem' }));
  expect(screen.getByText(/^It was saved once\./)).toBeTruthy();
  expect(screen.getByText('Seen by all')).toBeTruthy();
});
