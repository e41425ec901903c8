/**
 * A rehearsal: several lives of the server on one folder, recorded, with writers at work. In the
 * full one it dies in the middle of a commit, comes back and gets again what had no verdict, dies
 * in the middle of a checkpoint, and is stopped in order, so that every kind of moment is there to
 * cut the power in.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '@planwright/engine/testing/chance.ts';
import type { Ended, Synchronous } from './server.ts';
import { Server } from './server.ts';
import { Board, Writer } from './writer.ts';

/** One life of the server: how it ends. */
export type Life =
  /** It dies instead of the n-th fsync of a file. */
  | { readonly diesAt: { readonly file: string; readonly fsync: number } }
  /** It is asked to end when so many commands have their verdicts. */
  | { readonly commands: number };

export interface Rehearsal {
  /** The file of the recording. */
  readonly log: string;
  /** What is in the folder's files at the end. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Commands that got their verdicts, as the writers counted them. */
  readonly settled: number;
}

const WRITERS = 5;

/** Records these lives of a server, in a folder of their own below `below`. */
export async function rehearse(
  below: string,
  shim: string,
  synchronous: Synchronous,
  lives: readonly Life[],
  seed: number,
): Promise<Rehearsal> {
  const home = mkdtempSync(join(below, 'folder-'));
  const folder = join(home, '.pm');
  mkdirSync(folder, { mode: 0o700 });
  const log = join(home, 'recording');
  const chance = new Chance(seed);
  const board = new Board(chance.id());
  const writers = Array.from(
    { length: WRITERS },
    (_, i) => new Writer(board, new Chance(seed * 1000 + i), i === 0),
  );
  for (const [no, life] of lives.entries()) {
    const dies = 'diesAt' in life ? { dies: life.diesAt } : {};
    const recorder = { shim, log };
    const server = await Server.live({ folder, synchronous, lies: true, recorder, ...dies });
    const ended = server instanceof Server ? await write(server, life, no === 0) : server;
    const asPlanned = 'commands' in life ? ended.code === 0 : ended.signal === 'SIGKILL';
    if (!asPlanned) {
      throw new Error(`The server ended with ${ended.code ?? ended.signal}: ${ended.output}`);
    }
  }
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map(({ name }) => [name, readFileSync(join(folder, name))] as const);
  return { log, files: new Map(files), settled: board.settled };

  /** Lets everybody write until this life ends. */
  async function write(server: Server, life: Life, isFirst: boolean): Promise<Ended> {
    if (isFirst) {
      board.budget = 1;
      await writers[0]?.work(server);
    }
    board.budget = 'commands' in life ? life.commands : Number.POSITIVE_INFINITY;
    await Promise.all(writers.map((writer) => writer.work(server)));
    return 'commands' in life ? server.stop() : server.ended;
  }
}

/** A folder for what is made and thrown away; in memory where there is such a place. */
export function workshop(inMemory: boolean): string {
  const below = inMemory && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  return mkdtempSync(join(realpathSync(below), 'planwright-power-'));
}
