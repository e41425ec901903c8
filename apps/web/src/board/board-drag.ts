// Watches the drags of a board: where a card is dropped, and scrolling when it is held near an edge.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import type { ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge';
import type { Column, WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { Spot } from '../actions/edits.ts';
import { isCard } from './card-drag.ts';
import type { Over } from './drop.ts';
import { spotOf } from './drop.ts';

/** Calls `onDrop` with the item and where it goes; not when it is dropped where it was. */
export function useBoardDrag(
  board: RefObject<HTMLDivElement | null>,
  columns: readonly Column[],
  onDrop: (item: WorkItemId, spot: Spot) => void,
): void {
  const latest = useRef({ columns, onDrop });
  useEffect(() => {
    latest.current = { columns, onDrop };
  });
  useEffect(() => {
    const element = board.current;
    if (element === null) return undefined;
    return combine(
      autoScrollForElements({ element, canScroll: ({ source }) => isCard(source.data) }),
      monitorForElements({
        canMonitor: ({ source }) => isCard(source.data),
        onDrop: ({ source, location }) => {
          const dragged = source.data['item'];
          const over = overOf(location.current.dropTargets.map(({ data }) => data));
          if (typeof dragged !== 'string' || over === null) return;
          const spot = spotOf(latest.current.columns, dragged, over);
          if (spot !== null) latest.current.onDrop(idOf<'workItem'>(dragged), spot);
        },
      }),
    );
  }, [board]);
}

/** What the innermost targets say that the pointer was over. */
function overOf(targets: readonly Readonly<Record<string | symbol, unknown>>[]): Over | null {
  for (const data of targets) {
    if (typeof data['item'] === 'string') {
      return { card: data['item'], edge: extractClosestEdge(data) === 'top' ? 'top' : 'bottom' };
    }
    if (typeof data['column'] === 'string') return { column: data['column'] };
  }
  return null;
}

/**
 * Makes a whole column a target, header and free space included, and its list something that
 * scrolls; gives whether a card is held over it, and whether over its cards or beside them.
 */
export function useColumnDrop(
  column: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  state: string,
  enabled: boolean,
): 'free' | 'cards' | null {
  const [over, setOver] = useState<'free' | 'cards' | null>(null);
  useEffect(() => {
    const element = column.current;
    const scrolling = list.current;
    if (element === null || scrolling === null || !enabled) return undefined;
    const follow = ({ location }: ElementDropTargetEventBasePayload): void =>
      setOver(location.current.dropTargets[0]?.element === element ? 'free' : 'cards');
    return combine(
      autoScrollForElements({
        element: scrolling,
        canScroll: ({ source }) => isCard(source.data),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isCard(source.data),
        getData: () => ({ column: state }),
        onDragEnter: follow,
        onDrag: follow,
        onDragLeave: () => setOver(null),
        onDrop: () => setOver(null),
      }),
    );
  }, [column, list, state, enabled]);
  return over;
}
