/**
 * A device of the simulation: one life of a tab, with its replica, its link, its outbox, and a
 * socket made of two queues. What leaves them, when, and to which server process it is connected,
 * is in the hands of the simulation.
 */
import type { Args, CommandId, CommandKind, Refusal, Tables, UserId } from '@planwright/engine';
import { isRefusal } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { World } from '@planwright/engine/testing/world.ts';
import { decodeChunk, decodeUp } from '@planwright/protocol';
import type { WireRow } from '@planwright/protocol';
import type { LinkHost, MemoryCache, OutboxRecord, ReplicaPorts, Session } from '@planwright/sync';
import { Link, Replica } from '@planwright/sync';

import { olderFrame, olderWireRow } from './dialect.ts';
import type { FrameChecker } from './frame-checker.ts';
import type { Ledger } from './ledger.ts';
import { SlowOutbox } from './outbox.ts';
import type { Seams } from './seams.ts';
import type { ServerProcess } from './server-process.ts';

/** What a device needs of the simulation. */
export interface Around {
  readonly now: number;
  readonly seams: Seams;
  readonly ledger: Ledger;
  readonly checker: FrameChecker;
  id(): string;
  fraction(): number;
  /** A process that takes connections; null when none is up. */
  server(): ServerProcess | null;
}

/** Who it is, and what it has from the life before. */
export interface Being {
  readonly slot: number;
  readonly person: string;
  readonly cache: MemoryCache;
  /** It runs an older app. */
  readonly isOlder: boolean;
}

/** The tables of a device as those of a world, for wishes about what is to be seen there. */
class Seen extends World {
  override readonly tables: Tables;

  constructor(tables: Tables) {
    super(1, 'empty');
    this.tables = tables;
  }
}

export class SimDevice {
  readonly slot: number;
  readonly person: string;
  readonly user: UserId;
  readonly cache: MemoryCache;
  readonly isOlder: boolean;
  readonly replica: Replica;
  readonly link: Link;
  readonly outbox = new SlowOutbox();
  readonly seen: World;
  /** Own commands that have no verdict yet, as the ledger knows it. */
  readonly waiting = new Set<CommandId>();
  /** All own commands of this life. */
  readonly wished = new Set<CommandId>();
  /** For the ledger: where it stood when it was last looked at. */
  lastLineage = '';
  lastCursor = 0;
  /** While true, frames go nowhere, and no side is told. */
  isDeaf = false;
  /** While true, snapshots that were asked for are on their way. */
  holdsSnapshots = false;
  readonly #around: Around;
  #online = true;
  #server: ServerProcess | null = null;
  #session: Session | null = null;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #dialling = false;
  #closing = false;
  #wake = Number.POSITIVE_INFINITY;
  #snapshots: (() => void)[] = [];

  constructor(around: Around, { slot, person, cache, isOlder }: Being) {
    this.#around = around;
    this.slot = slot;
    this.person = person;
    this.user = idFor<'user'>(person);
    this.cache = cache;
    this.isOlder = isOlder;
    const { seams } = around;
    const ports: ReplicaPorts = {
      now: () => around.now,
      newId: () => around.id(),
      outbox: this.outbox,
      cache: seams.cache?.(cache) ?? cache,
      build: isOlder ? 'older' : 'current',
    };
    this.replica = new Replica(seams.ports?.(ports, slot) ?? ports);
    seams.replica?.(this.replica);
    this.link = new Link(this.replica, this.#host());
    this.seen = new Seen(this.replica.tables);
  }

  get tables(): Tables {
    return this.replica.tables;
  }

  get isOnline(): boolean {
    return this.#online;
  }

  /** Has it something on its way, either way? */
  get busy(): boolean {
    const snapshots = this.holdsSnapshots ? 0 : this.#snapshots.length;
    const moving = this.isDeaf ? 0 : this.#up.length + this.#down.length;
    return this.#dialling || this.#closing || moving + snapshots > 0;
  }

  /** Does what somebody wants; gives the command's id, or why it cannot be. */
  try<K extends CommandKind>(kind: K, args: Args[K], actionId?: string): CommandId | Refusal {
    const answer = this.replica.dispatch(kind, args, actionId === undefined ? {} : { actionId });
    this.note(answer);
    this.link.flush();
    return answer;
  }

  /** A command was dispatched. */
  note(answer: CommandId | Refusal): void {
    if (isRefusal(answer)) return this.#around.ledger.count(`here ${answer.code}`);
    this.waiting.add(answer);
    this.wished.add(answer);
  }

  /** The network is cut. What was on its way up may still arrive. */
  cut(arrives: boolean): void {
    this.#online = false;
    if (arrives && !this.isDeaf) this.carryUp();
    this.#hangUp();
    this.link.closed();
    this.#watch();
  }

  /** The network is back. */
  plug(): void {
    this.#online = true;
    if (this.isDeaf) this.deafen();
    this.holdsSnapshots = false;
    this.outbox.isSlow = false;
    this.outbox.finish();
    this.link.dial();
    this.link.flush();
  }

  /** Nothing comes through any more, and nobody is told; then that is noticed. */
  deafen(): void {
    if (!this.isDeaf) {
      this.isDeaf = true;
      return;
    }
    this.isDeaf = false;
    this.#hangUp();
    this.link.closed();
  }

  /** A server process has ended; some of what it sent still arrives. */
  serverEnded(server: ServerProcess): void {
    if (this.#server !== server) return;
    this.#session = null;
    this.#up = [];
    this.#down.splice(Math.floor(this.#around.fraction() * (this.#down.length + 1)));
    this.#closing = true;
  }

  /** A batch that is on its way is lost in the middle of it all; false when none is. */
  loseBatch(): boolean {
    const at = this.#down.findIndex((bytes) => bytes[0] === BATCH_TAG);
    if (at >= 0) this.#down.splice(at, 1);
    return at >= 0;
  }

  /** What is next on the way comes twice: commands up, entries down. */
  double(): void {
    const [up] = this.#up;
    if (up !== undefined && decodeUp(up).type === 'push') this.#up.unshift(up);
    const [down] = this.#down;
    if (down?.[0] === BATCH_TAG) this.#down.unshift(down);
  }

  /** Lets so many frames go to the server. */
  carryUp(most = Number.POSITIVE_INFINITY): void {
    this.#open();
    const { seams } = this.#around;
    for (const bytes of this.#up.splice(0, most)) {
      if (!this.isDeaf) this.#session?.receive(seams.up?.(bytes, this) ?? bytes);
    }
  }

  /** Lets so many frames come from the server. */
  carryDown(most = Number.POSITIVE_INFINITY): void {
    this.#open();
    for (const bytes of this.#down.splice(0, most)) {
      if (!this.isDeaf) this.link.received(this.isOlder ? olderFrame(bytes) : bytes);
    }
    if (this.#down.length === 0) this.#session?.drained();
    for (const load of this.holdsSnapshots ? [] : this.#snapshots.splice(0)) load();
    this.link.flush();
    this.#watch();
    if (!this.#closing || this.#down.length > 0) return;
    this.#hangUp();
    this.link.closed();
    this.#watch();
  }

  /** Time has passed. */
  tick(): void {
    if (this.#around.now < this.#wake) return;
    this.#wake = Number.POSITIVE_INFINITY;
    this.link.tick();
    this.#watch();
  }

  /** The tab is gone, with all that was in its memory. */
  end(): readonly OutboxRecord[] {
    this.#hangUp();
    return [...this.outbox.records.values()];
  }

  #watch(): void {
    this.#around.ledger.watch(this);
  }

  #host(): LinkHost {
    return {
      now: () => this.#around.now,
      chance: () => this.#around.fraction(),
      dial: () => {
        this.#dialling = true;
      },
      hangUp: () => this.#hangUp(),
      send: (bytes) => {
        if (bytes[0] === PUSH_TAG) this.#checkStored(bytes);
        this.#up.push(bytes);
      },
      snapshot: (name, done) => {
        this.#snapshots.push(() => done(this.#read(name)));
      },
      wake: (at) => {
        this.#wake = at;
      },
      changed: () => undefined,
    };
  }

  /** Nothing is sent that the outbox does not have. */
  #checkStored(bytes: Uint8Array): void {
    const frame = decodeUp(bytes);
    if (frame.type !== 'push') return;
    for (const { no } of frame.commands) {
      const isStored = this.outbox.records.has(`${frame.stream} ${no}`);
      if (!isStored) this.#around.ledger.say(`device ${this.slot} sent ${no} before it was stored`);
    }
  }

  #open(): void {
    if (!this.#dialling) return;
    this.#dialling = false;
    const server = this.#online ? this.#around.server() : null;
    const room = server?.room;
    if (server === null || room === null || room === undefined) return this.link.closed();
    const { seams, checker } = this.#around;
    const session = room.connect(this.user, {
      send: (bytes) => {
        if (this.#session !== session) return;
        checker.frame(bytes, room.tables, this.user);
        this.#down.push(...(seams.down?.(bytes, this) ?? [bytes]));
      },
      close: () => {
        this.#closing ||= this.#session === session;
      },
      buffered: () => 0,
    });
    this.#server = server;
    this.#session = session;
    this.link.opened();
  }

  #hangUp(): void {
    const session = this.#session;
    this.#session = null;
    this.#server = null;
    if (!this.isDeaf) session?.closed();
    this.#up = [];
    this.#down = [];
    this.#snapshots = [];
    this.#dialling = false;
    this.#closing = false;
  }

  #read(name: string): WireRow[] | null {
    const room = this.#server?.room;
    if (!this.#online || this.isDeaf || room === null || room === undefined) return null;
    const scope = room.scopeOf(this.user);
    const manifest = room.snapshots.manifest(name, this.user);
    const rows: WireRow[] = [];
    for (const { id } of manifest?.chunks ?? []) {
      const bytes = room.snapshots.chunk(name, id, this.user, scope);
      if (bytes === null) return null;
      rows.push(...decodeChunk(bytes));
    }
    if (manifest === null) return null;
    this.#around.checker.rows(rows, room.tables, this.user);
    return this.isOlder ? rows.map(olderWireRow) : rows;
  }
}

/** The first byte of a frame that holds a Batch or a Push: field 2 of its message. */
const BATCH_TAG = (2 << 3) | 2;
const PUSH_TAG = BATCH_TAG;
