/**
 * Session: one connection in a room. It turns frames into commands and questions, remembers how
 * far it has been sent, and never delays anybody: who reads slowly gets state later.
 */
import type { Audience, UserId } from '@planwright/engine';
import { isRefusal } from '@planwright/engine';
import type { Down, DownOf, GoawayCode, Up, UpOf } from '@planwright/protocol';
import {
  PROTOCOL,
  WireError,
  decodeCommand,
  decodeEntry,
  decodeUp,
  encodeDown,
  encodeRow,
} from '@planwright/protocol';

import type { Outcome } from './group.ts';
import type { Question } from './lookup.ts';
import type { Head } from './ports.ts';
import type { Batches } from './publish.ts';
import { batchesFor } from './publish.ts';
import type { Room } from './room.ts';

/** The socket of a session, as the room sees it. */
export interface Connection {
  send(bytes: Uint8Array): void;
  /** Ends the socket; the host calls `closed` on the session, now or later. */
  close(): void;
  /** Bytes that were sent and have not left yet. */
  buffered(): number;
}

/** More than this waiting to leave: the session lags, and is sent state when it has drained. */
const LAG_BYTES = 1024 * 1024;
/** More than this, or lagging for longer: it is sent away. */
const TOO_SLOW_BYTES = 8 * 1024 * 1024;
const TOO_SLOW_MS = 30_000;
/** Bytes of entries that are read from the journal at once for somebody who comes back. */
const LOG_BYTES = 1024 * 1024;
/** A log of at most this is sent rather than a snapshot, however small the snapshot. */
const SMALL_LOG = 64 * 1024;
/** Rows of one page, and bytes of them. */
const PAGE_BYTES = 200 * 1024;

export class Session {
  /** An opaque name: it stands in the entries and in the log. */
  readonly name: string;
  readonly user: UserId;
  readonly #room: Room;
  readonly #connection: Connection;
  readonly #streams = new Set<string>();
  #scope: ReadonlySet<Audience> = new Set();
  #live = false;
  #gone = false;
  /** The last seq that it was sent. */
  #sent = 0;
  #laggingSince: number | null = null;

  constructor(room: Room, user: UserId, connection: Connection) {
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
    this.#room.streams.forget(this.#streams);
  }

  /** The socket has sent what was waiting. */
  drained(): void {
    if (this.#laggingSince === null) return;
    this.#laggingSince = null;
    void this.#room.read(() => this.#sendLog());
  }

  goaway(code: GoawayCode, retryMs: number, message: string): void {
    if (this.#gone) return;
    this.#send({ type: 'goaway', code, retryMs, message });
    this.#connection.close();
    this.closed();
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
    for (const frame of batches.for(this.#scope, this.user)) this.#connection.send(frame);
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
        void this.#room.read(() => this.#hello(frame));
        return;
      case 'push':
        return this.#push(frame);
      case 'fetch':
      case 'query':
        void this.#answer(frame);
        return;
      case 'ping':
        this.#send({ type: 'pong', head: this.#room.head.seq, serverTime: this.#room.ports.now() });
        return;
      case 'verdictAck':
        return;
    }
  }

  async #hello(hello: UpOf<'hello'>): Promise<void> {
    if (this.#gone) return;
    const { head, ports } = this.#room;
    if (hello.protocolMin > PROTOCOL.max || hello.protocolMax < PROTOCOL.min) {
      return this.goaway('UPDATE_REQUIRED', 0, `this server speaks protocol ${PROTOCOL.max}`);
    }
    if (hello.workspaceId !== null && hello.workspaceId !== head.workspaceId) {
      return this.goaway('WRONG_WORKSPACE', 0, 'another workspace lives at this address');
    }
    this.#scope = this.#room.scopeOf(this.user);
    const { mode, forkedAt } = await this.#modeFor(hello, head);
    const snapshot =
      mode === 'SNAPSHOT'
        ? this.#room.snapshots.take(this.#room.tables, head.seq, this.user, this.#scope)
        : null;
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
      streams: await this.#streamsOf(hello),
      scope: [...this.#scope],
      limits: ports.limits,
      user: this.user,
      session: this.name,
      heartbeatMs: ports.heartbeatMs,
      serverTime: ports.now(),
    });
    this.#sent = mode === 'LOG' ? hello.cursor : head.seq;
    this.#live = true;
    if (mode === 'LOG') await this.#sendLog();
  }

  async #modeFor(
    hello: UpOf<'hello'>,
    head: Head,
  ): Promise<{ mode: DownOf<'welcome'>['mode']; forkedAt: number | null }> {
    if (hello.lineage === null) return { mode: 'SNAPSHOT', forkedAt: null };
    const { journal, log } = this.#room.ports;
    const ahead = hello.cursor > head.seq;
    const same = !ahead && (await journal.hashAt(hello.cursor)) === hello.cursorHash;
    if (hello.lineage !== head.lineage || !same) {
      const facts = { session: this.name, cursor: hello.cursor, head: head.seq };
      log.error(facts, 'a client holds another history: it takes a snapshot');
      return { mode: 'SNAPSHOT', forkedAt: Math.min(hello.cursor, head.seq) };
    }
    if (hello.cursor === head.seq) return { mode: 'UP_TO_DATE', forkedAt: null };
    const bytes = await journal.bytesAfter(hello.cursor);
    const snapshot = this.#room.snapshots.weigh(this.#room.tables, this.#scope);
    const mode = bytes <= Math.max(SMALL_LOG, snapshot / 4) ? 'LOG' : 'SNAPSHOT';
    return { mode, forkedAt: null };
  }

  /** How far the client's own streams have come; a stream of somebody else is as if unknown. */
  async #streamsOf(hello: UpOf<'hello'>): Promise<DownOf<'welcome'>['streams']> {
    const out: DownOf<'welcome'>['streams'][number][] = [];
    for (const { stream, acknowledged } of hello.streams) {
      const known = await this.#room.ports.journal.stream(stream);
      if (known === null || known.user !== this.user) continue;
      const stored = await this.#room.ports.journal.verdictsOf(stream, acknowledged);
      const verdicts = stored.map(({ record, seq, refusal }) => ({
        no: record.no ?? 0,
        commandId: record.commandId,
        seq,
        refusal,
      }));
      out.push({ stream, last: known.last, verdicts });
    }
    return out;
  }

  /** Everything after what this session was sent, from the journal. Runs in the room's turn. */
  async #sendLog(): Promise<void> {
    while (this.#live && this.#sent < this.#room.head.seq) {
      const stored = await this.#room.ports.journal.after(this.#sent, LOG_BYTES);
      const last = stored.at(-1);
      if (last === undefined) return;
      const outgoing = stored.map((one) => ({ ...one, entry: decodeEntry(one.bytes) }));
      for (const frame of batchesFor(outgoing, this.#scope, this.user)) {
        this.#connection.send(frame);
      }
      this.#sent = last.seq;
    }
  }

  #push(push: UpOf<'push'>): void {
    if (!this.#live) return;
    this.#streams.add(push.stream);
    for (const { no, command: bytes } of push.commands) {
      const command = decodeCommand(bytes);
      if (this.#room.stopping) {
        this.#pause(push.stream, no, { pause: 'UNAVAILABLE', retryMs: 1_000 });
        return;
      }
      this.#room.enqueue({
        command,
        actor: this.user,
        via: 'socket',
        bytes: bytes.length,
        session: this,
        stream: push.stream,
        no,
        answer: (outcome) => this.#settle(push.stream, no, command.commandId, outcome),
      });
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
    this.#send({ type: 'pause', stream, no, code, retryMs });
  }

  async #answer(frame: UpOf<'fetch'> | UpOf<'query'>): Promise<void> {
    const question: Question = { ...frame, user: this.user };
    const answer = await this.#room.lookup.answer(question);
    if (this.#gone) return;
    const blank = { type: 'page' as const, req: frame.req, seq: this.#room.head.seq };
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

  #send(frame: Down): void {
    this.#connection.send(encodeDown(frame));
  }
}
