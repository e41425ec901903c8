import type { Revision } from '@planwright/engine';
import { Tables } from '@planwright/engine';
import { act, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { ColdKeeper, SPARE } from './cold-keeper.ts';
import { useColdRows } from './cold-rows.ts';
import { Desk } from './testing/desk.tsx';

afterEach(() => void vi.useRealTimers());

const revisionOf = (document: string, rev: number): Revision =>
  ({ id: `${document}${rev}`, document, rev, seq: rev }) as unknown as Revision;

function tablesWith(...documents: readonly string[]): Tables {
  const tables = new Tables();
  for (const document of documents) {
    for (const rev of [1, 2]) {
      const row = revisionOf(document, rev);
      tables.set('revision', row.id, row);
    }
  }
  return tables;
}

const owners = (keeper: ColdKeeper, tables: Tables) =>
  keeper.surplus(tables).map(({ owner, rows }) => `${owner} ${rows.length}`);

it('WEB-145 goes what was never looked at, then what was left the longest time ago', () => {
  const keeper = new ColdKeeper({ document: 0, revision: 4, activity: 0 });
  const tables = tablesWith('a', 'b', 'c', 'd');
  const leave = keeper.hold('revision', 'b' as never);
  keeper.hold('revision', 'a' as never)();
  expect(keeper.isOver(tables)).toBe(true);
  expect(owners(keeper, tables)).toEqual(['c 2']);
  leave();
  expect(owners(keeper, tables)).toEqual(['c 2', 'd 2']);
  expect(owners(new ColdKeeper(), tables)).toEqual([]);
});

it('WEB-145 what is looked at stays, by however many; who writes in a text keeps its revisions', () => {
  const keeper = new ColdKeeper({ document: 0, revision: 0, activity: 0 });
  const tables = tablesWith('a', 'b', 'c');
  const [one, two] = [keeper.hold('revision', 'a' as never), keeper.hold('revision', 'a' as never)];
  keeper.hold('document', 'b' as never);
  one();
  one();
  expect(owners(keeper, tables)).toEqual(['c 2']);
  two();
  expect(owners(keeper, tables)).toEqual(['c 2', 'a 2']);
});

function History({ of }: { readonly of: string }) {
  const { rows } = useColdRows('revision', of as never);
  return <output>{rows.length}</output>;
}

/** Many edits of other texts arrive, and some time passes. */
function aLongDay(desk: Desk): void {
  const rows = Array.from({ length: SPARE.revision + 1 }, (_, i) => ({
    table: 'revision' as const,
    row: revisionOf(`other${i}`, 1),
  }));
  act(() => {
    desk.replica.rows(rows);
    desk.replica.flush();
    vi.advanceTimersByTime(60_000);
  });
}

async function deskWithHistory() {
  vi.useFakeTimers();
  const desk = new Desk();
  desk.world.add('login', { description: 'One.' });
  desk.open();
  const of = desk.itemId('login');
  const shown = desk.show(<History of={of} />);
  await act(async () => undefined);
  desk.page<'revision'>([...desk.world.tables.all('revision')]);
  expect(screen.getByRole('status').textContent).toBe('1');
  return { desk, of, shown };
}

it('WEB-145 revisions that arrive for days do not stay, those in sight do', async () => {
  const { desk, of, shown } = await deskWithHistory();
  aLongDay(desk);
  expect(desk.store.tables.count('revision')).toBe(SPARE.revision + 1);
  expect(screen.getByRole('status').textContent).toBe('1');
  expect(desk.asked).toEqual([]);

  shown.unmount();
  for (const round of [1, 2]) {
    vi.advanceTimersByTime(round);
    aLongDay(desk);
  }
  expect(desk.store.tables.count('revision')).toBe(SPARE.revision);
  expect(desk.store.pages.standing('revision', of).state).toBe('here');
});

it('WEB-145 what was let go of is asked for again, and is not believed to be read', async () => {
  const { desk, of, shown } = await deskWithHistory();
  shown.unmount();
  const forgotten = desk.store.tables.first('revision', 'byDocument', of);
  act(() => {
    desk.replica.forget([{ table: 'revision', id: forgotten!.id }]);
    desk.store.pages.forget('revision', of);
  });
  desk.show(<History of={of} />);
  await act(async () => undefined);
  expect(desk.asked.map(({ wanted }) => wanted.parent)).toEqual([of]);
  desk.page<'revision'>([...desk.world.tables.all('revision')]);
  expect(screen.getByRole('status').textContent).toBe('1');
});

it('WEB-145 nothing goes while own edits wait', async () => {
  const { desk, of } = await deskWithHistory();
  desk.store.run('workItem.edit', { id: of, points: 3 });
  const before = desk.store.tables.count('revision');
  aLongDay(desk);
  expect(desk.store.tables.count('revision')).toBe(before + SPARE.revision + 1);
  desk.settle();
  act(() => void vi.advanceTimersByTime(60_000));
  expect(desk.store.tables.count('revision')).toBe(SPARE.revision + 1);
});

it('WEB-146 what left the sight of a person and comes back is read anew', async () => {
  const { desk, of } = await deskWithHistory();
  const { asked } = desk;
  const row = desk.world.tables.get('workItem', of)!;
  desk.sees([{ op: 'evict', table: 'workItem', id: of }], [{ op: 'put', table: 'workItem', row }]);
  await act(async () => undefined);
  expect(asked.map(({ wanted }) => wanted.table)).toContain('revision');
});
