/**
 * The witness: a file of one line beside the database that says how far the journal had come. It
 * is written after COMMIT, at most every 100 ms and without fsync, so it costs nothing; at a clean
 * stop it is written with one. A database that knows less than its witness has lost something: a
 * flipped bit in the write-ahead log makes SQLite drop everything after it without a word, and an
 * older copy put in its place looks whole.
 *
 * The witness may be behind, never ahead: what it tells was on the disk. So one that is ahead, or
 * tells another hash, begins a new lineage; then every device that comes back sends again what it
 * still has. A false alarm would cost each device one snapshot and nothing else.
 */
import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';

import type { Group, Journal } from '@planwright/sync';

import { JournalLayer } from './layer.ts';

/** How far a journal has come. */
export interface Mark {
  readonly lineage: string;
  readonly seq: number;
  /** The chain hash at seq. */
  readonly hash: string;
  /** Refused commands that were ever kept. */
  readonly refused: number;
}

/** What the witness needs of time: the clock in milliseconds, and work that is done later. */
export interface WitnessWorld {
  readonly now: () => number;
  readonly later: (ms: number, work: () => void) => void;
}

/** What a start finds. `shared` is the last seq of which the old lineage and the new one agree. */
export type Judgement =
  | { readonly is: 'sound' }
  | { readonly is: 'anew'; readonly says: string }
  | { readonly is: 'lost'; readonly says: string; readonly shared: number };

/** The file is written no more often than this, milliseconds. */
const EVERY = 100;
/** One sector: it is overwritten in place, whole or not at all. */
const LENGTH = 512;

export class Witness {
  readonly #path: string;
  readonly #world: WitnessWorld;
  #last = Number.NEGATIVE_INFINITY;
  #waiting: Mark | null = null;
  /** Why the file could not be written the last time; null when it could. */
  problem: string | null = null;

  constructor(path: string, world: WitnessWorld) {
    this.#path = path;
    this.#world = world;
  }

  /** What the file tells: a mark, or why there is none. */
  read(): Mark | 'missing' | 'unreadable' {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
    }
    const [sum, line] = /^([0-9a-f]{8}) (.+?) *\n$/.exec(text)?.slice(1) ?? [];
    if (sum === undefined || line === undefined || sum !== sumOf(line)) return 'unreadable';
    return JSON.parse(line) as Mark;
  }

  /** Tells how far the journal has come: now, or as soon as 100 ms have passed. */
  note(mark: Mark): void {
    const waits = this.#waiting !== null;
    this.#waiting = mark;
    if (waits) return;
    const left = this.#last + EVERY - this.#world.now();
    if (left <= 0) return this.#flush();
    this.#world.later(left, () => this.#flush());
  }

  /** Tells it now, and that it is on the disk when this returns. */
  seal(mark: Mark): void {
    this.#waiting = null;
    this.#write(mark, true);
  }

  #flush(): void {
    if (this.#waiting === null) return;
    const mark = this.#waiting;
    this.#waiting = null;
    this.#write(mark, false);
  }

  /** A witness that cannot be written stops nothing: it stays behind. */
  #write(mark: Mark, durable: boolean): void {
    this.#last = this.#world.now();
    const line = JSON.stringify(mark);
    const text = `${`${sumOf(line)} ${line}`.padEnd(LENGTH - 1)}\n`;
    try {
      const file = openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        writeSync(file, text, 0);
        ftruncateSync(file, LENGTH);
        if (durable) fsyncSync(file);
      } finally {
        closeSync(file);
      }
      this.problem = null;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}

/** Compares what the witness tells with what the journal has. */
export async function judge(
  told: ReturnType<Witness['read']>,
  journal: Pick<WitnessedFile, 'mark' | 'hashAt'>,
): Promise<Judgement> {
  if (told === 'missing') return { is: 'anew', says: 'There is no witness yet; one is made.' };
  if (told === 'unreadable')
    return { is: 'anew', says: 'The witness cannot be read; it is made anew.' };
  const has = journal.mark();
  const ends = `The database ends at entry ${has.seq}`;
  const lost = (says: string, shared: number): Judgement => ({ is: 'lost', says, shared });
  if (told.lineage !== has.lineage)
    return lost('The database is of another lineage than the one that was here last.', has.seq);
  if (told.seq > has.seq) return lost(`${ends}, and entry ${told.seq} had been saved.`, has.seq);
  if ((await journal.hashAt(told.seq)) !== told.hash)
    return lost(`Entry ${told.seq} of the database is not the one that had been saved.`, 0);
  if (told.refused > has.refused)
    return lost(`${ends}, and refusals that had been saved are not there.`, has.seq);
  return { is: 'sound' };
}

/** A journal that can say how far it has come. */
export interface WitnessedFile extends Journal {
  mark(): Mark;
}

/** A journal that tells the witness of every commit, and seals it when it is closed. */
export class WitnessedJournal extends JournalLayer {
  readonly #file: WitnessedFile;
  readonly #witness: Witness;

  constructor(file: WitnessedFile, witness: Witness) {
    super(file);
    this.#file = file;
    this.#witness = witness;
    witness.note(file.mark());
  }

  override async append(group: Group, expectedHead: number): Promise<readonly string[]> {
    const hashes = await super.append(group, expectedHead);
    this.#witness.note(this.#file.mark());
    return hashes;
  }

  override async close(): Promise<void> {
    const mark = this.#file.mark();
    await super.close();
    this.#witness.seal(mark);
  }
}

function sumOf(line: string): string {
  return crc32(line).toString(16).padStart(8, '0');
}
