// The focus is not lost with the card that had it: when that card goes (deleted, hidden by a filter,
// moved away by somebody), the card that comes to its place has it.
import type { Column, GroupKey, WorkItemId } from '@planwright/engine';
import type { FocusEvent } from 'react';
import { useCallback, useLayoutEffect, useRef } from 'react';

import { indexIn } from './standing.ts';
import { focusedCard } from './walk.ts';

interface Held {
  readonly id: WorkItemId;
  readonly state: string;
  readonly lane: GroupKey;
  readonly index: number;
}

/**
 * Calls `focus` with the card that takes over, when the focused one is on the board no longer. Gives
 * what listens on the board: an element that is taken away says nothing, one that is left does.
 */
export function useFocusAfter(columns: readonly Column[], focus: (item: WorkItemId) => void) {
  const held = useRef<Held | null>(null);
  useLayoutEffect(() => {
    const before = held.current;
    if (before === null) return;
    held.current = heldIn(columns, before.id);
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (held.current !== null || !lost) return;
    const cards =
      columns.find(({ state, lane }) => state.id === before.state && lane === before.lane)?.cards ??
      [];
    const next = cards[Math.min(before.index, cards.length - 1)];
    if (next !== undefined) focus(next.item.id);
  }, [columns, focus]);
  return {
    onFocus: useCallback(
      ({ target }: FocusEvent): void => {
        const id = focusedCard(target);
        held.current = id === null ? null : heldIn(columns, id);
      },
      [columns],
    ),
    onBlur: useCallback((): void => {
      held.current = null;
    }, []),
  };
}

function heldIn(columns: readonly Column[], id: WorkItemId): Held | null {
  for (const { state, lane, cards } of columns) {
    const index = indexIn(cards, id);
    if (index >= 0) return { id, state: state.id, lane, index };
  }
  return null;
}
