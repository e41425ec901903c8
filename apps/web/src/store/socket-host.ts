// The world around a link: the socket, the timers, the clock, and what the browser says of the network
// and of who is looking. One per tab.
import type { Link, LinkHost } from '@planwright/sync';

import { fetchSnapshot } from './snapshot.ts';

/** While the page is hidden nobody waits for the next frame of the screen. Milliseconds. */
const HIDDEN_FLUSH = 50;

export class SocketHost implements LinkHost {
  readonly #url: string;
  readonly #listeners = new Set<() => void>();
  #link: Link | null = null;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #planned = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Starts: connects, and follows the network and the eyes of the person. */
  run(link: Link): void {
    this.#link = link;
    window.addEventListener('online', () => {
      link.dial();
      this.#tell();
    });
    window.addEventListener('offline', () => this.#tell());
    window.addEventListener('focus', () => link.dial());
    document.addEventListener('visibilitychange', () => {
      link.hidden(document.visibilityState === 'hidden');
    });
    link.hidden(document.visibilityState === 'hidden');
    link.dial();
  }

  /** Asks to be told when the connection, or the network of the device, is different. */
  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  isOnline = (): boolean => navigator.onLine;

  /** Lets the link show and send what there is, at the next frame. */
  plan = (): void => {
    if (this.#planned) return;
    this.#planned = true;
    const flush = (): void => {
      this.#planned = false;
      this.#link?.flush();
      this.#tell();
    };
    if (document.visibilityState === 'hidden') setTimeout(flush, HIDDEN_FLUSH);
    else requestAnimationFrame(flush);
  };

  now(): number {
    return Date.now();
  }

  chance(): number {
    return Math.random();
  }

  dial(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const mine = (): boolean => this.#socket === socket;
    socket.addEventListener('open', () => mine() && this.#link?.opened());
    socket.addEventListener('close', () => {
      if (!mine()) return;
      this.#socket = null;
      this.#link?.closed();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (mine() && data instanceof ArrayBuffer) this.#link?.received(new Uint8Array(data));
    });
  }

  hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  snapshot(name: string, done: Parameters<LinkHost['snapshot']>[1]): void {
    void this.#read(name, done);
  }

  wake(at: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#link?.tick(), Math.max(0, at - Date.now()));
  }

  changed(): void {
    this.plan();
    this.#tell();
  }

  async #read(name: string, done: Parameters<LinkHost['snapshot']>[1]): Promise<void> {
    try {
      done(await fetchSnapshot(name));
    } catch {
      done(null);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
