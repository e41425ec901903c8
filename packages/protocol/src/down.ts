/** Down: every message that the server sends. */
import type { Limits, Refusal, RefusalCode } from '@planwright/engine';

import type { ValueOf } from './message.ts';
import {
  bool,
  double,
  encoded,
  json,
  list,
  maybe,
  message,
  nested,
  string,
  uint32,
} from './message.ts';

/** The final answer to one command: in the journal at `seq`, or refused. */
const wireVerdict = message('Verdict', {
  no: uint32(1),
  commandId: string(2),
  seq: maybe(double(3)),
  refusal: maybe(json<Refusal>(4)),
});

/** How far a stream has come, and the verdicts that this device has not acknowledged. */
const streamWelcome = message('StreamWelcome', {
  stream: string(1),
  last: uint32(2),
  verdicts: list(nested(3, wireVerdict)),
});

/** The answer to Hello: where you are, where I am, and how you come here. */
const welcome = message('Welcome', {
  protocol: uint32(1),
  workspaceId: string(2),
  lineage: string(3),
  /** After a restore: the last seq that the client's history shares with this one. */
  forkedAt: maybe(double(4)),
  dataVersion: uint32(5),
  head: double(6),
  headHash: string(7),
  mode: string<'UP_TO_DATE' | 'LOG' | 'SNAPSHOT'>(8),
  /** The name of the snapshot's manifest, for mode SNAPSHOT; its seq is `head`. */
  snapshot: maybe(string(9)),
  streams: list(nested(10, streamWelcome)),
  /** The audiences whose rows this person may see. */
  scope: list(string(11)),
  limits: json<Limits>(12),
  user: string(13),
  session: string(14),
  heartbeatMs: uint32(15),
  serverTime: double(16),
});

/** Entries from `from` to `to`, of which those are here that this person may see. */
const batch = message('Batch', {
  from: double(1),
  to: double(2),
  /** The journal's chain hash at `to`. */
  hash: string(3),
  entries: list(encoded(4, 'Entry')),
});

const verdicts = message('Verdicts', { stream: string(1), verdicts: list(nested(2, wireVerdict)) });

/** Not now: send again from this number after so many milliseconds. */
const pause = message('Pause', {
  stream: string(1),
  no: uint32(2),
  code: string<RefusalCode | 'HOLD' | 'GAP'>(3),
  retryMs: uint32(4),
});

/** The answer to Fetch and Query. Rows are as they are after entry `seq`. */
const page = message('Page', {
  req: uint32(1),
  rows: list(encoded(2, 'Row')),
  refusal: maybe(json<Refusal>(3)),
  seq: double(4),
  /** There is more after the last row. */
  more: bool(5),
  answer: maybe(json<unknown>(6)),
});

const pong = message('Pong', { head: double(1), serverTime: double(2) });

/** What you may see has changed: say Hello again and take a snapshot. */
const resync = message('Resync', { reason: string(1) });

export type GoawayCode =
  | 'WRONG_WORKSPACE'
  | 'UPDATE_REQUIRED'
  | 'AUTH'
  | 'REVOKED'
  | 'PROTOCOL'
  | 'SLOW'
  | 'SHUTDOWN';

/** This connection ends, and why. */
const goaway = message('Goaway', {
  code: string<GoawayCode>(1),
  retryMs: uint32(2),
  message: string(3),
});

export const down = {
  welcome: { no: 1, of: welcome },
  batch: { no: 2, of: batch },
  verdicts: { no: 3, of: verdicts },
  pause: { no: 4, of: pause },
  page: { no: 5, of: page },
  pong: { no: 6, of: pong },
  resync: { no: 7, of: resync },
  goaway: { no: 8, of: goaway },
} as const;

export type Down = {
  [T in keyof typeof down]: { readonly type: T } & ValueOf<(typeof down)[T]['of']>;
}[keyof typeof down];
export type DownOf<T extends keyof typeof down> = Extract<Down, { type: T }>;
export type WireVerdict = ValueOf<typeof wireVerdict>;
