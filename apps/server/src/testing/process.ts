/** The whole server as a process of its own, in a folder of the test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** The address with a code that it printed. */
  readonly address: string;
  readonly origin: string;
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

type Settings = Readonly<Record<string, string>>;

/** Runs the program until it ends by itself. */
export async function runToEnd(
  cwd: string,
  env: Settings = {},
  words: string[] = [],
): Promise<Ended> {
  const { child, output } = launch(cwd, env, words);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** Starts the program; resolves when it has printed its address. */
export async function startServer(cwd: string, env: Settings = {}): Promise<Started> {
  const { child, output } = launch(cwd, env, []);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, found] = /^Open (\S+)\n/m.exec(output()) ?? [];
      // What was said before it on the other pipe is read in the same turn of the loop.
      if (found !== undefined) setImmediate(resolve, found);
    });
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${output()}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<Ended> => {
    const closed = once(child, 'close') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await closed;
    return { code, output: output() };
  };
  return { child, address, origin: new URL(address).origin, output, end };
}

function launch(
  cwd: string,
  env: Settings,
  words: string[],
): { child: ChildProcess; output: () => string } {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd,
    env: { PATH, HOME, PM_NO_OPEN: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => text };
}
