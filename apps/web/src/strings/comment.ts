// Comments.
import { count } from './count.ts';

export const comment = {
  action: 'Comment',
  write: 'Write a comment…',
  goOn: 'Go on with your comment…',
  send: 'Comment',
  answer: 'Write a reply…',
  answerIt: 'Reply',
  sendAnswer: 'Reply',
  answers: 'Replies',
  by: (name: string) => `Comment by ${name}`,
  edited: 'edited',
  history: (when: string) => `Edited ${when}. Show how it came to be`,
  edit: 'Edit',
  editing: 'Edit the comment',
  delete: 'Delete',
  deleted: 'The comment is deleted',
  more: 'More about this comment',
  resolve: 'Resolve',
  unresolve: 'Open again',
  resolved: (name: string, replies: number) =>
    `Resolved: ${name}${replies === 0 ? '' : ` and ${count(replies, 'reply', 'replies')}`}`,
  gone: 'This comment was deleted.',
  older: 'In reply to an older comment.',
  loading: 'Loading the comments',
  away: (some: boolean) =>
    `${some ? 'Older comments are' : 'The comments are'} not on this device. They come when there is a connection.`,
} as const;
