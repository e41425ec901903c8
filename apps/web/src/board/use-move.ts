// Moves cards on the board, and says aloud where they have come to.
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import type { BoardGroup, Column, WorkItem } from '@planwright/engine';
import { keyOf } from '@planwright/engine';

import { moveItems } from '../actions/edits.ts';
import { moveToLane } from '../actions/lane-edits.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import type { Landing } from './drop.ts';
import { placeOf } from './drop.ts';
import { laneName } from './shown-lanes.ts';

/**
 * Gives what moves items to where they land; that says whether they have. `columnsNow` are those of the
 * board, or of all its lanes, after the move.
 */
export function useMove(
  by: BoardGroup,
  columnsNow: () => readonly Column[],
): (items: readonly WorkItem[], landing: Landing) => boolean {
  const store = useStore();
  return (items, { lane, spot }) => {
    const [first] = items;
    if (first === undefined) return false;
    const moved =
      by === 'none'
        ? spot !== null && moveItems(store, items, spot)
        : moveToLane(store, items, { by, key: lane, spot });
    if (!moved) return false;
    const place = placeOf(columnsNow(), first.id);
    if (place === null) return true;
    const { state, index, of } = place;
    const said =
      items.length === 1
        ? strings.board.moved(keyOf(store.tables, first), state, index, of)
        : strings.board.movedMany(items.length, state, index, of);
    const name = laneName(store.tables, by, place.lane);
    announce(by === 'none' ? said : strings.board.inLane(name, said));
    return true;
  };
}
