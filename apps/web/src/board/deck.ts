// What all cards of a board have in common: handed down as one object, so that a card draws again
// only when its item, its marks or this is another.
import type { Label, LabelId, Project, UserId } from '@planwright/engine';
import { labelsFor } from '@planwright/engine';
import { useMemo, useState } from 'react';

import { dayOf } from '../format.ts';
import { sameList, useNow, usePeople, useQuery, useRights, useStore } from '../store/hooks.ts';
import type { Seen } from './arrival.ts';
import { nothingSeen } from './arrival.ts';

export interface Deck {
  readonly projectKey: string;
  readonly editable: boolean;
  readonly seen: Seen;
  readonly people: ReadonlyMap<UserId, string>;
  readonly labels: ReadonlyMap<LabelId, Label>;
  /** `YYYY-MM-DD`, here: what is due before it is late. */
  readonly today: string;
}

/** The deck of a project's board: the same object until something of it changes. */
export function useDeck(project: Project): Deck {
  const { tables, me } = useStore();
  const { edit } = useRights(project.id);
  const users = usePeople();
  const rows = useQuery((tables) => labelsFor(tables, project.id), [project.id], sameList);
  const [seen] = useState(() => nothingSeen(tables, me));
  const today = dayOf(useNow());
  const people = useMemo(() => new Map(users.map(({ id, name }) => [id, name])), [users]);
  const labels = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  return useMemo(
    () => ({ projectKey: project.key, editable: edit, seen, people, labels, today }),
    [project.key, edit, seen, people, labels, today],
  );
}
