import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Conversation } from '../item-section.ts';
import { Desk } from '../store/testing/desk.tsx';
import { Timeline } from './timeline.tsx';

let desk: Desk;

/** Nobody has said anything. */
const silence: Conversation = {
  useThreads: () => ({
    threads: [],
    standing: { state: 'here', more: false, reading: false, oldest: null },
    readMore: () => undefined,
  }),
  Composer: () => null,
};

beforeEach(() => {
  desk = new Desk();
  desk.world.add('login', { description: 'Hello' });
});

/** Shows the timeline of the item; the server answers with pages of `limit` rows. */
async function open(limit?: number): Promise<void> {
  desk.open();
  const detail = {
    item: desk.item('login'),
    state: undefined,
    live: true,
    parents: [],
    children: [],
    progress: null,
    description: undefined,
  };
  desk.show(
    <Timeline conversation={silence} detail={detail as never} project={desk.project} editable />,
  );
  await act(async () => undefined);
  if (limit !== 0) desk.page<'activity'>(desk.world.activity, limit);
}

const edit = (set: object): void =>
  void desk.world.must('workItem.edit', { id: desk.itemId('login'), ...set });
const lines = (): (string | null)[] =>
  within(screen.getByRole('region', { name: 'Activity' }))
    .queryAllByRole('listitem')
    .filter((one) => one.parentElement?.tagName === 'OL')
    .map((one) => one.textContent);

it('WEB-42 says who did what, from which value to which, newest first', async () => {
  edit({ points: 3 });
  edit({ points: 5, title: 'Sign in', assignee: desk.world.id('ann') });
  desk.world.must('workItem.move', {
    id: desk.itemId('login'),
    state: desk.world.state('In progress').id,
  });
  desk.world.must('document.edit', {
    id: desk.world.id('login'),
    base: { rev: 1 },
    patch: [[5, 0, '!']],
  });
  await open();
  const [text, moved, several, ...rest] = lines();
  expect(text).toContain('Ann edited the description Show the change');
  expect(moved).toContain('Ann changed State Backlog to In progress');
  expect(several).toContain('Ann changed 3 things');
  expect(several).toContain('Points 3 to 5');
  expect(several).toContain('Title login to Sign in');
  expect(several).toContain('Assignee to Ann');
  expect(rest[0]).toContain('Ann set Points to 3');
  expect(rest[1]).toContain('Ann created it');
  expect(screen.getAllByTitle(/2026/).length).toBeGreaterThan(4);
});

it('WEB-42 what has come to pass since is asked for, once for many changes', async () => {
  await open();
  vi.useFakeTimers();
  desk.arrives((world) => {
    world.must('workItem.edit', { id: desk.itemId('login'), points: 8 });
    world.must('workItem.edit', { id: desk.itemId('login'), priority: 'high' });
  });
  act(() => void vi.runAllTimers());
  vi.useRealTimers();
  expect(desk.asked).toHaveLength(1);
  desk.page<'activity'>(desk.world.activity);
  expect(lines()).toHaveLength(3);
  expect(lines()[1]).toContain('set Points to 8');
});

it('WEB-43 older activity comes by going on, and what cannot be had is said', async () => {
  for (const points of [1, 2, 3, 4]) {
    edit({ points });
    desk.world.now += 3_600_000;
  }
  await open(2);
  expect(lines()).toHaveLength(2);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  expect(screen.getByRole('status', { name: 'Loading the activity' })).toBeDefined();
  desk.page<'activity'>(desk.world.activity, 2);
  expect(lines()).toHaveLength(4);
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  act(() => desk.asked.shift()?.done({ code: 'UNAVAILABLE', retryMs: 1 }));
  expect(screen.getByText(/What came before is not on this device/)).toBeDefined();
});

it('WEB-43 says so where nothing of it is on this device', async () => {
  await open(0);
  act(() => desk.asked.shift()?.done({ code: 'UNAVAILABLE', retryMs: 1 }));
  expect(screen.getByText(/The activity is not on this device/)).toBeDefined();
});
