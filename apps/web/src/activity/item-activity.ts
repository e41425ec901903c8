// The activity of an item on this device, as lines that follow.
import type { ActivityLine, WorkItemId } from '@planwright/engine';
import { activityLines, isInTimeline } from '@planwright/engine';
import { useEffect } from 'react';

import type { ColdStanding } from '../store/cold-pages.ts';
import { useColdRows } from '../store/cold-rows.ts';
import { useQuery, useStore } from '../store/hooks.ts';

export interface ItemActivity {
  /** Newest first. */
  readonly lines: readonly ActivityLine[];
  readonly standing: ColdStanding;
  readonly readMore: () => void;
}

/** Changes within this time are asked for together, in milliseconds. */
const TOGETHER = 120;

/**
 * The activity of an item. Entries do not carry it: when one changes something of the item, the
 * newest page is asked for again.
 */
export function useItemActivity(item: WorkItemId): ItemActivity {
  const { tables, pages } = useStore();
  const { rows, standing, readMore } = useColdRows('activity', item);
  const lines = useQuery((here) => activityLines(here, rows), [rows], alike);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = tables.subscribe((touched) => {
      const committed = touched.some(
        (one) => one.before?.seq !== one.after?.seq && isInTimeline(tables, item, one),
      );
      if (!committed) return;
      clearTimeout(timer);
      timer = setTimeout(() => pages.refresh('activity', item), TOGETHER);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [tables, pages, item]);

  return { lines, standing, readMore };
}

/** Do these show the same? Rows are compared by reference: they never change. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => alike(a[name as never], b[name as never]));
}
