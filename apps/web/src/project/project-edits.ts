// The edits of a project's settings, each with its way back. No rule lives here: the engine decides.
import type { Args, Label, Member, Project, Refusal, State, StateId } from '@planwright/engine';
import { MOST_AT_ONCE } from '@planwright/engine';

import { runMany } from '../actions/edit-many.ts';
import { done, said } from '../actions/edits.ts';
import { remember } from '../actions/undo.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

type Set<K extends 'project.edit' | 'state.edit' | 'label.edit'> = Omit<Args[K], 'id'>;

export function editProject(
  store: Store,
  before: Project,
  set: Set<'project.edit'>,
): Refusal | null {
  const { id } = before;
  const refusal = store.run('project.edit', { id, ...set });
  if (refusal !== null) return refusal;
  const now = (): object | undefined => store.tables.get('project', id);
  back(set, now, () => store.run('project.edit', { id, ...picked(before, set) }));
  return null;
}

export function editState(store: Store, before: State, set: Set<'state.edit'>): Refusal | null {
  const { id } = before;
  const refusal = store.run('state.edit', { id, ...set });
  if (refusal !== null) return refusal;
  const now = (): object | undefined => store.tables.get('state', id);
  back(set, now, () => store.run('state.edit', { id, ...picked(before, set) }));
  return null;
}

export function editLabel(store: Store, before: Label, set: Set<'label.edit'>): Refusal | null {
  const { id } = before;
  const refusal = store.run('label.edit', { id, ...set });
  if (refusal !== null) return refusal;
  const now = (): object | undefined => store.tables.get('label', id);
  back(set, now, () => store.run('label.edit', { id, ...picked(before, set) }));
  return null;
}

/** Takes a label away, with a note that brings it back on every item that had it. */
export function deleteLabel(store: Store, { id, name }: Label): void {
  if (!done(store.run('label.delete', { id }))) return;
  const undo = remember(() => said(store.run('label.restore', { id })));
  notify({
    text: strings.settings.labelDeleted(name),
    action: { label: strings.undo, perform: undo },
  });
}

/**
 * Removes a state and puts its items into another; the way back brings both back. Where they are
 * too many to go with it, most go before it.
 */
export function removeState(store: Store, state: State, target: StateId): Refusal | null {
  const { id, project, name } = state;
  const ids = [...store.tables.list('workItem', 'byState', id)]
    .filter((item) => item.deletedAt === null)
    .map((item) => item.id);
  const refusal =
    runMany(store, project, ids.slice(MOST_AT_ONCE), { state: target }) ??
    store.run('state.delete', { id, target });
  if (refusal !== null) return refusal;
  const undo = remember(() => {
    const refused = said(store.run('state.restore', { id }));
    if (refused !== null) return refused;
    const there = ids.filter((one) => store.tables.get('workItem', one)?.state === target);
    return said(runMany(store, project, there, { state: id }));
  });
  notify({
    text: strings.settings.stateRemoved(name),
    action: { label: strings.undo, perform: undo },
  });
  return null;
}

/** Changes somebody's role. */
export function editMember(store: Store, before: Member, role: Member['role']): void {
  const { id } = before;
  if (!done(store.run('member.edit', { id, role }))) return;
  const now = (): object | undefined => store.tables.get('member', id);
  back({ role }, now, () => store.run('member.edit', { id, role: before.role }));
}

/** Remembers the way back of an edit, for as long as what it wrote stands. */
function back(set: object, now: () => object | undefined, undo: () => Refusal | null): void {
  remember(() => {
    const row = now();
    const stands = row !== undefined && JSON.stringify(picked(row, set)) === JSON.stringify(set);
    return stands ? said(undo()) : strings.changedSince;
  });
}

/** The values that `row` has of the fields of `set`, in their order. */
function picked<S extends object>(row: object, set: S): S {
  const values = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(set).map((field) => [field, values[field]])) as S;
}
