// The edits that actions and screens make: commands of one act, which remembers them, and what was
// refused is said at once. No rule lives here: the engine decides.
import type { Args, ProjectId, Refusal, StateId, WorkItem, WorkItemId } from '@planwright/engine';
import { keyOf, sentenceOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import type { Run } from './act.ts';
import { act } from './act.ts';
import { toldOfRestored } from './restored.ts';
import { warnOfNew, watch } from './warnings.ts';

/** Tells of a refusal in a note; gives whether there was none. */
export function done(refusal: Refusal | null): boolean {
  if (refusal !== null)
    notify({ text: strings.refused, detail: sentenceOf(refusal), tone: 'problem' });
  return refusal === null;
}

/** The sentence of a refusal; null for none. */
export function said(refusal: Refusal | null): string | null {
  return refusal === null ? null : sentenceOf(refusal);
}

type ItemFields = Omit<Args['workItem.edit'], 'id'>;

/** Makes an item; gives why not, or null. */
export function createItem(store: Store, item: Omit<Args['workItem.create'], 'id'>): string | null {
  const id = store.newId<'workItem'>();
  const { refusal, undo } = act(store, (run) => run('workItem.create', { id, ...item }));
  if (refusal === null) warnOfNew(store, id, undo);
  return said(refusal);
}

/** Edits fields of an item; gives why not, or null. */
export function editItem(store: Store, { id }: WorkItem, set: ItemFields): string | null {
  return said(act(store, (run) => run('workItem.edit', { id, ...set })).refusal);
}

export function reparentItem(
  store: Store,
  { id }: WorkItem,
  parent: WorkItemId | null,
): string | null {
  return said(act(store, (run) => run('workItem.reparent', { id, parent })).refusal);
}

/** Where an item goes: a state, and the neighbours that it lies between on the screen. */
export interface Spot {
  readonly state: StateId;
  readonly after: WorkItemId | null;
  readonly before: WorkItemId | null;
}

/** Moves an item; gives whether that was done. */
export function moveItem(store: Store, item: WorkItem, spot: Spot): boolean {
  return moveItems(store, [item], spot);
}

/** Moves items to one spot, below each other in this order; they are taken back together. */
export function moveItems(store: Store, items: readonly WorkItem[], spot: Spot): boolean {
  const warn = watch(store, items, spot.state);
  const { refusal, undo } = act(store, (run) => runMoves(run, items, spot));
  if (!done(refusal)) return false;
  warn(undo);
  return true;
}

/** A command for each item, which goes below the one before it; none follows a refused one. */
export function runMoves(run: Run, items: readonly WorkItem[], spot: Spot): Refusal | null {
  let { after } = spot;
  for (const { id, rank } of items) {
    const refusal = run('workItem.move', { id, hint: rank, ...spot, after });
    if (refusal !== null) return refusal;
    after = id;
  }
  return null;
}

/** Puts an item into another state, at the place its rank gives it there. */
export function setState(store: Store, item: WorkItem, state: StateId): boolean {
  const warn = watch(store, [item], state);
  const { refusal, undo } = act(store, (run) => run('workItem.move', { id: item.id, state }));
  if (!done(refusal)) return false;
  warn(undo);
  return true;
}

/**
 * Puts an item into the trash, with a note that takes it back. Gives the refusal: what to do with
 * its children is a question for a dialog.
 */
export function deleteItem(store: Store, item: WorkItem, children?: 'tree' | 'up'): Refusal | null {
  const set = children === undefined ? {} : { children };
  const { refusal, undo } = act(store, (run) => run('workItem.delete', { id: item.id, ...set }));
  if (refusal === null) told(strings.item.deleted(keyOf(store.tables, item)), undo);
  return refusal;
}

/** Makes a copy of an item directly after it, with a note that takes it away again. */
export function duplicateItem(store: Store, item: WorkItem, withChildren: boolean): void {
  const newId = store.newId<'workItem'>();
  const set = withChildren ? { withChildren } : {};
  const { refusal, undo } = act(store, (run) =>
    run('workItem.duplicate', { id: item.id, newId, ...set }),
  );
  if (done(refusal)) told(strings.item.duplicated(item.title), undo);
}

export function restoreItem(store: Store, item: WorkItem): void {
  const { refusal } = act(store, (run) => run('workItem.restore', { id: item.id }));
  const now = store.tables.get('workItem', item.id) ?? item;
  if (done(refusal)) notify({ text: toldOfRestored(store.tables, item, now) });
}

/** Puts a project into the archive, with a note that brings it back. */
export function archiveProject(store: Store, id: ProjectId, title: string): void {
  const { refusal, undo } = act(store, (run) => run('project.archive', { id }));
  if (done(refusal)) told(strings.project.archived(title), undo);
}

export function unarchiveProject(store: Store, id: ProjectId, title: string): void {
  const { refusal } = act(store, (run) => run('project.unarchive', { id }));
  if (done(refusal)) notify({ text: strings.project.broughtBack(title) });
}

/** Says what was done, with the button that takes it back. */
export function told(text: string, undo: () => void): void {
  notify({ text, action: { label: strings.undo, perform: undo } });
}
