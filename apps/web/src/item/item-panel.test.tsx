import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { Sections } from '../item-sections.tsx';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { Desk } from '../store/testing/desk.tsx';
import { ItemPanel } from './item-panel.tsx';

let desk: Desk;
const title = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Title' });

beforeEach(() => {
  desk = new Desk();
  desk.world.add('login', { type: 'task' });
  desk.open();
  keepDraft(`title:${desk.itemId('login')}`, null);
});
const open = () =>
  desk.show(
    <ItemPanel
      Sections={Sections}
      project={desk.project}
      id={desk.itemId('login')}
      reference="WEB-1"
    />,
  );

it('WEB-26 a title is a draft while it is typed, and saved by Enter or by leaving', async () => {
  open();
  const user = userEvent.setup();
  await user.click(title());
  await user.clear(title());
  await user.type(title(), 'Sign in');
  expect(draftOf(`title:${desk.itemId('login')}`)).toBe('Sign in');
  await user.keyboard('{Enter}');
  expect(desk.item('login').title).toBe('Sign in');
  expect(draftOf(`title:${desk.itemId('login')}`)).toBeNull();
});

it('WEB-26 a title that was left behind by a crash is there, and does not look saved', () => {
  keepDraft(`title:${desk.itemId('login')}`, 'half a title');
  open();
  expect(title().value).toBe('half a title');
  expect(screen.getByRole('alert').textContent).toContain('Not saved yet');
});

it('WEB-26 what is refused of a property is said beside it, and stays in the field', async () => {
  open();
  const user = userEvent.setup();
  const points = screen.getByRole<HTMLInputElement>('textbox', { name: 'Points' });
  await user.type(points, '1000{Enter}');
  expect(points.value).toBe('1000');
  expect(screen.getByRole('alert').textContent).toContain('100');
  await user.clear(points);
  await user.type(points, '2.5{Enter}');
  expect(desk.item('login').points).toBe(2.5);
  expect(screen.queryByRole('alert')).toBeNull();
});
