import { BoardView } from '@planwright/engine';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { hasPicks, pick, pickThrough, unpick, usePicks } from '../actions/picks.ts';
import { boardActions } from '../actions/board-actions.ts';
import { useFolds } from '../actions/folds.ts';
import { useView } from '../store/hooks.ts';
import { Desk } from '../store/testing/desk.tsx';
import { useDeck } from './deck.ts';
import { PickedBar } from './picked-bar.tsx';
import { usePicked } from './picked.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  for (const name of ['one', 'two', 'three']) desk.world.add(name);
  desk.open();
});
afterEach(() => act(unpick));

function Picks() {
  const { project } = desk;
  const board = useView('board', (tables) => new BoardView(tables, project.id));
  const picked = usePicked(board.columns);
  const deck = useDeck(project);
  if (picked.size === 0) return null;
  return <PickedBar project={project} columns={board.columns} picked={picked} deck={deck} />;
}

const pickAll = (...names: readonly string[]) =>
  act(() => names.forEach((name) => pick(desk.itemId(name))));

it('WEB-182 picked cards are edited together, and in one command', async () => {
  const user = userEvent.setup();
  desk.show(<Picks />);
  expect(screen.queryByRole('toolbar')).toBeNull();
  pickAll('one', 'three');
  expect(screen.getByText('2 selected')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Priority' }));
  await user.click(await screen.findByRole('menuitem', { name: 'High' }));
  const names = ['one', 'two', 'three'];
  expect(names.map((name) => desk.item(name).priority)).toEqual(['high', 'none', 'high']);
  expect(desk.waiting.map(({ kind }) => kind)).toEqual(['workItem.editMany']);
});

it('WEB-182 they are deleted by the key of the list, and then nothing is picked', async () => {
  const user = userEvent.setup();
  desk.show(<Picks />);
  pickAll('one', 'two');
  await user.keyboard('{Shift>}{Delete}{/Shift}');
  expect([desk.item('one').deletedAt, desk.item('two').deletedAt]).not.toContain(null);
  expect(desk.item('three').deletedAt).toBeNull();
  expect(hasPicks()).toBe(false);
});

it('WEB-182 cards are picked one by one and up to another, and all let go', () => {
  const Probe = () => <output>{[...usePicks()].join(' ')}</output>;
  const picks = () => screen.getByRole('status').textContent;
  desk.show(<Probe />);
  const place = desk.place({ item: desk.item('one') });
  act(() => boardActions.pickCard.perform(place));
  const ids = ['one', 'two', 'three'].map((name) => desk.itemId(name));
  act(() => pickThrough(ids[2]!, () => ids));
  expect(picks()).toBe(ids.join(' '));
  expect(boardActions.unpickCards.applies(place)).toBe(true);
  act(() => boardActions.unpickCards.perform());
  expect([picks(), boardActions.unpickCards.applies(place)]).toEqual(['', false]);
});

it('WEB-182 a column is folded by its action, and unfolded again', () => {
  const Probe = () => <output>{[...useFolds()].join(' ')}</output>;
  const folds = () => screen.getByRole('status').textContent;
  desk.show(<Probe />);
  const { id } = desk.world.state('To do');
  const place = desk.place({ column: id });
  act(() => boardActions.foldColumn.perform(place));
  expect(folds()).toBe(id);
  act(() => boardActions.foldColumn.perform(place));
  expect(folds()).toBe('');
  expect(boardActions.foldColumn.applies(desk.place())).toBe(false);
});
