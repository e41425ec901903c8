/**
 * Session: one connection in a room. It turns frames into commands and questions, remembers how
 * far it has been sent, and never delays anybody: who reads slowly gets state later.
 */
import type { Audience, Refusal, Tables, UserId } from '@planwright/engine';
import { isRefusal, refuse } from '@planwright/engine';
import type { Down, GoawayCode, Up, UpOf, WireVerdict } from '@planwright/protocol';
import {
  PROTOCOL,
  WireError,
  decodeCommand,
  decodeEntry,
  decodeUp,
  encodeDown,
  encodeRow,
} from '@planwright/protocol';

import type { Found, Lookup } from './lookup.ts';
import type { Head, RoomPorts } from './ports.ts';
import { JournalError } from './ports.ts';
import type { Batches } from './publish.ts';
import { batchesFor } from './publish.ts';
import { wayFrom } from './resume.ts';
import type { Snapshots } from './snapshot.ts';
import type { Outcome, Sender, Waiting } from './waiting.ts';

/** The socket of a session, as the room sees it. */
export interface Connection {
  send(bytes: Uint8Array): void;
  /** Ends the socket; the host calls `closed` on the session, now or later. */
  close(): void;
  /** Bytes that were sent and have not left yet. */
  buffered(): number;
}

/** What a session needs of its room. */
export interface SessionRoom {
  readonly tables: Tables;
  readonly head: Head;
  readonly ports: RoomPorts;
  readonly snapshots: Snapshots;
  readonly lookup: Lookup;
  /** It takes no more commands. */
  readonly stopping: boolean;
  readonly sessions: { delete(session: Session): boolean };
  scopeOf(user: UserId): ReadonlySet<Audience>;
  enqueue(waiting: Waiting): void;
  /** Goes on to the journal's head, where another process may have written. */
  follow(): Promise<void>;
  read(reading: () => Promise<void>): Promise<void>;
}

/** More than this waiting to leave: the session lags, and is sent state when it has drained. */
const LAG_BYTES = 1024 * 1024;
/** More than this, or lagging for longer: it is sent away. */
const TOO_SLOW_BYTES = 8 * 1024 * 1024;
const TOO_SLOW_MS = 30_000;
/** Bytes of entries that are read from the journal at once for somebody who comes back. */
const LOG_BYTES = 1024 * 1024;
/** Bytes of the rows of one page. */
const PAGE_BYTES = 200 * 1024;
/** Bytes of a connection's commands that wait for their turn; more are told to come later. */
const QUEUE_BYTES = 4 * 1024 * 1024;
/** Streams that one Hello may ask for. */
const MOST_STREAMS = 1_000;
/** Characters of the verdicts in one frame. */
const VERDICTS_SIZE = 64 * 1024;

export class Session implements Sender {
  readonly name: string;
  readonly user: UserId;
  readonly #room: SessionRoom;
  readonly #connection: Connection;
  #scope: ReadonlySet<Audience> = new Set();
  #live = false;
  #gone = false;
  /** The last seq that it was sent. */
  #sent = 0;
  /** The Hello that waits for the room's turn: the last one counts. */
  #asking: UpOf<'hello'> | null = null;
  /** Bytes of commands that wait for their turn. */
  #queued = 0;
  #laggingSince: number | null = null;

  constructor(room: SessionRoom, user: UserId, connection: Connection) {
    this.#room = room;
    this.#connection = connection;
    this.user = user;
    this.name = room.ports.newId();
  }

  get live(): boolean {
    return this.#live;
  }

  /** Takes in a frame. Bytes that are none end the session. */
  receive(bytes: Uint8Array): void {
    if (this.#gone) return;
    try {
      this.#take(decodeUp(bytes));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.goaway('PROTOCOL', 0, error.message);
    }
  }

  /** The socket is gone. */
  closed(): void {
    this.#gone = true;
    this.#live = false;
    this.#room.sessions.delete(this);
  }

  /** The socket has sent what was waiting. */
  drained(): void {
    if (this.#laggingSince === null || this.#gone) return;
    this.#inTurn(() => {
      this.#laggingSince = null;
      return this.#sendLog();
    });
  }

  /** The turn of commands of this size has come. */
  taken(bytes: number): void {
    this.#queued -= bytes;
  }

  goaway(code: GoawayCode, retryMs: number, message: string): void {
    if (this.#gone) return;
    this.#send({ type: 'goaway', code, retryMs, message });
    this.closed();
    this.#connection.close();
  }

  /** What this person may see has changed, and only a snapshot tells it whole. */
  resync(reason: string): void {
    this.#live = false;
    this.#send({ type: 'resync', reason });
  }

  /** Audiences that have entered with all their rows in the group that is published now. */
  widen(scope: ReadonlySet<Audience>): void {
    this.#scope = scope;
  }

  get scope(): ReadonlySet<Audience> {
    return this.#scope;
  }

  /** Sends a group to a live session. */
  deliver(batches: Batches, to: number): void {
    if (!this.#live || this.#lags()) return;
    for (const frame of batches.for(this.#scope, this.user)) this.#transmit(frame);
    this.#sent = to;
  }

  #lags(): boolean {
    const buffered = this.#connection.buffered();
    const now = this.#room.ports.now();
    if (buffered > LAG_BYTES) this.#laggingSince ??= now;
    if (this.#laggingSince === null) return false;
    if (buffered > TOO_SLOW_BYTES || now - this.#laggingSince > TOO_SLOW_MS) {
      this.goaway('SLOW', 5_000, 'this connection reads too slowly');
    }
    return true;
  }

  #take(frame: Up): void {
    switch (frame.type) {
      case 'hello':
        this.#live = false;
        if (this.#asking === null) this.#inTurn(() => this.#hello());
        this.#asking = frame;
        return;
      case 'push':
        return this.#push(frame);
      case 'fetch':
      case 'query':
        return this.#ask(frame);
      case 'ping':
        this.#send({ type: 'pong', head: this.#room.head.seq, serverTime: this.#room.ports.now() });
        return;
      case 'verdictAck':
        return;
    }
  }

  /** Does something when the room's turn comes; when it cannot, the client comes back later. */
  #inTurn(work: () => Promise<void>): void {
    this.#room.read(work).catch((error: unknown) => {
      const facts = { session: this.name, error: String(error) };
      this.#room.ports.log.error(facts, 'a session could not be served');
      this.goaway('SHUTDOWN', 1_000, 'the workspace cannot be read just now');
    });
  }

  async #hello(): Promise<void> {
    await this.#room.follow();
    const hello = this.#asking;
    this.#asking = null;
    if (this.#gone || hello === null) return;
    const { head, ports, tables } = this.#room;
    if (hello.protocolMin > PROTOCOL.max || hello.protocolMax < PROTOCOL.min) {
      return this.goaway('UPDATE_REQUIRED', 0, `this server speaks protocol ${PROTOCOL.max}`);
    }
    if (hello.workspaceId !== null && hello.workspaceId !== head.workspaceId) {
      return this.goaway('WRONG_WORKSPACE', 0, 'another workspace lives at this address');
    }
    if (tables.get('user', this.user)?.status === 'deactivated') {
      return this.goaway('REVOKED', 0, 'this account is not active');
    }
    if (hello.streams.length > MOST_STREAMS) {
      return this.goaway('PROTOCOL', 0, `at most ${MOST_STREAMS} streams`);
    }
    this.#scope = this.#room.scopeOf(this.user);
    const { mode, forkedAt } = await wayFrom(hello, this.#room, this.user, this.#scope);
    const snapshot =
      mode === 'SNAPSHOT'
        ? this.#room.snapshots.take(tables, head.seq, this.user, this.#scope)
        : null;
    const streams = await this.#streamsOf(hello);
    if (this.#gone) return;
    this.#send({
      type: 'welcome',
      protocol: PROTOCOL.max,
      workspaceId: head.workspaceId,
      lineage: head.lineage,
      forkedAt,
      dataVersion: head.dataVersion,
      head: head.seq,
      headHash: head.hash,
      mode,
      snapshot,
      streams: streams.map(({ stream, last, pages }, i) => {
        return { stream, last, verdicts: (i === 0 && pages.shift()) || [] };
      }),
      scope: [...this.#scope],
      limits: ports.limits,
      user: this.user,
      session: this.name,
      heartbeatMs: ports.heartbeatMs,
      serverTime: ports.now(),
    });
    for (const { stream, pages } of streams) {
      for (const verdicts of pages) this.#send({ type: 'verdicts', stream, verdicts });
    }
    this.#sent = mode === 'LOG' ? hello.cursor : head.seq;
    this.#live = true;
    if (mode === 'LOG') await this.#sendLog();
  }

  /**
   * How far the client's own streams have come, and their verdicts in parts that fit a frame. A
   * stream of somebody else is as if unknown.
   */
  async #streamsOf(hello: UpOf<'hello'>) {
    const { journal } = this.#room.ports;
    const out: { stream: string; last: number; pages: (readonly WireVerdict[])[] }[] = [];
    for (const { stream, acknowledged } of hello.streams) {
      const known = await journal.stream(stream);
      if (known === null || known.user !== this.user) continue;
      const stored = await journal.verdictsOf(stream, acknowledged);
      const verdicts = stored.map(({ record, seq, refusal }) => {
        return { no: record.no ?? 0, commandId: record.commandId, seq, refusal };
      });
      out.push({ stream, last: known.last, pages: [...pagesOf(verdicts)] });
    }
    return out;
  }

  /**
   * Everything after what this session was sent up to the room's head, from the journal, as fast
   * as it is read: what another process has written since is judged by the rights that it brings.
   * Runs in the room's turn.
   */
  async #sendLog(): Promise<void> {
    while (this.#live && this.#sent < this.#room.head.seq && !this.#lags()) {
      const found = await this.#room.ports.journal.after(this.#sent, LOG_BYTES);
      const stored = found.filter(({ seq }) => seq <= this.#room.head.seq);
      const last = stored.at(-1);
      if (last === undefined) return;
      const outgoing = stored.map((one) => ({ ...one, entry: decodeEntry(one.bytes) }));
      for (const frame of batchesFor(outgoing, this.#scope, this.user)) {
        this.#transmit(frame);
      }
      this.#sent = last.seq;
    }
  }

  #push({ stream, commands }: UpOf<'push'>): void {
    if (!this.#live) return;
    const decoded = commands.map(({ no, command }) => {
      return { no, command: decodeCommand(command), bytes: command.length };
    });
    for (const { no, command, bytes } of decoded) {
      if (this.#room.stopping) {
        return this.#pause(stream, no, { pause: 'UNAVAILABLE', retryMs: 1_000 });
      }
      if (this.#queued > (this.#room.ports.queueBytes?.() ?? QUEUE_BYTES)) {
        return this.#pause(stream, no, { pause: 'RATE_LIMITED', retryMs: 500 });
      }
      this.#queued += bytes;
      const answer = (outcome: Outcome): void =>
        this.#settle(stream, no, command.commandId, outcome);
      const actor = this.user;
      const via = 'socket';
      this.#room.enqueue({ command, actor, via, bytes, session: this, stream, no, answer });
    }
  }

  /** Tells the author, unless the entry does: it is on its way to every live session. */
  #settle(stream: string, no: number, commandId: string, outcome: Outcome): void {
    if (this.#gone) return;
    if ('pause' in outcome) return this.#pause(stream, no, outcome);
    const seq = 'seq' in outcome ? outcome.seq : null;
    const refusal = 'refusal' in outcome ? outcome.refusal : null;
    if (seq !== null && !('again' in outcome) && this.#live) return;
    this.#send({ type: 'verdicts', stream, verdicts: [{ no, commandId, seq, refusal }] });
  }

  #pause(stream: string, no: number, outcome: Extract<Outcome, { pause: unknown }>): void {
    const { pause: code, retryMs } = outcome;
    this.#send({ type: 'pause', stream, no: outcome.no ?? no, code, retryMs });
  }

  /** A question is answered once: in its turn, or that it took too long. */
  #ask(frame: UpOf<'fetch'> | UpOf<'query'>): void {
    let waits = true;
    const answer = (found: Found | Refusal): void => {
      if (!waits) return;
      waits = false;
      callOff?.();
      this.#answer(frame.req, found);
    };
    const late = (): void => answer(refuse('UNAVAILABLE', { retryMs: 1_000 }));
    const callOff = this.#room.ports.patience?.(late);
    this.#inTurn(async () => {
      if (waits && !this.#gone) answer(await this.#found(frame));
    });
  }

  #answer(req: number, answer: Found | Refusal): void {
    const blank = { type: 'page' as const, req, seq: this.#room.head.seq };
    if (isRefusal(answer)) {
      this.#send({ ...blank, rows: [], refusal: answer, more: false, answer: null });
      return;
    }
    const rows: Uint8Array[] = [];
    let bytes = 0;
    for (const row of answer.rows) {
      const encoded = encodeRow(row);
      if (rows.length > 0 && bytes + encoded.length > PAGE_BYTES) break;
      rows.push(encoded);
      bytes += encoded.length;
    }
    const more = answer.more || rows.length < answer.rows.length;
    this.#send({ ...blank, rows, refusal: null, more, answer: answer.value });
  }

  async #found(frame: UpOf<'fetch'> | UpOf<'query'>): Promise<Found | Refusal> {
    try {
      return await this.#room.lookup.answer({ ...frame, user: this.user });
    } catch (error) {
      if (!(error instanceof JournalError) || error.fault !== 'busy') throw error;
      return refuse('UNAVAILABLE', { retryMs: 1_000 });
    }
  }

  #send(frame: Down): void {
    this.#transmit(encodeDown(frame));
  }

  /** A socket that fails in the middle of a group must not take the group along. */
  #transmit(bytes: Uint8Array): void {
    if (this.#gone) return;
    try {
      this.#connection.send(bytes);
    } catch (error) {
      this.#room.ports.log.info({ session: this.name, error: String(error) }, 'a send failed');
      this.closed();
    }
  }
}

/** Verdicts in parts that fit a frame. */
function* pagesOf(verdicts: readonly WireVerdict[]): Generator<readonly WireVerdict[]> {
  let page: WireVerdict[] = [];
  let size = 0;
  for (const verdict of verdicts) {
    const length = 100 + (verdict.refusal === null ? 0 : JSON.stringify(verdict.refusal).length);
    if (page.length > 0 && size + length > VERDICTS_SIZE) {
      yield page;
      page = [];
      size = 0;
    }
    page.push(verdict);
    size += length;
  }
  if (page.length > 0) yield page;
}
