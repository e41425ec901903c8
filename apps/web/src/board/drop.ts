// Where a dragged card lands, in the words of a move: a pure function of what is on the screen.
import type { Card, Column, StateId, WorkItemId } from '@planwright/engine';

import type { Spot } from '../actions/edits.ts';

/** What the pointer was over: a card and its nearer edge, or the free part of a column. */
export type Over =
  | { readonly card: string; readonly edge: 'top' | 'bottom' }
  | { readonly column: string };

/**
 * The spot where `dragged` goes, with all that are `along` with it. The neighbours are the visible
 * ones that stay; null when it lies there already, or when what it was dropped on is gone.
 */
export function spotOf(
  columns: readonly Column[],
  dragged: string,
  over: Over,
  along: ReadonlySet<string> = NONE,
): Spot | null {
  const column = columns.find(({ state, cards }) =>
    'column' in over ? state.id === over.column : cards.some(({ item }) => item.id === over.card),
  );
  if (column === undefined) return null;
  const stays = ({ item }: Card): boolean => item.id !== dragged && !along.has(item.id);
  const others = column.cards.filter(stays);
  const index = 'column' in over ? others.length : indexAt(column, stays, over);
  const alone = along.size === 0;
  return alone && isThere(column, dragged, index) ? null : spotAt(column.state.id, others, index);
}

const NONE: ReadonlySet<string> = new Set();

/** What moves when `dragged` is: itself, or all that were picked with it, in the board's order. */
export function pickedWith(
  columns: readonly Column[],
  dragged: WorkItemId,
  picked: ReadonlySet<WorkItemId>,
): readonly WorkItemId[] {
  if (!picked.has(dragged)) return [dragged];
  return columns.flatMap(({ cards }) =>
    cards.filter(({ item }) => picked.has(item.id)).map(({ item }) => item.id),
  );
}

/** The cards from one to another of a column, both of them, in its order; none where one is gone. */
export function cardsBetween(
  columns: readonly Column[],
  one: WorkItemId,
  other: WorkItemId,
): readonly WorkItemId[] {
  for (const { cards } of columns) {
    const ends = [one, other].map((id) => cards.findIndex(({ item }) => item.id === id));
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    if (from >= 0) return cards.slice(from, to + 1).map(({ item }) => item.id);
  }
  return [];
}

/** The spot one step away, for the keyboard; null at the end of the way. */
export function spotBeside(
  columns: readonly Column[],
  dragged: string,
  direction: 'up' | 'down' | 'left' | 'right',
): Spot | null {
  const from = columns.findIndex(({ cards }) => cards.some(({ item }) => item.id === dragged));
  const column = columns[from];
  if (column === undefined) return null;
  const at = column.cards.findIndex(({ item }) => item.id === dragged);
  if (direction === 'left' || direction === 'right') {
    const target = columns[direction === 'left' ? from - 1 : from + 1];
    if (target === undefined) return null;
    return spotAt(target.state.id, target.cards, Math.min(at, target.cards.length));
  }
  const index = direction === 'up' ? at - 1 : at + 1;
  if (index < 0 || index >= column.cards.length) return null;
  const others = column.cards.filter(({ item }) => item.id !== dragged);
  return spotAt(column.state.id, others, index);
}

/** The place of a card for a person: its column, and which of how many it is. */
export function placeOf(
  columns: readonly Column[],
  item: WorkItemId,
): { readonly state: string; readonly index: number; readonly of: number } | null {
  for (const { state, cards } of columns) {
    const index = cards.findIndex((card) => card.item.id === item);
    if (index >= 0) return { state: state.name, index: index + 1, of: cards.length };
  }
  return null;
}

/** Among the cards that stay: at the edge of the card, or where it was when it goes itself. */
function indexAt(
  { cards }: Column,
  stays: (card: Card) => boolean,
  over: { readonly card: string; readonly edge: 'top' | 'bottom' },
): number {
  const at = cards.findIndex(({ item }) => item.id === over.card);
  const card = cards[at];
  const below = card !== undefined && stays(card) && over.edge === 'bottom';
  return cards.slice(0, below ? at + 1 : at).filter(stays).length;
}

function isThere(column: Column, dragged: string, index: number): boolean {
  return column.cards[index]?.item.id === dragged;
}

function spotAt(state: StateId, others: readonly Card[], index: number): Spot {
  return {
    state,
    after: others[index - 1]?.item.id ?? null,
    before: others[index]?.item.id ?? null,
  };
}
