// An item goes to another project, and comes back: with what is under it, to where it was. No rule
// lives here: the engine decides.
import type { ProjectId, WorkItem } from '@planwright/engine';
import { itemsBelow, keyOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import { restore } from './edit-many.ts';
import { said } from './edits.ts';
import { remember } from './undo.ts';

/** Moves an item to another project, with a note that takes it back; gives why not, or null. */
export function transferItem(store: Store, item: WorkItem, project: ProjectId): string | null {
  const { tables } = store;
  const { id } = item;
  const before = [item, ...itemsBelow(tables, item)];
  const order = tables.list('workItem', 'byState', item.state);
  const home = {
    state: item.state,
    hint: item.rank,
    after: order.before(item)[0]?.id ?? null,
    before: order.after(item)[0]?.id ?? null,
  };
  const key = keyOf(tables, item);
  const refused = said(store.run('workItem.transfer', { id, project }));
  if (refused !== null) return refused;
  const undo = remember(() => {
    if (tables.get('workItem', id)?.project !== project) return strings.changedSince;
    const here = store.run('workItem.transfer', { id, project: item.project });
    if (here !== null) return said(here);
    if (item.parent !== null) store.run('workItem.reparent', { id, parent: item.parent });
    store.run('workItem.move', { id, ...home });
    return said(restore(store, item.project, before, ['state', 'assignee']));
  });
  notify({
    text: strings.item.transferred(key, tables.get('project', project)?.title ?? ''),
    action: { label: strings.undo, perform: undo },
  });
  return null;
}
