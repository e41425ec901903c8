// An item goes to another project, with what is under it. No rule lives here: the engine decides.
import type { ProjectId, WorkItem } from '@planwright/engine';
import { keyOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { act } from './act.ts';
import { said, told } from './edits.ts';

/** Moves an item to another project, with a note that takes it back; gives why not, or null. */
export function transferItem(store: Store, item: WorkItem, project: ProjectId): string | null {
  const key = keyOf(store.tables, item);
  const { refusal, undo } = act(store, (run) => run('workItem.transfer', { id: item.id, project }));
  if (refusal !== null) return said(refusal);
  told(strings.item.transferred(key, store.tables.get('project', project)?.title ?? ''), undo);
  return null;
}
