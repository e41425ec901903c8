/**
 * A device for tests: a replica, its link, and a socket made of two queues. What reaches the other
 * side, and when, is in the hands of the test.
 */
import type { Args, CommandId, CommandKind, Refusal, UserId } from '@planwright/engine';
import { isRefusal, sentenceOf } from '@planwright/engine';
import type { Down, DownOf, Up, WireRow } from '@planwright/protocol';
import { decodeChunk, decodeDown, decodeUp } from '@planwright/protocol';

import type { LinkHost } from '../link.ts';
import { Link } from '../link.ts';
import { MemoryOutbox } from '../memory.ts';
import type { Cache } from '../ports.ts';
import { Replica } from '../replica.ts';
import type { Room } from '../room.ts';
import type { Session } from '../session.ts';

/** The network that a device is in. */
export interface Around {
  /** Milliseconds UTC. */
  readonly now: number;
  readonly chance: { fraction(): number };
  readonly isRunning: boolean;
  readonly room: Room;
  id(): string;
  sync(): Promise<void>;
}

export class Device {
  readonly replica: Replica;
  readonly link: Link;
  readonly user: UserId;
  readonly outbox = new MemoryOutbox();
  readonly cache: Cache;
  /** Frames that came on the connection that is open now, or was the last one. */
  heard: Down[] = [];
  /** Every byte that ever came, snapshots too. */
  readonly traffic: Uint8Array[] = [];
  /** While true, frames go nowhere, and no side is told. */
  isDeaf = false;
  /** While false, what the server sends waits in its buffer. */
  reads = true;
  /** While true, snapshots that were asked for are on their way. */
  holdsSnapshots = false;
  readonly #net: Around;
  #online = true;
  #session: Session | null = null;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #dialling = false;
  #closing = false;
  #wake = Number.POSITIVE_INFINITY;
  #snapshots: (() => void)[] = [];

  constructor(net: Around, user: UserId, cache: Cache) {
    this.#net = net;
    this.user = user;
    this.cache = cache;
    this.replica = new Replica({
      now: () => net.now,
      newId: () => net.id(),
      outbox: this.outbox,
      cache,
      build: 'test',
    });
    this.link = new Link(this.replica, this.#host());
  }

  get tables() {
    return this.replica.tables;
  }

  /** The room's side of the connection. */
  get session(): Session {
    if (this.#session === null) throw new Error('this device is not connected');
    return this.#session;
  }

  /** Codes of the problems that wait for the person. */
  get problems(): string[] {
    return this.replica.problems.map(({ refusal }) => refusal.code);
  }

  /** Dispatches a command; throws when it is refused here. */
  do<K extends CommandKind>(kind: K, args: Args[K], actionId?: string): CommandId {
    const answer = this.try(kind, args, actionId);
    if (isRefusal(answer)) throw new Error(`${kind}: ${sentenceOf(answer)}`);
    return answer;
  }

  /** Dispatches a command; gives its id, or the refusal. */
  try<K extends CommandKind>(kind: K, args: Args[K], actionId?: string): CommandId | Refusal {
    const answer = this.replica.dispatch(kind, args, actionId === undefined ? {} : { actionId });
    this.link.flush();
    return answer;
  }

  /** The network is cut: frames on their way are lost, and the socket breaks. */
  unplug(): void {
    this.#online = false;
    this.#hangUp();
    this.link.closed();
  }

  /** The network is back. */
  async plug(): Promise<void> {
    this.#online = true;
    this.link.dial();
    await this.#net.sync();
  }

  /** A connection that was deaf is no connection any more: what was sent on it is lost. */
  wakeUp(): void {
    this.isDeaf = false;
    this.#hangUp();
    this.link.closed();
  }

  /** The server's process has ended: the socket breaks. */
  serverDied(): void {
    if (this.#session === null) return;
    this.#hangUp();
    this.link.closed();
  }

  /** Frames on their way to the server are lost, but the socket still seems open. */
  loseSent(): number {
    return this.#up.splice(0).length;
  }

  /** Frames on their way from the server are lost. */
  loseReceived(most = Number.POSITIVE_INFINITY): number {
    return this.#down.splice(0, most).length;
  }

  /** Puts bytes on the way to the server, as a broken or hostile client would. */
  forge(...frames: readonly Uint8Array[]): void {
    this.#up.push(...frames);
  }

  /** Frames on their way to the server. */
  get sending(): readonly Up[] {
    return this.#up.map((bytes) => decodeUp(bytes));
  }

  /** Bytes that the server has sent and this device has not read. */
  get buffered(): number {
    return this.#down.reduce((sum, bytes) => sum + bytes.length, 0);
  }

  /** The frames of one kind that came on this connection. */
  heardOf<T extends Down['type']>(type: T): DownOf<T>[] {
    return this.heard.filter((frame): frame is DownOf<T> => frame.type === type);
  }

  /** Moves frames one step, at most so many either way; true when anything moved. */
  carry(most = Number.POSITIVE_INFINITY): boolean {
    const dialled = this.#dialling;
    this.#dialling = false;
    if (dialled) this.#open();
    const session = this.#session;
    const up = this.#up.splice(0, most);
    if (!this.isDeaf) for (const bytes of up) session?.receive(bytes);
    const down = this.reads ? this.#down.splice(0, most) : [];
    if (!this.isDeaf) for (const bytes of down) this.#hear(session, bytes);
    if (down.length > 0 && this.#down.length === 0) session?.drained();
    const closed = this.#closing && this.#down.length === 0;
    if (closed) {
      this.#hangUp();
      this.link.closed();
    }
    const snapshots = this.holdsSnapshots ? [] : this.#snapshots.splice(0);
    for (const load of snapshots) load();
    const moved = dialled || closed || up.length + down.length + snapshots.length > 0;
    if (moved) this.link.flush();
    return moved;
  }

  tick(): void {
    if (this.#net.now < this.#wake) return;
    this.#wake = Number.POSITIVE_INFINITY;
    this.link.tick();
  }

  #hear(session: Session | null, bytes: Uint8Array): void {
    if (this.#session !== session) return;
    this.traffic.push(bytes);
    this.heard.push(decodeDown(bytes));
    this.link.received(bytes);
  }

  #host(): LinkHost {
    return {
      now: () => this.#net.now,
      chance: () => this.#net.chance.fraction(),
      dial: () => {
        this.#dialling = true;
      },
      hangUp: () => this.#hangUp(),
      send: (bytes) => this.#up.push(bytes),
      snapshot: (name, done) => {
        this.#snapshots.push(() => done(this.#read(name)));
      },
      wake: (at) => {
        this.#wake = at;
      },
      changed: () => undefined,
    };
  }

  #open(): void {
    if (!this.#online || !this.#net.isRunning) return this.link.closed();
    this.heard = [];
    const session = this.#net.room.connect(this.user, {
      send: (bytes) => {
        if (this.#session === session) this.#down.push(bytes);
      },
      close: () => {
        this.#closing ||= this.#session === session;
      },
      buffered: () => (this.#session === session ? this.buffered : 0),
    });
    this.#session = session;
    this.link.opened();
  }

  #hangUp(): void {
    const session = this.#session;
    this.#session = null;
    if (!this.isDeaf) session?.closed();
    this.#up = [];
    this.#down = [];
    this.#dialling = false;
    this.#closing = false;
  }

  #read(name: string): WireRow[] | null {
    if (!this.#online || !this.#net.isRunning) return null;
    const { snapshots } = this.#net.room;
    const scope = this.#net.room.scopeOf(this.user);
    const manifest = snapshots.manifest(name, this.user);
    const chunks = manifest?.chunks.map(({ id }) => snapshots.chunk(name, id, this.user, scope));
    if (chunks === undefined || chunks.includes(null)) return null;
    for (const bytes of chunks) this.traffic.push(bytes ?? new Uint8Array());
    return chunks.flatMap((bytes) => decodeChunk(bytes ?? new Uint8Array()));
  }
}
