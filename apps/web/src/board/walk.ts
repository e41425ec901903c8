// Walking between cards with the arrow keys. The cards on the screen are the map: a step goes to the
// nearest card in that direction. One card at a time can be reached by Tab, so that a board of
// thousands is one stop.
import type { WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';

type Direction = 'up' | 'down' | 'left' | 'right';

const CARD = '[data-card]';

/** The item of the card that this element is; null for anything else. */
export function focusedCard(target: EventTarget): WorkItemId | null {
  const id = target instanceof HTMLElement ? target.dataset['card'] : undefined;
  return id === undefined ? null : idOf<'workItem'>(id);
}

/** Gives the card of an item the focus, without a jump of the page. */
export function focusCard(board: HTMLElement, item: WorkItemId): void {
  const card = board.querySelector<HTMLElement>(`[data-card="${item}"]`);
  if (card === null) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Exactly one card can be reached by Tab: the one with the focus, the one last left, or the first. */
export function keepOneTabStop(board: HTMLElement): void {
  const stops = board.querySelectorAll<HTMLElement>(`${CARD}[tabindex="0"]`);
  if (stops.length === 1) return;
  for (const stop of stops) stop.tabIndex = -1;
  const first = board.querySelector<HTMLElement>(CARD);
  if (first !== null) first.tabIndex = 0;
}

/** Moves the one stop to the card that has just got the focus. */
export function stopAt(board: HTMLElement, card: HTMLElement): void {
  for (const stop of board.querySelectorAll<HTMLElement>(`${CARD}[tabindex="0"]`))
    stop.tabIndex = -1;
  card.tabIndex = 0;
}

/** Gives the focus to the card one step away; stays where there is none. */
export function walk(board: HTMLElement, from: WorkItemId, direction: Direction): void {
  const lists = [...board.querySelectorAll<HTMLElement>('[data-column]')].map((list) => [
    ...list.querySelectorAll<HTMLElement>(CARD),
  ]);
  const column = lists.findIndex((cards) => cards.some((card) => card.dataset['card'] === from));
  const cards = lists[column] ?? [];
  const at = cards.findIndex((card) => card.dataset['card'] === from);
  const next =
    direction === 'up' || direction === 'down'
      ? cards[at + (direction === 'up' ? -1 : 1)]
      : beside(lists, column, cards[at], direction === 'left' ? -1 : 1);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** The card at the same height in the nearest column that has any. */
function beside(
  lists: readonly (readonly HTMLElement[])[],
  column: number,
  card: HTMLElement | undefined,
  step: -1 | 1,
): HTMLElement | undefined {
  const height = card?.getBoundingClientRect().top ?? 0;
  for (let at = column + step; at >= 0 && at < lists.length; at += step) {
    const cards = lists[at] ?? [];
    if (cards.length === 0) continue;
    const tops = cards.map((one) => Math.abs(one.getBoundingClientRect().top - height));
    return cards[tops.indexOf(Math.min(...tops))];
  }
  return undefined;
}
