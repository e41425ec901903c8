// Moves into a lane of a board: what the lane is about and the state are edited by one command, then the
// places are found, and all of it is one action that is taken back at once. No rule lives here: the
// engine says what a lane asks of an item, and decides.
import type { BoardGroup, GroupKey, WorkItem } from '@planwright/engine';
import { goingTo, laneFields } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { act } from './act.ts';
import { runMany } from './edit-many.ts';
import type { Spot } from './edits.ts';
import { done, moveItems, runMoves } from './edits.ts';
import { watch } from './warnings.ts';

export interface LaneSpot {
  readonly by: BoardGroup;
  readonly key: GroupKey;
  /** Where in the lane; null: in the state and at the place where each is. */
  readonly spot: Spot | null;
}

/**
 * Moves items of one project to a spot in a lane, below each other in this order; gives whether that
 * was done. A refusal is told, and nothing is moved.
 */
export function moveToLane(store: Store, items: readonly WorkItem[], to: LaneSpot): boolean {
  const { by, key, spot } = to;
  const going = goingTo(store.tables, by, key, items);
  const [first] = going;
  if (first === undefined) return spot !== null && moveItems(store, items, spot);
  const warn = spot === null ? null : watch(store, items, spot.state);
  const set = { ...(spot === null ? {} : { state: spot.state }), ...laneFields(by, key) };
  const ids = going.map(({ id }) => id);
  const deed = act(
    store,
    (run) =>
      runMany(run, first.project, ids, set) ?? (spot === null ? null : runMoves(run, items, spot)),
  );
  if (!done(deed.refusal)) {
    deed.undo();
    return false;
  }
  warn?.(deed.undo);
  return true;
}
