// The same edit of many items: commands of a few hundred each that belong together, and one way back
// for all. No rule lives here: the engine decides.
import type { Args, LabelId, ProjectId, Refusal, WorkItem, WorkItemId } from '@planwright/engine';
import { MOST_AT_ONCE } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import { done, said } from './edits.ts';
import { remember } from './undo.ts';
import { watch } from './warnings.ts';

export type ManyFields = Omit<Args['workItem.editMany'], 'project' | 'ids' | 'delete'>;
type Field = Exclude<keyof ManyFields, 'addLabels' | 'removeLabels'>;

/** Edits items of a project together; gives whether it was done. A refusal is told. */
export function editItems(
  store: Store,
  project: ProjectId,
  ids: readonly WorkItemId[],
  set: ManyFields,
): boolean {
  const before = itemsOf(store, ids);
  const warn = set.state === undefined ? null : watch(store, before, set.state);
  if (!done(runMany(store, project, ids, set))) return false;
  const fields = Object.keys(set).filter((name) => !name.endsWith('Labels')) as Field[];
  const after = itemsOf(store, ids);
  const undo = remember(() => {
    const unchanged = before.filter((item, at) => {
      const now = store.tables.get('workItem', item.id);
      return now !== undefined && fields.every((field) => now[field] === after[at]?.[field]);
    });
    if (unchanged.length === 0) return strings.changedSince;
    return said(restore(store, project, unchanged, fields));
  });
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
  const chosen = itemsOf(store, ids);
  const under = chosen.flatMap(({ id }) => [...store.tables.list('workItem', 'byParent', id)]);
  if (!done(runMany(store, project, ids, { delete: children }))) return false;
  const lifted = under.filter(({ id, parent }) => {
    return store.tables.get('workItem', id)?.parent !== parent;
  });
  const gone = chosen.filter(({ id, deletedAt }) => {
    return deletedAt === null && store.tables.get('workItem', id)?.deletedAt !== null;
  });
  const undo = remember(() => {
    const actionId = store.newId();
    for (const { id } of gone) {
      const refused = said(store.run('workItem.restore', { id }, { actionId }));
      if (refused !== null) return refused;
    }
    for (const { id, parent } of lifted) store.run('workItem.reparent', { id, parent });
    notify({ text: strings.list.restored(gone.length) });
    return null;
  });
  notify({
    text: strings.list.deleted(gone.length),
    action: { label: strings.undo, perform: undo },
  });
  return true;
}

/** As many commands as it needs, of one action; those after a refused one are not made. */
export function runMany(
  store: Store,
  project: ProjectId,
  ids: readonly WorkItemId[],
  set: Omit<Args['workItem.editMany'], 'project' | 'ids'>,
): Refusal | null {
  const actionId = store.newId();
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const some = ids.slice(at, at + MOST_AT_ONCE);
    const refusal = store.run('workItem.editMany', { project, ids: some, ...set }, { actionId });
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Gives items what they had: those that had the same are edited together. */
export function restore(
  store: Store,
  project: ProjectId,
  items: readonly WorkItem[],
  fields: readonly Field[],
): Refusal | null {
  const parts = new Map<string, { readonly set: ManyFields; readonly ids: WorkItemId[] }>();
  for (const item of items) {
    const set = wayBack(store, item, fields);
    const name = JSON.stringify(set);
    const part = parts.get(name);
    if (part === undefined) parts.set(name, { set, ids: [item.id] });
    else part.ids.push(item.id);
  }
  for (const { set, ids } of parts.values()) {
    const refusal = Object.keys(set).length === 0 ? null : runMany(store, project, ids, set);
    if (refusal !== null) return refusal;
  }
  return null;
}

function wayBack(store: Store, item: WorkItem, fields: readonly Field[]): ManyFields {
  const had = item.labels ?? [];
  const has = store.tables.get('workItem', item.id)?.labels ?? [];
  const add: LabelId[] = had.filter((id) => !has.includes(id));
  const remove: LabelId[] = has.filter((id) => !had.includes(id));
  return {
    ...(Object.fromEntries(fields.map((field) => [field, item[field]])) as ManyFields),
    ...(add.length > 0 ? { addLabels: add } : {}),
    ...(remove.length > 0 ? { removeLabels: remove } : {}),
  };
}

function itemsOf(store: Store, ids: readonly WorkItemId[]): readonly WorkItem[] {
  return ids.flatMap((id) => store.tables.get('workItem', id) ?? []);
}
