import type { Column } from '@planwright/engine';
import { expect, it } from 'vitest';

import { cardsBetween, landingBeside, landingOf, pickedWith, placeOf } from './drop.ts';
import { stepFrom, stopOf } from './walk.ts';

/** `board('a b c', 'd', '')`: three columns named 0, 1, 2, with cards of those names. */
function board(...columns: readonly string[]): Column[] {
  return columns.map((cards, index) => ({
    state: { id: String(index), name: `column ${index}` } as Column['state'],
    lane: null,
    cards: cards
      .split(' ')
      .filter(Boolean)
      .map((id) => ({ item: { id }, parent: null, progress: null }) as Column['cards'][number]),
  }));
}

/** The same of two lanes, `one` above `two`. */
function lanes(one: readonly string[], two: readonly string[]): Column[] {
  const parts = [board(...one), board(...two)];
  return parts.flatMap((columns, at) =>
    columns.map((column) => ({ ...column, lane: ['one', 'two'][at] ?? null })),
  );
}

const spot = (
  state: string,
  after: string | null,
  before: string | null,
  lane: string | null = null,
) => ({ lane, spot: { state, after, before } });

it.each([
  ['on the upper half of a card: before it', 'd', { card: 'b', edge: 'top' }, spot('0', 'a', 'b')],
  ['on the lower half: after it', 'd', { card: 'b', edge: 'bottom' }, spot('0', 'b', 'c')],
  ['above the first', 'd', { card: 'a', edge: 'top' }, spot('0', null, 'a')],
  ['below the last', 'd', { card: 'c', edge: 'bottom' }, spot('0', 'c', null)],
  ['on the free part of a column: last', 'd', { column: '0', lane: null }, spot('0', 'c', null)],
  ['into an empty column', 'd', { column: '2', lane: null }, spot('2', null, null)],
  ['within its column, downward', 'a', { card: 'c', edge: 'top' }, spot('0', 'b', 'c')],
  ['within its column, upward', 'c', { card: 'a', edge: 'bottom' }, spot('0', 'a', 'b')],
  ['on the free part of its own column', 'a', { column: '0', lane: null }, spot('0', 'c', null)],
] as const)('WEB-3 a card dropped %s', (_, dragged, over, expected) => {
  expect(landingOf(board('a b c', 'd', ''), dragged, over)).toEqual(expected);
});

it.each([
  ['on itself', 'b', { card: 'b', edge: 'top' }],
  ['just below the one above it', 'b', { card: 'a', edge: 'bottom' }],
  ['just above the one below it', 'b', { card: 'c', edge: 'top' }],
  ['on the free part of its column, being last', 'c', { column: '0', lane: null }],
  ['on a card that is gone', 'b', { card: 'gone', edge: 'top' }],
] as const)('WEB-3 a card dropped %s stays and makes no edit', (_, dragged, over) => {
  expect(landingOf(board('a b c', 'd', ''), dragged, over)).toBeNull();
});

it.each([
  ['up', 'b', spot('0', null, 'a')],
  ['down', 'b', spot('0', 'c', null)],
  ['right', 'c', spot('1', 'd', null)],
  ['right', 'a', spot('1', null, 'd')],
  ['left', 'd', spot('0', null, 'a')],
] as const)('WEB-4 a card moved by the keys %s goes one step', (direction, card, expected) => {
  expect(landingBeside(board('a b c', 'd', ''), card, direction)).toEqual(expected);
});

it.each([
  ['up', 'a'],
  ['down', 'c'],
  ['left', 'a'],
] as const)('WEB-4 a card at the end of the way %s stays', (direction, card) => {
  expect(landingBeside(board('a b c', 'd', ''), card, direction)).toBeNull();
});

it('WEB-4 where a card has landed is said by its column and its place in it', () => {
  expect(placeOf(board('a b c', 'd'), 'b' as never)).toEqual({
    lane: null,
    state: 'column 0',
    index: 2,
    of: 3,
  });
});

it.each([
  ['on a card of another lane', { card: 'e', edge: 'top' }, spot('1', null, 'e', 'two')],
  ['on the free part there', { column: '0', lane: 'two' }, spot('0', 'd', null, 'two')],
  ['on the head of a lane', { lane: 'two' }, { lane: 'two', spot: null }],
] as const)('WEB-180 a card dropped %s goes into that lane', (_, over, expected) => {
  expect(landingOf(lanes(['a b', ''], ['d', 'e']), 'a', over)).toEqual(expected);
});

it.each([
  ['down', 'b', spot('0', null, 'd', 'two')],
  ['up', 'd', spot('0', 'b', null, 'one')],
  ['up', 'e', spot('1', null, null, 'one')],
  ['right', 'd', spot('1', null, 'e', 'two')],
  ['left', 'd', null],
  ['down', 'e', null],
  ['up', 'a', null],
] as const)('WEB-180 the keys move a card %s into the next lane and stay in it', (to, card, at) => {
  expect(landingBeside(lanes(['a b', ''], ['d', 'e']), card, to)).toEqual(at);
});

it.each([
  ['above one that stays', { card: 'd', edge: 'top' }, spot('1', null, 'd')],
  ['on one that goes along: where it was', { card: 'c', edge: 'top' }, spot('0', 'b', null)],
  ['at the end of their column', { column: '0', lane: null }, spot('0', 'b', null)],
] as const)('WEB-92 several cards dropped %s', (_, over, expected) => {
  expect(landingOf(board('a b c', 'd', ''), 'a', over, new Set(['a', 'c']))).toEqual(expected);
});

it('WEB-92 a picked card takes along what is picked, in the order of the board; another does not', () => {
  const columns = board('a b c', 'd', '');
  const picked = new Set(['d', 'c', 'a']) as never;
  expect(pickedWith(columns, 'c' as never, picked)).toEqual(['a', 'c', 'd']);
  expect(pickedWith(columns, 'b' as never, picked)).toEqual(['b']);
});

it('WEB-92 cards are picked from one to another of a column, in either direction', () => {
  const columns = board('a b c', 'd', '');
  expect(cardsBetween(columns, 'c' as never, 'b' as never)).toEqual(['b', 'c']);
  expect(cardsBetween(columns, 'a' as never, 'd' as never)).toEqual([]);
});

it('WEB-93 keys walk through all cards of a column, in the page or not', () => {
  const columns = board('a b c', 'd', '');
  const page = null as never;
  const from = (card: string, step: 'up' | 'down' | 'first' | 'last') =>
    stepFrom(page, columns, card as never, step);
  expect([from('a', 'down'), from('b', 'up'), from('a', 'up'), from('c', 'down')]).toEqual([
    'b',
    'a',
    null,
    null,
  ]);
  expect([from('b', 'first'), from('a', 'last')]).toEqual(['a', 'c']);
});

it('WEB-93 and from lane to lane, past those without a card there', () => {
  const one = lanes(['a b', ''], ['', 'e']);
  const columns = [...one, ...board('f', 'g').map((column) => ({ ...column, lane: 'three' }))];
  const from = (card: string, step: 'up' | 'down') =>
    stepFrom(null as never, columns, card as never, step);
  expect([from('b', 'down'), from('f', 'up'), from('e', 'up'), from('e', 'down')]).toEqual([
    'f',
    'b',
    null,
    'g',
  ]);
});

it('WEB-93 Tab reaches one card: the one last focused, else the first of the board', () => {
  expect(stopOf(board('', 'd e'), 'e' as never)).toBe('e');
  expect(stopOf(board('', 'd e'), 'gone' as never)).toBe('d');
  expect(stopOf(board('', ''), null)).toBeNull();
});
