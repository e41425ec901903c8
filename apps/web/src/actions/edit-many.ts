// The same edit of many items: commands of a few hundred each that belong together, and are taken back
// together. No rule lives here: the engine decides.
import type { Args, ProjectId, Refusal, WorkItem, WorkItemId } from '@planwright/engine';
import { MOST_AT_ONCE } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import type { Run } from './act.ts';
import { act } from './act.ts';
import { done, told } from './edits.ts';
import { watch } from './warnings.ts';

export type ManyFields = Omit<Args['workItem.editMany'], 'project' | 'ids' | 'delete'>;

/** Edits items of a project together; gives whether it was done. A refusal is told. */
export function editItems(
  store: Store,
  project: ProjectId,
  ids: readonly WorkItemId[],
  set: ManyFields,
): boolean {
  const warn = set.state === undefined ? null : watch(store, itemsOf(store, ids), set.state);
  const { refusal, undo } = act(store, (run) => runMany(run, project, ids, set));
  if (!done(refusal)) return false;
  warn?.(undo);
  return true;
}

/** Puts items into the trash together, with a note that takes it back; says whether it was done. */
export function deleteItems(
  store: Store,
  project: ProjectId,
  ids: readonly WorkItemId[],
  children: 'tree' | 'up',
): boolean {
  const chosen = itemsOf(store, ids).filter(({ deletedAt }) => deletedAt === null);
  const { refusal, undo } = act(store, (run) => runMany(run, project, ids, { delete: children }));
  if (!done(refusal)) return false;
  const gone = chosen.filter(({ id }) => store.tables.get('workItem', id)?.deletedAt !== null);
  told(strings.list.deleted(gone.length), undo);
  return true;
}

/** As many commands as it needs; those after a refused one are not made. */
export function runMany(
  run: Run,
  project: ProjectId,
  ids: readonly WorkItemId[],
  set: Omit<Args['workItem.editMany'], 'project' | 'ids'>,
): Refusal | null {
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const some = ids.slice(at, at + MOST_AT_ONCE);
    const refusal = run('workItem.editMany', { project, ids: some, ...set });
    if (refusal !== null) return refusal;
  }
  return null;
}

function itemsOf(store: Store, ids: readonly WorkItemId[]): readonly WorkItem[] {
  return ids.flatMap((id) => store.tables.get('workItem', id) ?? []);
}
