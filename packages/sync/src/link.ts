/**
 * Link: the connection of a replica, as a state machine without a socket or a clock. The host
 * opens sockets and calls back; `tick` is called when `host.wake` asked for it.
 *
 *   BOOT ─► LOCAL ─► DIALING ─► HELLO_SENT ─► CATCHUP ─► LIVE
 *   any ─► WAIT (backs off, dials again)      any ─► BLOCKED (a person must act)
 *
 * BOOT: nothing is here yet. LOCAL: a cache was loaded, and the app can be used.
 */
import type { Refusal } from '@planwright/engine';
import { refuse } from '@planwright/engine';
import type { Down, DownOf, GoawayCode, Up, WireRow } from '@planwright/protocol';
import { WireError, decodeDown, decodeRow, encodeUp } from '@planwright/protocol';

import type { Replica } from './replica.ts';

export type LinkState =
  | 'BOOT'
  | 'LOCAL'
  | 'DIALING'
  | 'HELLO_SENT'
  | 'CATCHUP'
  | 'LIVE'
  | 'WAIT'
  | 'BLOCKED';

export interface LinkHost {
  /** Milliseconds UTC. */
  now(): number;
  /** From 0 to 1, exclusive. */
  chance(): number;
  /** Opens a socket; the host calls `opened`, `received` and `closed`. */
  dial(): void;
  /** Ends the socket, if there is one; the host does not call `closed` for it. */
  hangUp(): void;
  send(bytes: Uint8Array): void;
  /** Reads a snapshot over HTTP; null when that failed. */
  snapshot(name: string, done: (rows: readonly WireRow[] | null) => void): void;
  /** Asks for a call of `tick` at this time, milliseconds UTC. Only the last wish counts. */
  wake(at: number): void;
  /** The state is another one, or something has arrived that `flush` will show. */
  changed(): void;
}

export interface Wanted {
  readonly table: string;
  readonly ids?: readonly string[];
  readonly parent?: string;
  readonly after?: string;
  readonly limit?: number;
}

export interface Answer {
  readonly rows: readonly WireRow[];
  readonly more: boolean;
  readonly answer: unknown;
}

type Done = (answer: Answer | Refusal) => void;

/** Waits between two attempts to connect: full jitter, doubling until one is live. Milliseconds. */
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** A socket that does not open, or a Hello that is not answered, is given up. */
const PATIENCE = 10_000;
/** An unanswered ping: the socket is dead. */
const PONG_TIMEOUT = 10_000;
/** The head is ahead of us this long with nothing in flight: something was lost. */
const BEHIND_FOR = 5_000;
/** Pings are rarer while nobody looks. */
const HIDDEN_FACTOR = 3;

export class Link {
  readonly #replica: Replica;
  readonly #host: LinkHost;
  readonly #asked = new Map<number, { readonly frame: Up; readonly done: Done }>();
  #state: LinkState;
  #blocked: GoawayCode | null = null;
  #attempts = 0;
  #req = 0;
  #heartbeat = 15_000;
  #hidden = false;
  #target = 0;
  /** The last question that went out on this connection. */
  #askedUpTo = 0;
  #acked = 0;
  /** The snapshot that is being read. */
  #snapshot: string | null = null;
  /** Times in milliseconds UTC at which something is due; null: nothing is. */
  #dialAt: number | null = null;
  #giveUpAt: number | null = null;
  #pingAt: number | null = null;
  #pongBy: number | null = null;
  #behindSince: number | null = null;

  constructor(replica: Replica, host: LinkHost) {
    this.#replica = replica;
    this.#host = host;
    this.#state = replica.position === null ? 'BOOT' : 'LOCAL';
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Why the link is blocked; null when it is not. */
  get blocked(): GoawayCode | null {
    return this.#blocked;
  }

  /** When the next attempt to connect is due, milliseconds UTC; null while none is. */
  get nextDial(): number | null {
    return this.#dialAt;
  }

  /** Begins, or tries again at once: at the start, on `online`, on focus, on "retry". */
  dial(): void {
    if (this.#state === 'BLOCKED') return;
    if (this.#dialAt === null && this.#state !== 'BOOT' && this.#state !== 'LOCAL') return;
    this.#dialAt = null;
    this.#giveUpAt = this.#host.now() + PATIENCE;
    this.#enter('DIALING');
    this.#host.dial();
  }

  opened(): void {
    if (this.#state !== 'DIALING') return;
    this.#hello();
  }

  /** The socket is gone. */
  closed(): void {
    if (this.#state === 'BLOCKED' || this.#state === 'WAIT') return;
    this.#wait(0);
  }

  /** A frame has come. Bytes that are none end the socket. */
  received(bytes: Uint8Array): void {
    if (!this.#isOpen()) return;
    try {
      this.#take(decodeDown(bytes));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return this.#drop();
    }
    this.#host.changed();
  }

  /** Is the page hidden? Then the heart beats slower; when it is seen again, at once. */
  hidden(hidden: boolean): void {
    this.#hidden = hidden;
    if (hidden) return;
    if (this.#state === 'WAIT') this.dial();
    else if (this.#state === 'LIVE' && this.#pongBy === null) this.#ping();
  }

  /** Shows what has arrived and sends what is unsent: once per frame of the screen. */
  flush(): void {
    this.#replica.flush();
    const caughtUp = !this.#replica.loading && this.#cursor() >= this.#target;
    if (this.#state === 'CATCHUP' && caughtUp) this.#live();
    if (this.#state !== 'LIVE') return;
    const ack = this.#replica.verdictAck();
    if (ack.upTo !== this.#acked) this.#send(ack);
    this.#acked = ack.upTo;
    this.#pump();
    for (const [req, { frame }] of this.#asked) {
      if (this.#askedUpTo < req) this.#send(frame);
      this.#askedUpTo = Math.max(this.#askedUpTo, req);
    }
    this.#schedule();
  }

  /** Asks the server for cold rows; they are in the tables when `done` is called. */
  fetch(wanted: Wanted, done: Done): void {
    this.#ask(
      (req) => ({
        type: 'fetch',
        req,
        table: wanted.table,
        ids: wanted.ids ?? [],
        parent: wanted.parent ?? null,
        after: wanted.after ?? null,
        limit: wanted.limit ?? 100,
      }),
      done,
    );
  }

  /** Asks what only the server can work out. */
  query(kind: string, args: unknown, done: Done): void {
    this.#ask((req) => ({ type: 'query', req, kind, args }), done);
  }

  /** Something may be due. */
  tick(): void {
    const now = this.#host.now();
    if (this.#dialAt !== null && now >= this.#dialAt) this.dial();
    if (this.#giveUpAt !== null && now >= this.#giveUpAt) return this.#drop();
    if (this.#pongBy !== null && now >= this.#pongBy) return this.#drop();
    if (this.#behindSince !== null && now >= this.#behindSince + BEHIND_FOR) return this.#hello();
    if (this.#pingAt !== null && now >= this.#pingAt) this.#ping();
    this.flush();
    this.#schedule();
  }

  #take(frame: Down): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame);
      case 'batch':
        this.#behindSince = null;
        if (!this.#replica.batch(frame) && this.#state !== 'HELLO_SENT') this.#hello();
        return;
      case 'verdicts':
        return this.#replica.verdicts(frame);
      case 'pause':
        this.#replica.pause(frame);
        return this.#schedule();
      case 'page':
        return this.#page(frame);
      case 'pong':
        return this.#pong(frame);
      case 'resync':
        return this.#hello(true);
      case 'goaway':
        return this.#goaway(frame);
    }
  }

  #hello(forced = false): void {
    this.#behindSince = null;
    this.#giveUpAt = this.#host.now() + PATIENCE;
    this.#enter('HELLO_SENT');
    const hello = this.#replica.hello();
    this.#send(forced ? { ...hello, lineage: null, cursor: 0, cursorHash: '' } : hello);
  }

  #welcome(welcome: DownOf<'welcome'>): void {
    const foreign = this.#replica.isForeign(welcome);
    if (foreign !== null) return this.#block(foreign);
    const { position } = this.#replica;
    const rewritten = position !== null && position.dataVersion !== welcome.dataVersion;
    if (rewritten && welcome.mode !== 'SNAPSHOT') return this.#hello(true);
    this.#giveUpAt = null;
    this.#heartbeat = welcome.heartbeatMs;
    this.#pingAt ??= this.#host.now() + this.#beat();
    this.#target = welcome.head;
    this.#snapshot = welcome.mode === 'SNAPSHOT' ? welcome.snapshot : null;
    this.#replica.welcomed(welcome);
    this.#enter('CATCHUP');
    if (this.#snapshot !== null) this.#read(this.#snapshot);
  }

  /** Reads a snapshot, unless another Welcome or the end of the socket has overtaken it. */
  #read(name: string): void {
    this.#host.snapshot(name, (rows) => {
      if (this.#snapshot !== name) return;
      this.#snapshot = null;
      if (rows === null) return this.#drop();
      this.#replica.loadSnapshot(rows);
      this.#host.changed();
    });
  }

  #live(): void {
    this.#attempts = 0;
    this.#askedUpTo = 0;
    this.#enter('LIVE');
  }

  #pump(): void {
    for (let push = this.#replica.nextPush(); push !== null; push = this.#replica.nextPush()) {
      this.#send(push);
    }
  }

  #ping(): void {
    this.#pingAt = null;
    this.#pongBy ??= this.#host.now() + PONG_TIMEOUT;
    this.#send({ type: 'ping', cursor: this.#cursor() });
    this.#schedule();
  }

  #pong(pong: DownOf<'pong'>): void {
    this.#pongBy = null;
    this.#pingAt = this.#host.now() + this.#beat();
    const behind = pong.head > this.#replica.received && this.#state !== 'HELLO_SENT';
    this.#behindSince = behind ? (this.#behindSince ?? this.#host.now()) : null;
    this.#schedule();
  }

  #page(page: DownOf<'page'>): void {
    const asked = this.#asked.get(page.req);
    if (asked === undefined) return;
    const rows = page.rows.map((bytes) => decodeRow(bytes)).filter((row) => row !== null);
    this.#asked.delete(page.req);
    if (page.refusal !== null) return asked.done(page.refusal);
    this.#replica.rows(rows);
    this.flush();
    asked.done({ rows, more: page.more, answer: page.answer });
  }

  #goaway(goaway: DownOf<'goaway'>): void {
    if (goaway.code === 'SHUTDOWN' || goaway.code === 'SLOW') {
      this.#host.hangUp();
      return this.#wait(goaway.retryMs);
    }
    this.#block(goaway.code);
  }

  /** Nothing goes on before a person acts. */
  #block(code: GoawayCode): void {
    this.#blocked = code;
    this.#host.hangUp();
    this.#leave('BLOCKED');
  }

  #ask(frameOf: (req: number) => Up, done: Done): void {
    this.#req += 1;
    this.#asked.set(this.#req, { frame: frameOf(this.#req), done });
    if (this.#state === 'LIVE') this.flush();
    else if (this.#state === 'WAIT' || this.#state === 'BLOCKED') this.#failAsked();
  }

  /** The socket is of no use: end it and try another one. */
  #drop(): void {
    this.#host.hangUp();
    this.#wait(0);
  }

  #wait(least: number): void {
    this.#attempts += 1;
    const cap = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** this.#attempts);
    const wait = SHORTEST_WAIT + this.#host.chance() * (cap - SHORTEST_WAIT);
    this.#dialAt = this.#host.now() + least + wait;
    this.#leave('WAIT');
  }

  #leave(state: 'WAIT' | 'BLOCKED'): void {
    this.#giveUpAt = null;
    this.#pingAt = null;
    this.#pongBy = null;
    this.#behindSince = null;
    this.#snapshot = null;
    this.#state = state;
    this.#replica.disconnected();
    this.#failAsked();
    this.#schedule();
    this.#host.changed();
  }

  #failAsked(): void {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { done } of asked) done(refuse('UNAVAILABLE', { retryMs: SHORTEST_WAIT }));
  }

  #isOpen(): boolean {
    return this.#state === 'HELLO_SENT' || this.#state === 'CATCHUP' || this.#state === 'LIVE';
  }

  #cursor(): number {
    return this.#replica.position?.cursor ?? -1;
  }

  #beat(): number {
    return this.#hidden ? this.#heartbeat * HIDDEN_FACTOR : this.#heartbeat;
  }

  #send(frame: Up): void {
    this.#host.send(encodeUp(frame));
  }

  #enter(state: LinkState): void {
    this.#state = state;
    this.#schedule();
    this.#host.changed();
  }

  #schedule(): void {
    const due = [
      this.#dialAt,
      this.#giveUpAt,
      this.#pingAt,
      this.#pongBy,
      this.#behindSince === null ? null : this.#behindSince + BEHIND_FOR,
      this.#replica.pausedUntil,
    ].filter((at) => at !== null);
    if (due.length > 0) this.#host.wake(Math.min(...due));
  }
}
