// The labels of one item. No rule lives here: the engine decides.
import type { LabelId, WorkItem } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { act } from './act.ts';
import { said } from './edits.ts';

interface Relabelling {
  readonly add?: readonly LabelId[];
  readonly remove?: readonly LabelId[];
}

/** Puts labels on an item or takes them off; gives why not, or null. */
export function labelItem(store: Store, { id }: WorkItem, set: Relabelling): string | null {
  return said(act(store, (run) => run('workItem.label', { id, ...set })).refusal);
}

/** Makes a label of the item's project and puts it on the item; both are taken back together. */
export function createLabelOn(
  store: Store,
  { id: item, project }: WorkItem,
  name: string,
  colour: string,
): string | null {
  const id = store.newId<'label'>();
  const { refusal, undo } = act(
    store,
    (run) =>
      run('label.create', { id, project, name, colour }) ??
      run('workItem.label', { id: item, add: [id] }),
  );
  // A label that no item can take is not what was asked for.
  if (refusal !== null) undo();
  return said(refusal);
}
