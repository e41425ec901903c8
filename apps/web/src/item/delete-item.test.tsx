import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { actions } from '../actions/list.ts';
import { undoOf } from '../actions/undo.ts';
import { Dialogs } from '../dialogs.tsx';
import { Desk } from '../store/testing/desk.tsx';

it('WEB-20 a delete asks what becomes of the children: they go too, or one level up', async () => {
  const desk = new Desk();
  desk.world.add('shop', { type: 'epic' });
  desk.world.add('login', { parent: 'shop' });
  desk.world.add('form', { parent: 'login', type: 'task' });
  desk.open().show(<Dialogs />);
  const user = userEvent.setup();
  const remove = async (answer: string): Promise<void> => {
    const place = desk.place({ item: desk.item('login') });
    act(() => actions.deleteItem.perform(place));
    await screen.findByText(/It has 1 item under it/);
    await user.click(screen.getByRole('button', { name: answer }));
    expect(desk.item('login').deletedAt).not.toBeNull();
  };
  await remove('Keep them, one level up');
  expect(desk.item('form').parent).toBe(desk.itemId('shop'));
  act(() => undoOf(desk.store).undo());
  expect(desk.item('form').parent).toBe(desk.itemId('login'));
  await remove('Delete them too');
  expect(desk.item('form').parent).toBe(desk.itemId('login'));
  act(() => undoOf(desk.store).undo());
  expect(desk.item('login').deletedAt).toBeNull();
});
