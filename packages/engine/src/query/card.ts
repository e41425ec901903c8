/** An item as a card of a board shows it, and the columns that cards stand in. */
import type { State } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { idOf } from '../lib/id.ts';
import { SharedList } from '../lib/shared-list.ts';
import type { Tables } from '../tables.ts';
import { byRank, sameValue } from '../tables.ts';
import type { GroupKey } from './list-group.ts';
import type { Progress } from './progress.ts';
import { progressOf } from './progress.ts';

/** What a card shows of the item above its own. */
export const SHOWN_OF_PARENT = ['number', 'type', 'title'] as const;

/** An item as a card shows it: the same object until something that it shows changes. */
export interface Card {
  readonly item: WorkItem;
  /** The item above it; kept up in its number, type and title, not in what no card shows. */
  readonly parent: WorkItem | null;
  readonly progress: Progress | null;
  /** How many comments there are on it. */
  readonly comments: number;
  /** The lane that it is in; null also on a board without lanes. */
  readonly lane: GroupKey;
}

/** The cards in one state: of a whole board, or of one of its lanes. */
export interface Column {
  readonly state: State;
  /** The lane that it is a part of; null also where it is of the whole board. */
  readonly lane: GroupKey;
  readonly cards: readonly Card[];
}

/** A column whose array of cards is made when somebody reads it: once a frame, not once a change. */
export interface Shelf extends Column {
  readonly list: SharedList<Card>;
}

export const byCard = (a: Card, b: Card): number => byRank(a.item, b.item);

const EMPTY = SharedList.of<Card>(byCard, []);

/** A column of these cards, which are in order; without them an empty one. */
export function shelf(state: State, list = EMPTY, lane: GroupKey = null): Shelf {
  return {
    state,
    lane,
    list,
    get cards() {
      return list.array;
    },
  };
}

/** The card of an item in a lane; with the progress of `old`, where nothing under it has changed. */
export function cardOf(tables: Tables, item: WorkItem, lane: GroupKey, old?: Card): Card {
  const parent = tables.get('workItem', item.parent) ?? null;
  const stats = tables.get('itemStats', idOf<'itemStats'>(item.id));
  const progress = old === undefined ? progressOf(tables, item) : old.progress;
  return { item, parent, progress, comments: stats?.comments ?? 0, lane };
}

/** Do both show the same, in the same lane? */
export function looksSame(a: Card, b: Card): boolean {
  const sameParent =
    a.parent?.id === b.parent?.id &&
    SHOWN_OF_PARENT.every((field) => a.parent?.[field] === b.parent?.[field]);
  if (a.item !== b.item || a.comments !== b.comments || a.lane !== b.lane) return false;
  return sameParent && sameValue(a.progress, b.progress);
}
