/**
 * A client that speaks the protocol and holds no state: it knows its own commands and when each
 * was settled. A frame that goes to everybody is read once for all clients of the process, so that
 * what is measured is the server, and the load takes as little of the machine as it can.
 */
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Command } from '@planwright/engine';
import type { DownOf } from '@planwright/protocol';
import {
  PROTOCOL,
  decodeDown,
  decodeEntry,
  down,
  encodeCommand,
  encodeUp,
} from '@planwright/protocol';
import { v7 as newId } from 'uuid';
import { WebSocket } from 'ws';

/** A command that is ready to be sent. */
export interface Ready {
  readonly commandId: string;
  readonly bytes: Uint8Array;
}

export function ready(command: Command): Ready {
  return { commandId: command.commandId, bytes: encodeCommand(command) };
}

export interface Listener {
  /** These commands of the client have their verdict. */
  settled(client: LeanClient, commandIds: readonly string[]): void;
  /** A frame with entries has come, whoever made them. */
  batch(client: LeanClient, frame: Uint8Array): void;
}

export class LeanClient {
  readonly #socket: WebSocket;
  readonly #shared: SharedReader;
  readonly #listener: Listener;
  readonly #stream = newId();
  #no = 0;
  #welcomed: (welcome: DownOf<'welcome'>) => void = () => undefined;

  private constructor(socket: WebSocket, shared: SharedReader, listener: Listener) {
    this.#socket = socket;
    this.#shared = shared;
    this.#listener = listener;
    socket.on('message', (frame: Buffer) => this.#take(frame));
  }

  /** Connects; with the `welcome` of another client, as somebody who is up to date. */
  static async connect(
    place: { readonly origin: string; readonly token: string },
    shared: SharedReader,
    listener: Listener,
    welcome: DownOf<'welcome'> | null,
  ): Promise<{ client: LeanClient; welcome: DownOf<'welcome'> }> {
    const socket = new WebSocket(`${place.origin.replace('http', 'ws')}/socket`, {
      headers: { authorization: `Bearer ${place.token}` },
      perMessageDeflate: false,
    });
    const client = new LeanClient(socket, shared, listener);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { client, welcome: await client.#hello(welcome) };
  }

  /** Sends commands in one Push. */
  push(commands: readonly Ready[]): number {
    for (const { commandId } of commands) this.#shared.own(commandId, this);
    const frame = encodeUp({
      type: 'push',
      stream: this.#stream,
      commands: commands.map(({ bytes }) => ({ no: ++this.#no, command: bytes })),
    });
    this.#socket.send(frame);
    return frame.length;
  }

  close(): void {
    this.#socket.terminate();
  }

  #hello(from: DownOf<'welcome'> | null): Promise<DownOf<'welcome'>> {
    const welcomed = new Promise<DownOf<'welcome'>>((resolve) => (this.#welcomed = resolve));
    const frame = encodeUp({
      type: 'hello',
      protocolMin: PROTOCOL.min,
      protocolMax: PROTOCOL.max,
      build: 'bench',
      workspaceId: from?.workspaceId ?? null,
      lineage: from?.lineage ?? null,
      cursor: from?.head ?? 0,
      cursorHash: from?.headHash ?? '',
      streams: [],
      clientTime: Date.now(),
    });
    this.#socket.send(frame);
    return welcomed;
  }

  #take(frame: Buffer): void {
    if (isBatch(frame)) {
      const settled = this.#shared.settledBy(frame, this);
      if (settled.length > 0) this.#listener.settled(this, settled);
      this.#listener.batch(this, frame);
      return;
    }
    const other = decodeDown(frame);
    if (other.type === 'welcome') this.#welcomed(other);
    else if (other.type !== 'pong') throw new Error(`${other.type}: ${JSON.stringify(other)}`);
  }
}

/** Reads each Batch once: who sent which of its commands. */
export class SharedReader {
  readonly #owners = new Map<string, LeanClient>();
  readonly #read = new Map<number, Map<LeanClient, string[]>>();
  /** Entries and bytes of the Batches that were read, and how many these were. */
  entries = 0;
  bytes = 0;
  batches = 0;

  own(commandId: string, client: LeanClient): void {
    this.#owners.set(commandId, client);
  }

  settledBy(frame: Uint8Array, client: LeanClient): readonly string[] {
    const from = firstSeqOf(frame);
    const read = this.#read.get(from) ?? this.#readIn(frame, from);
    return read.get(client) ?? [];
  }

  forgetCounts(): void {
    [this.entries, this.bytes, this.batches] = [0, 0, 0];
  }

  #readIn(frame: Uint8Array, from: number): Map<LeanClient, string[]> {
    const byClient = new Map<LeanClient, string[]>();
    const batch = decodeDown(frame) as DownOf<'batch'>;
    for (const bytes of batch.entries) {
      const { commandId } = decodeEntry(bytes);
      const owner = this.#owners.get(commandId);
      if (owner === undefined) continue;
      this.#owners.delete(commandId);
      const list = byClient.get(owner);
      if (list === undefined) byClient.set(owner, [commandId]);
      else list.push(commandId);
    }
    this.#read.set(from, byClient);
    this.entries += batch.entries.length;
    this.bytes += frame.length;
    this.batches += 1;
    for (const old of this.#read.keys()) {
      if (this.#read.size <= KEPT) break;
      this.#read.delete(old);
    }
    return byClient;
  }
}

/** Batches that are remembered until the last client has read them. */
const KEPT = 4_096;

function isBatch(frame: Uint8Array): boolean {
  return frame[0] === (down.batch.no << 3) + 2;
}

/** `from` of a Batch, which is its first field. */
function firstSeqOf(frame: Uint8Array): number {
  const reader = new BinaryReader(frame);
  reader.tag();
  reader.uint32();
  reader.tag();
  return reader.double();
}
