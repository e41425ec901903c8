import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';

import { keepDraft } from '../store/drafts.ts';
import { Desk } from '../store/testing/desk.tsx';
import { NewProject } from './new-project.tsx';

let desk: Desk;
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

beforeEach(() => {
  desk = new Desk().open();
  keepDraft('project', null);
  desk.show(<NewProject />);
});

it('WEB-18 a key is suggested from the name until the person writes their own', async () => {
  const user = userEvent.setup();
  await user.type(field('Name'), 'Garden');
  const suggested = field('Key').value;
  expect(suggested).toMatch(/^[A-Z][A-Z0-9]+$/);
  await user.clear(field('Key'));
  await user.type(field('Key'), 'shed');
  await user.type(field('Name'), ' and tools');
  expect(field('Key').value).toBe('SHED');
});

it('WEB-18 making it leads to its board', async () => {
  const user = userEvent.setup();
  await user.type(field('Name'), 'Garden{Enter}');
  expect(desk.waiting.map(({ kind }) => kind)).toEqual(['project.create']);
  expect(desk.visited).toEqual([
    {
      to: 'board',
      key: desk.store.tables.get(
        'project',
        (desk.waiting[0]?.args as { id: never } | undefined)?.id,
      )?.key,
    },
  ]);
});

it('WEB-18 what the engine refuses is said beside the field, and nothing typed is lost', async () => {
  const user = userEvent.setup();
  await user.type(field('Name'), 'Another shop');
  await user.clear(field('Key'));
  await user.type(field('Key'), 'WEB{Enter}');
  expect(screen.getByRole('alert').textContent).toContain('taken');
  expect(field('Key').getAttribute('aria-invalid')).toBe('true');
  expect(field('Name').value).toBe('Another shop');
  expect(desk.visited).toEqual([]);
});
