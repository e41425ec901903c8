// The lanes that a board shows: those with cards that fit and, while nothing is filtered out, those that
// one would drop something into. People who have nothing come last, so that many of them are in nobody's
// way. A lane in which nothing changed is not looked through again.
import type { BoardGroup, Card, Column, GroupKey, Lane, State, Tables } from '@planwright/engine';
import { isClosed } from '@planwright/engine';

import { strings } from '../strings.ts';

export interface ShownLane {
  readonly key: GroupKey;
  /** The epic that heads it. */
  readonly head: Card | null;
  /** What fits of it, by state. */
  readonly columns: readonly Column[];
  /** How many cards that is, in the columns that are not hidden. */
  readonly count: number;
  /** Is it of a person who has nothing, and here only so that something can be dropped into it? */
  readonly offered: boolean;
}

export interface LaneChoice {
  readonly by: BoardGroup;
  readonly filter: (columns: readonly Column[]) => readonly Column[];
  readonly hideDone: boolean;
  /** Is anything asked for, so that what is empty has nothing to say? */
  readonly filtered: boolean;
  /** The people who are offered a lane though they have nothing, by assignee. */
  readonly people: ReadonlySet<string>;
}

export interface ShownLanes {
  readonly lanes: readonly ShownLane[];
  /** How many cards fit in each column, in the lanes that are not shown, too. */
  readonly counts: readonly number[];
}

/** Gives the lanes to show; the very same objects where nothing in them changed. */
export function makeLanes(choice: LaneChoice): (lanes: readonly Lane[]) => ShownLanes {
  const known = new WeakMap<Lane, ShownLane>();
  const isHidden = ({ category }: State): boolean => choice.hideDone && isClosed(category);
  const shownOf = ({ key, head, columns }: Lane): ShownLane => {
    const left = choice.filter(columns);
    const counts = left.map(({ state, cards }) => (isHidden(state) ? 0 : cards.length));
    const count = counts.reduce((sum, one) => sum + one, 0);
    const offered = count === 0 && choice.by === 'assignee' && key !== null;
    return { key, head, columns: left, count, offered };
  };
  const isOffered = ({ key, head, columns }: ShownLane): boolean => {
    if (head === null) {
      if (choice.filtered) return false;
      return key === null || choice.by !== 'assignee' || choice.people.has(key);
    }
    const state = columns.find((one) => one.state.id === head.item.state)?.state;
    const fits = choice.filter(columns.slice(0, 1).map((one) => ({ ...one, cards: [head] })));
    return state !== undefined && !isClosed(state.category) && fits[0]?.cards.length === 1;
  };
  return (lanes) => {
    const counts: number[] = [];
    const all = lanes.map((lane) => {
      const shown = known.get(lane) ?? shownOf(lane);
      known.set(lane, shown);
      for (const [at, { cards }] of shown.columns.entries()) {
        counts[at] = (counts[at] ?? 0) + cards.length;
      }
      return shown;
    });
    const shown = all.filter((lane) => lane.count > 0 || isOffered(lane));
    const last = shown.filter(({ offered }) => offered);
    return { lanes: [...shown.filter(({ offered }) => !offered), ...last], counts };
  };
}

/** What a lane is called. */
export function laneName(tables: Tables, by: BoardGroup, key: GroupKey): string {
  switch (by) {
    case 'none':
      return '';
    case 'assignee': {
      if (key === null) return strings.item.assigneeNone;
      return tables.get('user', key as never)?.name ?? strings.item.someone;
    }
    case 'epic':
      if (key === null) return strings.list.noEpic;
      return tables.get('workItem', key as never)?.title ?? strings.list.noEpic;
    case 'priority':
      return strings.priorities[key as keyof typeof strings.priorities];
    case 'type':
      return strings.types[key as keyof typeof strings.types];
  }
}
