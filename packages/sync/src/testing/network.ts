/**
 * A network for tests: one room and any number of devices, joined by queues that hold every frame
 * until the test says otherwise. No socket, no clock, no chance: `await net.sync()` lets
 * everything that is on its way arrive, `net.pass(ms)` lets time pass.
 *
 *   const ann = await net.device('ann');
 *   ann.do('workItem.move', { id, state });
 *   await net.sync();
 *
 * `net.trouble` makes the next call of a method of the journal fail, or ends the server process
 * right before or after it. What a dead process still has in hand comes to nothing.
 */
import type { Args, Command, CommandKind, CommandOf } from '@planwright/engine';
import { DEFAULT_LIMITS, commands, idOf } from '@planwright/engine';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { setImmediate } from 'node:timers/promises';

import { MemoryCache } from '../memory.ts';
import type { Journal, JournalFault } from '../ports.ts';
import { JournalError } from '../ports.ts';
import { Room } from '../room.ts';
import type { Outcome } from '../waiting.ts';
import { Device } from './device.ts';

/** 2026-03-02, a Monday, 09:00 UTC. */
const MONDAY = 1_772_442_000_000;
/** Rounds without an end mean that two sides answer each other for ever. */
const MOST_ROUNDS = 2_000;

export interface Trouble {
  readonly method: keyof Journal;
  readonly what: JournalFault | 'dies before' | 'dies after';
}

/** A process: what it does after its end comes to nothing. */
interface Life {
  over: boolean;
}

export class Network {
  readonly chance: Chance;
  readonly devices: Device[] = [];
  /** Errors that rooms have logged. */
  readonly complaints: string[] = [];
  journal: Journal;
  now = MONDAY;
  /** What goes wrong at the next call of that method. */
  trouble: Trouble | null = null;
  #room: Room | null = null;
  #life: Life = { over: true };
  #soon: (() => void)[] = [];

  private constructor(journal: Journal, seed: number) {
    this.journal = journal;
    this.chance = new Chance(seed);
  }

  /** A network around this journal, with a workspace that ann owns if the journal is empty. */
  static async on(journal: Journal, seed = 1): Promise<Network> {
    const net = new Network(journal, seed);
    await net.startRoom();
    if (net.room.head.seq > 0) return net;
    const founded = net.submit('ann', 'workspace.found', {
      id: idFor('workspace'),
      name: 'Bakery',
      timeZone: 'Europe/Berlin',
      userName: 'Ann',
      handle: 'ann',
    });
    await net.sync();
    await founded;
    return net;
  }

  get room(): Room {
    if (this.#room === null) throw new Error('no room is running');
    return this.#room;
  }

  get isRunning(): boolean {
    return this.#room !== null;
  }

  /** Brings up a room on the journal as it is, or on another one: also after `killRoom`. */
  async startRoom(journal: Journal = this.journal): Promise<void> {
    this.killRoom();
    this.journal = journal;
    const life = { over: false };
    this.#life = life;
    this.#room = await Room.open({
      journal: this.#troubled(life),
      now: () => this.now,
      newId: () => this.id(),
      soon: (work) => {
        if (!life.over) this.#soon.push(work);
      },
      limits: DEFAULT_LIMITS,
      heartbeatMs: 15_000,
      log: {
        info: () => undefined,
        error: (facts, text) => this.complaints.push(`${text} ${JSON.stringify(facts)}`),
      },
      fatal: () => this.killRoom(),
    });
  }

  /** The server process ends without a word: what it had in memory is gone, sockets break. */
  killRoom(): void {
    this.#life.over = true;
    this.#room = null;
    this.#soon = [];
    for (const device of this.devices) device.serverDied();
  }

  /** A device of this person, with its own stream; online unless told otherwise. */
  async device(person: string, cache = new MemoryCache()): Promise<Device> {
    const device = new Device(this, idFor<'user'>(person), cache);
    this.devices.push(device);
    device.link.dial();
    await this.sync();
    return device;
  }

  /** A command that comes through a door without a stream: gives what is answered, after `sync`. */
  submit<K extends CommandKind>(person: string, kind: K, args: Args[K]): Promise<Outcome> {
    const via = kind === 'workspace.found' ? 'cli' : 'job';
    return this.room.submit(this.command(kind, args) as Command, idFor<'user'>(person), via);
  }

  command<K extends CommandKind>(kind: K, args: Args[K]): CommandOf<K> {
    return {
      commandId: idOf<'command'>(this.id()),
      kind,
      v: commands[kind].v,
      args,
      actionId: null,
      after: null,
      expect: null,
      jobId: null,
      baseSeq: 0,
      issuedAt: this.now,
    };
  }

  /** Lets everything that is on its way arrive, until nothing moves. */
  async sync(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.turn();
      const moved = this.devices.map((device) => device.carry());
      if (!moved.includes(true) && this.#soon.length === 0) return;
    }
    throw new Error('the network does not come to rest');
  }

  /** Lets the room do what it has to do. */
  async turn(): Promise<void> {
    for (const work of this.#soon.splice(0)) work();
    await setImmediate();
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

  /** The journal as a process with this life sees it. */
  #troubled(life: Life): Journal {
    const { journal } = this;
    type Method = (...args: readonly unknown[]) => Promise<unknown>;
    return new Proxy(journal, {
      get: (_, name) => {
        const method = (journal[name as keyof Journal] as unknown as Method).bind(journal);
        return async (...args: readonly unknown[]) => {
          const what = this.#takeTrouble(life, name);
          if (what === 'dies before') this.killRoom();
          else if (what !== null && what !== 'dies after') throw new JournalError(what, 'trouble');
          const answer = life.over ? null : await method(...args);
          if (what === 'dies after') this.killRoom();
          return life.over ? new Promise(() => undefined) : answer;
        };
      },
    });
  }

  #takeTrouble(life: Life, name: string | symbol): Trouble['what'] | null {
    if (life.over || this.trouble?.method !== name) return null;
    const { what } = this.trouble;
    this.trouble = null;
    return what;
  }
}
