/**
 * A courier brings commands that lie in an outbox whose tab is gone, as another tab of the same
 * person will do: the same stream, the same numbers, the same command ids. It also brings what a
 * newer app would send. Draining an outbox twice must be harmless, so now and then there are two.
 */
import type { Command, CommandId, UserId } from '@planwright/engine';
import type { Down, Up, WireVerdict } from '@planwright/protocol';
import { PROTOCOL, decodeDown, decodeEntry, encodeCommand, encodeUp } from '@planwright/protocol';
import type { Session } from '@planwright/sync';

import type { Around } from './device.ts';
import type { ServerProcess } from './server-process.ts';

/** A command with its place in the stream. */
export interface Letter {
  readonly no: number;
  readonly commandId: CommandId;
  readonly bytes: Uint8Array;
}

export class Courier {
  readonly user: UserId;
  readonly #around: Around;
  #stream: string;
  #letters: readonly Letter[];
  #server: ServerProcess | null = null;
  #session: Session | null = null;
  #inbox: Uint8Array[] = [];
  #lineage = '';
  #isLive = false;
  /** What is sent next. */
  #next = 0;
  #pausedUntil = 0;

  constructor(around: Around, user: UserId, stream: string, letters: readonly Letter[]) {
    this.#around = around;
    this.user = user;
    this.#stream = stream;
    this.#letters = letters;
    this.#next = letters[0]?.no ?? 0;
  }

  get done(): boolean {
    return this.#letters.length === 0;
  }

  get busy(): boolean {
    return this.#inbox.length > 0;
  }

  /** Reads what has come, and sends what may be sent. */
  step(): void {
    if (this.done) return this.#hangUp();
    if (this.#session === null) return this.#dial();
    for (const bytes of this.#inbox.splice(0)) this.#take(decodeDown(bytes));
    if (this.#isLive && this.#around.now >= this.#pausedUntil) this.#push();
  }

  serverEnded(server: ServerProcess): void {
    if (server === this.#server) this.#hangUp();
  }

  #dial(): void {
    const server = this.#around.server();
    const room = server?.room;
    if (room === null || room === undefined) return;
    this.#server = server;
    const session = room.connect(this.user, {
      send: (bytes) => {
        if (this.#session !== session) return;
        this.#around.checker.frame(bytes, room.tables, this.user);
        this.#inbox.push(bytes);
      },
      close: () => this.#hangUp(),
      buffered: () => 0,
    });
    this.#session = session;
    this.#say({
      type: 'hello',
      protocolMin: PROTOCOL.min,
      protocolMax: PROTOCOL.max,
      build: 'courier',
      workspaceId: null,
      lineage: null,
      cursor: 0,
      cursorHash: '',
      streams: [{ stream: this.#stream, acknowledged: (this.#letters[0]?.no ?? 1) - 1 }],
      clientTime: this.#around.now,
    });
  }

  #take(frame: Down): void {
    switch (frame.type) {
      case 'welcome': {
        this.#lineage = frame.lineage;
        this.#isLive = true;
        for (const { verdicts } of frame.streams) this.#settle(verdicts);
        this.#next = this.#letters[0]?.no ?? 0;
        return;
      }
      case 'batch':
        for (const bytes of frame.entries) {
          const { commandId, seq } = decodeEntry(bytes);
          this.#settle([{ no: 0, commandId, seq, refusal: null }]);
        }
        return;
      case 'verdicts':
        return this.#settle(frame.verdicts);
      case 'pause':
        if (frame.stream === this.#stream) this.#pause(frame.code, frame.no, frame.retryMs);
        return;
      case 'resync':
      case 'goaway':
        return this.#hangUp();
      case 'page':
      case 'pong':
        return;
    }
  }

  #settle(verdicts: readonly WireVerdict[]): void {
    for (const { commandId, seq, refusal } of verdicts) {
      const letter = this.#letters.find((one) => one.commandId === commandId);
      if (letter === undefined) continue;
      this.#letters = this.#letters.filter((one) => one !== letter);
      const outcome = refusal === null ? { seq: seq ?? 0 } : { refusal };
      this.#around.ledger.answered(this.#lineage, letter.commandId, outcome);
      this.#around.ledger.count(`brought ${refusal?.code ?? 'in'}`);
    }
  }

  #pause(code: string, no: number, retryMs: number): void {
    const first = this.#letters[0];
    if (code === 'GAP' && first !== undefined && first.no !== no) {
      this.#stream = this.#around.id();
      this.#letters = this.#letters.map((letter, i) => ({ ...letter, no: i + 1 }));
    }
    this.#next = this.#letters[0]?.no ?? 0;
    this.#pausedUntil = this.#around.now + retryMs;
  }

  #push(): void {
    const letters = this.#letters.filter(({ no }) => no >= this.#next);
    if (letters.length === 0) return;
    this.#next = (letters.at(-1)?.no ?? 0) + 1;
    const commands = letters.map(({ no, bytes }) => ({ no, command: bytes }));
    this.#say({ type: 'push', stream: this.#stream, commands });
  }

  #say(frame: Up): void {
    this.#session?.receive(encodeUp(frame));
  }

  #hangUp(): void {
    const session = this.#session;
    this.#session = null;
    this.#server = null;
    session?.closed();
    this.#inbox = [];
    this.#isLive = false;
  }
}

/** A letter of this command. */
export function letterOf(no: number, command: Command): Letter {
  return { no, commandId: command.commandId, bytes: encodeCommand(command) };
}

/** A letter with a kind of command that this program does not know, as a newer one would send. */
export function letterFromTheFuture(no: number, edit: Command): Letter {
  const { commandId, bytes } = letterOf(no, edit);
  const at = Buffer.from(bytes).indexOf('workItem.edit');
  bytes.set(Buffer.from('workItem.echo'), at);
  return { no, commandId, bytes };
}
