// The edits of dependencies. The engine decides.
import type { Dependency, DependencyKind, Relation, WorkItemId } from '@planwright/engine';

import { act } from '../actions/act.ts';
import { done, said, told } from '../actions/edits.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';

/** Ties an item to another as it stands to it; gives why not, or null. */
export function addTie(
  store: Store,
  item: WorkItemId,
  relation: Relation,
  other: WorkItemId,
): string | null {
  const turned = relation === 'blockedBy' || relation === 'duplicatedBy';
  const [from, to] = turned ? [other, item] : [item, other];
  const id = store.newId<'dependency'>();
  const tie = { id, from, to, kind: kindOf(relation) };
  return said(act(store, (run) => run('dependency.add', tie)).refusal);
}

/** Unties two items, with a note that ties them again. */
export function removeTie(store: Store, { id }: Dependency): void {
  const { refusal, undo } = act(store, (run) => run('dependency.remove', { id }));
  if (done(refusal)) told(strings.tie.removed, undo);
}

function kindOf(relation: Relation): DependencyKind {
  if (relation === 'blockedBy') return 'blocks';
  return relation === 'duplicatedBy' ? 'duplicates' : relation;
}
