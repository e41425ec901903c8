import type { Activity } from '@planwright/engine';
import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';

import { useColdRows } from './cold-rows.ts';
import { Desk } from './testing/desk.tsx';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.world.add('login');
  for (const points of [1, 2, 3, 4, 5]) edit(points);
  desk.open();
});

const edit = (points: number): void =>
  void desk.world.must('workItem.edit', { id: desk.itemId('login'), points });

/** Shows the points that the activity tells of, and how it stands. */
function Points() {
  const { rows, standing, readMore } = useColdRows('activity', desk.itemId('login'));
  return (
    <>
      <output>
        {rows.map((row: Activity) => JSON.stringify(row.after?.['points']) ?? 'made').join(' ')}
      </output>
      <p role="status">{standing.state + (standing.more ? ', more' : '')}</p>
      <button type="button" onClick={readMore}>
        older
      </button>
    </>
  );
}

const seen = () =>
  screen
    .getAllByRole('status')
    .map((one) => one.textContent)
    .join(' | ');
const older = () => act(() => screen.getByRole('button', { name: 'older' }).click());
const asked = async (): Promise<void> => act(async () => undefined);
const page = (limit?: number) => desk.page<'activity'>(desk.world.activity, limit);

it('WEB-40 rows are read by the page, newest first, and asked for once', async () => {
  desk.show(<Points />);
  await asked();
  expect(seen()).toBe(' | loading');
  expect(desk.asked.map(({ wanted }) => wanted)).toEqual([
    { table: 'activity', parent: desk.itemId('login'), limit: 50 },
  ]);
  page(2);
  expect(seen()).toBe('5 4 | here, more');
  older();
  older();
  expect(desk.asked).toHaveLength(1);
  page(2);
  expect(seen()).toBe('5 4 3 2 | here, more');
  older();
  page();
  expect(seen()).toBe('5 4 3 2 1 made | here');
  older();
  expect(desk.asked).toEqual([]);
});

it('WEB-40 what is read again joins what is here, or begins anew where some is missing', async () => {
  desk.show(<Points />);
  await asked();
  page(2);
  edit(6);
  act(() => desk.store.pages.refresh('activity', desk.itemId('login')));
  page(2);
  expect(seen()).toBe('6 5 4 | here, more');
  for (const points of [7, 8, 9]) edit(points);
  act(() => desk.store.pages.refresh('activity', desk.itemId('login')));
  act(() => desk.store.pages.refresh('activity', desk.itemId('login')));
  page(2);
  expect(seen()).toBe('9 8 | here, more');
  page(2);
  older();
  page(2);
  expect(seen()).toBe('9 8 7 6 | here, more');
});

it('WEB-40 what an entry brings appears without a question', async () => {
  const Revisions = () => {
    const { rows } = useColdRows('revision', desk.itemId('login'));
    return <output>{rows.map(({ rev }) => rev).join(' ')}</output>;
  };
  desk.show(<Revisions />);
  await asked();
  desk.page<'revision'>([]);
  const id = desk.world.id<'document'>('login');
  desk.arrives((world) => {
    world.must('document.edit', { id, base: { rev: 0 }, patch: [[0, 0, 'Hello']] });
    world.must('document.edit', { id, base: { rev: 1 }, patch: [[5, 0, '!']] });
  });
  expect(seen()).toBe('2 1');
  expect(desk.asked).toEqual([]);
});

it('WEB-41 what cannot be had is said, and asked for again when the server is back', async () => {
  desk.show(<Points />);
  await asked();
  act(() => desk.asked.shift()?.done({ code: 'UNAVAILABLE', retryMs: 1 }));
  expect(seen()).toBe(' | away');
  desk.connection('WAIT');
  desk.connection('LIVE');
  await asked();
  page(2);
  expect(seen()).toBe('5 4 | here, more');
  older();
  act(() => desk.asked.shift()?.done({ code: 'UNAVAILABLE', retryMs: 1 }));
  expect(seen()).toBe('5 4 | away, more');
});
