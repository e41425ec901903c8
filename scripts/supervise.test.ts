// The supervisor with real processes: a server that dies comes back, one that says "no use" does not.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { supervise } from './supervise.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-supervise-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  vi.restoreAllMocks();
});

/** A server that notes each start in a file and then does what it is told. */
const server = (then: string): string[] => {
  const path = join(folder, 'server.mjs');
  writeFileSync(
    path,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync('starts', 'x');
     const starts = readFileSync('starts', 'utf8').length;
     ${then}`,
  );
  return [path];
};
const starts = (): number => readFileSync(join(folder, 'starts'), 'utf8').length;
const quick = { delays: [1, 1, 1, 1, 1], goodRun: 60_000 };
const run = (then: string, limits = quick): Promise<number> =>
  supervise(process.execPath, server(then), { cwd: folder, env: process.env }, limits);

describe('supervise', () => {
  it('tries five times more, then ends with the last exit code', async () => {
    expect(await run('process.exit(starts)')).toBe(6);
    expect(starts()).toBe(6);
    expect(console.error).toHaveBeenLastCalledWith(
      'The server ended with exit code 6, and 5 new tries did not help.',
    );
  });

  it('brings back a server that was killed', async () => {
    expect(await run("if (starts < 3) process.kill(process.pid, 'SIGKILL')")).toBe(0);
    expect(starts()).toBe(3);
  });

  it.each([0, 64, 69, 78])('takes exit code %i for an answer', async (code) => {
    expect(await run(`process.exit(${code})`)).toBe(code);
    expect(starts()).toBe(1);
  });

  it('tries again after exit code 70, which is a bug', async () => {
    expect(await run('process.exit(starts === 1 ? 70 : 0)')).toBe(0);
    expect(starts()).toBe(2);
  });

  it('gives a program that is brought back its other environment', async () => {
    const then = "process.exit(process.env.AGAIN === 'yes' ? 0 : 1)";
    const options = { cwd: folder, env: process.env, again: { AGAIN: 'yes' } };
    expect(await supervise(process.execPath, server(then), options, quick)).toBe(0);
    expect(starts()).toBe(2);
  });

  it('forgets earlier tries after a good run', async () => {
    expect(await run('process.exit(starts < 9 ? 1 : 0)', { ...quick, goodRun: 0 })).toBe(0);
    expect(starts()).toBe(9);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes one %s on, however often it comes',
    async (signal) => {
      const supervisor = join(folder, 'supervisor.mjs');
      const args = server(
        `let signals = 0;
       process.on('${signal}', () => {
         signals += 1;
         setTimeout(() => process.exit(10 + signals), 200);
       });
       process.stdout.write('ready');
       setInterval(() => undefined, 1000);`,
      );
      writeFileSync(
        supervisor,
        `import { supervise } from ${JSON.stringify(new URL('./supervise.mjs', import.meta.url).href)};
       process.exitCode = await supervise(process.execPath, ${JSON.stringify(args)}, { cwd: '.', env: process.env });`,
      );
      const child = spawn(process.execPath, [supervisor], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill(signal);
      child.kill(signal);
      expect(await ended).toBe(11);
      expect(starts()).toBe(1);
    },
  );

  it('says why a program cannot be run at all', async () => {
    const options = { cwd: folder, env: process.env };
    expect(await supervise(join(folder, 'nothing'), [], options, quick)).toBe(66);
    expect(existsSync(join(folder, 'starts'))).toBe(false);
  });
});
