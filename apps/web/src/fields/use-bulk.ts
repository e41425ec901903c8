// What is done with all items that are selected, in a list or on a board: copied, or deleted after the
// question what becomes of what is under them.
import type { Project, WorkItem } from '@planwright/engine';
import { useState } from 'react';

import { copyItems } from '../actions/copy-items.ts';
import { deleteItems } from '../actions/edit-many.ts';
import { useNavigation } from '../actions/place.ts';
import { useStore } from '../store/hooks.ts';

export interface Bulk {
  /** What it is done with, as it is by then: the bar may still show what was selected before. */
  readonly items: () => readonly WorkItem[];
  readonly copy: (what: 'keys' | 'lines') => void;
  readonly remove: () => void;
  /** While it is asked what becomes of so many items under them. */
  readonly asking: number | null;
  /** Answers that question. */
  readonly answer: (children: 'tree' | 'up' | null) => void;
}

interface Selected {
  readonly project: Project;
  /** As they are when something is done with them. */
  readonly items: () => readonly WorkItem[];
  /** The same in the order in which the person sees them. */
  readonly inOrder: () => readonly WorkItem[];
  /** They are in the trash. */
  readonly onDeleted: () => void;
}

export function useBulk({ project, items, inOrder, onDeleted }: Selected): Bulk {
  const store = useStore();
  const { href } = useNavigation();
  const [asking, setAsking] = useState<number | null>(null);
  const perform = (children: 'tree' | 'up'): void => {
    const ids = items().map(({ id }) => id);
    if (deleteItems(store, project.id, ids, children)) onDeleted();
  };
  return {
    items,
    asking,
    copy: (what) => copyItems(store, href, project, inOrder(), what),
    remove: () => {
      const all = items();
      if (all.length === 0) return;
      const chosen = new Set(all.map(({ id }) => id));
      const under = all.flatMap(({ id }) =>
        [...store.tables.list('workItem', 'byParent', id)].filter(
          (child) => child.deletedAt === null && !chosen.has(child.id),
        ),
      );
      if (under.length === 0) perform('tree');
      else setAsking(under.length);
    },
    answer: (children) => {
      setAsking(null);
      if (children !== null) perform(children);
    },
  };
}
