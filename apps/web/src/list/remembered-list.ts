// How a person had the list of a project last, and what was folded in it: kept in this browser, for this
// person alone. Of its filters those are kept that were chosen here, not those of a link that was
// followed. What is searched for, and that what is done is hidden, is not kept.
import type { ListFilter, ProjectId } from '@planwright/engine';
import { useCallback, useEffect, useMemo, useState } from 'react';

import type { FilterSearch } from '../actions/filter-search.ts';
import { addressedFilter, filterOf } from '../actions/filter-search.ts';
import type { ListChoice, ListSearch } from '../actions/list-search.ts';
import { choiceOf, listSearchOf, searchOf } from '../actions/list-search.ts';

const VIEW = 'planwright.list.';
const FOLDS = 'planwright.list-folds.';
/** So many folds are kept for a project, the last ones. */
const MOST_FOLDS = 500;

export function rememberedView(project: ProjectId): ListSearch {
  const said: unknown = read(VIEW + project);
  return typeof said === 'object' && said !== null ? listSearchOf({ ...said }) : {};
}

/** Keeps order, groups and columns of a choice, and of the filters what is in `part`, just chosen. */
export function rememberView(
  project: ProjectId,
  choice: ListChoice,
  part: Partial<ListChoice>,
): void {
  const { assignees, types, priorities, labels } = choiceOf(rememberedView(project));
  const kept = { assignees, types, priorities, labels, ...part };
  write(VIEW + project, searchOf({ ...choice, ...kept, hideDone: false, words: '' }));
}

/**
 * What a list shows. An address that says nothing takes what is remembered when one comes to the list,
 * and is told it (`say`); from then on it is followed, so that going back is going back.
 */
export function useChoice(
  project: ProjectId,
  search: ListSearch,
  say: (view: ListSearch) => void,
): ListChoice {
  const [remembered] = useState(() => rememberedView(project));
  const [arriving, setArriving] = useState(() => isEmpty(search) && !isEmpty(remembered));
  const empty = isEmpty(search);
  if (arriving && !empty) setArriving(false);
  const said = JSON.stringify(arriving && empty ? remembered : search);
  useEffect(() => {
    if (arriving && empty) say(remembered);
  }, [arriving, empty, remembered, say]);
  return useMemo(() => choiceOf(JSON.parse(said) as ListSearch), [said]);
}

/** What a choice lets pass, with the words as they are typed: the same object until that is another. */
export function useFilter(choice: ListChoice, words: string): ListFilter {
  const said = JSON.stringify(addressedFilter({ ...choice, words }));
  return useMemo(() => filterOf(JSON.parse(said) as FilterSearch), [said]);
}

/** The folded rows and groups of a project's list, and how one is folded or unfolded. */
export function useFolds(
  project: ProjectId,
): readonly [ReadonlySet<string>, (row: string) => void] {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => {
    const said: unknown = read(FOLDS + project);
    return new Set(Array.isArray(said) ? said.filter((one) => typeof one === 'string') : []);
  });
  const toggle = useCallback(
    (row: string): void => {
      const now = new Set(folded);
      if (!now.delete(row)) now.add(row);
      write(FOLDS + project, [...now].slice(-MOST_FOLDS));
      setFolded(now);
    },
    [project, folded],
  );
  return [folded, toggle];
}

function isEmpty(search: ListSearch): boolean {
  return Object.keys(search).length === 0;
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null; // a browser that keeps nothing for this page, or something else's text
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // then it is so as long as the page is open
  }
}
