/**
 * Pending: own commands without a verdict, oldest first, and the stream in which they travel. A
 * stream's numbers are 1, 2, 3… and it lives as long as its replica; where the server no longer
 * knows what we know of it, what waits goes on in a fresh one and keeps its command ids.
 */
import type { Command, CommandId, Refusal } from '@planwright/engine';
import type { DownOf, Sent, UpOf } from '@planwright/protocol';
import { decodeCommand } from '@planwright/protocol';

import type { Outbox } from './ports.ts';

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
  /** It has gone out on some connection, so that the server may know it. */
  tried: boolean;
  /** Why it is hidden: its rule would refuse it by now. */
  hidden: Refusal | null;
  /** The entry that carries its effect, where the server has named it already. */
  committedAt: number | null;
  /** It had been committed, in a history that a restore took back. */
  readonly again: boolean;
}

export interface PendingPorts {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** A fresh UUID in lower case. */
  readonly newId: () => string;
  readonly outbox: Outbox;
}

/** Bytes of commands in one Push: a frame holds 256 KiB with everything around them. */
const PUSH_BYTES = 200 * 1024;
/** Bytes that are on their way at most: the rest waits here rather than in the server's memory. */
const IN_FLIGHT_BYTES = 1024 * 1024;

export class PendingList {
  readonly #ports: PendingPorts;
  readonly #stored: () => void;
  #byId = new Map<CommandId, Pending>();
  #list: readonly Pending[] | null = null;
  #stream: string;
  #nextNo = 1;
  #pausedUntil = 0;

  /** `stored` is called when a command has come to rest in the outbox. */
  constructor(ports: PendingPorts, stored: () => void) {
    this.#ports = ports;
    this.#stored = stored;
    this.#stream = ports.newId();
  }

  get list(): readonly Pending[] {
    this.#list ??= [...this.#byId.values()];
    return this.#list;
  }

  get stream(): string {
    return this.#stream;
  }

  /** The number up to which every command of the stream has its verdict here. */
  get acknowledged(): number {
    return (this.#first()?.no ?? this.#nextNo) - 1;
  }

  /** When a pause that the server asked for ends, milliseconds UTC; null without one. */
  get pausedUntil(): number | null {
    return this.#pausedUntil > this.#ports.now() ? this.#pausedUntil : null;
  }

  get(commandId: CommandId): Pending | undefined {
    return this.#byId.get(commandId);
  }

  add(
    command: Command,
    bytes: Uint8Array,
    { hidden = null, tried = false, again = false }: Partial<Pending> = {},
  ): void {
    this.#wait({
      stream: this.#stream,
      no: this.#nextNo,
      command,
      bytes,
      stored: false,
      sent: false,
      tried,
      hidden,
      committedAt: null,
      again,
    });
    this.#nextNo += 1;
  }

  /** Puts another command in the place of one that was never tried and has the same id. */
  amend(own: Pending, command: Command, bytes: Uint8Array, hidden: Refusal | null): void {
    this.#wait({ ...own, command, bytes, hidden, stored: false });
  }

  #wait(own: Pending): void {
    this.#byId.set(own.command.commandId, own);
    this.#list = null;
    this.#ports.outbox.add(own, () => {
      own.stored = true;
      this.#stored();
    });
  }

  /** It has its verdict: nothing is left to do. */
  settle(own: Pending): void {
    this.#byId.delete(own.command.commandId);
    this.#list = null;
    this.#ports.outbox.remove(own);
  }

  /** The next commands to send, marked as sent; null when there is nothing to send now. */
  nextPush(): UpOf<'push'> | null {
    if (this.pausedUntil !== null) return null;
    const sending: Sent[] = [];
    let [bytes, inFlight] = [0, 0];
    for (const own of this.#byId.values()) {
      const size = own.bytes.length + 16;
      inFlight += size;
      if (own.sent) continue;
      if (!own.stored || inFlight > IN_FLIGHT_BYTES) break;
      bytes += size;
      if (sending.length > 0 && bytes > PUSH_BYTES) break;
      own.sent = true;
      own.tried = true;
      sending.push({ no: own.no, command: own.bytes });
    }
    return sending.length === 0 ? null : { type: 'push', stream: this.#stream, commands: sending };
  }

  /** The server has the commands of our stream up to `last`; what follows is sent (again). */
  resume(last: number): void {
    for (const own of this.#byId.values()) own.sent = own.no <= last;
  }

  /** The connection is gone. */
  disconnected(): void {
    this.resume(0);
    this.#pausedUntil = 0;
  }

  /** Seqs that were named belong to a history that is no more. */
  forgetSeqs(): void {
    for (const own of this.#byId.values()) own.committedAt = null;
  }

  /**
   * Not now: what follows in this stream is sent again later. Where the two sides do not agree on
   * which command comes next, what waits goes on in a fresh stream.
   */
  pause(frame: DownOf<'pause'>): void {
    if (frame.stream !== this.#stream) return;
    const next = this.list.find((own) => own.committedAt === null);
    if (frame.code === 'GAP' && next !== undefined && next.no !== frame.no) {
      return this.moveToFreshStream();
    }
    for (const own of this.#byId.values()) if (own.no >= frame.no) own.sent = false;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#ports.now() + frame.retryMs);
  }

  /** All that waits goes on in another stream, behind what had been committed and is sent again. */
  moveToFreshStream(again: readonly Uint8Array[] = []): void {
    const old = this.list;
    this.#stream = this.#ports.newId();
    this.#nextNo = 1;
    this.#byId = new Map();
    for (const bytes of again) this.add(decodeCommand(bytes), bytes, { tried: true, again: true });
    for (const own of old) this.add(own.command, own.bytes, own);
    for (const own of old) this.#ports.outbox.remove(own);
  }

  #first(): Pending | undefined {
    return this.#byId.values().next().value;
  }
}
