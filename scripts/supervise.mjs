// Runs a program, and brings it back when it dies unexpectedly.
// A program that says "do not try again" by its exit code is believed: 0 is a good end, and 64 to 78
// are the codes of sysexits.h for wrong usage, configuration and the like. 70, a bug, is tried again.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How long to wait before each new try, and after what time of running the count starts anew: in milliseconds. */
const patience = { delays: [500, 1000, 2000, 4000, 8000], goodRun: 60_000 };

/** Signals closer together than this, in milliseconds, are copies of one. */
const sameSignal = 500;

/** @param {number} code */
const isFinal = (code) => code === 0 || (code >= 64 && code <= 78 && code !== 70);

/**
 * Runs a program until it ends for good, passing SIGINT and SIGTERM on to it.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, again?: NodeJS.ProcessEnv }} options `again` is what the environment has besides, when the program is brought back
 * @param {typeof patience} [limits]
 * @returns {Promise<number>} the exit code to end with
 */
export async function supervise(command, args, options, { delays, goodRun } = patience) {
  const { cwd, again = {} } = options;
  let { env } = options;
  let stopping = false;
  let lastSignal = 0;
  let wake = () => {};
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;

  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      const now = Date.now();
      const repeated = stopping && now - lastSignal < sameSignal;
      stopping = true;
      lastSignal = now;
      wake();
      // The terminal sends Ctrl+C to the program itself, and npm passes on another copy of each signal.
      if (repeated || (signal === 'SIGINT' && process.stdin.isTTY)) return;
      child?.kill(signal);
    });
  }

  /** @returns {Promise<{ code: number, reason: string }>} */
  const run = () =>
    new Promise((resolve) => {
      child = spawn(command, args, { cwd, env, stdio: 'inherit' });
      child.once('error', (error) => resolve({ code: 66, reason: error.message }));
      child.once('exit', (code, signal) => {
        if (signal) resolve({ code: 128 + constants.signals[signal], reason: `by ${signal}` });
        else resolve({ code: code ?? 1, reason: `with exit code ${code}` });
      });
    });

  for (let tries = 0; ;) {
    const started = Date.now();
    const { code, reason } = await run();
    if (stopping || isFinal(code)) return code;
    if (Date.now() - started >= goodRun) tries = 0;
    const delay = delays[tries];
    if (delay === undefined) {
      console.error(`The server ended ${reason}, and ${tries} new tries did not help.`);
      return code;
    }
    tries += 1;
    env = { ...options.env, ...again };
    console.error(
      `The server ended ${reason}. Starting it again in ${delay / 1000} s (${tries} of ${delays.length})…`,
    );
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, delay, undefined);
      wake = () => resolve(clearTimeout(timer));
    });
    if (stopping) return 0;
  }
}
