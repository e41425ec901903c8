// What can be done with the cards that are picked; it comes with the first of them.
import type { Column, Project } from '@planwright/engine';
import { useEffect, useMemo } from 'react';

import { unpick } from '../actions/picks.ts';
import { isTyping } from '../actions/shortcuts.ts';
import { BulkBar } from '../fields/bulk-bar.tsx';
import { useBulk } from '../fields/use-bulk.ts';
import type { Deck } from './deck.ts';
import type { PickedIds } from './picked.ts';

interface PickedBarProps {
  readonly project: Project;
  /** Of the board, or of all its lanes. */
  readonly columns: readonly Column[];
  readonly picked: PickedIds;
  readonly deck: Deck;
}

export function PickedBar({ project, columns, picked, deck }: PickedBarProps) {
  const items = useMemo(
    () =>
      columns.flatMap(({ cards }) =>
        cards.filter(({ item }) => picked.has(item.id)).map(({ item }) => item),
      ),
    [columns, picked],
  );
  const bulk = useBulk({ project, items: () => items, inOrder: () => items, onDeleted: unpick });
  // The keys of the list, before they reach the shortcuts of a single item.
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event)) return;
      if (event.key === 'y' || event.key === 'Y') bulk.copy(event.shiftKey ? 'lines' : 'keys');
      else if (event.key === 'Delete' && event.shiftKey && deck.editable) bulk.remove();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  return (
    <BulkBar
      project={project.id}
      items={items}
      labels={[...deck.labels.values()]}
      editable={deck.editable}
      bulk={bulk}
      onClear={unpick}
    />
  );
}
