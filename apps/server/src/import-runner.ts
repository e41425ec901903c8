/**
 * Imports: from an uploaded file to rows. The engine plans (`planImport` for the export of another
 * board, `planLoad` for one of our own), the room decides; here is the work in between, which
 * outlives a restart:
 *
 *     upload ─► imports/<job>.json ─► plan: the dry run, shown to the person
 *     choices ─► plan ─► job.start ─► commands, 64 at a time ─► job.finish
 *
 * The commands of an export of our own are made while they are handed in, from the lines of its
 * file: neither the file nor the plan is ever in memory as a whole.
 *
 * A file that nobody starts is forgotten with the next one, or by a restart. One that was started
 * stays until its job has ended, and beside it what was settled then (`Begun`). A start that finds
 * a job still running plans the file again: what is here already is left as it is, so the plan is
 * the rest.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  coldKey,
  coldRowsOf,
  isRefusal,
  MAX_REPORT_LINES,
  planImport,
  planLoad,
  refuse,
  sentenceOf,
  type Command,
  type CommandKind,
  type ImportChoices,
  type ImportPlan,
  type Job,
  type JobId,
  type LoadBefore,
  type LoadedRow,
  type LoadPlan,
  type Refusal,
  type Report,
  type UserId,
} from '@planwright/engine';
import type { Room } from '@planwright/sync';
import type { BlobStore } from './blob-store.ts';
import { newCommand, type World } from './command.ts';
import { isFullDisk, type Disk } from './disk.ts';
import { writeWhole } from './folder.ts';
import { NOWHERE, readImportFile, rowsOfFile, type TakeBlob } from './import-file.ts';
import { finishJob, settled } from './jobs.ts';
import { Unreadable } from './line-file.ts';
import type { Log } from './log.ts';
import { oneLine } from './one-line.ts';

/** What would come of a file, and the commands that bring it. */
export interface Planned extends Omit<ImportPlan, 'commands'> {
  /** How many commands there are. */
  readonly total: number;
  /** The commands in order; null in the place of one that has nothing to do. Read once. */
  readonly commands: Commands;
  /** What was here before an export of our own; null of another file. */
  readonly before: LoadBefore | null;
}

type Commands = AsyncIterable<Command | null> | Iterable<Command | null>;

/** An export of our own names its people itself, and nothing in it is damaged. */
const NOTHING_TO_CHOOSE = {
  authors: [],
  damage: { times: [], pairs: [], known: false },
  choices: { repair: false, people: {} },
};

/** A file that waits for its person to have read what would come of it. */
interface Staged {
  readonly job: JobId;
  readonly name: string;
}

/** What was settled when an import began: it is written down, since nothing tells it later. */
interface Begun extends Pick<Planned, 'report' | 'before'> {
  readonly choices: ImportChoices;
}

/** How an import that was begun can be refused: with the reason, or for want of room. */
type NotBegun = Refusal | 'full disk';

/** Milliseconds until an import that another one or a full disk holds up is tried again. */
const NEXT_TRY = 60_000;

/** Commands that are handed in together: as many as the room takes into one group of a job. */
const AT_ONCE = 64;

export interface ImportParts {
  readonly room: Room;
  readonly log: Log;
  readonly world: World;
  /** Where the bytes of attachments go. */
  readonly blobs: BlobStore;
  /** Where files wait: `imports` in the data folder. */
  readonly folder: string;
  /** Called when bytes may have come to attachments that did not. */
  readonly sweep?: () => void;
  /** Waits so many milliseconds, unless a test says otherwise. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

export class Imports {
  readonly #parts: ImportParts;
  #busy = false;
  #staged: Staged | null = null;
  /** Files of an earlier life of the server. */
  #left: readonly string[];

  constructor(parts: ImportParts) {
    this.#parts = parts;
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
    this.#left = readdirSync(parts.folder);
  }

  /** Is one running? There is never more than one. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Keeps others out until the work that was begun here has ended. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#busy = true;
    try {
      return await this.#parts.blobs.undisturbed(work);
    } finally {
      this.#busy = false;
    }
  }

  /** Where the files that wait and the bytes of attachments are. */
  get disk(): Disk {
    return this.#parts.blobs.disk;
  }

  /** Where the file of a job waits. */
  fileOf(job: JobId): string {
    return join(this.#parts.folder, `${job}.json`);
  }

  /**
   * Plans the file of a job by the choices that are offered, for a person to read; another file
   * that waits is forgotten.
   * @param name what the person calls the file
   */
  async stage(job: JobId, name: string, user: UserId): Promise<Planned | Refusal> {
    const plan = await this.#plan(job, null, user, NOWHERE);
    if (isRefusal(plan)) return this.#giveUp(job, plan);
    if (this.#staged !== null) this.forget(this.#staged.job);
    this.#staged = { job, name };
    return plan;
  }

  /** Plans the file that waits by other choices, for a person to read. */
  async planAgain(job: JobId, choices: ImportChoices, user: UserId): Promise<Planned | Refusal> {
    if (this.#staged?.job !== job) return NOT_WAITING;
    return await this.#plan(job, choices, user, NOWHERE);
  }

  /**
   * Plans the file that waits once more, as it was chosen, and starts it. Where it cannot start,
   * the file goes on waiting and nothing else is left: what came of its attachments is swept away.
   */
  async start(
    job: JobId,
    choices: ImportChoices,
    user: UserId,
  ): Promise<(() => Promise<void>) | NotBegun> {
    const staged = this.#staged;
    if (staged?.job !== job) return NOT_WAITING;
    // Its bytes and rows come a second time.
    if (!this.disk.hasRoom(statSync(this.fileOf(job)).size)) return 'full disk';
    this.#staged = null; // from here on nobody can take the file away
    let begun: Planned | null = null;
    try {
      const plan = await this.#begin(staged, choices, user);
      if (isRefusal(plan)) return plan;
      begun = plan;
    } catch (error) {
      if (!isFullDisk(error)) throw error;
      return 'full disk';
    } finally {
      if (begun === null) {
        this.#staged = staged;
        this.#parts.sweep?.();
      }
    }
    const plan = begun;
    return () => this.#carryOut(job, user, plan, 0, plan.report);
  }

  async #begin(
    { job, name }: Staged,
    choices: ImportChoices,
    user: UserId,
  ): Promise<Planned | Refusal> {
    const { room, world, blobs } = this.#parts;
    const plan = await this.#plan(job, choices, user, () => blobs.draft());
    if (isRefusal(plan)) return plan;
    const { total, report, before } = plan;
    const begun: Begun = { choices, report, before };
    writeWhole(this.#begunOf(job), JSON.stringify(begun));
    const subject = oneLine(name, 255, 'a file');
    const args = { id: job, kind: 'import' as const, subject, total };
    const outcome = await room.submit(newCommand('job.start', args, world), user, 'rest');
    if ('pause' in outcome) return refuse('UNAVAILABLE', outcome);
    return 'refusal' in outcome ? outcome.refusal : plan;
  }

  /** The person does not want it after all. */
  cancel(job: JobId): void {
    if (this.#staged?.job !== job) return;
    this.#staged = null;
    this.forget(job);
  }

  /** Takes up what a stop has cut off, and forgets files of jobs that have ended. */
  async resume(): Promise<void> {
    const { room, folder, log } = this.#parts;
    const wait = this.#parts.wait ?? ((ms) => pause(ms, undefined, { ref: false }));
    const running = await room.read((tables) =>
      [...tables.all('job')].filter((job) => job.kind === 'import' && job.status === 'running'),
    );
    const names = new Set(running.map((job) => job.id as string));
    for (const file of this.#left) {
      if (!names.has(file.replace(/(\.begun)?\.json$/, ''))) {
        rmSync(join(folder, file), { recursive: true, force: true });
      }
    }
    this.#left = [];
    for (const job of running) {
      log.info({ job: job.id }, 'import resumed');
      while (!room.stopping && !(await this.#takeUp(job))) await wait(NEXT_TRY);
    }
  }

  /** False where it has to wait: another is running, or the disk has no room. */
  async #takeUp(job: Job): Promise<boolean> {
    return !this.#busy && (await this.alone(() => this.#resume(job)));
  }

  /** False where there is no room on the disk for its attachments: then it waits. */
  async #resume(job: Job): Promise<boolean> {
    const { blobs, log } = this.#parts;
    const begun = this.#begun(job.id);
    const missing = (hash: string) => (blobs.has(hash) ? NOWHERE(hash) : blobs.draft());
    let why = 'what was chosen for it can no longer be read';
    try {
      if (begun !== null) {
        const { choices, report } = begun;
        const plan = await this.#plan(job.id, choices, job.owner, missing, begun.before);
        if (!isRefusal(plan)) {
          const before = Math.max(0, job.total - plan.total);
          await this.#carryOut(job.id, job.owner, plan, before, report);
          return true;
        }
        why = sentenceOf(plan);
      }
    } catch (error) {
      log.error({ job: job.id, err: error }, 'an import that was cut off cannot go on');
      if (isFullDisk(error)) return false;
      why = error instanceof Unreadable ? 'its file cannot be read' : FAULT;
    }
    if (!existsSync(this.fileOf(job.id))) why = 'its file is no longer there';
    const now = begun?.before ? LOAD_ANEW : 'Import the file again.';
    const says = `the import was cut off and cannot go on: ${why}. ${now}`;
    await this.#finish(job.id, job.owner, 'failed', job.done, saying(job.subject, says));
    return true;
  }

  /** Runs the plan; what goes wrong on the way ends the job as failed, and is told as what it is. */
  async #carryOut(
    job: JobId,
    user: UserId,
    plan: Planned,
    before: number,
    report: Report,
  ): Promise<void> {
    const { room, log } = this.#parts;
    try {
      await this.#run(job, user, plan, before, report);
    } catch (error) {
      if (room.stopping) throw error;
      const isUnread = error instanceof Unreadable;
      const what = isUnread
        ? 'the file of an import cannot be read to its end'
        : 'an import failed';
      log.error({ job, err: error }, what);
      const why = isUnread ? 'its file can no longer be read to its end' : FAULT;
      const row = await room.read((tables) => tables.get('job', job));
      const now = plan.before === null ? 'Import the file again.' : LOAD_ANEW;
      const says = `the import was broken off: ${why}. ${now}`;
      await this.#finish(job, user, 'failed', row?.done ?? 0, saying(row?.subject ?? '', says));
    }
  }

  /** Hands the commands in, keeps count of what was refused, and ends the job. */
  async #run(
    job: JobId,
    user: UserId,
    { commands }: Planned,
    before: number,
    report: Report,
  ): Promise<void> {
    const { room, world } = this.#parts;
    const refused: [Command, Refusal][] = [];
    let done = before;
    for await (const group of inGroups(commands)) {
      const part = group.filter((command) => command !== null);
      const outcomes = await settled(room, part, user, 'import');
      if (outcomes === null) return;
      for (const [i, outcome] of outcomes.entries()) {
        const command = part[i];
        if (command !== undefined && 'refusal' in outcome) refused.push([command, outcome.refusal]);
      }
      done += group.length;
      // Rows of an export of ours refer to those before them: without one, none may follow.
      if (refused.some(([command]) => command.kind === 'workspace.load')) {
        done -= refused.length;
        const said = withRefusals(report, refused);
        const rest = { at: 'The rest', says: LOAD_ANEW };
        const lines = [...said.lines.slice(0, MAX_REPORT_LINES - 1), rest];
        // How much of it has come is not counted: nothing is said to be here that is not.
        return this.#finish(job, user, 'failed', done, { ...said, created: {}, lines });
      }
      if (room.stopping) return;
      await room.submit(newCommand('job.progress', { id: job, done }, world, job), user, 'job');
    }
    await this.#finish(job, user, 'done', done, withRefusals(report, refused));
  }

  async #finish(
    job: JobId,
    user: UserId,
    status: 'done' | 'failed',
    done: number,
    report: Report,
  ): Promise<void> {
    const { room, log, world } = this.#parts;
    const end = { id: job, status, done, report };
    if (await finishJob(room, log, world, user, end, 'import')) this.forget(job);
  }

  async #plan(
    job: JobId,
    choices: ImportChoices | null,
    me: UserId,
    take: TakeBlob,
    before: LoadBefore | null = null,
  ): Promise<Planned | Refusal> {
    const { room, world } = this.#parts;
    const file = await readImportFile(this.fileOf(job), take);
    if (isRefusal(file)) return file;
    const now = world.now();
    if ('loading' in file) {
      const plan = await room.read((tables) =>
        planLoad({ tables, job, me, now, before }, file.loading),
      );
      if (isRefusal(plan)) return plan;
      const commands = this.#loading(job, plan);
      const { total, report } = plan;
      return { total, report, before: plan.before, ...NOTHING_TO_CHOOSE, commands };
    }
    const keys = coldRowsOf(file.json);
    const plan = await room.read(async (tables) => {
      const found = await room.ports.journal.rowsOf(keys);
      const cold = new Map(
        found.flatMap(({ row, ...key }) => (row === null ? [] : [[coldKey(key), row] as const])),
      );
      return planImport({ tables, cold, job, me, now, choices }, file.json);
    });
    return isRefusal(plan) ? plan : { ...plan, total: plan.commands.length, before: null };
  }

  /** The commands that bring an export of our own, each made when it is its turn. */
  async *#loading(job: JobId, plan: LoadPlan): AsyncGenerator<Command | null> {
    const { room } = this.#parts;
    let number = 0;
    const made = (rows: readonly LoadedRow[]): Promise<Command | null> => {
      const at = number;
      number += 1;
      return room.read((tables) => plan.part(tables, at, rows));
    };
    yield* plan.first;
    const cutter = plan.cutter();
    for await (const { row, bytes } of rowsOfFile(this.fileOf(job))) {
      const part = cutter.add(row, bytes);
      if (part !== null) yield await made(part);
    }
    const rest = cutter.rest();
    if (rest !== null) yield await made(rest);
    if (plan.first.length + number !== plan.total) {
      throw new Unreadable(this.fileOf(job), 'it has become another since it was planned');
    }
  }

  #giveUp(job: JobId, refusal: Refusal): Refusal {
    this.forget(job);
    return refusal;
  }

  /** Deletes the file of a job that has ended or never began. */
  forget(job: JobId): void {
    rmSync(this.fileOf(job), { force: true });
    rmSync(this.#begunOf(job), { force: true });
  }

  #begunOf(job: JobId): string {
    return join(this.#parts.folder, `${job}.begun.json`);
  }

  /** What was written down when the job began; null when it cannot be read. */
  #begun(job: JobId): Begun | null {
    try {
      return JSON.parse(readFileSync(this.#begunOf(job), 'utf8')) as Begun;
    } catch (error) {
      this.#parts.log.error({ job, err: error }, 'what was chosen for an import cannot be read');
      return null;
    }
  }
}

const NOT_WAITING = refuse('NOT_FOUND', { what: 'file that waits for its import' });

/** A project is loaded whole or not at all, and what was begun is here. */
const LOAD_ANEW = 'A part of it is here, so it cannot be loaded again but into a new workspace.';

/** What a person is told where it is neither their file nor their disk. */
const FAULT = 'there was a fault in this program, which its log tells';

/** The commands as they are handed in together; those with nothing to do among them. */
async function* inGroups(commands: Commands): AsyncGenerator<readonly (Command | null)[]> {
  let group: (Command | null)[] = [];
  for await (const command of commands) {
    group.push(command);
    if (group.length < AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** A report that says one thing. */
function saying(at: string, says: string): Report {
  return { created: {}, unchanged: {}, notDone: [], lines: [{ at, says }] };
}

/** What a report calls the rows that a kind of command makes. */
const NOUNS: { readonly [K in CommandKind]?: string } = {
  'user.import': 'people',
  'project.import': 'projects',
  'workItem.import': 'items',
  'comment.import': 'comments',
  'dependency.import': 'dependencies',
};

/** The report of a plan, less what was refused after all, with a line for each of it. */
function withRefusals(report: Report, refused: readonly (readonly [Command, Refusal])[]): Report {
  if (refused.length === 0) return report;
  const created = { ...report.created };
  const lessOne = (noun: string): void => {
    created[noun] = Math.max(0, (created[noun] ?? 0) - 1);
  };
  const lines = refused.map(([command, refusal]) => {
    const noun = NOUNS[command.kind];
    if (noun !== undefined) lessOne(noun);
    if (command.kind === 'workItem.import' && command.args.description !== '') {
      lessOne('descriptions');
    }
    const title = 'title' in command.args ? command.args.title : undefined;
    return {
      at: (title ?? command.kind).slice(0, 40),
      says: `was refused: ${sentenceOf(refusal)}`,
    };
  });
  const notDone = { what: 'rows', count: refused.length, why: 'were refused; see the lines' };
  return {
    ...report,
    created,
    notDone: [notDone, ...report.notDone],
    lines: [...lines, ...report.lines].slice(0, MAX_REPORT_LINES),
  };
}
