// Moves into a lane of a board: what the lane is about and the state are edited by one command, then the
// places are found, and all of it is one action that is taken back at once. No rule lives here: the
// engine says what a lane asks of an item, and decides.
import type { BoardGroup, GroupKey, WorkItem } from '@planwright/engine';
import { MOST_AT_ONCE, goingTo, laneFields } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { act } from './act.ts';
import type { Spot } from './edits.ts';
import { done, moveItems } from './edits.ts';
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
  const deed = act(store, (run) => {
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      const some = ids.slice(at, at + MOST_AT_ONCE);
      const refusal = run('workItem.editMany', { project: first.project, ids: some, ...set });
      if (refusal !== null) return refusal;
    }
    if (spot === null) return null;
    let { after } = spot;
    for (const { id, rank } of items) {
      const refusal = run('workItem.move', { id, hint: rank, ...spot, after });
      if (refusal !== null) return refusal;
      after = id;
    }
    return null;
  });
  if (!done(deed.refusal)) {
    deed.undo();
    return false;
  }
  warn?.(deed.undo);
  return true;
}
