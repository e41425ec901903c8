/** Up: every message that a client sends. */
import type { ValueOf } from './message.ts';
import { double, encoded, json, list, maybe, message, nested, string, uint32 } from './message.ts';

/** A stream of this client, and up to which number its verdicts are safe on this device. */
const streamHello = message('StreamHello', { stream: string(1), acknowledged: uint32(2) });

/** The first message: who I am, which workspace I hold and how far, what I have sent. */
const hello = message('Hello', {
  protocolMin: uint32(1),
  protocolMax: uint32(2),
  build: string(3),
  /** null: nothing on this device yet. */
  workspaceId: maybe(string(4)),
  lineage: maybe(string(5)),
  cursor: double(6),
  cursorHash: string(7),
  streams: list(nested(8, streamHello)),
  clientTime: double(9),
});

/** A numbered command of a stream. */
const sent = message('Sent', { no: uint32(1), command: encoded(2, 'Command') });

/** Commands of one stream, their numbers without a gap. */
const push = message('Push', { stream: string(1), commands: list(nested(2, sent)) });

/** Cold rows, please: by id, or a page of those that belong to one row. */
const fetch = message('Fetch', {
  req: uint32(1),
  table: string(2),
  ids: list(string(3)),
  parent: maybe(string(4)),
  after: maybe(string(5)),
  limit: uint32(6),
});

/** An answer that only the server can work out. */
const query = message('Query', { req: uint32(1), kind: string(2), args: json<unknown>(3) });

/** The verdicts of this stream up to this number are safe on this device. */
const verdictAck = message('VerdictAck', { stream: string(1), upTo: uint32(2) });

/** Are you there? Answered by Pong. */
const ping = message('Ping', { cursor: double(1) });

export const up = {
  hello: { no: 1, of: hello },
  push: { no: 2, of: push },
  fetch: { no: 3, of: fetch },
  query: { no: 4, of: query },
  verdictAck: { no: 5, of: verdictAck },
  ping: { no: 6, of: ping },
} as const;

export type Up = {
  [T in keyof typeof up]: { readonly type: T } & ValueOf<(typeof up)[T]['of']>;
}[keyof typeof up];
export type UpOf<T extends keyof typeof up> = Extract<Up, { type: T }>;
export type Sent = ValueOf<typeof sent>;
