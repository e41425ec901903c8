/** A line to the server: a socket with frames on it. */
import type { Down, Up, UpOf } from '@planwright/protocol';
import { decodeDown, encodeUp, PROTOCOL } from '@planwright/protocol';
import type { Server } from './server.ts';

export class Line {
  /** Resolves when the line is closed, whoever closed it. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;

  /** Dials and says hello; then `heard` is told every frame. */
  constructor(
    { origin, token }: Server,
    streams: UpOf<'hello'>['streams'],
    heard: (frame: Down) => void,
  ) {
    // The options are Node's own: a browser cannot send this header.
    const options = { headers: { authorization: `Bearer ${token}` } } as unknown as string[];
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, options);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.hello(streams));
    socket.addEventListener('message', ({ data }) =>
      heard(decodeDown(new Uint8Array(data as ArrayBuffer))),
    );
    this.#socket = socket;
    this.closed = new Promise((closed) => {
      socket.addEventListener('close', () => closed());
      socket.addEventListener('error', () => closed());
    });
  }

  /** Says hello as a device that holds nothing but these streams. */
  hello(streams: UpOf<'hello'>['streams']): void {
    this.send({
      type: 'hello',
      protocolMin: PROTOCOL.min,
      protocolMax: PROTOCOL.max,
      build: 'test',
      workspaceId: null,
      lineage: null,
      cursor: 0,
      cursorHash: '',
      streams,
      clientTime: 0,
    });
  }

  /** Sends a frame, if the line is open. */
  send(frame: Up): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(Buffer.from(encodeUp(frame)));
  }

  close(): void {
    this.#socket.close();
  }
}
