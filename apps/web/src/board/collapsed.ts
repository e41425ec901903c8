// Columns that a person has folded: kept in this browser, for this person alone.
import type { StateId } from '@planwright/engine';
import { useCallback, useState } from 'react';

const KEY = 'planwright.folded';

/** The folded columns of all boards, and how one is folded or unfolded. */
export function useCollapsed(): readonly [ReadonlySet<string>, (state: StateId) => void] {
  const [folded, setFolded] = useState(read);
  const toggle = useCallback((state: StateId): void => {
    setFolded((before) => {
      const now = new Set(before);
      if (!now.delete(state)) now.add(state);
      keep(now);
      return now;
    });
  }, []);
  return [folded, toggle];
}

function read(): ReadonlySet<string> {
  try {
    return new Set((localStorage.getItem(KEY) ?? '').split(' ').filter(Boolean));
  } catch {
    return new Set(); // a browser that keeps nothing for this page
  }
}

function keep(folded: ReadonlySet<string>): void {
  try {
    localStorage.setItem(KEY, [...folded].join(' '));
  } catch {
    // then it is folded as long as the page is open
  }
}
