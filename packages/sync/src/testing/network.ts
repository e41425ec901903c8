/**
 * A network for tests: one room and any number of devices, joined by queues that hold every frame
 * until the test says otherwise. No socket, no clock, no chance: `await net.sync()` lets
 * everything that is on its way arrive, `net.pass(ms)` lets time pass.
 *
 *   const ann = await net.device('ann');
 *   ann.do('workItem.move', { id, state });
 *   await net.sync();
 */
import type { Args, CommandId, CommandKind, Refusal, UserId } from '@planwright/engine';
import { DEFAULT_LIMITS, idOf, isRefusal, sentenceOf } from '@planwright/engine';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import type { WireRow } from '@planwright/protocol';
import { decodeChunk } from '@planwright/protocol';
import { setImmediate } from 'node:timers/promises';

import type { LinkHost } from '../link.ts';
import { Link } from '../link.ts';
import { MemoryCache, MemoryOutbox } from '../memory.ts';
import type { Cache, Journal } from '../ports.ts';
import { Replica } from '../replica.ts';
import { Room } from '../room.ts';
import type { Session } from '../session.ts';

/** 2026-03-02, a Monday, 09:00 UTC. */
const MONDAY = 1_772_442_000_000;
/** Rounds without an end mean that two sides answer each other for ever. */
const MOST_ROUNDS = 2_000;

export class Network {
  readonly chance: Chance;
  readonly devices: Device[] = [];
  readonly journal: Journal;
  /** Errors that the room has logged. */
  readonly complaints: string[] = [];
  now = MONDAY;
  #room: Room | null = null;
  #soon: (() => void)[] = [];

  private constructor(journal: Journal, seed: number) {
    this.journal = journal;
    this.chance = new Chance(seed);
  }

  /** A network around this journal, with a workspace that ann owns if the journal is empty. */
  static async on(journal: Journal, seed = 1): Promise<Network> {
    const net = new Network(journal, seed);
    await net.startRoom();
    return net;
  }

  get room(): Room {
    if (this.#room === null) throw new Error('no room is running');
    return this.#room;
  }

  /** Brings up a room on the journal as it is: also after `killRoom`. */
  async startRoom(journal: Journal = this.journal): Promise<void> {
    this.#room = await Room.open({
      journal,
      now: () => this.now,
      newId: () => this.id(),
      soon: (work) => this.#soon.push(work),
      limits: DEFAULT_LIMITS,
      heartbeatMs: 15_000,
      log: {
        info: () => undefined,
        error: (facts, text) => this.complaints.push(`${text} ${JSON.stringify(facts)}`),
      },
      fatal: () => this.killRoom(),
    });
    if (this.#room.head.seq > 0) return;
    const founded = this.#room.submit(
      {
        commandId: idOf<'command'>(this.id()),
        kind: 'workspace.found',
        v: 1,
        args: {
          id: idFor('workspace'),
          name: 'Bakery',
          timeZone: 'Europe/Berlin',
          userName: 'Ann',
          handle: 'ann',
        },
        actionId: null,
        after: null,
        expect: null,
        jobId: null,
        baseSeq: 0,
        issuedAt: this.now,
      },
      idFor<'user'>('ann'),
      'job',
    );
    await this.sync();
    await founded;
  }

  /** The server process ends without a word: what it had in memory is gone, sockets break. */
  killRoom(): void {
    this.#room = null;
    this.#soon = [];
    for (const device of this.devices) device.unplug();
  }

  /** A device of this person, with its own stream; online unless told otherwise. */
  async device(person: string, cache: Cache = new MemoryCache()): Promise<Device> {
    const device = new Device(this, idFor<'user'>(person), cache);
    this.devices.push(device);
    device.link.dial();
    await this.sync();
    return device;
  }

  /** Lets everything that is on its way arrive, until nothing moves. */
  async sync(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      for (const work of this.#soon.splice(0)) work();
      await setImmediate();
      const moved = this.devices.map((device) => device.carry());
      if (!moved.includes(true) && this.#soon.length === 0) return;
    }
    throw new Error('the network does not come to rest');
  }

  /** Lets this much time pass on every clock, and what is due then happen. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const device of this.devices) device.tick();
    await this.sync();
  }

  id(): string {
    return idFor(`made ${this.chance.bits()} ${this.chance.bits()}`);
  }
}

/** A browser tab: a replica and its link. */
export class Device {
  readonly replica: Replica;
  readonly link: Link;
  readonly user: UserId;
  readonly outbox = new MemoryOutbox();
  readonly #net: Network;
  #online = true;
  #session: Session | null = null;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #dialling = false;
  #wake = Number.POSITIVE_INFINITY;
  #snapshot: (() => void) | null = null;

  constructor(net: Network, user: UserId, cache: Cache) {
    this.#net = net;
    this.user = user;
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

  /** Frames on their way to the server are lost, but the socket still seems open. */
  loseSent(): number {
    return this.#up.splice(0).length;
  }

  /** Frames on their way from the server are lost. */
  loseReceived(): number {
    return this.#down.splice(0).length;
  }

  /** Moves frames one step; true when anything moved. */
  carry(): boolean {
    let moved = false;
    if (this.#dialling) {
      this.#dialling = false;
      moved = true;
      this.#open();
    }
    for (const bytes of this.#up.splice(0)) {
      moved = true;
      this.#session?.receive(bytes);
    }
    for (const bytes of this.#down.splice(0)) {
      moved = true;
      this.link.received(bytes);
    }
    if (this.#snapshot !== null) {
      moved = true;
      const load = this.#snapshot;
      this.#snapshot = null;
      load();
    }
    if (moved) this.link.flush();
    return moved;
  }

  tick(): void {
    if (this.#net.now < this.#wake) return;
    this.#wake = Number.POSITIVE_INFINITY;
    this.link.tick();
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
        this.#snapshot = () => done(this.#read(name));
      },
      wake: (at) => {
        this.#wake = at;
      },
      changed: () => undefined,
    };
  }

  #open(): void {
    if (!this.#online) return this.link.closed();
    this.#session = this.#net.room.connect(this.user, {
      send: (bytes) => this.#down.push(bytes),
      close: () => undefined,
      buffered: () => 0,
    });
    this.link.opened();
  }

  #hangUp(): void {
    this.#session?.closed();
    this.#session = null;
    this.#up = [];
    this.#down = [];
    this.#dialling = false;
  }

  #read(name: string): WireRow[] | null {
    const { room } = this.#net;
    const manifest = room.snapshots.manifest(name, this.user);
    if (manifest === null) return null;
    const scope = room.scopeOf(this.user);
    return manifest.chunks.flatMap(({ id }) =>
      decodeChunk(room.snapshots.chunk(name, id, this.user, scope) ?? new Uint8Array()),
    );
  }
}
