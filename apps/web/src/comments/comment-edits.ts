// The edits that the conversation makes: one command each. The engine decides.
import type { Comment, CommentId, WorkItemId } from '@planwright/engine';

import { act } from '../actions/act.ts';
import { done, said, told } from '../actions/edits.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';

/** Says something about an item, or in answer to a comment, as a draft has it; gives why not, or null. */
export function say(
  store: Store,
  item: WorkItemId,
  parent: CommentId | null,
  text: string,
  draft: string,
): string | null {
  const id = store.newId<'comment'>();
  const comment = { id, item, parent, text };
  return said(act(store, (run) => run('comment.create', comment, { draft })).refusal);
}

/** Takes a comment away, with a note that brings it back. */
export function deleteComment(store: Store, { id }: Comment): void {
  const { refusal, undo } = act(store, (run) => run('comment.delete', { id }));
  if (done(refusal)) told(strings.comment.deleted, undo);
}

/** Settles a comment with its answers, or opens it again. */
export function setResolved(store: Store, { id }: Comment, resolved: boolean): void {
  const kind = resolved ? 'comment.resolve' : 'comment.unresolve';
  done(act(store, (run) => run(kind, { id })).refusal);
}
