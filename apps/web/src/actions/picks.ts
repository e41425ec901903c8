// The cards that are picked on the board, to be moved or edited together: by Ctrl or ⌘ and a click, by
// Shift and a click from the one picked last, or by a key on the card that has the focus.
import type { WorkItemId } from '@planwright/engine';
import { useSyncExternalStore } from 'react';

const NONE: ReadonlySet<WorkItemId> = new Set();

let picks = NONE;
/** The card that was picked or let go last: a range begins there. */
let last: WorkItemId | null = null;
const listeners = new Set<() => void>();

export function usePicks(): ReadonlySet<WorkItemId> {
  return useSyncExternalStore(subscribe, () => picks);
}

export function hasPicks(): boolean {
  return picks.size > 0;
}

/** Picks a card or lets it go. */
export function pick(id: WorkItemId): void {
  const now = new Set(picks);
  if (!now.delete(id)) now.add(id);
  change(now, id);
}

/** Picks the cards up to this one: `between` gives those from one to another. */
export function pickThrough(
  id: WorkItemId,
  between: (from: WorkItemId, to: WorkItemId) => readonly WorkItemId[],
): void {
  const range = between(last ?? id, id);
  if (range.length === 0) pick(id);
  else change(new Set([...picks, ...range]), id);
}

export function unpick(): void {
  if (picks.size > 0) change(NONE, null);
}

function change(now: ReadonlySet<WorkItemId>, touched: WorkItemId | null): void {
  picks = now;
  last = touched;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
