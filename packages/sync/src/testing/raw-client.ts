/** A client that says what the test wants, frame by frame, and believes nothing. */
import type { Command, UserId } from '@planwright/engine';
import type { Down, DownOf, Up } from '@planwright/protocol';
import { PROTOCOL, decodeDown, encodeCommand, encodeUp } from '@planwright/protocol';
import { idFor } from '@planwright/engine/testing/chance.ts';

import type { Room } from '../room.ts';
import type { Session } from '../session.ts';
import type { Network } from './network.ts';

export class RawClient {
  readonly heard: Down[] = [];
  readonly session: Session;
  isClosed = false;
  readonly #net: Network;

  constructor(net: Network, person: string, room: Room = net.room) {
    this.#net = net;
    this.session = room.connect(idFor<'user'>(person) as UserId, {
      send: (bytes) => this.heard.push(decodeDown(bytes)),
      close: () => {
        this.isClosed = true;
      },
      buffered: () => 0,
    });
  }

  /** Says these frames in one breath, and lets the room do what it has to do. */
  async say(...frames: readonly Up[]): Promise<void> {
    for (const frame of frames) this.session.receive(encodeUp(frame));
    await this.#net.sync();
  }

  /** The first words, as of somebody who has nothing yet. */
  hello(words: Partial<Extract<Up, { type: 'hello' }>> = {}): Extract<Up, { type: 'hello' }> {
    return {
      type: 'hello',
      protocolMin: PROTOCOL.min,
      protocolMax: PROTOCOL.max,
      build: 'raw',
      workspaceId: null,
      lineage: null,
      cursor: 0,
      cursorHash: '',
      streams: [],
      clientTime: this.#net.now,
      ...words,
    };
  }

  /** A Push of these commands with these numbers. */
  push(stream: string, ...commands: readonly (readonly [no: number, command: Command])[]): Up {
    return {
      type: 'push',
      stream,
      commands: commands.map(([no, command]) => ({ no, command: encodeCommand(command) })),
    };
  }

  /** The last frame of a kind; throws when there was none. */
  last<T extends Down['type']>(type: T): DownOf<T> {
    const found = this.heard.findLast((frame): frame is DownOf<T> => frame.type === type);
    if (found === undefined) throw new Error(`no ${type} came`);
    return found;
  }
}
