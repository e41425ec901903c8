// The labels of one item, with the way back. No rule lives here: the engine decides.
import type { LabelId, WorkItem } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { said } from './edits.ts';
import { remember } from './undo.ts';

interface Relabelling {
  readonly add?: readonly LabelId[];
  readonly remove?: readonly LabelId[];
}

/** Puts labels on an item or takes them off; gives why not, or null. */
export function labelItem(store: Store, { id }: WorkItem, set: Relabelling): string | null {
  const had = store.tables.get('workItem', id)?.labels ?? [];
  const refused = said(store.run('workItem.label', { id, ...set }));
  if (refused !== null) return refused;
  const { add = [], remove = [] } = set;
  const back = {
    add: remove.filter((label) => had.includes(label)),
    remove: add.filter((label) => !had.includes(label)),
  };
  remember(() => said(store.run('workItem.label', { id, ...back })));
  return null;
}

/** Makes a label of the item's project and puts it on the item; both are taken back together. */
export function createLabelOn(
  store: Store,
  { id: item, project }: WorkItem,
  name: string,
  colour: string,
): string | null {
  const id = store.newId<'label'>();
  const action = { actionId: store.newId<'action'>() };
  const made = said(store.run('label.create', { id, project, name, colour }, action));
  if (made !== null) return made;
  const refused = said(store.run('workItem.label', { id: item, add: [id] }, action));
  if (refused !== null) return refused;
  remember(
    () =>
      said(store.run('workItem.label', { id: item, remove: [id] })) ??
      said(store.run('label.delete', { id })),
  );
  return null;
}
