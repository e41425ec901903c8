// What somebody else has changed is tinted for a moment. Own edits are not: they show in the frame of
// the touch, or later where they were made out of sight or in another window, and are nobody's news.
// Nor is what merely comes into sight, by scrolling or by another filter.
import type { Tables, UserId, WorkItem, WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { useLayoutEffect } from 'react';

/** What a board has shown. */
export interface Seen {
  /** Rows as they were shown last. */
  readonly rows: Map<WorkItemId, WorkItem>;
  /** The last seq that any item had when the board was drawn first: what is later is news. */
  readonly upTo: number;
  /** Whose board it is. */
  readonly me: UserId;
}

const TINT_MS = 1600;

/** A board of these tables, before its first drawing. */
export function nothingSeen(tables: Tables, me: UserId): Seen {
  let upTo = 0;
  for (const { seq } of tables.all('workItem')) upTo = Math.max(upTo, seq);
  return { rows: new Map(), upTo, me };
}

/** Has this row, as somebody else wrote it, come since the board was drawn or showed it last? */
export function hasArrived({ rows, upTo, me }: Seen, now: WorkItem): boolean {
  if (now.updatedBy === me) return false;
  const before = rows.get(now.id);
  if (before === undefined) return now.seq > upTo;
  if (before.seq === now.seq) return false;
  return before.version !== now.version || before.rank !== now.rank || before.state !== now.state;
}

/** Tints the card in `slot` when its row has arrived from elsewhere, after the board's first drawing. */
export function useArrival(slot: RefObject<HTMLElement | null>, item: WorkItem, seen: Seen): void {
  useLayoutEffect(() => {
    const arrived = hasArrived(seen, item);
    seen.rows.set(item.id, item);
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
