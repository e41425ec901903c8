/** The real server in a process of its own, on a temporary folder and a free port of loopback. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What `npm start` runs, built before the benchmarks begin. */
const PROGRAM = join(import.meta.dirname, '../apps/server/dist/main.js');
const START_TIME = 60_000;
const STOP_TIME = 20_000;
/** Between two questions whether it is up, milliseconds: the start is known as exactly as this. */
const ASK_EVERY = 2;

const scratches = new Set<Disposable>();
process.once('exit', () => {
  for (const scratch of scratches) scratch[Symbol.dispose]();
});

/** A folder for one benchmark, which takes everything with it when it goes. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'planwright-bench-'));

  constructor() {
    scratches.add(this);
  }

  [Symbol.dispose](): void {
    scratches.delete(this);
    rmSync(this.path, { recursive: true, force: true });
  }
}

export class ServerProcess {
  readonly folder: string;
  /** From spawning the process to its first answer, milliseconds. */
  readonly startedIn: number;
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, origin: string, startedIn: number, child: ChildProcess) {
    this.folder = folder;
    this.origin = origin;
    this.startedIn = startedIn;
    this.#child = child;
  }

  /**
   * Starts the server on `folder`, on a free port or on this one. With `database`, on a copy of
   * that file.
   */
  static async start(
    folder: string,
    { database, port: wanted }: { database?: string; port?: number } = {},
  ): Promise<ServerProcess> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (database !== undefined) copyDurably(database, join(folder, 'data.db'));
    const port = wanted ?? (await freePort());
    const environment = { PM_CONFIG_DIR: folder, PM_SERVER_PORT: String(port), PM_NO_OPEN: '1' };
    const { child, startedIn } = await spawnUntil(
      [...profileFlags(), PROGRAM],
      environment,
      port,
      '/live',
    );
    return new ServerProcess(folder, `http://127.0.0.1:${port}`, startedIn, child);
  }

  /** The key for programs of the same user. */
  get token(): string {
    return readFileSync(join(this.folder, 'token'), 'utf8').trim();
  }

  /** Memory that it holds, MB. */
  get resident(): number {
    return residentOf(this.#child);
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    await stopProcess(this.#child);
  }
}

/** Copies a file and waits until it is on disk, so that nothing later pays for it. */
export function copyDurably(from: string, to: string): void {
  copyFileSync(from, to);
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Processes that must not outlive this one. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program of Node and waits until it answers HTTP on `port`. */
export async function spawnUntil(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  port: number,
  path: string,
): Promise<{ child: ChildProcess; startedIn: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  while (!(await answers(port, path))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    if (performance.now() - begun > START_TIME) {
      await stopProcess(child);
      throw new Error(`${args.join(' ')} does not answer`);
    }
    await pause(ASK_EVERY);
  }
  return { child, startedIn: performance.now() - begun };
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIME);
  await gone;
  clearTimeout(timer);
}

/** Memory that a process holds, MB. */
export function residentOf({ pid }: ChildProcess): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
  });
}

/** `BENCH_PROFILE=folder`: where the server's CPU profile goes. */
function profileFlags(): string[] {
  const { BENCH_PROFILE: where } = process.env;
  return where === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${where}`];
}
