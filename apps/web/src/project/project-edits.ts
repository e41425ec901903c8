// The edits of a project's settings. No rule lives here: the engine decides.
import type {
  Args,
  LabelId,
  Label,
  Member,
  Project,
  Refusal,
  State,
  StateId,
} from '@planwright/engine';
import { MOST_AT_ONCE } from '@planwright/engine';

import { act } from '../actions/act.ts';
import { runMany } from '../actions/edit-many.ts';
import { done, told } from '../actions/edits.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';

type Set<K extends 'project.edit' | 'state.edit' | 'label.edit'> = Omit<Args[K], 'id'>;

export function editProject(
  store: Store,
  { id }: Project,
  set: Set<'project.edit'>,
): Refusal | null {
  return act(store, (run) => run('project.edit', { id, ...set })).refusal;
}

export function editState(store: Store, { id }: State, set: Set<'state.edit'>): Refusal | null {
  return act(store, (run) => run('state.edit', { id, ...set })).refusal;
}

/** Adds a column after the last one. */
export function createState(store: Store, state: Omit<Args['state.create'], 'id'>): Refusal | null {
  const id = store.newId<'state'>();
  return act(store, (run) => run('state.create', { id, ...state })).refusal;
}

/** Puts a column directly after another, or first. */
export function moveState(store: Store, id: StateId, after: StateId | null): void {
  done(act(store, (run) => run('state.move', { id, after })).refusal);
}

export function restoreState(store: Store, id: StateId): void {
  done(act(store, (run) => run('state.restore', { id })).refusal);
}

/**
 * Removes a state and puts its items into another, with a note that brings both back. Where they
 * are too many to go with it, most go before it.
 */
export function removeState(store: Store, state: State, target: StateId): Refusal | null {
  const { id, project, name } = state;
  const ids = [...store.tables.list('workItem', 'byState', id)]
    .filter((item) => item.deletedAt === null)
    .map((item) => item.id);
  const { refusal, undo } = act(
    store,
    (run) =>
      runMany(run, project, ids.slice(MOST_AT_ONCE), { state: target }) ??
      run('state.delete', { id, target }),
  );
  if (refusal === null) told(strings.settings.stateRemoved(name), undo);
  return refusal;
}

export function createLabel(store: Store, label: Omit<Args['label.create'], 'id'>): Refusal | null {
  const id = store.newId<'label'>();
  return act(store, (run) => run('label.create', { id, ...label })).refusal;
}

export function editLabel(store: Store, { id }: Label, set: Set<'label.edit'>): Refusal | null {
  return act(store, (run) => run('label.edit', { id, ...set })).refusal;
}

/** Takes a label away, with a note that brings it back on every item that had it. */
export function deleteLabel(store: Store, { id, name }: Label): void {
  const { refusal, undo } = act(store, (run) => run('label.delete', { id }));
  if (done(refusal)) told(strings.settings.labelDeleted(name), undo);
}

export function restoreLabel(store: Store, id: LabelId): void {
  done(act(store, (run) => run('label.restore', { id })).refusal);
}

/** Gives somebody a role of their own. */
export function addMember(store: Store, member: Omit<Args['member.add'], 'id'>): void {
  const id = store.newId<'member'>();
  done(act(store, (run) => run('member.add', { id, ...member })).refusal);
}

/** Changes somebody's role. */
export function editMember(store: Store, { id }: Member, role: Member['role']): void {
  done(act(store, (run) => run('member.edit', { id, role })).refusal);
}
