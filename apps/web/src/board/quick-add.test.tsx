import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { keepDraft } from '../store/drafts.ts';
import { addTo, useScreenState } from '../store/screen-state.ts';
import { Desk } from '../store/testing/desk.tsx';
import { QuickAdd } from './quick-add.tsx';

let desk: Desk;

beforeEach(() => {
  desk = new Desk().open();
  const state = desk.world.state('To do');
  keepDraft(`new:${state.id}`, null);
  desk.show(<Foot />);
});
afterEach(() => addTo(null));

function Foot() {
  const state = desk.world.state('To do');
  const { addingTo } = useScreenState();
  return (
    <QuickAdd
      project={desk.project}
      state={state}
      fields={{ priority: 'high', type: 'bug' }}
      open={addingTo === state.id}
      onOpen={() => addTo(state.id)}
    />
  );
}

const titles = () => desk.waiting.map(({ args }) => ('title' in args ? args.title : null));

it('WEB-17 Enter adds the item to the column and stays open for the next', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'New item' }));
  await user.keyboard('one{Enter}two{Enter}');
  expect(titles()).toEqual(['one', 'two']);
  expect(
    desk.waiting.every(
      ({ args }) => 'state' in args && args.state === desk.world.state('To do').id,
    ),
  ).toBe(true);
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
});

it('WEB-17 Esc closes and keeps what was typed; the foot of the column shows it', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'New item' }));
  await user.keyboard('half a thought{Escape}');
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'half a thought' }));
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('half a thought');
  expect(titles()).toEqual([]);
});

it('WEB-17 what is refused stays in the field, with the reason', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'New item' }));
  await user.click(screen.getByRole('textbox'));
  await user.paste('x'.repeat(201));
  await user.keyboard('{Enter}');
  expect(screen.getByRole('alert').textContent).toContain('200');
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toHaveLength(201);
});
