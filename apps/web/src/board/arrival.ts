// What somebody else has changed is tinted for a moment. Own edits are not: they show in the frame of
// the touch, and are only confirmed later, when nothing of them changes any more but the position.
import type { WorkItem, WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { useLayoutEffect } from 'react';

/** The rows that a board has shown last. */
export type Seen = Map<WorkItemId, WorkItem>;

const TINT_MS = 1600;

/** Did this row come with a content that nobody has seen here yet? `before`: as it was shown last. */
export function hasArrived(before: WorkItem | undefined, now: WorkItem): boolean {
  if (before === undefined) return now.seq > 0;
  if (before.seq === now.seq) return false;
  return before.version !== now.version || before.rank !== now.rank || before.state !== now.state;
}

/** Tints the card in `slot` when its row has arrived from elsewhere, after the board's first drawing. */
export function useArrival(slot: RefObject<HTMLElement | null>, item: WorkItem, seen: Seen): void {
  useLayoutEffect(() => {
    const arrived = seen.size > 0 && hasArrived(seen.get(item.id), item);
    // All cards of the first drawing are noted together, at its end.
    queueMicrotask(() => seen.set(item.id, item));
    const card = slot.current?.firstElementChild;
    if (!arrived || !card || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const style = getComputedStyle(card);
    card.animate(
      [
        { backgroundColor: style.getPropertyValue('--tint') },
        { backgroundColor: style.backgroundColor },
      ],
      { duration: TINT_MS, easing: 'ease-out' },
    );
  }, [slot, item, seen]);
}
