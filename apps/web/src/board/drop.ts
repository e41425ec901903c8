// Where a dragged card lands, in the words of a move: a pure function of what is on the screen.
import type { Card, Column, GroupKey, WorkItemId } from '@planwright/engine';

import type { Spot } from '../actions/edits.ts';

/** What the pointer was over: a card and its nearer edge, the free part of a column, a lane's head. */
export type Over =
  | { readonly card: string; readonly edge: 'top' | 'bottom' }
  | { readonly column: string; readonly lane: GroupKey }
  | { readonly lane: GroupKey };

/** Where cards land: the lane, null on a board without any, and the spot in it. */
export interface Landing {
  readonly lane: GroupKey;
  /** null: in the lane, in the state and at the place where each is. */
  readonly spot: Spot | null;
}

/**
 * Where `dragged` goes, with all that are `along` with it. The neighbours are the visible ones that
 * stay; null when it lies there already, or when what it was dropped on is gone. `columns`: of all
 * lanes.
 */
export function landingOf(
  columns: readonly Column[],
  dragged: string,
  over: Over,
  along: ReadonlySet<string> = NONE,
): Landing | null {
  if (!('card' in over) && !('column' in over)) return { lane: over.lane, spot: null };
  const column = columns.find(({ state, lane, cards }) =>
    'card' in over
      ? cards.some(({ item }) => item.id === over.card)
      : state.id === over.column && lane === over.lane,
  );
  if (column === undefined) return null;
  const stays = ({ item }: Card): boolean => item.id !== dragged && !along.has(item.id);
  const others = column.cards.filter(stays);
  const index = 'column' in over ? others.length : indexAt(column, stays, over);
  const alone = along.size === 0;
  return alone && isThere(column, dragged, index) ? null : landAt(column, others, index);
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

/**
 * One step away, for the keyboard; null at the end of the way. Beyond the first and the last card of
 * a column is what the next lane has of it.
 */
export function landingBeside(
  columns: readonly Column[],
  dragged: string,
  direction: 'up' | 'down' | 'left' | 'right',
): Landing | null {
  const column = columns.find(({ cards }) => cards.some(({ item }) => item.id === dragged));
  if (column === undefined) return null;
  const at = column.cards.findIndex(({ item }) => item.id === dragged);
  const next = nextTo(columns, column, direction);
  if (direction === 'left' || direction === 'right') {
    return next === null ? null : landAt(next, next.cards, Math.min(at, next.cards.length));
  }
  const index = direction === 'up' ? at - 1 : at + 1;
  if (index < 0 || index >= column.cards.length) {
    return next === null ? null : landAt(next, next.cards, index < 0 ? next.cards.length : 0);
  }
  const others = column.cards.filter(({ item }) => item.id !== dragged);
  return landAt(column, others, index);
}

/** The column beside one: to the side in its lane, up and down in the lane before and after. */
export function nextTo(
  columns: readonly Column[],
  column: Column,
  direction: 'up' | 'down' | 'left' | 'right',
): Column | null {
  const aside = direction === 'left' || direction === 'right';
  const row = columns.filter((one) =>
    aside ? one.lane === column.lane : one.state.id === column.state.id,
  );
  const step = direction === 'left' || direction === 'up' ? -1 : 1;
  return row[row.indexOf(column) + step] ?? null;
}

/** The place of a card for a person: its lane and column, and which of how many it is. */
export function placeOf(
  columns: readonly Column[],
  item: WorkItemId,
): {
  readonly lane: GroupKey;
  readonly state: string;
  readonly index: number;
  readonly of: number;
} | null {
  for (const { state, lane, cards } of columns) {
    const index = cards.findIndex((card) => card.item.id === item);
    if (index >= 0) return { lane, state: state.name, index: index + 1, of: cards.length };
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

function landAt({ lane, state }: Column, others: readonly Card[], index: number): Landing {
  const [above, below] = [others[index - 1], others[index]];
  return {
    lane,
    spot: { state: state.id, after: above?.item.id ?? null, before: below?.item.id ?? null },
  };
}
