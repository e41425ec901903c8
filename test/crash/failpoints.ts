/**
 * Loaded into the server before its own first line (`node --import`), in a build of the tests
 * alone: puts a place to die around the calls of the write path. Nothing in the product changes
 * for it, and nothing in the product knows of it.
 *
 *   received                        Room.enqueue has the command
 *   decided                         Journal.append is called, nothing is written
 *   before-commit                   everything of the group is written, COMMIT is next
 *   during-commit                   inside the call of COMMIT
 *   after-commit-before-broadcast   COMMIT has returned
 *   half-the-broadcasts             half of the sockets have their frames
 *   during-checkpoint               inside the call that brings the log into the database
 *   during-migration                between two statements of a migration, or of the first layout
 *   during-snapshot                 somebody reads a snapshot
 *   during-shutdown                 a step of the orderly stop
 */
import type { Duplex } from 'node:stream';
import { SqliteJournal } from '@planwright/journal';
import { Room } from '@planwright/sync';
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

import type { Migration } from '../../packages/journal/src/sqlite/migrations.ts';
import { MIGRATIONS } from '../../packages/journal/src/sqlite/migrations.ts';
import { Snapshots } from '../../packages/sync/src/snapshot.ts';
import type { Orders, Point } from './points.ts';
import { DIES, MIGRATION, OVER, VARIABLE } from './points.ts';
import { wrap } from './wrap.ts';
import { makeWrong } from './wrong.ts';

const { arm, wrong, migrates } = JSON.parse(process.env[VARIABLE] ?? '{}') as Orders;
Reflect.deleteProperty(process.env, VARIABLE);

/** How often the armed point was passed. */
let passes = 0;

/** Counts the passes of the armed point; true when this is the one. */
function isDue(point: Point): boolean {
  if (arm?.point !== point) return false;
  passes += 1;
  return passes === arm.pass;
}

/** Ends the process without a word to anybody but the test. */
function die(): never {
  writeSync(2, `${DIES}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process goes on');
}

function dieAt(point: Point): void {
  if (isDue(point)) die();
}

/** How long a call may last where none was seen before, in microseconds. */
const FIRST_GUESS = 3_000;

/**
 * A thread that kills the process while the main thread is inside a call that nothing can
 * interrupt: it wakes when the call begins and waits for its share of the time.
 */
class Killer {
  readonly #alarm = new Int32Array(new SharedArrayBuffer(8));
  #lasted = FIRST_GUESS;

  constructor() {
    const source = `
      const { alarm } = require('node:worker_threads').workerData;
      Atomics.wait(alarm, 0, 0);
      const until = process.hrtime.bigint() + BigInt(alarm[1]) * 1000n;
      while (process.hrtime.bigint() < until);
      process.kill(process.pid, 'SIGKILL');`;
    new Worker(source, { eval: true, workerData: { alarm: this.#alarm } }).unref();
  }

  /** Makes a call of which is known how long it lasts. */
  measured<T>(call: () => T): T {
    const from = process.hrtime.bigint();
    const result = call();
    this.#lasted = Number((process.hrtime.bigint() - from) / 1000n);
    return result;
  }

  /** Makes a call and dies in it, or just after it. */
  during(call: () => unknown): never {
    writeSync(2, `${DIES}\n`);
    Atomics.store(this.#alarm, 1, Math.round((arm?.share ?? 0) * this.#lasted));
    Atomics.store(this.#alarm, 0, 1);
    Atomics.notify(this.#alarm, 0);
    call();
    writeSync(2, `${OVER}\n`);
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const lasting: readonly Point[] = ['during-commit', 'during-checkpoint', 'during-shutdown'];
const killer = arm !== null && lasting.includes(arm.point) ? new Killer() : null;

wrap(
  Room.prototype,
  'enqueue',
  (enqueue) =>
    function (this: Room, waiting) {
      enqueue.call(this, waiting);
      if (waiting.via === 'socket') dieAt('received');
    },
);

/** Is a group being written? */
let appending = false;
/** Sockets that hold frames of the group that was just committed, until their turn to send. */
let told: Set<Duplex> | null = null;
let sent = 0;

wrap(
  SqliteJournal.prototype,
  'append',
  (append) =>
    async function (this: SqliteJournal, group, expectedHead) {
      if (group.commits.length + group.rejections.length === 0) {
        return append.call(this, group, expectedHead);
      }
      dieAt('decided');
      appending = true;
      const written = append.call(this, group, expectedHead);
      appending = false;
      const hashes = await written;
      if (arm?.point === 'during-checkpoint') checkpointNow(this);
      if (arm?.point === 'half-the-broadcasts') {
        told = new Set();
        sent = 0;
      }
      return hashes;
    },
);

/** What the journal does when its log is full; half-way to the point once, to know how long. */
function checkpointNow(journal: SqliteJournal): void {
  const last = isDue('during-checkpoint');
  const checkpoint = (): unknown => journal.checkpoint();
  if (last) killer?.during(checkpoint);
  else if (passes === Math.floor((arm?.pass ?? 0) / 2)) killer?.measured(checkpoint);
}

wrap(
  StatementSync.prototype,
  'run',
  (run) =>
    function (this: StatementSync, ...values: never) {
      if (migrating) dieAt('during-migration');
      const commits = appending && this.sourceSQL === 'COMMIT';
      if (!commits) return run.apply(this, values);
      dieAt('before-commit');
      const commit = () => run.apply(this, values);
      if (isDue('during-commit')) return killer?.during(commit) ?? commit();
      const result = killer?.measured(commit) ?? commit();
      dieAt('after-commit-before-broadcast');
      return result;
    } as typeof run,
);

wrap(
  Socket.prototype,
  'cork',
  (cork) =>
    function (this: Socket) {
      told?.add(this);
      cork.call(this);
    },
);

wrap(
  Socket.prototype,
  'uncork',
  (uncork) =>
    function (this: Socket) {
      uncork.call(this);
      if (told === null || !told.has(this) || told.size < 2) return;
      sent += 1;
      if (sent !== Math.floor(told.size / 2)) return;
      told = null;
      dieAt('half-the-broadcasts');
    },
);

/** Is the layout of the file being changed? */
let migrating = false;

wrap(
  DatabaseSync.prototype,
  'exec',
  (exec) =>
    function (this: DatabaseSync, sql) {
      if (sql === 'BEGIN IMMEDIATE') migrating = true;
      if (migrating) dieAt('during-migration');
      exec.call(this, sql);
      if (sql !== 'COMMIT' || !migrating) return;
      migrating = false;
      if (arm?.point === 'during-migration') die();
    },
);

/** A migration that writes every item's row anew, so that every device must take a snapshot. */
const REWRITES: Migration = {
  no: (MIGRATIONS.at(-1)?.no ?? 0) + 1,
  says: MIGRATION,
  oldestProgram: 1,
  rewritesRows: true,
  run: (db) => {
    db.exec('ALTER TABLE pm_work_items ADD COLUMN crash_mark TEXT');
    db.exec("UPDATE pm_work_items SET title = title || ''");
    db.exec('CREATE INDEX pm_work_items_by_crash_mark ON pm_work_items (crash_mark)');
  },
};
if (migrates) (MIGRATIONS as Migration[]).push(REWRITES);

wrap(
  Snapshots.prototype,
  'take',
  (take) =>
    function (this: Snapshots, ...words: Parameters<typeof take>) {
      dieAt('during-snapshot');
      return take.apply(this, words);
    },
);
wrap(
  Snapshots.prototype,
  'manifest',
  (manifest) =>
    function (this: Snapshots, ...words: Parameters<typeof manifest>) {
      dieAt('during-snapshot');
      return manifest.apply(this, words);
    },
);
wrap(
  Snapshots.prototype,
  'chunk',
  (chunk) =>
    function (this: Snapshots, ...words: Parameters<typeof chunk>) {
      dieAt('during-snapshot');
      return chunk.apply(this, words);
    },
);

wrap(
  Room.prototype,
  'close',
  (close) =>
    async function (this: Room) {
      dieAt('during-shutdown');
      await close.call(this);
      dieAt('during-shutdown');
    },
);
wrap(
  SqliteJournal.prototype,
  'close',
  (close) =>
    async function (this: SqliteJournal) {
      dieAt('during-shutdown');
      if (isDue('during-shutdown')) killer?.during(() => this.checkpoint());
      await close.call(this);
      dieAt('during-shutdown');
    },
);

if (wrong !== null && wrong !== undefined) makeWrong(wrong);
