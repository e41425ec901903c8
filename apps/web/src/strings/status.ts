// How it stands with saving, and what a refused edit wanted.
import type { CommandKind } from '@planwright/engine';
import type { GoawayCode } from '@planwright/protocol';

import { count } from './count.ts';

/** What a refused edit wanted, for the list of problems. */
export const commands: Partial<Readonly<Record<CommandKind, string>>> = {
  'project.create': 'Create a project',
  'project.edit': 'Change the project',
  'project.archive': 'Archive the project',
  'project.unarchive': 'Bring the project back',
  'state.create': 'Add a column',
  'state.edit': 'Change a column',
  'state.move': 'Move a column',
  'workItem.create': 'Add an item',
  'workItem.edit': 'Change an item',
  'workItem.move': 'Move an item',
  'workItem.reparent': 'Put an item under another',
  'workItem.delete': 'Delete an item',
  'workItem.restore': 'Restore an item',
  'document.edit': 'Write a description',
  'comment.create': 'Comment',
  'comment.delete': 'Delete a comment',
  'comment.restore': 'Bring a comment back',
  'comment.resolve': 'Resolve a comment',
  'comment.unresolve': 'Open a comment again',
  'dependency.add': 'Add a dependency',
  'dependency.remove': 'Remove a dependency',
};

const blockedBy: Readonly<Record<GoawayCode, string>> = {
  WRONG_WORKSPACE: 'Another workspace lives at this address now. Reload to see it.',
  UPDATE_REQUIRED: 'The server has been updated. Reload to get the app that fits it.',
  AUTH: 'The server does not know this browser. Open the address that the server printed at its start.',
  REVOKED: 'Your access has been taken away.',
  PROTOCOL: 'The server did not understand this app. Reload to get the app that fits it.',
  SLOW: 'The connection was too slow and has been ended.',
  SHUTDOWN: 'The server has been stopped.',
};

export const status = {
  label: 'State of saving',
  aloud: {
    problem: 'There is a problem with saving.',
    waiting: 'There is no connection. Edits are not saved yet.',
  },
  saved: 'Saved',
  savedText: 'Everything is saved on the server.',
  waiting: (number: number) => `Not saved yet (${number.toLocaleString()})`,
  waitingText: (number: number) =>
    `${count(number, 'edit is', 'edits are')} on the way to the server.`,
  offline: 'Offline',
  offlineText: 'This device has no connection. You can go on working.',
  reconnecting: 'Reconnecting',
  reconnectingText: 'The server cannot be reached just now. It is tried again by itself.',
  connecting: 'Connecting',
  connectingText: 'The connection is being made.',
  loading: 'Catching up',
  loadingText: 'What changed meanwhile is being fetched.',
  blocked: 'Not connected',
  blockedBy,
  withWaiting: (label: string, number: number) => `${label} · ${number.toLocaleString()} not saved`,
  onDevice: (number: number) =>
    `${count(number, 'edit is', 'edits are')} kept on this device and sent when there is a connection.`,
  textCopied: 'Your text is copied',
  problems: (number: number) => count(number, 'problem', 'problems'),
  problemsText: 'The server refused these edits. Nothing is lost: the text is kept here.',
  again:
    'It was saved once. The server was put back to an older state, in which it cannot be done.',
  unsent: (number: number) =>
    `${count(number, 'edit is', 'edits are')} not saved yet and would be lost if this tab were closed now.`,
  nextTry: (seconds: number) => `Next try in ${count(seconds, 'second', 'seconds')}.`,
  tryNow: 'Try now',
  copyText: 'Copy my text',
  discard: 'Discard',
  paused: 'The server cannot save just now',
  pausedText:
    'Its disk may be full or busy. You can read and go on working; edits wait here and are sent again by themselves.',
} as const;
