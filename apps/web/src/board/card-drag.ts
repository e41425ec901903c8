// Makes a card something to drag and its slot something to drop on. Only the card that is pointed at
// draws again: where the line stands is its own state.
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import type { ElementDropTargetEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge';
import type { WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';

type Data = Readonly<Record<string | symbol, unknown>>;

/** Is a dragged thing a card of a board? */
export function isCard(data: Data): boolean {
  return data['kind'] === 'card';
}

interface CardDrag {
  readonly dragging: boolean;
  readonly edge: 'topEdge' | 'bottomEdge' | null;
}

/** `slot` holds the card as its only child: the slot is the target, the card what is dragged. */
export function useCardDrag(
  slot: RefObject<HTMLElement | null>,
  id: WorkItemId,
  enabled: boolean,
): CardDrag {
  const [dragging, setDragging] = useState(false);
  const [edge, setEdge] = useState<CardDrag['edge']>(null);
  useEffect(() => {
    const target = slot.current;
    const card = target?.firstElementChild;
    if (!enabled || target === null || !(card instanceof HTMLElement)) return undefined;
    const follow = ({ self, source }: ElementDropTargetEventBasePayload): void => {
      const closest = source.data['item'] === id ? null : extractClosestEdge(self.data);
      setEdge(closest === null ? null : closest === 'top' ? 'topEdge' : 'bottomEdge');
    };
    return combine(
      draggable({
        element: card,
        getInitialData: () => ({ kind: 'card', item: id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: target,
        canDrop: ({ source }) => isCard(source.data),
        getData: ({ input, element }) =>
          attachClosestEdge({ item: id }, { input, element, allowedEdges: ['top', 'bottom'] }),
        onDragEnter: follow,
        onDrag: follow,
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [slot, id, enabled]);
  return { dragging, edge };
}
