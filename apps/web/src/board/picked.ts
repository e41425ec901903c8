// Those of the picked cards that are on the board.
import type { Column, WorkItemId } from '@planwright/engine';
import { useEffect, useMemo } from 'react';

import { unpick, usePicks } from '../actions/picks.ts';

export type PickedIds = ReadonlySet<WorkItemId>;

const NONE: PickedIds = new Set();

/** Picked cards that are shown; none is when the board is left. */
export function usePicked(columns: readonly Column[]): PickedIds {
  const picks = usePicks();
  useEffect(() => unpick, []);
  return useMemo(() => shownOf(columns, picks), [columns, picks]);
}

function shownOf(columns: readonly Column[], chosen: PickedIds): PickedIds {
  if (chosen.size === 0) return NONE;
  const shown = columns.flatMap(({ cards }) => cards.map(({ item }) => item.id));
  const left = shown.filter((id) => chosen.has(id));
  return left.length === chosen.size ? chosen : new Set(left);
}
