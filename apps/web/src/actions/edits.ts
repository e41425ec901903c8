// The edits that actions and screens make: one command each, the way back remembered, and what was
// refused said at once. No rule lives here: the engine decides.
import type { Args, Refusal, StateId, WorkItem, WorkItemId } from '@planwright/engine';
import { keyOf, sentenceOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import { remember } from './undo.ts';
import { watch } from './warnings.ts';

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

/** Edits fields of an item; gives why not, or null. */
export function editItem(store: Store, item: WorkItem, set: ItemFields): string | null {
  const refusal = store.run('workItem.edit', { id: item.id, ...set });
  if (refusal !== null) return sentenceOf(refusal);
  const wrote = pick(store.tables.get('workItem', item.id), set);
  const before = pick(item, set);
  if (wrote !== null && before !== null) {
    remember(() => {
      const now = store.tables.get('workItem', item.id);
      if (now === undefined || !sameFields(pick(now, set), wrote)) return strings.changedSince;
      return said(store.run('workItem.edit', { id: item.id, ...before }));
    });
  }
  return null;
}

export function reparentItem(
  store: Store,
  item: WorkItem,
  parent: WorkItemId | null,
): string | null {
  const refusal = store.run('workItem.reparent', { id: item.id, parent });
  if (refusal !== null) return sentenceOf(refusal);
  remember(() => {
    if (store.tables.get('workItem', item.id)?.parent !== parent) return strings.changedSince;
    return said(store.run('workItem.reparent', { id: item.id, parent: item.parent }));
  });
  return null;
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
  const moved: (() => string | null)[] = [];
  const warn = watch(store, items, spot.state);
  let after = spot.after;
  for (const item of items) {
    const undo = moveOne(store, item, { ...spot, after });
    if (undo === null) break;
    moved.unshift(undo);
    after = item.id;
  }
  const all = moved.length === items.length;
  if (moved.length > 0) {
    const undo = remember(
      () => moved.map((back) => back()).find((refused) => refused !== null) ?? null,
    );
    if (all) warn(undo);
  }
  return all;
}

/** Moves an item and gives the way back; null when it was refused, which is told. */
function moveOne(store: Store, item: WorkItem, spot: Spot): (() => string | null) | null {
  const order = store.tables.list('workItem', 'byState', item.state);
  const home: Spot = {
    state: item.state,
    after: order.before(item)[0]?.id ?? null,
    before: order.after(item)[0]?.id ?? null,
  };
  if (!done(store.run('workItem.move', { id: item.id, hint: item.rank, ...spot }))) return null;
  const wrote = store.tables.get('workItem', item.id);
  return () => {
    const now = store.tables.get('workItem', item.id);
    if (now === undefined || now.state !== wrote?.state) return strings.changedSince;
    return said(store.run('workItem.move', { id: item.id, hint: item.rank, ...home }));
  };
}

/** Puts an item into another state, at the place its rank gives it there. */
export function setState(store: Store, item: WorkItem, state: StateId): boolean {
  const warn = watch(store, [item], state);
  if (!done(store.run('workItem.move', { id: item.id, state }))) return false;
  const undo = remember(() => {
    if (store.tables.get('workItem', item.id)?.state !== state) return strings.changedSince;
    return said(store.run('workItem.move', { id: item.id, state: item.state }));
  });
  warn(undo);
  return true;
}

/**
 * Puts an item into the trash, with a note that takes it back. Gives the refusal: what to do with
 * its children is a question for a dialog.
 */
export function deleteItem(store: Store, item: WorkItem, children?: 'tree' | 'up'): Refusal | null {
  const under = [...store.tables.list('workItem', 'byParent', item.id)];
  const lifted = children === 'up' ? under.filter((child) => child.deletedAt === null) : [];
  const refusal = store.run('workItem.delete', {
    id: item.id,
    ...(children === undefined ? {} : { children }),
  });
  if (refusal !== null) return refusal;
  const key = keyOf(store.tables, item);
  const undo = remember(() => {
    const refused = said(store.run('workItem.restore', { id: item.id }));
    if (refused !== null) return refused;
    for (const child of lifted) store.run('workItem.reparent', { id: child.id, parent: item.id });
    notify({ text: strings.item.restored(key) });
    return null;
  });
  notify({ text: strings.item.deleted(key), action: { label: strings.undo, perform: undo } });
  return null;
}

/** Makes a copy of an item directly after it, with a note that takes it away again. */
export function duplicateItem(store: Store, item: WorkItem, withChildren: boolean): void {
  const newId = store.newId<'workItem'>();
  const set = withChildren ? { withChildren } : {};
  if (!done(store.run('workItem.duplicate', { id: item.id, newId, ...set }))) return;
  const undo = remember(() =>
    said(store.run('workItem.delete', { id: newId, children: withChildren ? 'tree' : 'up' })),
  );
  notify({
    text: strings.item.duplicated(item.title),
    action: { label: strings.undo, perform: undo },
  });
}

export function restoreItem(store: Store, item: WorkItem): void {
  if (!done(store.run('workItem.restore', { id: item.id }))) return;
  notify({ text: strings.item.restored(keyOf(store.tables, item)) });
}

function pick(item: WorkItem | undefined, set: ItemFields): ItemFields | null {
  if (item === undefined) return null;
  const fields = Object.keys(set) as (keyof ItemFields)[];
  return Object.fromEntries(fields.map((field) => [field, item[field]])) as ItemFields;
}

function sameFields(a: ItemFields | null, b: ItemFields): boolean {
  return (
    a !== null && (Object.keys(b) as (keyof ItemFields)[]).every((field) => a[field] === b[field])
  );
}
