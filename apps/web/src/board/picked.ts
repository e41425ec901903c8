// Cards that are picked, to be moved together: by Ctrl or ⌘ and a click, by Shift and a click from the
// one picked last, or by x on the card that has the focus.
import type { Column, WorkItemId } from '@planwright/engine';
import { useCallback, useMemo, useRef, useState } from 'react';

import { cardsBetween } from './drop.ts';

interface Picked {
  /** Those of them that are on the board. */
  readonly picked: ReadonlySet<WorkItemId>;
  /** Picks a card or lets it go; or picks all cards up to it, in its column. */
  readonly pick: (id: WorkItemId, how: 'toggle' | 'through') => void;
  readonly unpick: () => void;
}

const NONE: ReadonlySet<WorkItemId> = new Set();

export function usePicked(columns: readonly Column[]): Picked {
  const [chosen, setChosen] = useState(NONE);
  const from = useRef<WorkItemId | null>(null);
  const picked = useMemo(() => shownOf(columns, chosen), [columns, chosen]);
  const pick = useCallback(
    (id: WorkItemId, how: 'toggle' | 'through'): void => {
      const start = from.current ?? id;
      from.current = id;
      setChosen((before) => {
        const now = new Set(before);
        const through = how === 'through' ? cardsBetween(columns, start, id) : [];
        if (through.length > 0) for (const one of through) now.add(one);
        else if (!now.delete(id)) now.add(id);
        return now;
      });
    },
    [columns],
  );
  const unpick = useCallback((): void => {
    from.current = null;
    setChosen((before) => (before.size === 0 ? before : NONE));
  }, []);
  return { picked, pick, unpick };
}

function shownOf(
  columns: readonly Column[],
  chosen: ReadonlySet<WorkItemId>,
): ReadonlySet<WorkItemId> {
  if (chosen.size === 0) return NONE;
  const shown = columns.flatMap(({ cards }) => cards.map(({ item }) => item.id));
  const left = shown.filter((id) => chosen.has(id));
  return left.length === chosen.size ? chosen : new Set(left);
}
