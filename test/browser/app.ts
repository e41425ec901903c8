/**
 * The app as a person has it: `npm start` in an empty folder, and windows of a real browser on the
 * address that it prints.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\S*/;
/** Starting may have to build first. Milliseconds. */
const START_TIME = 120_000;

export class App {
  readonly folder = mkdtempSync(join(tmpdir(), 'planwright-app-'));
  #process: ChildProcess | null = null;
  #printed = '';
  #watcher: number | null = null;
  #person: BrowserContext | null = null;

  /** Starts the app in its own empty folder; gives the address with the one-time code. */
  async start(): Promise<string> {
    const port = await freePort();
    const child = spawn('npm', ['start', '--silent'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PM_CONFIG_DIR: join(this.folder, '.pm'),
        PM_SERVER_PORT: String(port),
        PM_NO_OPEN: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#process = child;
    child.stdout.on('data', (bytes: Buffer) => (this.#printed += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (this.#printed += bytes.toString()));
    const until = Date.now() + START_TIME;
    while (!ADDRESS.test(this.#printed)) {
      if (child.exitCode !== null || Date.now() > until) {
        throw new Error(`npm start gave no address:\n${this.#printed}`);
      }
      await pause(50);
    }
    return ADDRESS.exec(this.#printed)?.[0] ?? '';
  }

  /** Starts the app and opens it in the browser of one person. */
  async open(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
    const address = await this.start();
    this.#person = await browser.newContext(options);
    return await App.window(this.#person, address);
  }

  /** Everything that it has printed. */
  get printed(): string {
    return this.#printed;
  }

  /** A window of a person who opens the printed address: it lets one browser in, once. */
  static async window(context: BrowserContext, address: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  /** The server process, which `npm start` watches: its number changes when it comes back. */
  serverPid(): number {
    const started = this.#process?.pid;
    if (started === undefined) throw new Error('not started');
    let pid = started;
    for (;;) {
      const [child] = childrenOf(pid);
      if (child === undefined) return pid;
      pid = child;
    }
  }

  /** Ends the server process without a word, as a crash does. */
  kill(): void {
    process.kill(this.serverPid(), 'SIGKILL');
  }

  /** Ends the server process and keeps `npm start` from bringing it back. */
  holdDown(): void {
    const server = this.serverPid();
    this.#watcher = parentOf(server);
    process.kill(this.#watcher, 'SIGSTOP');
    process.kill(server, 'SIGKILL');
  }

  /** Lets `npm start` bring the server back. */
  letUp(): void {
    if (this.#watcher !== null) process.kill(this.#watcher, 'SIGCONT');
    this.#watcher = null;
  }

  /** Closes the browser of its person and ends the app; nothing of it is left. */
  async stop(): Promise<void> {
    await this.#person?.close();
    this.letUp();
    const child = this.#process;
    this.#process = null;
    if (child?.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function childrenOf(pid: number): number[] {
  try {
    const out = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    return out.trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
