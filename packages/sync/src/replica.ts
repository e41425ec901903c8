/**
 * Replica: the client half of sync. It holds what the server has confirmed, with this device's
 * own waiting commands applied on top, so that the screen answers in the same frame, offline too.
 *
 *   dispatch ──decide──► apply on top ──► outbox ──► (stored) ──► nextPush ──► server
 *   server ──Batch──► queue ──flush──► apply beneath own │ decide again what it met ──► screen
 *
 * Invariants
 *  1. Under the waiting commands, the tables are the journal up to `cursor`: no more, no less.
 *  2. A command is settled by the frame that carries its effect, or by its refusal: never before.
 *  3. Numbers in a stream are 1, 2, 3… and a stream lives as long as this replica, unless the
 *     server was restored: then what it lost and what waits go on in a fresh stream, with the
 *     command ids they have.
 *  4. Nothing is sent that is not in the outbox.
 *  5. A waiting command that would be refused by now is hidden, but still sent: only the server's
 *     answer counts.
 *  6. What is shown is what a rebuild from nothing would show: `overlay.ts` says why.
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
  RowKey,
  UserId,
} from '@planwright/engine';
import {
  DEFAULT_LIMITS,
  REFUSALS,
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
import type { DownOf, UpOf, WireRow } from '@planwright/protocol';
import { PROTOCOL, encodeCommand } from '@planwright/protocol';

import { Arrivals } from './arrivals.ts';
import { Overlay } from './overlay.ts';
import type { Pending, PendingPorts } from './pending.ts';
import { PendingList } from './pending.ts';
import type { Cache, Position, RowWrite } from './ports.ts';
import { SettledList } from './settled.ts';

export interface ReplicaPorts extends PendingPorts {
  readonly cache: Cache;
  /** Names this build in Hello, for the server's log. */
  readonly build: string;
}

/** A command that the server refused: kept until the person has dealt with it. */
export interface Problem {
  readonly command: Command;
  readonly refusal: Refusal;
  /** It had been done: the server was restored from a backup, and does not take it again. */
  readonly again: boolean;
}

export interface DispatchOptions {
  readonly actionId?: string;
  readonly expect?: Expectation;
}

/** Bytes of one command at most, so that a Push with it fits a frame. */
const COMMAND_BYTES = 250 * 1024;

export class Replica {
  readonly tables = new Tables();
  readonly #ports: ReplicaPorts;
  readonly #listeners = new Set<() => void>();
  readonly #pending: PendingList;
  readonly #overlay = new Overlay(this.tables);
  #position: Position | null = null;
  #user: UserId | null = null;
  #limits: Limits = DEFAULT_LIMITS;
  #scope: readonly Audience[] = [];
  #problems: readonly Problem[] = [];
  readonly #arrivals = new Arrivals();
  /** The snapshot that must be loaded before anything is applied. */
  #awaiting: DownOf<'welcome'> | null = null;
  readonly #settled: SettledList;
  /** The server was restored: its history is ours up to here, and no further. */
  #forkedAt: number | null = null;
  #epoch = 0;

  constructor(ports: ReplicaPorts) {
    this.#ports = ports;
    this.#pending = new PendingList(ports, () => this.#tell());
    this.#settled = new SettledList(ports.now);
    const cached = ports.cache.read();
    if (cached === null) return;
    this.#position = cached.position;
    this.#arrivals.standAt(cached.position.cursor);
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
    return this.#pending.list;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Raised when rows were dropped or left the sight of this person: what was read is read again. */
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
    const refusal = this.#take(command);
    if (refusal !== null) {
      this.#overlay.drop(command.commandId);
      return refusal;
    }
    this.tables.flush();
    this.#tell();
    return command.commandId;
  }

  /**
   * Puts other arguments in the place of those of the last command that waits, where that has never
   * left this device: so what is written for hours without a connection is one edit. False where
   * nothing was done.
   */
  amend<K extends CommandKind>(commandId: CommandId, kind: K, args: Args[K]): boolean {
    const own = this.#pending.list.at(-1);
    const mayBe = own?.command.commandId === commandId && own.command.kind === kind && !own.tried;
    if (own === undefined || !mayBe) return false;
    this.#overlay.drop(commandId);
    const refusal = this.#take({ ...own.command, args } as unknown as Command, own);
    if (refusal !== null) {
      this.#overlay.drop(commandId);
      own.hidden = this.#decideAgain(own);
    }
    this.tables.flush();
    this.#tell();
    return refusal === null;
  }

  /**
   * Shows a command and lets it wait (in the place of `instead`), or says why it cannot be. One
   * that only the server can judge, since rows are not on this device, waits without being shown.
   */
  #take(command: Command, instead?: Pending): Refusal | null {
    const refusal = this.#overlay.lay(command.commandId, () => this.#applyOwn(command));
    if (refusal !== null && REFUSALS[refusal.code].final) return refusal;
    const bytes = encodeCommand(command);
    if (bytes.length > COMMAND_BYTES) {
      return refuse('LIMIT', { what: 'bytes sent at once', max: COMMAND_BYTES });
    }
    if (instead === undefined) this.#pending.add(command, bytes, { hidden: refusal });
    else this.#pending.amend(instead, command, bytes, refusal);
    return null;
  }

  /** Sends a refused command once more, as a new one outside of its action, which has failed. */
  retry(problem: Problem): CommandId | Refusal {
    this.discard(problem);
    const { kind, args } = problem.command;
    const answer = this.dispatch(kind, args);
    if (isRefusal(answer)) this.#report({ ...problem, refusal: answer });
    return answer;
  }

  /** The person has dealt with it. */
  discard(problem: Problem): void {
    this.#problems = this.#problems.filter((one) => one !== problem);
    this.#tell();
  }

  /** Applies an own command on top. */
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

  /** Decides a waiting command again. One whose rule fails inside must not take the rest along. */
  #decideAgain({ command }: Pending): Refusal | null {
    try {
      return this.#overlay.lay(command.commandId, () => this.#applyOwn(command));
    } catch {
      return refuse('INTERNAL', { commandId: command.commandId });
    }
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
      streams: [{ stream: this.#pending.stream, acknowledged: this.#pending.acknowledged }],
      clientTime: this.#ports.now(),
    };
  }

  /** The next commands to send, marked as sent; null when there is nothing to send now. */
  nextPush(): UpOf<'push'> | null {
    return this.#pending.nextPush();
  }

  /** When a pause that the server asked for ends, milliseconds UTC; null without one. */
  get pausedUntil(): number | null {
    return this.#pending.pausedUntil;
  }

  /** Verdicts up to this number of the stream are safe here. */
  verdictAck(): UpOf<'verdictAck'> {
    const { stream, acknowledged } = this.#pending;
    return { type: 'verdictAck', stream, upTo: acknowledged };
  }

  /** The connection is gone: what has no verdict is sent again on the next one. */
  disconnected(): void {
    this.#pending.disconnected();
    if (this.#awaiting !== null) this.#arrivals.clear();
    this.#awaiting = null;
    this.#forkedAt = null;
    this.rebuild();
    this.#arrivals.standAt(this.#position?.cursor ?? 0);
  }

  // — receiving ——————————————————————————————————————————————————————————————————————————

  /** Is this Welcome about rows of another workspace, or for another person? */
  isForeign(welcome: DownOf<'welcome'>): 'WRONG_WORKSPACE' | 'AUTH' | null {
    const here = this.#position;
    if (here === null) return null;
    if (here.workspaceId !== welcome.workspaceId) return 'WRONG_WORKSPACE';
    return here.user === welcome.user ? null : 'AUTH';
  }

  /**
   * Takes in the server's answer to Hello. After mode SNAPSHOT nothing is applied until
   * `loadSnapshot`.
   */
  welcomed(welcome: DownOf<'welcome'>): void {
    if (this.#awaiting === null) this.flush();
    const before = this.#position;
    this.#user = welcome.user as UserId;
    this.#limits = welcome.limits;
    this.#scope = welcome.scope as Audience[];
    const isForked = welcome.forkedAt !== null || before?.lineage !== welcome.lineage;
    if (before !== null && isForked) {
      this.#forkedAt = welcome.forkedAt ?? 0;
      this.#pending.forgetSeqs();
    }
    const stream = welcome.streams.find((one) => one.stream === this.#pending.stream);
    this.#pending.resume(stream?.last ?? 0);
    this.#awaiting = welcome.mode === 'SNAPSHOT' ? welcome : null;
    this.#arrivals.standAt(this.#awaiting?.head ?? before?.cursor ?? 0);
    this.#arrivals.clear();
    if (stream !== undefined) this.#arrivals.verdicts(stream.verdicts);
    this.rebuild(); // the person and the limits may be others
  }

  /** Puts the state at the snapshot's seq in the place of what was here. */
  loadSnapshot(rows: readonly WireRow[]): void {
    const welcome = this.#awaiting;
    if (welcome === null || this.#user === null) return;
    this.#awaiting = null;
    this.#overlay.clear();
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
    return this.#arrivals.batch(batch);
  }

  verdicts(frame: DownOf<'verdicts'>): void {
    this.#arrivals.verdicts(frame.verdicts);
  }

  /** Not now: what follows in this stream is sent again later. */
  pause(frame: DownOf<'pause'>): void {
    this.flush();
    this.#pending.pause(frame);
  }

  /** Takes in rows that were asked for, as they were after entry `seq`. */
  rows(rows: readonly WireRow[]): void {
    this.#arrivals.rows(rows);
  }

  /** Lets go of cold rows that nobody looks at, while nothing waits; they can be asked for again. */
  forget(rows: readonly RowKey[]): void {
    if (this.#awaiting !== null || this.#pending.list.length > 0) return;
    for (const { table, id } of rows) this.tables.set(table, id as never, undefined);
    this.#absorb();
  }

  /** A snapshot is on its way, and nothing is applied before it. */
  get loading(): boolean {
    return this.#awaiting !== null;
  }

  /** The last seq that has arrived. */
  get received(): number {
    return this.#arrivals.received;
  }

  /** Shows what has arrived: once per frame of the screen, or when a test says so. */
  flush(): void {
    if (!this.#arrivals.isEmpty && this.#awaiting === null) this.#absorb();
  }

  /** Decides all that waits again, from nothing: shows what is shown already. */
  rebuild(): void {
    if (this.#awaiting !== null) return;
    this.#overlay.clear();
    this.#absorb();
  }

  /** The rebase: apply what has arrived beneath what waits, and decide again what it has met. */
  #absorb(): void {
    const arrived = this.#arrivals.take();
    const before = this.#position;
    const written = new Map<string, RowWrite>();
    this.#overlay.beneath(() => {
      for (const one of arrived) {
        if (one.what === 'batch') this.#applyBatch(one.batch, one.entries, written);
        else if (one.what === 'verdicts') this.#hear(one.verdicts);
        else this.#load(one.rows);
      }
    });
    this.tables.settle();
    const now = this.#position;
    if (now !== null && now !== before) this.#ports.cache.write([...written.values()], now);
    this.#settleCommitted();
    if (this.#forkedAt !== null) {
      this.#pending.moveToFreshStream(this.#settled.takeAfter(this.#forkedAt));
      this.#overlay.restart(this.#pending.list.map(({ command }) => command.commandId));
      this.#forkedAt = null;
    }
    for (const own of this.#pending.list) {
      if (!this.#overlay.lies(own.command.commandId)) own.hidden = this.#decideAgain(own);
    }
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
      if (entry.changes.some((change) => change.op === 'evict')) this.#epoch += 1;
      const own = this.#pending.get(entry.commandId);
      if (own !== undefined) this.#settle(own, entry.seq);
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
    for (const { commandId, seq, refusal } of verdicts) {
      const own = this.#pending.get(commandId as CommandId);
      if (own === undefined) continue;
      if (refusal === null) own.committedAt = seq;
      else {
        this.#settle(own, null);
        this.#report({ command: own.command, refusal, again: own.again });
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
    for (const own of this.#pending.list) {
      const seq = own.committedAt;
      if (seq !== null && seq <= cursor) this.#settle(own, seq);
    }
  }

  /** It has its verdict: what shows is the entry, or nothing. */
  #settle(own: Pending, seq: number | null): void {
    this.#overlay.drop(own.command.commandId);
    this.#pending.settle(own);
    if (seq !== null) this.#settled.keep(own.bytes, seq);
  }

  #report(problem: Problem): void {
    this.#problems = [...this.#problems, problem];
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
