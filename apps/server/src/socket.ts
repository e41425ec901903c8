/**
 * WebSockets: the upgrade behind the door, and for each connection a small port that carries
 * frames. What frames mean is the room's business.
 *
 * A connection costs the server at most: a frame of 256 KiB, ten seconds until its first message,
 * 150 seconds of silence, and what it does not read (`buffered`, which the room judges). Clocks
 * run through `sweep`, so that no connection has a timer of its own.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_FRAME } from '@planwright/protocol';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { errorAnswer } from './answer.ts';
import type { Http } from './http.ts';
import type { Log } from './log.ts';

/** Where clients connect. */
const SOCKET_PATH = '/socket';
/** How long a connection may wait with its first message, in milliseconds. */
export const FIRST_MESSAGE_TIME = 10_000;
/** How long a connection may be silent, in milliseconds. */
export const SILENCE_TIME = 150_000;
/** How often `sweep` should run, in milliseconds. */
export const SWEEP_EVERY = 1_000;
/** How long a connection has to answer a close, in milliseconds. */
const CLOSE_TIME = 5_000;

/** Close codes that we send (RFC 6455, 7.4.1). */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  notBinary: 1003,
  policy: 1008,
  internal: 1011,
  tryLater: 1013,
} as const;

/** One connection, as the room sees it. */
export interface Connection {
  /** Sends one message. Messages of one turn of the event loop leave together. */
  readonly send: (frame: Uint8Array) => void;
  /** Bytes that are sent and not yet taken by the network. */
  readonly buffered: () => number;
  /** Says goodbye: what was sent before still arrives. */
  readonly close: (code: number, reason: string) => void;
}

/** What a connection leads to. */
export interface Guest {
  /** Stands in every log line about this connection. */
  readonly name: string;
  receive(frame: Uint8Array): void;
  /** What was buffered has been taken by the network. */
  drained(): void;
  /** The connection is gone; nothing can be sent any more. Called once. */
  left(): void;
}

export interface SocketParts {
  readonly http: Http;
  readonly log: Log;
  /** `[server] max_connections` */
  readonly mostConnections: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Makes the other end for a new connection. */
  readonly welcome: (connection: Connection) => Guest;
}

export interface Sockets {
  readonly upgrade: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends connections that have been silent for too long; to be called once a second. */
  readonly sweep: () => void;
  /** How many connections there are. */
  readonly count: () => number;
  /** Refuses new connections and says goodbye to all. Resolves when the last one is gone. */
  close(reason: string): Promise<void>;
}

const OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: MAX_FRAME,
  maxFragments: 64,
  maxBufferedChunks: 1024,
  clientTracking: false,
  closeTimeout: CLOSE_TIME,
};

interface Open {
  readonly webSocket: WebSocket;
  readonly session: string;
  readonly since: number;
  heard: number;
  spoke: boolean;
}

export function createSockets(parts: SocketParts): Sockets {
  const { http, log, now } = parts;
  const open = new Set<Open>();
  const corked = new Set<Duplex>();
  let closing = false;
  let allGone: () => void = () => undefined;
  const framed = new Framed();
  const server = new WebSocketServer(OPTIONS);

  function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (http.admitUpgrade(incoming, socket) === null) return;
    if ((incoming.url ?? '').split('?', 1)[0] !== SOCKET_PATH) {
      http.refuseUpgrade(socket, errorAnswer(404, 'NOT_FOUND', `Connect to ${SOCKET_PATH}.`));
    } else if (closing || open.size >= parts.mostConnections) {
      const message = closing ? 'The server is stopping.' : 'There are too many connections.';
      http.refuseUpgrade(socket, errorAnswer(503, 'UNAVAILABLE', message, { 'retry-after': '5' }));
    } else {
      server.handleUpgrade(incoming, socket, head, (webSocket) => begin(webSocket, socket));
    }
  }

  function begin(webSocket: WebSocket, socket: Duplex): void {
    const connection: Connection = {
      send(frame) {
        if (webSocket.readyState !== webSocket.OPEN) return;
        cork(socket);
        socket.write(framed.of(frame));
      },
      buffered: () => webSocket.bufferedAmount,
      close: (code, reason) => webSocket.close(code, reason),
    };
    const guest = parts.welcome(connection);
    const session = guest.name;
    const entry: Open = { webSocket, session, since: now(), heard: now(), spoke: false };
    open.add(entry);
    webSocket.binaryType = 'nodebuffer';
    webSocket.on('message', (data: RawData, isBinary: boolean) => {
      if (webSocket.readyState !== webSocket.OPEN) return;
      entry.heard = now();
      entry.spoke = true;
      if (!isBinary) return webSocket.close(CLOSE.notBinary, 'binary messages only');
      try {
        guest.receive(data as Buffer);
      } catch (error) {
        log.error({ session, err: error }, 'a message failed inside');
        webSocket.close(CLOSE.internal, 'something went wrong inside');
      }
    });
    socket.on('drain', () => guest.drained());
    webSocket.on('error', (error) => log.info({ session, err: error }, 'connection broke'));
    webSocket.on('close', (code) => {
      open.delete(entry);
      log.info({ session, code }, 'connection closed');
      guest.left();
      if (open.size === 0) allGone();
    });
    log.info({ session }, 'connection opened');
  }

  /** Holds a socket's writes back until this turn of the event loop is over. */
  function cork(socket: Duplex): void {
    if (corked.has(socket)) return;
    if (corked.size === 0) setImmediate(uncork);
    corked.add(socket);
    socket.cork();
  }

  function uncork(): void {
    const sockets = [...corked];
    corked.clear();
    for (const socket of sockets) socket.uncork();
  }

  function sweep(): void {
    const time = now();
    for (const entry of open) {
      if (!entry.spoke && time - entry.since >= FIRST_MESSAGE_TIME) drop(entry, 'no first message');
      else if (time - entry.heard >= SILENCE_TIME) drop(entry, 'silent');
    }
  }

  /** Ends a connection whose other side may not be there to answer. */
  function drop(entry: Open, reason: string): void {
    log.info({ session: entry.session, reason }, 'connection dropped');
    entry.webSocket.close(CLOSE.policy, reason);
    entry.heard = Infinity;
    entry.spoke = true;
  }

  function close(reason: string): Promise<void> {
    closing = true;
    for (const { webSocket } of open) webSocket.close(CLOSE.goingAway, reason);
    return open.size === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          allGone = resolve;
        });
  }

  return { upgrade, sweep, count: () => open.size, close };
}

/** The final part of a message of bytes (RFC 6455, 5.2). */
const BINARY_FRAME = 0x82;

/**
 * Messages as they go over the wire, each made once for everybody who gets the same bytes: what
 * goes to a thousand sockets has one header and is one piece to write. A server's frames are not
 * masked (RFC 6455, 5.1).
 */
class Framed {
  /** Forgotten with the messages themselves. */
  readonly #made = new WeakMap<Uint8Array, Buffer>();

  of(message: Uint8Array): Buffer {
    let made = this.#made.get(message);
    if (made === undefined) {
      made = frameOf(message);
      this.#made.set(message, made);
    }
    return made;
  }
}

function frameOf(message: Uint8Array): Buffer {
  const { length } = message;
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = BINARY_FRAME;
  frame[1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(message, head);
  return frame;
}
