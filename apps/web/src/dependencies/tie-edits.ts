// The edits of dependencies: one command each, with the way back. The engine decides.
import type { Dependency, DependencyKind, Relation, WorkItemId } from '@planwright/engine';
import { sentenceOf } from '@planwright/engine';

import { done, said } from '../actions/edits.ts';
import { remember } from '../actions/undo.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

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
  const refusal = store.run('dependency.add', { id, from, to, kind: kindOf(relation) });
  if (refusal !== null) return sentenceOf(refusal);
  remember(() => said(store.run('dependency.remove', { id })));
  return null;
}

/** Unties two items, with a note that ties them again. */
export function removeTie(store: Store, { id, from, to, kind }: Dependency): void {
  if (!done(store.run('dependency.remove', { id }))) return;
  const undo = remember(() =>
    said(store.run('dependency.add', { id: store.newId<'dependency'>(), from, to, kind })),
  );
  notify({ text: strings.tie.removed, action: { label: strings.undo, perform: undo } });
}

function kindOf(relation: Relation): DependencyKind {
  if (relation === 'blockedBy') return 'blocks';
  return relation === 'duplicatedBy' ? 'duplicates' : relation;
}
