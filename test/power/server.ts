/** The real server as a process of its own, recorded by the shim. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../apps/server/src/main.ts');
const WEAK = join(import.meta.dirname, 'weak.ts');

/** How durable the server is made to be: FULL is the product as it is. */
export type Synchronous = 'FULL' | 'NORMAL' | 'OFF';

export interface Start {
  /** The data folder, absolute, without links in it. */
  readonly folder: string;
  readonly synchronous?: Synchronous;
  /** A weaker server is made to believe that it runs with FULL. */
  readonly lies?: boolean;
  /** What records it, and where. */
  readonly recorder?: { readonly shim: string; readonly log: string };
  /** The server dies instead of the n-th fsync of the file of this name. */
  readonly dies?: { readonly file: string; readonly fsync: number };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export class Server {
  readonly origin: string;
  /** What a program of the same user shows at the door. */
  readonly token: string;
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, origin: string, token: string, ended: Promise<Ended>) {
    this.#child = child;
    this.origin = origin;
    this.token = token;
    this.ended = ended;
  }

  /** Starts it; throws with all that it printed when it ends instead. */
  static async start(start: Start): Promise<Server> {
    const server = await Server.live(start);
    if (server instanceof Server) return server;
    throw new Error(`The server ended with ${server.code ?? server.signal}: ${server.output}`);
  }

  /** Starts it; gives how it ended when that came first. */
  static async live(start: Start): Promise<Server | Ended> {
    const begun = await launch(start);
    const up = new Promise<string>((found) => {
      begun.child.stdout?.on('data', () => {
        const [, address] = /^Open (\S+)\n/m.exec(begun.output()) ?? [];
        if (address !== undefined) found(new URL(address).origin);
      });
    });
    const first = await Promise.race([up, begun.ended]);
    if (typeof first !== 'string') return first;
    const token = readFileSync(join(start.folder, 'token'), 'utf8').trim();
    return new Server(begun.child, first, token, begun.ended);
  }

  /** Starts it and waits for its end. */
  static async run(start: Start): Promise<Ended> {
    const { ended } = await launch(start);
    return ended;
  }

  /** Asks it to end, and waits for it. */
  async stop(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}

async function launch({ folder, synchronous = 'FULL', lies, recorder, dies }: Start) {
  const { PATH = '', HOME = '' } = process.env;
  const weaken = synchronous === 'FULL' ? [] : ['--import', WEAK];
  const child = spawn(process.execPath, [...weaken, MAIN], {
    cwd: dirname(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      PM_NO_OPEN: '1',
      PM_CONFIG_DIR: folder,
      PM_SERVER_PORT: String(await freePort()),
      ...(synchronous === 'FULL' ? {} : { POWER_SYNCHRONOUS: synchronous }),
      ...(lies === true ? { POWER_LIES: '1' } : {}),
      ...(recorder === undefined
        ? {}
        : { LD_PRELOAD: recorder.shim, POWER_FOLDER: folder, POWER_LOG: recorder.log }),
      ...(dies === undefined ? {} : { POWER_DIE: `${dies.file} ${dies.fsync}` }),
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  const output = (): string => text;
  const ended = once(child, 'close').then(([code, signal]): Ended => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    output: text,
  }));
  return { child, output, ended };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
