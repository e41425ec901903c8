// Columns and lanes of boards that a person has folded: kept in this browser, for this person alone.
import type { BoardGroup, GroupKey, ProjectId, StateId } from '@planwright/engine';
import { useSyncExternalStore } from 'react';

const KEY = 'planwright.folded';

let folded: ReadonlySet<string> | null = null;
/** What was folded or unfolded last, until what is drawn of it has taken the focus. */
let fresh: string | null = null;
const listeners = new Set<() => void>();

/** What is folded, of all boards: states, and lanes by their `laneFold`. */
export function useFolds(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, folds);
}

/** Folds a column or a lane, or unfolds it. */
export function toggleFold(name: string): void {
  const now = new Set(folds());
  if (!now.delete(name)) now.add(name);
  folded = now;
  fresh = name;
  try {
    localStorage.setItem(KEY, [...now].join(' '));
  } catch {
    // then it is folded as long as the page is open
  }
  for (const listener of listeners) listener();
}

/** Was this folded or unfolded just now? Who draws it takes the focus over, once. */
export function takesFocus(name: string): boolean {
  if (fresh !== name) return false;
  fresh = null;
  return true;
}

/** What a column is folded by. */
export function columnFold(state: StateId): string {
  return state;
}

/** What a lane is folded by. */
export function laneFold(project: ProjectId, by: BoardGroup, key: GroupKey): string {
  return `${project}/${by}/${key ?? ''}`;
}

function folds(): ReadonlySet<string> {
  folded ??= read();
  return folded;
}

function read(): ReadonlySet<string> {
  try {
    return new Set((localStorage.getItem(KEY) ?? '').split(' ').filter(Boolean));
  } catch {
    return new Set(); // a browser that keeps nothing for this page
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
