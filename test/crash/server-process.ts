/** The server as a process of its own, started again in the same folder and on the same port. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Orders } from './points.ts';
import { VARIABLE } from './points.ts';

/**
 * Ports below those that systems give to whoever dials: a device that dials while the server is
 * down must never be given the server's own port.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/** How a life of the server ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything that it said. */
  readonly said: string;
}

/** One life of the server. */
export interface Life {
  /** It has printed its address, or it has ended before it could. */
  readonly up: Promise<void>;
  readonly ended: Promise<End>;
  send(signal: NodeJS.Signals): void;
}

/** Places whose folders are still there. */
const places = new Set<ServerPlace>();

/** Ends every server and removes every folder: for a run that is cut short. */
export function removeAll(): void {
  for (const place of places) place.remove();
}

export class ServerPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'planwright-crash-'));
  readonly port: number;
  #living: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
    places.add(this);
  }

  /** An empty folder, and a port that is free now. */
  static async make(): Promise<ServerPlace> {
    for (let tries = 0; tries < 50; tries += 1) {
      const port = FIRST_PORT + randomInt(PORTS);
      if (await isFree(port)) return new ServerPlace(port);
    }
    throw new Error('no port is free');
  }

  get database(): string {
    return join(this.folder, 'data.db');
  }

  /** The key of the folder; null before the server has made it. */
  get token(): string | null {
    const path = join(this.folder, 'token');
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  }

  /** Starts a server: `words` are those after `node`, `orders` tell the tests' build where to die. */
  start(words: readonly string[], orders: Orders | null): Life {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, words, {
      cwd: this.folder,
      env: {
        PATH,
        HOME,
        PM_NO_OPEN: '1',
        PM_CONFIG_DIR: this.folder,
        PM_SERVER_PORT: String(this.port),
        PM_LOGGING_LEVEL: 'error',
        ...(orders === null ? {} : { [VARIABLE]: JSON.stringify(orders) }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#living = child;
    let said = '';
    const { promise: up, resolve: isUp } = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        said += part;
        if (said.includes('Open http')) isUp();
      });
    }
    const ended = new Promise<End>((resolve) => {
      child.once('close', (code, signal) => {
        this.#living = null;
        isUp();
        resolve({ code, signal, said });
      });
    });
    return { up, ended, send: (signal) => void child.kill(signal) };
  }

  /** Keeps the database as it lies there now, while no server runs. */
  keepBackup(): void {
    for (const [there, kept] of this.#files()) if (existsSync(there)) cpSync(there, kept);
  }

  /** Puts that in the place of the database; the witness stays what it is. */
  putBackBackup(): void {
    for (const [there, kept] of this.#files()) {
      rmSync(there, { force: true });
      if (existsSync(kept)) cpSync(kept, there);
    }
    rmSync(`${this.database}-shm`, { force: true });
  }

  #files(): readonly (readonly [there: string, kept: string])[] {
    return ['', '-wal'].map((end) => [this.database + end, join(this.folder, `kept.db${end}`)]);
  }

  /** What the server wrote into its log: errors alone. */
  get log(): string {
    const path = join(this.folder, 'logs', 'server.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  remove(): void {
    places.delete(this);
    this.#living?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
