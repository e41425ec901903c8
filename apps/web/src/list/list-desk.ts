// What all rows of a list have in common: handed down as one object, so that a row draws again only
// when its item, its marks or this is another.
import type { Label, LabelId, Project, State, StateId, UserId } from '@planwright/engine';
import { labelsFor } from '@planwright/engine';
import { useMemo } from 'react';

import type { ListColumn } from '../actions/list-search.ts';
import { dayOf } from '../format.ts';
import { sameList, useNow, useQuery, useRights } from '../store/hooks.ts';

export interface ListDesk {
  readonly projectKey: string;
  readonly columns: readonly ListColumn[];
  readonly narrow: boolean;
  readonly editable: boolean;
  readonly states: ReadonlyMap<StateId, State>;
  /** The names of all people, also of those who have left. */
  readonly people: ReadonlyMap<UserId, string>;
  readonly labels: ReadonlyMap<LabelId, Label>;
  /** `YYYY-MM-DD`, here: what is due before it is late. */
  readonly today: string;
  /** Milliseconds UTC, of this minute. */
  readonly now: number;
}

/** The desk of a project's list: the same object until something of it changes. */
export function useListDesk(
  project: Project,
  columns: readonly ListColumn[],
  narrow: boolean,
): ListDesk {
  const { edit } = useRights(project.id);
  const stateRows = useQuery(
    (tables) => [...tables.list('state', 'byProject', project.id)],
    [project.id],
    sameList,
  );
  const users = useQuery((tables) => [...tables.all('user')], [], sameList);
  const labelRows = useQuery((tables) => labelsFor(tables, project.id), [project.id], sameList);
  const now = useNow(60_000);
  const states = useMemo(() => new Map(stateRows.map((row) => [row.id, row])), [stateRows]);
  const people = useMemo(() => new Map(users.map(({ id, name }) => [id, name])), [users]);
  const labels = useMemo(() => new Map(labelRows.map((row) => [row.id, row])), [labelRows]);
  return useMemo(
    () => ({
      projectKey: project.key,
      columns,
      narrow,
      editable: edit,
      states,
      people,
      labels,
      today: dayOf(now),
      now,
    }),
    [project.key, columns, narrow, edit, states, people, labels, now],
  );
}
