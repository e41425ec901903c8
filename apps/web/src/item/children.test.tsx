import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { setState } from '../actions/edits.ts';
import { Sections } from '../item-sections.tsx';
import { Desk } from '../store/testing/desk.tsx';
import { ItemPanel } from './item-panel.tsx';

it('WEB-125 how far the children are: items, points and estimated work, as it is now', () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.world.add('form', { parent: 'login', type: 'task', points: 3 });
  desk.world.must('workItem.edit', { id: desk.itemId('form'), estimateMinutes: 90 });
  desk.world.add('mail', { parent: 'login', type: 'task', points: 0.5 });
  desk
    .open()
    .show(
      <ItemPanel
        Sections={Sections}
        project={desk.project}
        id={desk.itemId('login')}
        reference="WEB-1"
      />,
    );
  expect(screen.getByText('0 of 2 done · 0 of 3.5 points · 0m of 1h 30m')).toBeTruthy();
  act(() => {
    setState(desk.store, desk.item('form'), desk.world.state('Done').id);
  });
  expect(screen.getByText('1 of 2 done · 3 of 3.5 points · 1h 30m of 1h 30m')).toBeTruthy();
  act(() => {
    desk.store.run('workItem.edit', { id: desk.itemId('form'), estimateMinutes: null });
    desk.store.run('workItem.edit', { id: desk.itemId('form'), points: null });
  });
  expect(screen.getByText('1 of 2 done · 0 of 0.5 points')).toBeTruthy();
});
