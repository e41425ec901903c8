/**
 * A failing disk under the real server. An I/O error means that the process no longer knows what
 * is on the disk: it ends with 70 and is brought back, and nothing that was acknowledged is lost.
 * A full disk is no such error: edits are put off, reading goes on, and both are said.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Command } from '@planwright/engine';

import { Caller, projectCommand, Served } from './served.ts';

const EIO = '5';
const ENOSPC = '28';

export interface Fault {
  readonly call: 'write' | 'fsync';
  /** The first call that fails. */
  readonly at: number;
  readonly ever: boolean;
}

/** What is wrong at the end; none when all went as it should. */
export type Wrong = readonly string[];

/** A server on a disk that fails so. */
export async function failing(folder: string, shim: string, fault: Fault): Promise<Wrong> {
  const scene = await Scene.begin(folder, shim, EIO, fault);
  const { served, wrong } = scene;
  scene.arm();
  for (let n = 0; scene.isArmed && n < 200 && served.exitCode === null; n += 1) await scene.edit();
  await served.until(() => served.said.includes('The server ended'));
  if (!served.said.includes('ended with exit code 70'))
    wrong.push('the server did not end with 70');
  if (fault.ever) {
    await served.until(() => served.exitCode !== null);
    if (served.exitCode !== 70) wrong.push(`the supervisor ended with ${served.exitCode}`);
    if (!served.said.includes('new tries did not help')) wrong.push('nobody said why it ended');
    scene.disarm();
    served.start();
  }
  if (!(await served.until(() => served.lives >= (fault.ever ? 1 : 2))))
    wrong.push('the server did not come back');
  await scene.settle();
  return await scene.end();
}

/** A server on a disk that is full for a while. */
export async function full(folder: string, shim: string): Promise<Wrong> {
  const fault = { call: 'write', at: 1, ever: true } as const;
  const scene = await Scene.begin(folder, shim, ENOSPC, fault);
  const { served, wrong } = scene;
  scene.arm();
  for (let n = 0; n < 6; n += 1) {
    const heard = await scene.edit();
    if (heard !== 'paused') wrong.push(`an edit on the full disk was ${heard}`);
  }
  const { status, body } = await served.ready();
  if (status !== 503 || !body.includes('disk is full')) wrong.push(`/ready says ${status} ${body}`);
  const page = await fetch(served.origin, { headers: served.headers });
  if (page.status >= 500 && page.status !== 503) wrong.push(`a page was ${page.status}`);
  const reader = await Caller.dial(served, 1);
  if (reader === null) wrong.push('nobody can read');
  reader?.close();
  scene.disarm();
  await scene.settle();
  for (let n = 0; n < 100 && (await served.ready()).body.includes('cannot be written'); n += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if ((await served.ready()).body.includes('cannot be written')) wrong.push('/ready stays at 503');
  if (served.lives !== 1) wrong.push('the server ended');
  return await scene.end();
}

class Scene {
  readonly served: Served;
  readonly wrong: string[] = [];
  readonly #armed: string;
  readonly #committed: string[] = [];
  /** Edits that have no verdict. */
  readonly #waiting: Command[] = [];
  #caller: Caller | null = null;
  #made = 10;

  private constructor(served: Served, armed: string) {
    this.served = served;
    this.#armed = armed;
  }

  static async begin(folder: string, shim: string, errno: string, fault: Fault): Promise<Scene> {
    mkdirSync(folder, { recursive: true });
    const scene = new Scene(new Served(folder), join(folder, 'armed'));
    const { served } = scene;
    served.start(
      {
        LD_PRELOAD: shim,
        FAULT_FOLDER: served.data,
        FAULT_CALL: fault.call,
        FAULT_AT: String(fault.at),
        FAULT_ERRNO: errno,
        FAULT_ARMED: scene.#armed,
        ...(fault.ever ? { FAULT_EVER: '1' } : {}),
        PM_CIRCUIT_BREAKER_OPEN_DURATION_SECS: '2',
        PM_RETRY_MAX_ATTEMPTS: '1',
      },
      fault.ever ? '50,50' : undefined,
    );
    if (!(await served.until(() => served.lives > 0)))
      throw new Error(`No server came up: ${served.said}`);
    if ((await scene.edit()) !== 'committed') throw new Error('The first edit was not committed.');
    return scene;
  }

  get isArmed(): boolean {
    return existsSync(this.#armed);
  }

  arm(): void {
    writeFileSync(this.#armed, '');
  }

  disarm(): void {
    rmSync(this.#armed, { force: true });
  }

  /** Sends the edit that waits, or a new one. */
  async edit(): Promise<string> {
    const command = this.#waiting.shift() ?? projectCommand((this.#made += 1));
    this.#caller ??= await Caller.dial(this.served, 5);
    const heard = (await this.#caller?.send(command)) ?? 'cut off';
    if (heard === 'committed') this.#committed.push(command.commandId);
    else if (heard === 'refused') this.wrong.push('an edit was refused');
    else this.#waiting.push(command);
    if (heard === 'cut off') {
      this.#caller?.close();
      this.#caller = null;
    }
    return heard;
  }

  /** Sends what waits until all of it has its verdict. */
  async settle(): Promise<void> {
    for (let n = 0; n < 200 && this.#waiting.length > 0; n += 1) {
      if ((await this.edit()) !== 'committed') await new Promise((done) => setTimeout(done, 100));
    }
    if (this.#waiting.length > 0) this.wrong.push(`${this.#waiting.length} edits still wait`);
  }

  /** Stops the server and looks whether everything acknowledged is there, once. */
  async end(): Promise<Wrong> {
    const code = await this.served.stop();
    if (code !== 0) this.wrong.push(`the stop ended with ${code}: ${this.served.said}`);
    const db = new DatabaseSync(join(this.served.data, 'data.db'), { readOnly: true });
    const there = db.prepare('SELECT command_id AS id FROM pm_entries').all();
    db.close();
    const ids = new Set(there.map(({ id }) => id));
    const lost = this.#committed.filter((id) => !ids.has(id));
    if (lost.length > 0) this.wrong.push(`${lost.length} acknowledged edits are lost`);
    const projects = there.length - 1;
    if (projects !== this.#committed.length)
      this.wrong.push(`${projects} entries for ${this.#committed.length} edits`);
    if (this.served.said.includes('Something was lost')) this.wrong.push('a loss was reported');
    return this.wrong;
  }
}
