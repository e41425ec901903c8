// The edits that the conversation makes: one command each, with the way back. The engine decides.
import type { Comment, CommentId, WorkItemId } from '@planwright/engine';
import { sentenceOf } from '@planwright/engine';

import { done, said } from '../actions/edits.ts';
import { remember } from '../actions/undo.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

/** Says something about an item, or in answer to a comment, as a draft has it; gives why not, or null. */
export function say(
  store: Store,
  item: WorkItemId,
  parent: CommentId | null,
  text: string,
  draft: string,
): string | null {
  const id = store.newId<'comment'>();
  const refusal = store.run('comment.create', { id, item, parent, text }, { draft });
  if (refusal !== null) return sentenceOf(refusal);
  remember(() => said(store.run('comment.delete', { id })));
  return null;
}

/** Takes a comment away, with a note that brings it back. */
export function deleteComment(store: Store, { id }: Comment): void {
  if (!done(store.run('comment.delete', { id }))) return;
  const undo = remember(() => said(store.run('comment.restore', { id })));
  notify({ text: strings.comment.deleted, action: { label: strings.undo, perform: undo } });
}

/** Settles a comment with its answers, or opens it again. */
export function setResolved(store: Store, { id }: Comment, resolved: boolean): void {
  const kind = (to: boolean) => (to ? 'comment.resolve' : 'comment.unresolve');
  if (!done(store.run(kind(resolved), { id }))) return;
  remember(() => said(store.run(kind(!resolved), { id })));
}
