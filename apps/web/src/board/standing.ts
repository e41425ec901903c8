// Where a card stands among others, for boards that ask it of the same few cards (the one with the
// focus, the open one) at every drawing: thousands are looked through once, not each time.
import type { Card, WorkItemId } from '@planwright/engine';

const known = new WeakMap<readonly Card[], Map<WorkItemId, number>>();

/** The index of the card of an item; -1 where there is none. Lists of cards never change in place. */
export function indexIn(cards: readonly Card[], id: WorkItemId): number {
  let places = known.get(cards);
  if (places === undefined) known.set(cards, (places = new Map()));
  const before = places.get(id);
  if (before !== undefined) return before;
  const index = cards.findIndex(({ item }) => item.id === id);
  places.set(id, index);
  return index;
}
