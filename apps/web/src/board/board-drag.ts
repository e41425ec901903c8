// Watches the drags of a board: where cards are dropped, and scrolling when they are held near an edge.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import type { ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge';
import type { Column, GroupKey, WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import { isCard } from './card-drag.ts';
import type { Over } from './drop.ts';

interface BoardDrag {
  /** A card is on its way; null: it is no longer. */
  readonly onDrag: (item: WorkItemId | null) => void;
  readonly onDrop: (item: WorkItemId, over: Over) => void;
}

/** Tells of the drags in `board`. */
export function useBoardDrag(board: RefObject<HTMLDivElement | null>, drag: BoardDrag): void {
  const latest = useRef(drag);
  useEffect(() => {
    latest.current = drag;
  });
  useEffect(() => {
    const element = board.current;
    if (element === null) return undefined;
    return combine(
      autoScrollForElements({ element, canScroll: ({ source }) => isCard(source.data) }),
      monitorForElements({
        canMonitor: ({ source }) => isCard(source.data),
        onDragStart: ({ source }) => latest.current.onDrag(itemOf(source.data)),
        onDrop: ({ source, location }) => {
          latest.current.onDrag(null);
          const dragged = itemOf(source.data);
          const over = overOf(location.current.dropTargets.map(({ data }) => data));
          if (dragged !== null && over !== null) latest.current.onDrop(dragged, over);
        },
      }),
    );
  }, [board]);
}

type Data = Readonly<Record<string | symbol, unknown>>;

function itemOf({ item }: Data): WorkItemId | null {
  return typeof item === 'string' ? idOf<'workItem'>(item) : null;
}

/** What the innermost targets say that the pointer was over. */
function overOf(targets: readonly Data[]): Over | null {
  for (const data of targets) {
    if (typeof data['item'] === 'string') {
      return { card: data['item'], edge: extractClosestEdge(data) === 'top' ? 'top' : 'bottom' };
    }
    if (data['lane'] === undefined) continue;
    const lane = data['lane'] as GroupKey;
    return typeof data['column'] === 'string' ? { column: data['column'], lane } : { lane };
  }
  return null;
}

/** Makes the head of a lane a target; gives whether a card is held over it. */
export function useLaneDrop(
  head: RefObject<HTMLElement | null>,
  lane: GroupKey,
  enabled: boolean,
): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = head.current;
    if (element === null || !enabled) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => isCard(source.data),
      getData: () => ({ lane }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [head, lane, enabled]);
  return over;
}

/**
 * Makes a whole column a target, header and free space included, and what holds its cards something
 * that scrolls; gives whether a card is held over it, and whether over its cards or beside them.
 */
export function useColumnDrop(
  column: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  { state: { id: state }, lane }: Pick<Column, 'state' | 'lane'>,
  enabled: boolean,
  folded: boolean,
): 'free' | 'cards' | null {
  const [over, setOver] = useState<'free' | 'cards' | null>(null);
  useEffect(() => {
    const element = column.current;
    const scrolling = scroller.current;
    if (element === null || !enabled) return undefined;
    const follow = ({ location }: ElementDropTargetEventBasePayload): void =>
      setOver(location.current.dropTargets[0]?.element === element ? 'free' : 'cards');
    const target = dropTargetForElements({
      element,
      canDrop: ({ source }) => isCard(source.data),
      getData: () => ({ column: state, lane }),
      onDragEnter: follow,
      onDrag: follow,
      onDragLeave: () => setOver(null),
      onDrop: () => setOver(null),
    });
    if (scrolling === null) return target;
    return combine(
      target,
      autoScrollForElements({
        element: scrolling,
        canScroll: ({ source }) => isCard(source.data),
      }),
    );
  }, [column, scroller, state, lane, enabled, folded]);
  return over;
}
