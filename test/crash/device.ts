/**
 * A device: the product's own replica and link on a real socket. Its clock runs faster than ours,
 * so that what takes a device seconds (backing off, heartbeats) takes the test less.
 */
import { decodeChunk, decodeDown, decodeUp, encodeUp } from '@planwright/protocol';
import type { WireRow } from '@planwright/protocol';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { Link, MemoryCache, Replica } from '@planwright/sync';
import type { LinkHost } from '@planwright/sync';
import type { CommandId } from '@planwright/engine';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

import type { Deeds, Witness } from './history.ts';
import { diaryOf, RecordingOutbox } from './history.ts';
import type { ServerPlace } from './server-process.ts';

/** How much faster a device's clock runs. */
const HASTE = 8;
/** Of the time that a device may wait before it dials again, the share that it does at most. */
const IMPATIENCE = 0.3;
/** What a device needs of the trial that it is part of. */
export interface Surroundings {
  readonly place: ServerPlace;
  readonly witness: Witness;
  readonly chance: Chance;
  /** How often, when it comes back, it has lost its rows, while what waits is still there. */
  readonly forgets: number;
}

export class Device implements LinkHost {
  readonly name: string;
  readonly outbox = new RecordingOutbox();
  readonly replica: Replica;
  readonly link: Link;
  readonly #place: ServerPlace;
  readonly #chance: Chance;
  readonly #witness: Witness;
  readonly #forgets: number;
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #planned = false;
  #closed = false;

  constructor(name: string, { place, witness, chance, forgets }: Surroundings) {
    this.name = name;
    this.#place = place;
    this.#chance = chance;
    this.#witness = witness;
    this.#forgets = forgets;
    this.replica = new Replica({
      now: () => this.now(),
      newId: () => randomUUID(),
      outbox: this.outbox,
      cache: new MemoryCache(),
      build: 'crash test',
    });
    this.link = new Link(this.replica, this);
    this.replica.subscribe(() => this.changed());
  }

  /** Goes online, and stays so by itself. */
  begin(): void {
    this.link.dial();
  }

  end(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.hangUp();
  }

  /** Is it live, with nothing waiting? */
  get isAtRest(): boolean {
    return this.link.state === 'LIVE' && this.replica.pending.length === 0;
  }

  /** Has it a socket, or what a dead one had brought still before it? */
  get isConnected(): boolean {
    return this.#socket !== null;
  }

  get deeds(): Deeds {
    const refused = new Set<CommandId>(
      this.replica.problems.map(({ command }) => command.commandId),
    );
    const acknowledged = this.outbox.settled.difference(refused);
    const { name, outbox } = this;
    return { name, diary: diaryOf(name), wanted: outbox.wanted, acknowledged, refused };
  }

  // — what the link asks of the world ————————————————————————————————————————————————————

  now(): number {
    return Date.now() * HASTE - STARTED * (HASTE - 1);
  }

  chance(): number {
    return this.#chance.fraction() * IMPATIENCE;
  }

  dial(): void {
    const { port, token } = this.#place;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, {
      headers: { authorization: `Bearer ${token ?? 'none'}` },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const isMine = (): boolean => this.#socket === socket;
    socket.on('open', () => isMine() && this.link.opened());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!isMine()) return;
      this.#socket = null;
      this.link.closed();
    });
    socket.on('message', (data: Buffer) => {
      if (!isMine()) return;
      this.#witness.saw(decodeDown(data));
      this.link.received(data);
    });
  }

  hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }

  send(bytes: Uint8Array): void {
    const frame = decodeUp(bytes);
    const forgets = frame.type === 'hello' && this.#chance.yes(this.#forgets);
    const said = forgets ? encodeUp({ ...frame, lineage: null, cursor: 0, cursorHash: '' }) : bytes;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(said);
  }

  snapshot(name: string, done: (rows: readonly WireRow[] | null) => void): void {
    void this.#readInto(name, done);
  }

  wake(at: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.link.tick(), Math.max(0, at - this.now()) / HASTE);
  }

  /** A browser would wait for the next frame of its screen. */
  changed(): void {
    if (this.#planned || this.#closed) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      if (!this.#closed) this.link.flush();
    });
  }

  async #readInto(name: string, done: Parameters<LinkHost['snapshot']>[1]): Promise<void> {
    try {
      done(await this.#read(name));
    } catch {
      done(null);
    }
  }

  async #read(name: string): Promise<readonly WireRow[]> {
    const manifest = (await (await this.#get(name)).json()) as {
      chunks: readonly { id: string }[];
    };
    const rows: WireRow[] = [];
    for (const { id } of manifest.chunks) {
      rows.push(...decodeChunk(await (await this.#get(`${name}/${id}`)).bytes()));
    }
    return rows;
  }

  async #get(path: string): Promise<Response> {
    const { port, token } = this.#place;
    const answer = await fetch(`http://127.0.0.1:${port}/snapshot/${path}`, {
      headers: { authorization: `Bearer ${token ?? 'none'}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  }
}

/** When the clocks of the devices went with ours. */
const STARTED = Date.now();
