/**
 * Replica: the client half of sync. It holds what the server has confirmed, with this device's
 * own waiting commands applied on top, so that the screen answers in the same frame, offline too.
 *
 *   dispatch ──decide──► apply on top ──► outbox ──► (stored) ──► nextPush ──► server
 *   server ──Batch──► queue ──flush──► undo own │ apply entries │ decide own again ──► screen
 *
 * Invariants
 *  1. Under the waiting commands, the tables are the journal up to `cursor`: no more, no less.
 *  2. A command is settled by the frame that carries its effect, or by its refusal: never before.
 *  3. Numbers in a stream are 1, 2, 3… and a stream lives as long as this replica, unless the
 *     server was restored: then what waits moves to a fresh stream and keeps its command ids.
 *  4. Nothing is sent that is not in the outbox.
 *  5. A waiting command that would be refused by now is hidden, but still sent: only the server's
 *     answer counts.
 */
import type {
  Args,
  Audience,
  Command,
  CommandId,
  CommandKind,
  Entry,
  Expectation,
  Limits,
  Refusal,
  UserId,
} from '@planwright/engine';
import {
  DEFAULT_LIMITS,
  Tables,
  apply,
  commands,
  decide,
  entityOf,
  idOf,
  isRefusal,
  refuse,
  rowIdOf,
} from '@planwright/engine';
import type { DownOf, Sent, UpOf, WireRow } from '@planwright/protocol';
import { PROTOCOL, decodeEntry, encodeCommand } from '@planwright/protocol';

import type { Cache, Outbox, Position, RowWrite } from './ports.ts';

export interface ReplicaPorts {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** A fresh UUID in lower case. */
  readonly newId: () => string;
  readonly outbox: Outbox;
  readonly cache: Cache;
  /** Names this build in Hello, for the server's log. */
  readonly build: string;
}

/** A command that has no verdict yet. */
export interface Pending {
  readonly stream: string;
  readonly no: number;
  readonly command: Command;
  readonly bytes: Uint8Array;
  /** It is in the outbox. */
  stored: boolean;
  /** It went out on the connection that is open now. */
  sent: boolean;
  /** Why it is hidden: its rule would refuse it by now. */
  hidden: Refusal | null;
  /** The entry that carries its effect, where the server has named it already. */
  committedAt: number | null;
}

/** A command that the server refused: kept until the person has dealt with it. */
export interface Problem {
  readonly command: Command;
  readonly refusal: Refusal;
}

export interface DispatchOptions {
  readonly actionId?: string;
  readonly expect?: Expectation;
}

type Incoming =
  | { readonly what: 'batch'; readonly batch: DownOf<'batch'>; readonly entries: readonly Entry[] }
  | { readonly what: 'verdicts'; readonly verdicts: DownOf<'verdicts'>['verdicts'] }
  | { readonly what: 'rows'; readonly rows: readonly WireRow[] };

/** Bytes of commands in one Push: a frame holds 256 KiB with everything around them. */
const PUSH_BYTES = 200 * 1024;

export class Replica {
  readonly tables = new Tables();
  readonly #ports: ReplicaPorts;
  readonly #listeners = new Set<() => void>();
  #position: Position | null = null;
  #user: UserId | null = null;
  #limits: Limits = DEFAULT_LIMITS;
  #scope: readonly Audience[] = [];
  #stream: string;
  #nextNo = 1;
  #pending: Pending[] = [];
  #problems: readonly Problem[] = [];
  #incoming: Incoming[] = [];
  /** The last seq that has arrived, whether or not it is applied. */
  #received = 0;
  /** The snapshot that must be loaded before anything is applied. */
  #awaiting: DownOf<'welcome'> | null = null;
  /** The server was restored: own waiting commands go into a fresh stream. */
  #remint = false;
  #pausedUntil = 0;
  #epoch = 0;

  constructor(ports: ReplicaPorts) {
    this.#ports = ports;
    this.#stream = ports.newId();
    const cached = ports.cache.read();
    if (cached === null) return;
    this.#position = cached.position;
    this.#received = cached.position.cursor;
    this.#user = cached.position.user;
    for (const { table, row } of cached.rows) this.tables.set(table, row.id, row as never);
    this.tables.settle();
    this.tables.flush();
  }

  /** Where this replica stands in the journal; null before the first snapshot. */
  get position(): Position | null {
    return this.#position;
  }

  get user(): UserId | null {
    return this.#user;
  }

  get limits(): Limits {
    return this.#limits;
  }

  get scope(): readonly Audience[] {
    return this.#scope;
  }

  /** Own commands without a verdict, oldest first. */
  get pending(): readonly Pending[] {
    return this.#pending;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Raised when cold rows were dropped: whoever shows one asks for it again. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Does an edit survive the end of this page, once it is stored? */
  get durable(): boolean {
    return this.#ports.outbox.durable;
  }

  /** Asks to be told when what waits, the problems or the position are different. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // — own commands ————————————————————————————————————————————————————————————————————————

  /** Does what somebody wants, here and now; gives its id, or why it cannot be. */
  dispatch<K extends CommandKind>(
    kind: K,
    args: Args[K],
    options: DispatchOptions = {},
  ): CommandId | Refusal {
    if (this.#user === null || this.#position === null) {
      return refuse('UNAVAILABLE', { retryMs: 1000 });
    }
    const command = {
      commandId: idOf<'command'>(this.#ports.newId()),
      kind,
      v: commands[kind].v,
      args,
      actionId: options.actionId ?? null,
      after: null,
      expect: options.expect ?? null,
      jobId: null,
      baseSeq: this.#position.cursor,
      issuedAt: this.#ports.now(),
    } as unknown as Command;
    const refusal = this.#applyOwn(command);
    if (refusal !== null) return refusal;
    this.#enqueue(command);
    this.tables.flush();
    this.#tell();
    return command.commandId;
  }

  /** Sends a refused command once more, as a new one. */
  retry(problem: Problem): CommandId | Refusal {
    this.discard(problem);
    const { kind, args, actionId } = problem.command;
    const answer = this.dispatch(kind, args, actionId === null ? {} : { actionId });
    if (isRefusal(answer)) this.#report({ command: problem.command, refusal: answer });
    return answer;
  }

  /** The person has dealt with it. */
  discard(problem: Problem): void {
    this.#problems = this.#problems.filter((one) => one !== problem);
    this.#tell();
  }

  #enqueue(command: Command): void {
    const pending: Pending = {
      stream: this.#stream,
      no: this.#nextNo,
      command,
      bytes: encodeCommand(command),
      stored: false,
      sent: false,
      hidden: null,
      committedAt: null,
    };
    this.#nextNo += 1;
    this.#pending.push(pending);
    this.#ports.outbox.add(pending, () => {
      pending.stored = true;
      this.#tell();
    });
  }

  /** Applies an own command on top; a refusal leaves no trace. */
  #applyOwn(command: Command): Refusal | null {
    const changes = decide(this.tables, command, {
      now: command.issuedAt,
      actor: this.#user ?? ('' as UserId),
      via: 'socket',
      limits: this.#limits,
      commandId: command.commandId,
      authoritative: false,
    });
    if (isRefusal(changes)) return changes;
    apply(this.tables, changes, null);
    return null;
  }

  // — sending ————————————————————————————————————————————————————————————————————————————

  /** Who I am and how far I have come. */
  hello(): UpOf<'hello'> {
    const position = this.#position;
    return {
      type: 'hello',
      protocolMin: PROTOCOL.min,
      protocolMax: PROTOCOL.max,
      build: this.#ports.build,
      workspaceId: position?.workspaceId ?? null,
      lineage: position?.lineage ?? null,
      cursor: position?.cursor ?? 0,
      cursorHash: position?.hash ?? '',
      streams: [{ stream: this.#stream, acknowledged: this.#acknowledged() }],
      clientTime: this.#ports.now(),
    };
  }

  /** The next commands to send, marked as sent; null when there is nothing to send now. */
  nextPush(): UpOf<'push'> | null {
    if (this.#ports.now() < this.#pausedUntil) return null;
    const sending: Sent[] = [];
    let bytes = 0;
    for (const one of this.#pending) {
      if (one.sent) continue;
      if (!one.stored) break;
      bytes += one.bytes.length + 16;
      if (sending.length > 0 && bytes > PUSH_BYTES) break;
      one.sent = true;
      sending.push({ no: one.no, command: one.bytes });
    }
    return sending.length === 0 ? null : { type: 'push', stream: this.#stream, commands: sending };
  }

  /** When a pause that the server asked for ends, milliseconds UTC; null without one. */
  get pausedUntil(): number | null {
    return this.#pausedUntil > this.#ports.now() ? this.#pausedUntil : null;
  }

  /** Verdicts up to this number of the stream are safe here. */
  verdictAck(): UpOf<'verdictAck'> {
    return { type: 'verdictAck', stream: this.#stream, upTo: this.#acknowledged() };
  }

  #acknowledged(): number {
    return (this.#pending[0]?.no ?? this.#nextNo) - 1;
  }

  /** The connection is gone: what has no verdict is sent again on the next one. */
  disconnected(): void {
    for (const one of this.#pending) one.sent = false;
    this.#incoming = this.#awaiting === null ? this.#incoming : [];
    this.#awaiting = null;
    this.flush();
    this.#received = this.#position?.cursor ?? 0;
    this.#pausedUntil = 0;
  }

  // — receiving ——————————————————————————————————————————————————————————————————————————

  /**
   * Takes in the server's answer to Hello. After mode SNAPSHOT nothing is applied until
   * `loadSnapshot`.
   */
  welcomed(welcome: DownOf<'welcome'>): void {
    const before = this.#position;
    this.#user = welcome.user as UserId;
    this.#limits = welcome.limits;
    this.#scope = welcome.scope as Audience[];
    this.#remint ||= before !== null && before.lineage !== welcome.lineage;
    const stream = welcome.streams.find((one) => one.stream === this.#stream);
    for (const one of this.#pending) one.sent = one.no <= (stream?.last ?? 0);
    this.#incoming = [];
    this.#received = before?.cursor ?? 0;
    if (welcome.mode === 'SNAPSHOT') {
      this.#awaiting = welcome;
      this.#received = welcome.head;
    }
    if (stream !== undefined) this.#incoming.push({ what: 'verdicts', verdicts: stream.verdicts });
    this.flush();
  }

  /** Puts the state at the snapshot's seq in the place of what was here. */
  loadSnapshot(rows: readonly WireRow[]): void {
    const welcome = this.#awaiting;
    if (welcome === null || this.#user === null) return;
    this.#awaiting = null;
    this.tables.undo(0);
    this.tables.replace(rows);
    this.#position = {
      workspaceId: welcome.workspaceId,
      lineage: welcome.lineage,
      dataVersion: welcome.dataVersion,
      cursor: welcome.head,
      hash: welcome.headHash,
      user: this.#user,
    };
    this.#epoch += 1;
    this.#ports.cache.reset(rows, this.#position);
    this.#absorb();
  }

  /** Takes in entries; false when some are missing in between, and only a new Hello helps. */
  batch(batch: DownOf<'batch'>): boolean {
    if (batch.to <= this.#received) return true;
    if (batch.from > this.#received + 1) return false;
    const entries = batch.entries
      .map((bytes) => decodeEntry(bytes))
      .filter((entry) => entry.seq > this.#received);
    this.#received = batch.to;
    this.#incoming.push({ what: 'batch', batch, entries });
    return true;
  }

  verdicts(frame: DownOf<'verdicts'>): void {
    if (frame.stream === this.#stream) {
      this.#incoming.push({ what: 'verdicts', verdicts: frame.verdicts });
    }
  }

  /**
   * Not now: what follows in this stream is sent again later. Where the server misses commands
   * that have their verdict here already, what waits goes on in a fresh stream.
   */
  pause(frame: DownOf<'pause'>): void {
    if (frame.stream !== this.#stream) return;
    const [first] = this.#pending;
    if (frame.code === 'GAP' && first !== undefined && first.no > frame.no) {
      this.#moveToFreshStream();
      return;
    }
    for (const one of this.#pending) if (one.no >= frame.no) one.sent = false;
    this.#pausedUntil = this.#ports.now() + frame.retryMs;
  }

  /** Takes in rows that were asked for, as they were after entry `seq`. */
  rows(rows: readonly WireRow[]): void {
    this.#incoming.push({ what: 'rows', rows });
  }

  /** A snapshot is on its way, and nothing is applied before it. */
  get loading(): boolean {
    return this.#awaiting !== null;
  }

  /** The last seq that has arrived. */
  get received(): number {
    return this.#received;
  }

  /** Shows what has arrived: once per frame of the screen, or when a test says so. */
  flush(): void {
    if (this.#incoming.length > 0 && this.#awaiting === null) this.#absorb();
  }

  /** The rebase: undo what waits, apply what has arrived, decide again what still waits. */
  #absorb(): void {
    this.tables.undo(0);
    const written = new Map<string, RowWrite>();
    for (const one of this.#incoming) {
      if (one.what === 'batch') this.#applyBatch(one.batch, one.entries, written);
      else if (one.what === 'verdicts') this.#hear(one.verdicts);
      else this.#load(one.rows);
    }
    this.#incoming = [];
    this.tables.settle();
    if (this.#position !== null) this.#ports.cache.write([...written.values()], this.#position);
    this.#settleCommitted();
    if (this.#remint) this.#moveToFreshStream();
    for (const own of this.#pending) own.hidden = this.#applyOwn(own.command);
    this.tables.flush();
    this.#tell();
  }

  #applyBatch(
    batch: DownOf<'batch'>,
    entries: readonly Entry[],
    written: Map<string, RowWrite>,
  ): void {
    for (const entry of entries) {
      apply(this.tables, entry.changes, entry.seq);
      this.#settle(entry.commandId);
      for (const change of entry.changes) {
        const id = rowIdOf(change);
        if (!entityOf(change.table).hot) continue;
        const row = this.tables.get(change.table, id as never) ?? null;
        written.set(`${change.table} ${id}`, { table: change.table, id, row } as RowWrite);
      }
    }
    if (this.#position === null) return;
    this.#position = { ...this.#position, cursor: batch.to, hash: batch.hash };
  }

  #hear(verdicts: DownOf<'verdicts'>['verdicts']): void {
    for (const verdict of verdicts) {
      const own = this.#pending.find((one) => one.command.commandId === verdict.commandId);
      if (own === undefined) continue;
      if (verdict.refusal === null) own.committedAt = verdict.seq;
      else {
        this.#settle(own.command.commandId);
        this.#report({ command: own.command, refusal: verdict.refusal });
      }
    }
  }

  #load(rows: readonly WireRow[]): void {
    for (const { table, row } of rows) {
      const here = this.tables.get(table, row.id as never);
      if (here === undefined || here.seq <= row.seq) this.tables.set(table, row.id, row as never);
    }
  }

  /** Commands whose entry is behind the cursor: the snapshot, or a frame without them, has it. */
  #settleCommitted(): void {
    const cursor = this.#position?.cursor ?? 0;
    for (const one of [...this.#pending]) {
      if (one.committedAt !== null && one.committedAt <= cursor) {
        this.#settle(one.command.commandId);
      }
    }
  }

  #settle(commandId: CommandId): void {
    const at = this.#pending.findIndex((one) => one.command.commandId === commandId);
    const [own] = at === -1 ? [] : this.#pending.splice(at, 1);
    if (own !== undefined) this.#ports.outbox.remove(own);
  }

  #moveToFreshStream(): void {
    this.#remint = false;
    const old = this.#pending;
    this.#stream = this.#ports.newId();
    this.#nextNo = 1;
    this.#pending = [];
    for (const one of old) this.#enqueue(one.command);
    for (const one of old) this.#ports.outbox.remove(one);
  }

  #report(problem: Problem): void {
    this.#problems = [...this.#problems, problem];
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
