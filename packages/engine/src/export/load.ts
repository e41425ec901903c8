/**
 * The plan of loading an export of our own: which commands bring its rows, or why they cannot
 * come. Pure, like the plan of any import. The file is read twice: once by `Loading`, which judges
 * it and out of which the plan is made; then row by row, as the commands are handed in.
 */
import type { Command, CommandKind, CommandOf } from '../command.ts';
import { commands } from '../command.ts';
import type { LoadedRow } from '../command/load.ts';
import { entityOf } from '../entity/list.ts';
import type { JobId, Report } from '../entity/job.ts';
import { MAX_REPORT_LINES } from '../entity/job.ts';
import type { TableName } from '../entity/names.ts';
import { TABLE_NAMES } from '../entity/names.ts';
import type { User, UserId } from '../entity/user.ts';
import type { WorkItemId } from '../entity/work-item.ts';
import { keyOf } from '../key.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { EXPORTED } from './line.ts';
import { LoadParts } from './load-parts.ts';
import type { Loading } from './loading.ts';

export interface LoadGround {
  readonly tables: Tables;
  readonly job: JobId;
  readonly me: UserId;
  /** Milliseconds UTC. */
  readonly now: number;
  /** What was here when the job began, where it was cut off since; null where it begins now. */
  readonly before: LoadBefore | null;
}

/**
 * What was here before a load. Once it has begun, nothing here tells that from what it brought: so
 * who hands the commands in keeps it beside the file.
 */
export interface LoadBefore {
  /** All that was here is out of the file: the workspace becomes that of the file. */
  readonly isNew: boolean;
  /** The ids of what was here and is in the file as well: people, labels. */
  readonly known: readonly string[];
}

/** Cuts rows into commands, as they are read once more. */
export interface LoadCutter {
  /** Takes the next row, of a line of so many bytes; gives the part before it, where that is whole. */
  add(row: LoadedRow, bytes: number): readonly LoadedRow[] | null;
  /** What is left after the last row; null where nothing is. */
  rest(): readonly LoadedRow[] | null;
}

export interface LoadPlan {
  /** How many commands there will be. */
  readonly total: number;
  readonly report: Report;
  /** What a load that is cut off must know to be planned again. */
  readonly before: LoadBefore;
  /** The commands before those of the rows. */
  readonly first: readonly Command[];
  cutter(): LoadCutter;
  /** The command of the part with this number, from 0; null where all of it is here to stay. */
  part(tables: Tables, number: number, rows: readonly LoadedRow[]): Command | null;
}

/** The commands before the rows have these two places, needed or not. */
const FIRST = 2;

/**
 * Plans the loading of a file that has been read to its end. Refuses INVALID what does not fit;
 * EXISTS a project, or the key of one, that is here.
 */
export function planLoad(ground: LoadGround, file: Loading): LoadPlan | Refusal {
  const wrong = file.wrong();
  if (wrong !== null) return wrong;
  const taken = ground.before === null ? takenHere(ground.tables, file.tables) : null;
  return taken ?? new Plan(ground, file);
}

class Plan implements LoadPlan {
  readonly total: number;
  readonly report: Report;
  readonly before: LoadBefore;
  readonly first: readonly Command[];
  readonly #ground: LoadGround;
  readonly #file: Loading;
  readonly #known: ReadonlySet<string>;

  constructor(ground: LoadGround, file: Loading) {
    this.#ground = ground;
    this.#file = file;
    this.before = ground.before ?? beforeOf(ground.tables, file.tables);
    this.#known = new Set(this.before.known);
    const lines: Report['lines'] = [];
    this.first = [this.#workspaceEdit(), this.#handleYielded(lines)].filter((one) => one !== null);
    this.total = this.first.length + file.parts.count;
    this.report = this.#reported(lines);
  }

  cutter(): LoadCutter {
    return new Cutter();
  }

  part(tables: Tables, number: number, rows: readonly LoadedRow[]): Command | null {
    const wanted = rows.flatMap((one) => (this.#stays(tables, one) ? [] : [this.#marked(one)]));
    if (wanted.length === 0) return null;
    return this.#command('workspace.load', FIRST + number, { rows: wanted });
  }

  #workspaceEdit(): Command | null {
    const [home] = this.#ground.tables.all('workspace');
    const { words } = this.#file;
    if (!this.before.isNew || words === null || home === undefined) return null;
    return this.#command('workspace.edit', 0, { id: home.id, ...words });
  }

  /** Whoever loads a file into a new workspace has no name there yet that could not change. */
  #handleYielded(lines: Report['lines']): Command | null {
    const { tables, me } = this.#ground;
    const mine = tables.get('user', me);
    const users = this.#file.tables;
    if (mine === undefined || users.get('user', me) !== undefined) return null;
    const taken = new Set([...users.all('user')].map(({ handle }) => handle));
    if (!taken.has(mine.handle)) return null;
    for (const user of tables.all('user')) taken.add(user.handle);
    let i = 2;
    while (taken.has(`${mine.handle.slice(0, 28)}-${i}`)) i += 1;
    const handle = `${mine.handle.slice(0, 28)}-${i}`;
    const says = `your handle becomes @${handle}, since somebody in the file has it`;
    lines.push({ at: `@${mine.handle}`, says });
    return this.#command('user.edit', 1, { id: me, handle });
  }

  /**
   * People and labels that are here stay as they are, and what the file tells of their history
   * stays out; so does that of the workspace itself, where this is another.
   */
  #stays(tables: Tables, { table, row }: LoadedRow): boolean {
    if (table === 'activity' && row['table'] === 'workspace') return !this.before.isNew;
    if (table === 'activity' && this.#known.has(String(row['row']))) return true;
    return entityOf(table).hot && tables.get(table, row['id'] as never) !== undefined;
  }

  #marked(one: LoadedRow): LoadedRow {
    if (one.table !== 'attachment' || !this.#file.lost.has(one.row['hash'] as string)) return one;
    return { ...one, row: { ...one.row, lost: true } };
  }

  #reported(lines: Report['lines']): Report {
    const created: Record<string, number> = {};
    const unchanged: Record<string, number> = {};
    for (const table of TABLE_NAMES) {
      const noun = NOUNS[table];
      if (noun === undefined) continue;
      const [comes, stays] = this.#counts(table);
      if (comes > 0) created[noun] = comes;
      if (stays > 0) unchanged[noun] = stays;
    }
    let lost = 0;
    for (const { name, item } of [...this.#file.lost.values()].flat()) {
      lost += 1;
      if (lines.length >= MAX_REPORT_LINES) continue;
      const says = `${name} comes without its bytes: they were lost before the file was written`;
      lines.push({ at: this.#nameOf(item), says });
    }
    const why = 'were lost before the file was written; their attachments come marked as lost';
    const notDone = lost === 0 ? [] : [{ what: 'bytes of attachments', count: lost, why }];
    return { created, unchanged, notDone, lines };
  }

  #counts(table: TableName): readonly [comes: number, stays: number] {
    const passed = this.#file.passed.get(table) ?? 0;
    let stays = 0;
    for (const { id } of this.#file.tables.all(table)) if (this.#known.has(id)) stays += 1;
    return [passed + this.#file.tables.count(table) - stays, stays];
  }

  #nameOf(id: WorkItemId): string {
    const { tables } = this.#file;
    const item = tables.get('workItem', id);
    if (item === undefined) return '';
    return item.number === null ? item.title : keyOf(tables, item);
  }

  #command<K extends CommandKind>(kind: K, place: number, args: CommandOf<K>['args']): Command {
    const { job, now } = this.#ground;
    return {
      commandId: derivedId<'command'>(job as string as CommandId, place + 1),
      kind,
      v: commands[kind].v,
      args,
      actionId: null,
      after: null,
      expect: null,
      jobId: job,
      baseSeq: 0,
      issuedAt: now,
    } as unknown as Command;
  }
}

class Cutter implements LoadCutter {
  readonly #parts = new LoadParts();
  #rows: LoadedRow[] = [];

  add(row: LoadedRow, bytes: number): readonly LoadedRow[] | null {
    const before = this.#rows;
    const begins = this.#parts.add(bytes);
    if (begins) this.#rows = [row];
    else before.push(row);
    return begins && before.length > 0 ? before : null;
  }

  rest(): readonly LoadedRow[] | null {
    return this.#rows.length === 0 ? null : this.#rows;
  }
}

/** What a report calls rows. */
const NOUNS: { readonly [T in TableName]?: string } = {
  user: 'people',
  project: 'projects',
  label: 'labels',
  workItem: 'items',
  dependency: 'dependencies',
  comment: 'comments',
  attachment: 'attachments',
  revision: 'revisions',
};

function beforeOf(tables: Tables, laid: Tables): LoadBefore {
  const projects = [...tables.all('project')];
  const known = EXPORTED.flatMap((table) =>
    [...laid.all(table)].filter(({ id }) => tables.get(table, id as never) !== undefined),
  );
  return {
    isNew: projects.every(({ id }) => laid.get('project', id) !== undefined),
    known: known.map(({ id }) => id),
  };
}

/** A project is loaded whole, and once. */
function takenHere(tables: Tables, laid: Tables): Refusal | null {
  for (const project of laid.all('project')) {
    const here = tables.get('project', project.id);
    if (here !== undefined) return refuse('EXISTS', { field: `project ${here.key}` });
    if (tables.first('project', 'byKey', project.key) !== undefined) {
      return refuse('EXISTS', { field: `key ${project.key}` });
    }
  }
  const handles = new Map([...tables.all('user')].map((user: User) => [user.handle, user.id]));
  const isNew = tables.count('project') === 0;
  for (const user of laid.all('user')) {
    const holder = handles.get(user.handle);
    if (holder === undefined || holder === user.id || isNew) continue;
    return refuse('EXISTS', { field: `handle @${user.handle}` });
  }
  return null;
}
