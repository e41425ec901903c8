// Walking between cards with the arrow keys. Up and down go through the cards of a column, in the page
// or not, and on into the next lane; to the side, the cards on the screen are the map. One card at a time can be reached by Tab,
// so that a board of thousands is one stop.
import type { Column, WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';

import { nextTo } from './drop.ts';
import { indexIn } from './standing.ts';

export type Step = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

/** The step that a key is; null for any other key. */
export function stepOf(key: string): Step | null {
  return STEPS[key] ?? null;
}

/** The item of the card that this element is; null for anything else. */
export function focusedCard(target: EventTarget | null): WorkItemId | null {
  const id = target instanceof HTMLElement ? target.dataset['card'] : undefined;
  return id === undefined ? null : idOf<'workItem'>(id);
}

/** Gives the card of an item the focus and brings it into sight; false where it is not in the page. */
export function focusCard(board: HTMLElement, item: WorkItemId): boolean {
  const card = board.querySelector<HTMLElement>(`[data-card="${item}"]`);
  if (card === null) return false;
  card.focus({ preventScroll: true });
  showCard(card);
  return true;
}

/** Brings a card into sight, again when what is around it has been measured. */
export function showCard(card: Element): void {
  const show = (): void => card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  show();
  requestAnimationFrame(() => {
    if (card.isConnected) show();
  });
}

/** The card that Tab reaches: the one last focused, while it is on the board, or the first. */
export function stopOf(columns: readonly Column[], last: WorkItemId | null): WorkItemId | null {
  if (last !== null && columnOf(columns, last) !== null) return last;
  return columns.find(({ cards }) => cards.length > 0)?.cards[0]?.item.id ?? null;
}

/** The card one step away; null where there is none. */
export function stepFrom(
  board: HTMLElement,
  columns: readonly Column[],
  from: WorkItemId,
  step: Step,
): WorkItemId | null {
  if (step === 'left' || step === 'right') return beside(board, from, step === 'left' ? -1 : 1);
  const column = columnOf(columns, from);
  const cards = column?.cards ?? [];
  const at = column === null ? -1 : indexIn(column.cards, from);
  const to = { up: at - 1, down: at + 1, first: 0, last: cards.length - 1 }[step];
  const next = cards[to]?.item.id;
  if (next !== undefined || column === null || step === 'first' || step === 'last')
    return next ?? null;
  let beyond = nextTo(columns, column, step);
  while (beyond?.cards.length === 0) beyond = nextTo(columns, beyond, step);
  return beyond?.cards.at(step === 'up' ? -1 : 0)?.item.id ?? null;
}

function columnOf(columns: readonly Column[], id: WorkItemId): Column | null {
  return columns.find(({ cards }) => indexIn(cards, id) >= 0) ?? null;
}

/** The card at the same height in the nearest column that has any, in its lane. */
function beside(board: HTMLElement, from: WorkItemId, step: -1 | 1): WorkItemId | null {
  const card = board.querySelector<HTMLElement>(`[data-card="${from}"]`);
  const around = card?.closest('[data-lane]') ?? board;
  const columns = [...around.querySelectorAll<HTMLElement>('[data-column]')];
  const column = columns.findIndex((one) => one.contains(card));
  const height = card?.getBoundingClientRect().top ?? 0;
  for (let at = column + step; at >= 0 && at < columns.length; at += step) {
    const cards = [...(columns[at]?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
    const away = cards.map((one) => Math.abs(one.getBoundingClientRect().top - height));
    const nearest = cards[away.indexOf(Math.min(...away))];
    if (nearest !== undefined) return focusedCard(nearest);
  }
  return null;
}
