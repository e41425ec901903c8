/** A server of its own, as `npm start` runs it, in a folder of the test; and a device on it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command, CommandId } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import type { Down } from '@planwright/protocol';
import { decodeDown, decodeEntry, encodeCommand, encodeUp, PROTOCOL } from '@planwright/protocol';
import { randomUUID } from 'node:crypto';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'apps/server/src/main.ts');
const SUPERVISED = join(import.meta.dirname, 'supervised.mjs');

type Settings = Readonly<Record<string, string>>;

/** A folder, and whatever has run in it. */
export class Served {
  readonly folder: string;
  /** All that was said on the terminal. */
  said = '';
  #child: ChildProcess | null = null;

  /** @param folder the working folder; the data is in `.pm` in it */
  constructor(folder: string) {
    this.folder = folder;
  }

  get data(): string {
    return join(this.folder, '.pm');
  }

  /** Starts a supervised server; `delays` are those between its tries, milliseconds. */
  start(settings: Settings = {}, delays = '100,100,100,100,100'): void {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [SUPERVISED, delays, MAIN], {
      cwd: this.folder,
      env: { PATH, HOME, PM_NO_OPEN: '1', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (this.said += part));
    }
    this.#child = child;
  }

  /** How often the server has come up since the last start. */
  get lives(): number {
    return this.said.match(/^Open http/gm)?.length ?? 0;
  }

  /** Waits until something holds; false when the supervisor has ended first. */
  async until(holds: () => boolean): Promise<boolean> {
    while (!holds()) {
      if (this.#child?.exitCode !== null) return holds();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  }

  /** Asks it to stop, and gives its exit code; that of one that has ended already is kept. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  get origin(): string {
    const { port } = JSON.parse(readFileSync(join(this.data, 'instance.json'), 'utf8')) as {
      port: number;
    };
    return `http://127.0.0.1:${port}`;
  }

  get headers(): Settings {
    return { authorization: `Bearer ${readFileSync(join(this.data, 'token'), 'utf8').trim()}` };
  }

  /** `/ready`: the status and the reasons. */
  async ready(): Promise<{ status: number; body: string }> {
    const answer = await fetch(`${this.origin}/ready`, { headers: this.headers });
    return { status: answer.status, body: await answer.text() };
  }
}

/** What became of a command. */
export type Heard = 'committed' | 'paused' | 'refused' | 'cut off';

/** A connection that has said hello. */
export class Caller {
  readonly #socket: WebSocket;
  readonly #stream = randomUUID();
  readonly #down: Down[] = [];
  #no = 0;
  #isOpen = true;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      this.#down.push(decodeDown(new Uint8Array(data)));
      this.#wake();
    });
    for (const end of ['close', 'error']) {
      socket.addEventListener(end, () => {
        this.#isOpen = false;
        this.#wake();
      });
    }
  }

  /** Dials until somebody answers, at most so many times; null when nobody does. */
  static async dial(served: Served, times = 50): Promise<Caller | null> {
    for (let n = 0; n < times; n += 1) {
      const url = `${served.origin.replace('http', 'ws')}/socket`;
      const caller = new Caller(new WebSocket(url, { headers: served.headers } as never));
      if (await caller.#hello()) return caller;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return null;
  }

  /** Sends a command and waits for what becomes of it. A pause sends it again from there. */
  async send(command: Command): Promise<Heard> {
    this.#no += 1;
    const no = this.#no;
    this.#up({
      type: 'push',
      stream: this.#stream,
      commands: [{ no, command: encodeCommand(command) }],
    });
    for (;;) {
      const frame = await this.#next();
      if (frame === null) return 'cut off';
      if (frame.type === 'pause' && frame.no === no) {
        this.#no -= 1;
        return 'paused';
      }
      if (frame.type === 'batch') {
        const ids = frame.entries.map((bytes) => decodeEntry(bytes).commandId);
        if (ids.includes(command.commandId)) return 'committed';
      }
      if (frame.type === 'verdicts') {
        const verdict = frame.verdicts.find((one) => one.commandId === command.commandId);
        if (verdict !== undefined) return verdict.seq === null ? 'refused' : 'committed';
      }
    }
  }

  close(): void {
    this.#socket.close();
  }

  async #hello(): Promise<boolean> {
    await new Promise((resolve) => {
      for (const event of ['open', 'error', 'close']) this.#socket.addEventListener(event, resolve);
    });
    if (!this.#isOpen) return false;
    const nothing = { workspaceId: null, lineage: null, cursor: 0, cursorHash: '', streams: [] };
    const speaks = { protocolMin: PROTOCOL.min, protocolMax: PROTOCOL.max, build: 'damage test' };
    this.#up({ type: 'hello', ...speaks, ...nothing, clientTime: Date.now() });
    for (;;) {
      const frame = await this.#next();
      if (frame === null || frame.type === 'goaway') return false;
      if (frame.type === 'welcome') return true;
    }
  }

  #up(frame: Parameters<typeof encodeUp>[0]): void {
    if (this.#isOpen) this.#socket.send(new Uint8Array(encodeUp(frame)));
  }

  /** The next frame; null when the connection is gone. */
  async #next(): Promise<Down | null> {
    for (;;) {
      const frame = this.#down.shift();
      if (frame !== undefined) return frame;
      if (!this.#isOpen) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Makes a project: a command that writes some rows. */
export function projectCommand(n: number): Command {
  return {
    commandId: idOf<'command'>(randomUUID()) as CommandId,
    kind: 'project.create',
    v: 1,
    args: { id: idOf<'project'>(randomUUID()), key: `P${n}`, title: `Project ${n}` },
    actionId: null,
    after: null,
    expect: null,
    jobId: null,
    baseSeq: 0,
    issuedAt: Date.now(),
  } as unknown as Command;
}
