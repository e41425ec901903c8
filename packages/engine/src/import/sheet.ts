/**
 * The sheet on which an import is planned: what is here, what was chosen, and what is written down
 * so far: commands, counts, and lines for the report.
 */
import type { Command, CommandKind } from '../command.ts';
import { commands } from '../command.ts';
import type { RowKey } from '../command/declare.ts';
import type { JobId, Report } from '../entity/job.ts';
import { MAX_REPORT_LINES } from '../entity/job.ts';
import type { Rows } from '../entity/list.ts';
import type { TableName } from '../entity/names.ts';
import type { UserId } from '../entity/user.ts';
import type { CommandId, Id } from '../lib/id.ts';
import { derivedId } from '../lib/id.ts';
import type { Tables } from '../tables.ts';
import type { ImportChoices } from './choices.ts';
import type { ExportFile, ExportedItem } from './file.ts';

/** What a plan is made of. */
export interface ImportGround {
  readonly tables: Tables;
  /** The cold rows here that the file may be about: those of `coldRowsOf`. */
  readonly cold: ReadonlyMap<string, Rows[TableName]>;
  /** The job that will issue the commands: their ids are derived from it and from places in the file. */
  readonly job: JobId;
  /** Who imports it: what the file says of nobody is theirs. */
  readonly me: UserId;
  /** Milliseconds UTC. */
  readonly now: number;
  readonly choices: ImportChoices;
}

/** The key of a cold row in `ImportGround.cold`. */
export function coldKey(key: RowKey): string {
  return `${key.table} ${key.id}`;
}

/**
 * The longest line of a report, in UTF-16 units: a file may have words of any length, and all lines
 * together must fit into one entry.
 */
const MOST_AT = 60;
const MOST_SAYS = 140;

type Part = 'users' | 'projects' | 'items' | 'texts' | 'comments' | 'dependencies';
type Counts = Record<string, number>;

export class Sheet {
  readonly tables: Tables;
  readonly file: ExportFile;
  readonly me: UserId;
  readonly now: number;
  readonly choices: ImportChoices;
  readonly commands: Command[] = [];
  readonly #ground: ImportGround;
  readonly #items: ReadonlyMap<string, ExportedItem>;
  readonly #starts: Readonly<Record<Part, number>>;
  readonly #created: Counts = {};
  readonly #changed: Counts = {};
  readonly #unchanged: Counts = {};
  readonly #notDone: { what: string; count: number; why: string }[] = [];
  readonly #lines: { at: string; says: string }[] = [];
  repaired = 0;

  constructor(ground: ImportGround, file: ExportFile) {
    this.#ground = ground;
    this.tables = ground.tables;
    this.me = ground.me;
    this.now = ground.now;
    this.choices = ground.choices;
    this.file = file;
    const known = new Set(file.projects.map((project) => project.id));
    const inProjects = file.work_items.filter((item) => known.has(item.project_id));
    this.#items = new Map(inProjects.map((item) => [item.id, item]));
    const [projects, items] = [file.projects.length, file.work_items.length];
    const comments = file.comments?.length ?? 0;
    const dependencies = file.dependencies?.length ?? 0;
    const texts = projects + items + comments + dependencies;
    this.#starts = {
      projects: 0,
      items: projects,
      comments: projects + items,
      dependencies: projects + items + comments,
      texts,
      users: texts + projects + items + comments,
    };
  }

  /** The item of the file that has this id and comes over. */
  itemOf(id: string): ExportedItem | undefined {
    return this.#items.get(id);
  }

  /** The cold row of this id, where it is here. */
  cold<T extends TableName>(table: T, id: Id<T>): Rows[T] | undefined {
    return this.#ground.cold.get(coldKey({ table, id } as never)) as Rows[T] | undefined;
  }

  /**
   * Writes a command down. Its id follows from the `place` in its part of the file, whatever is
   * left of the file to do, so that issuing one twice does no harm.
   */
  command<K extends CommandKind>(
    kind: K,
    part: Part,
    place: number,
    args: Extract<Command, { kind: K }>['args'],
  ): CommandId {
    const { job, now } = this.#ground;
    const seed = job as string as CommandId;
    const commandId = derivedId<'command'>(seed, this.#starts[part] + place + 1);
    this.commands.push({
      commandId,
      kind,
      v: commands[kind].v,
      args,
      actionId: null,
      after: null,
      expect: null,
      jobId: job,
      baseSeq: 0,
      issuedAt: now,
    } as unknown as Command);
    return commandId;
  }

  created(what: string): void {
    this.#created[what] = (this.#created[what] ?? 0) + 1;
  }

  changed(what: string): void {
    this.#changed[what] = (this.#changed[what] ?? 0) + 1;
  }

  unchanged(what: string): void {
    this.#unchanged[what] = (this.#unchanged[what] ?? 0) + 1;
  }

  /** Says that something of the file is not brought over; nothing where there is none of it. */
  notDone(what: string, count: number, why: string): void {
    if (count === 0) return;
    const same = this.#notDone.find((one) => one.what === what && one.why === why);
    if (same === undefined) this.#notDone.push({ what, count, why });
    else same.count += count;
  }

  /** Says what a person may want to look at; `at` names the thing as the file does. */
  say(at: string, says: string): void {
    if (this.#lines.length >= MAX_REPORT_LINES) return;
    this.#lines.push({ at: cut(at, MOST_AT), says: cut(says, MOST_SAYS) });
  }

  /** An instant of the file (seconds) in milliseconds, never after now. */
  instant(seconds: number): number {
    return Math.min(Math.round(seconds * 1000), this.now);
  }

  report(): Report {
    return {
      created: this.#created,
      changed: this.#changed,
      repaired: this.repaired,
      unchanged: this.#unchanged,
      notDone: this.#notDone,
      lines: this.#lines,
    };
  }
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
