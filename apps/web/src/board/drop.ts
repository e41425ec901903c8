// Where a dragged card lands, in the words of a move: a pure function of what is on the screen.
import type { Card, Column, StateId, WorkItemId } from '@planwright/engine';

import type { Spot } from '../actions/edits.ts';

/** What the pointer was over: a card and its nearer edge, or the free part of a column. */
export type Over =
  | { readonly card: string; readonly edge: 'top' | 'bottom' }
  | { readonly column: string };

/**
 * The spot where `dragged` goes. The neighbours are the visible ones, without the card itself;
 * null when it lies there already, or when what it was dropped on is gone.
 */
export function spotOf(columns: readonly Column[], dragged: string, over: Over): Spot | null {
  const column = columns.find(({ state, cards }) =>
    'column' in over ? state.id === over.column : cards.some(({ item }) => item.id === over.card),
  );
  if (column === undefined) return null;
  const others = column.cards.filter(({ item }) => item.id !== dragged);
  const index = 'column' in over ? others.length : indexAt(others, column, dragged, over);
  return isThere(column, dragged, index) ? null : spotAt(column.state.id, others, index);
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

function indexAt(
  others: readonly Card[],
  column: Column,
  dragged: string,
  over: { readonly card: string; readonly edge: 'top' | 'bottom' },
): number {
  // Dropped on itself: it stays where it was.
  if (over.card === dragged) return column.cards.findIndex(({ item }) => item.id === dragged);
  const index = others.findIndex(({ item }) => item.id === over.card);
  return over.edge === 'top' ? index : index + 1;
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
