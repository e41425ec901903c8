/** The conversation about an item: comments with what was answered to each. */
import type { Comment, CommentId } from '../entity/comment.ts';

export interface CommentThread {
  readonly id: CommentId;
  /** When it began, milliseconds UTC. */
  readonly at: number;
  /** What it begins with: null where that is not here (yet), while answers to it are. */
  readonly comment: Comment | null;
  /** Answers that stand, oldest first. */
  readonly replies: readonly Comment[];
}

/**
 * Comments as threads, the newest first. A comment that was deleted stays as long as an answer to
 * it stands; a deleted answer does not.
 */
export function threadsOf(comments: Iterable<Comment>): readonly CommentThread[] {
  const first = new Map<CommentId, Comment>();
  const replies = new Map<CommentId, Comment[]>();
  for (const one of comments) {
    if (one.parent === null) first.set(one.id, one);
    else if (one.deletedAt === null) {
      replies.set(one.parent, [...(replies.get(one.parent) ?? []), one]);
    }
  }
  const threads: CommentThread[] = [];
  for (const id of new Set([...first.keys(), ...replies.keys()])) {
    const comment = first.get(id) ?? null;
    const answers = (replies.get(id) ?? []).sort(oldestFirst);
    if (answers.length === 0 && comment?.deletedAt !== null) continue;
    const at = comment?.createdAt ?? answers[0]?.createdAt ?? 0;
    threads.push({ id, at, comment, replies: answers });
  }
  return threads.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

function oldestFirst(a: Comment, b: Comment): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
