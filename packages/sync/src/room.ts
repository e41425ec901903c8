/**
 * Room: the server half of sync. One room holds the authoritative state of one workspace, decides
 * every command on it, and hands each entry to everybody who may see it.
 *
 *   Push ─► queue ─► group: load cold rows │ decide + apply each │ append (COMMIT) │ publish
 *   Hello, Fetch, Query, snapshot ─► the same queue: never between a decide and its COMMIT
 *
 * Invariants
 *  1. Nothing is acknowledged or sent to anybody before `append` has returned.
 *  2. The tables are the journal at `head` whenever the queue is idle.
 *  3. A command id has one effect for ever; sent again, it gets its verdict again.
 *  4. A session that is live has been sent everything up to what it was told, without a gap.
 *  5. Interactive commands go before those of jobs; the order inside a stream is kept.
 */
import type { Audience, Command, UserId, Via } from '@planwright/engine';
import { Tables, TABLE_NAMES, entityOf, scopeOf } from '@planwright/engine';

import { GroupCommit } from './group.ts';
import { Lookup } from './lookup.ts';
import type { Head, RoomPorts } from './ports.ts';
import { JournalError } from './ports.ts';
import type { Outgoing } from './publish.ts';
import { Batches } from './publish.ts';
import { audiencesWhere, changesRights, makesProject } from './rights.ts';
import { Session } from './session.ts';
import type { Connection } from './session.ts';
import { Snapshots } from './snapshot.ts';
import { Streams } from './streams.ts';
import type { Outcome, Waiting } from './waiting.ts';

/** Commands of one group at most, and their bytes. */
const GROUP_COMMANDS = 256;
const GROUP_BYTES = 1024 * 1024;
/** Commands of jobs that one group takes while nobody waits: so that whoever comes waits little. */
const GROUP_BULK = 64;
/** Not now: the journal cannot be written, or the room is closing. */
const LATER = { pause: 'UNAVAILABLE', retryMs: 1_000 } as const satisfies Outcome;

interface Reading {
  run(): Promise<void>;
  /** Its turn will not come. */
  fail(error: unknown): void;
}

export class Room {
  readonly tables = new Tables();
  readonly sessions = new Set<Session>();
  readonly snapshots: Snapshots;
  readonly lookup: Lookup;
  readonly streams: Streams;
  readonly ports: RoomPorts;
  readonly #commit: GroupCommit;
  readonly #interactive: Waiting[] = [];
  readonly #bulk: Waiting[] = [];
  readonly #readings: Reading[] = [];
  #head: Head;
  #running = false;
  #stopping = false;
  #broken = false;
  #idle: (() => void)[] = [];

  private constructor(ports: RoomPorts, head: Head) {
    this.ports = ports;
    this.#head = head;
    this.snapshots = new Snapshots(ports);
    this.streams = new Streams(ports.journal);
    this.lookup = new Lookup(ports.journal, (user) => this.scopeOf(user));
    this.#commit = new GroupCommit(this);
  }

  /** Opens the room of a journal: all hot rows are read into memory. */
  static async open(ports: RoomPorts): Promise<Room> {
    const room = new Room(ports, await ports.journal.head());
    for (const table of TABLE_NAMES) {
      if (!entityOf(table).hot) continue;
      room.tables.load(table, (await ports.journal.rows({ table, order: 'any' })) as never);
    }
    return room;
  }

  get head(): Head {
    return this.#head;
  }

  /** Commands that wait for their turn. */
  get waiting(): number {
    return this.#interactive.length + this.#bulk.length;
  }

  /** A new connection of a person who has shown who they are. */
  connect(user: UserId, connection: Connection): Session {
    const session = new Session(this, user, connection);
    this.sessions.add(session);
    return session;
  }

  /**
   * A command from a door without a stream: REST, CLI, an import job. Resolves with its final
   * verdict, or with a refusal that only means "not now".
   */
  submit(command: Command, actor: UserId, via: Via, bytes = 512): Promise<Outcome> {
    return new Promise((resolve) => {
      this.enqueue({
        command,
        actor,
        via,
        bytes,
        session: null,
        stream: null,
        no: null,
        answer: resolve,
      });
    });
  }

  /** Puts a command into the queue. */
  enqueue(waiting: Waiting): void {
    if (this.stopping) return waiting.answer(LATER);
    const queue =
      waiting.via === 'import' || waiting.via === 'job' ? this.#bulk : this.#interactive;
    queue.push(waiting);
    this.#start();
  }

  /** Reads the authoritative state when its turn comes, at the head. */
  read<T>(reading: (tables: Tables, head: Head) => Promise<T> | T): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void =>
        reject(error instanceof Error ? error : new Error(String(error)));
      const run = async (): Promise<void> => {
        try {
          resolve(await reading(this.tables, this.#head));
        } catch (error) {
          fail(error);
          if (error instanceof JournalError && error.fault === 'broken') this.#break(error);
        }
      };
      if (this.#broken) fail(new JournalError('broken', 'The journal is broken.'));
      else this.#readings.push({ run, fail });
      this.#start();
    });
  }

  /** Goes on to the journal's head, where another process may have written. In the room's turn. */
  async follow(): Promise<void> {
    const { seq } = await this.ports.journal.head();
    if (seq !== this.#head.seq) await this.#commit.catchUp(this.#head);
  }

  /** Takes no more commands, finishes those that wait, and says goodbye to everybody. */
  async close(): Promise<void> {
    this.#stopping = true;
    await this.#whenIdle();
    for (const session of this.sessions)
      session.goaway('SHUTDOWN', 1_000, 'the server is stopping');
  }

  get stopping(): boolean {
    return this.#stopping || this.#broken;
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.ports.soon(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (!this.#broken) {
      const readings = this.#readings.splice(0);
      for (const reading of readings) await reading.run();
      const group = this.#nextGroup();
      if (group.length > 0) await this.#commitGroup(group);
      else if (this.#readings.length === 0) break;
    }
    this.#running = false;
    for (const done of this.#idle.splice(0)) done();
  }

  #nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    let bytes = 0;
    const take = (queue: Waiting[], most: number): void => {
      let taken = 0;
      for (const waiting of queue) {
        if (taken >= most || (taken > 0 && bytes + waiting.bytes > GROUP_BYTES)) break;
        bytes += waiting.bytes;
        taken += 1;
        group.push(waiting);
        waiting.session?.taken(waiting.bytes);
      }
      queue.splice(0, taken);
    };
    take(this.#interactive, GROUP_COMMANDS);
    if (group.length === 0) take(this.#bulk, GROUP_BULK);
    return group;
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    if (this.#writesRest > 0) return this.#putOff(group);
    let rest = group;
    let refusedElsewhere = 0;
    try {
      while (rest.length > 0) {
        const left = await this.#commit.run(rest, this.#head);
        if (left !== null) rest = left;
        else if (!(await this.#commit.catchUp(this.#head))) refusedElsewhere += 1;
        // Each time, another process has refused one command more of these.
        if (refusedElsewhere > group.length) {
          throw new JournalError('broken', 'The journal refuses a group that fits its head.');
        }
      }
    } catch (error) {
      const fault = error instanceof JournalError ? error.fault : 'broken';
      const facts = { fault, error: String(error), commands: rest.length };
      this.ports.log.error(facts, 'a group was not committed');
      if (fault === 'broken') this.#break(error);
      this.#putOff(rest);
    }
  }

  /** Milliseconds for which nothing is written, since nothing could be. */
  get #writesRest(): number {
    return this.ports.breaker?.wait ?? 0;
  }

  #putOff(group: readonly Waiting[]): void {
    const retryMs = Math.max(LATER.retryMs, this.#writesRest);
    for (const waiting of group) waiting.answer({ ...LATER, retryMs });
  }

  /** Nothing can be trusted any more: nobody waits for what will not come. */
  #break(error: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    this.ports.fatal(error);
    const waiting = [...this.#interactive.splice(0), ...this.#bulk.splice(0)];
    for (const one of waiting) one.answer(LATER);
    for (const reading of this.#readings.splice(0)) reading.fail(error);
  }

  #whenIdle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The audiences that this person may see now. */
  scopeOf(user: UserId): ReadonlySet<Audience> {
    return scopeOf(this.tables, user);
  }

  /** Moves the head, and tells everybody who follows. */
  publish(outgoing: readonly Outgoing[], head: Head): void {
    this.#head = head;
    if (outgoing.length === 0) return;
    this.snapshots.changed(new Set(outgoing.flatMap((one) => one.audiences)));
    if (outgoing.some(({ entry }) => entry.changes.some(changesRights))) this.#rescope(outgoing);
    const batches = new Batches(outgoing);
    for (const session of this.sessions) session.deliver(batches, head.seq);
  }

  /** Rights have changed: who sees more or less by now takes a snapshot. */
  #rescope(outgoing: readonly Outgoing[]): void {
    const made = new Set(outgoing.flatMap((one) => audiencesWhere(one, makesProject)));
    for (const session of this.sessions) {
      if (!session.live) continue;
      const now = this.scopeOf(session.user);
      const before = session.scope;
      const lost = [...before].some((audience) => !now.has(audience));
      const gained = [...now].some((audience) => !before.has(audience) && !made.has(audience));
      if (lost || gained) session.resync('what you may see has changed');
      else session.widen(now);
    }
  }
}
