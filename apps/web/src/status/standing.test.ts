import { expect, it } from 'vitest';

import type { SyncState } from '../store/store.ts';
import { isPutOff, standingOf } from './standing.ts';

const live: SyncState = {
  link: 'live',
  online: true,
  waiting: 0,
  durable: false,
  nextTryAt: null,
  paused: false,
  blockedBy: null,
  problems: [],
};
const label = (words: Partial<SyncState>) => standingOf({ ...live, ...words }, 0).label;
const details = (words: Partial<SyncState>) =>
  standingOf({ ...live, ...words }, 0).details.join(' ');
const problem = { command: {}, refusal: { code: 'ARCHIVED', project: 'WEB' } } as never;

it('WEB-1 says "saved" only when nothing waits, nothing was refused and the server is there', () => {
  expect(label({})).toBe('Saved');
  const worse: Partial<SyncState>[] = [
    { waiting: 1 },
    { problems: [problem] },
    { link: 'connecting' },
    { link: 'catchingUp' },
    { link: 'waiting' },
    { link: 'blocked', blockedBy: 'No.' },
    { link: 'waiting', online: false },
  ];
  for (const words of worse) expect(standingOf({ ...live, ...words }, 0).tone).not.toBe('good');
});

it('WEB-1 names how many edits wait, with or without a connection', () => {
  expect(label({ waiting: 3 })).toBe('Not saved yet (3)');
  expect(label({ waiting: 3, link: 'waiting' })).toBe('Reconnecting · 3 not saved');
  expect(label({ waiting: 1, link: 'waiting', online: false })).toBe('Offline · 1 not saved');
  expect(label({ link: 'waiting' })).toBe('Reconnecting');
  expect(label({ link: 'connecting' })).toBe('Connecting');
});

it('WEB-1 shows the worst that is true: problems before the connection, that before what waits', () => {
  expect(label({ problems: [problem], waiting: 2, link: 'waiting' })).toBe('1 problem');
  expect(label({ problems: [problem, problem] })).toBe('2 problems');
  expect(label({ link: 'blocked', blockedBy: 'Sign in.', waiting: 2 })).toBe('Not connected');
});

it('WEB-2 says what would be lost with the tab while edits are in memory alone, and what is kept', () => {
  expect(details({ waiting: 2 })).toContain('would be lost if this tab were closed');
  expect(details({ waiting: 2, durable: true })).toContain('kept on this device');
  expect(details({ link: 'waiting', waiting: 1, problems: [problem] })).toContain('would be lost');
});

it('WEB-2 offers to connect now where that helps, and says when it happens by itself', () => {
  const waiting = standingOf({ ...live, link: 'waiting', nextTryAt: 4200 }, 1000);
  expect(waiting.mayTry).toBe(true);
  expect(waiting.details.join(' ')).toContain('Next try in 4 seconds');
  expect(standingOf(live, 0).mayTry).toBe(false);
  expect(standingOf({ ...live, link: 'blocked', blockedBy: 'No.' }, 0).mayTry).toBe(false);
});

it('WEB-27 says that the server cannot save while it puts edits off, and only then', () => {
  expect(label({ waiting: 2, paused: true })).toBe('The server cannot save just now · 2 not saved');
  expect(details({ waiting: 2, paused: true })).toContain('sent again by themselves');
  expect(isPutOff({ ...live, waiting: 2, paused: true })).toBe(true);
  expect(isPutOff({ ...live, paused: true })).toBe(false);
  expect(isPutOff({ ...live, waiting: 2, paused: true, link: 'waiting' })).toBe(false);
});
