/**
 * The plan of loading an export of our own: which commands bring its rows, or why they cannot
 * come. Pure, like the plan of any import. The rows are laid out in tables of their own first, and
 * what they refer to must be there: a file that somebody has edited by hand is refused with the
 * place, before anything is done.
 */
import type { Command, CommandKind, CommandOf } from '../command.ts';
import { commands } from '../command.ts';
import type { LoadedRow } from '../command/load.ts';
import { rowFrom } from '../command/load.ts';
import { wrongWith } from '../command/work-item.ts';
import type { AnyRow } from '../entity/entity.ts';
import { entityOf } from '../entity/list.ts';
import type { JobId, Report } from '../entity/job.ts';
import type { TableName } from '../entity/names.ts';
import type { User, UserId } from '../entity/user.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { applyPatch } from '../lib/text-patch.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId } from '../lib/id.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { Tables } from '../tables.ts';
import type { WorkspaceWords } from './line.ts';

/** What a file has between its first and its last line, in order. */
export interface ExportedRows {
  readonly workspace: WorkspaceWords | null;
  readonly rows: readonly LoadedRow[];
}

export interface LoadGround {
  readonly tables: Tables;
  readonly job: JobId;
  readonly me: UserId;
  /** Milliseconds UTC. */
  readonly now: number;
  /** The job was cut off: rows that are here already are those that it brought. */
  readonly again: boolean;
}

export interface LoadPlan {
  readonly commands: readonly Command[];
  readonly report: Report;
}

/** Rows of one command at most, and its bytes as JSON (a single row may be larger). */
const MOST_ROWS = 400;
const MOST_BYTES = 160 * 1024;

/**
 * Plans the loading of an export. Refuses INVALID a row that does not fit, with its line; EXISTS a
 * project, or the key of one, that is here.
 */
export function planLoad(ground: LoadGround, file: ExportedRows): LoadPlan | Refusal {
  const laid = layOut(file.rows);
  if (isRefusal(laid)) return laid;
  const wrong = wrongIn(laid) ?? (ground.again ? null : takenHere(ground.tables, laid));
  return wrong ?? new Loader(ground, file).plan();
}

class Loader {
  readonly #ground: LoadGround;
  readonly #file: ExportedRows;
  readonly #commands: Command[] = [];
  readonly #created: Record<string, number> = {};
  readonly #unchanged: Record<string, number> = {};
  readonly #lines: { at: string; says: string }[] = [];

  constructor(ground: LoadGround, file: ExportedRows) {
    this.#ground = ground;
    this.#file = file;
  }

  plan(): LoadPlan {
    const { tables, again } = this.#ground;
    const isNew = tables.count('project') === 0 || again;
    const home = [...tables.all('workspace')][0];
    // The places of these two are theirs in every plan of the job, needed or not.
    if (isNew && this.#file.workspace !== null && home !== undefined) {
      this.#command('workspace.edit', 0, { id: home.id, ...this.#file.workspace });
    }
    this.#yieldHandle();
    const rows = this.#file.rows.filter((one) => this.#isWanted(one));
    let place = 2;
    for (const part of parts(rows)) this.#command('workspace.load', place++, { rows: part });
    return {
      commands: this.#commands,
      report: {
        created: this.#created,
        unchanged: this.#unchanged,
        notDone: [],
        lines: this.#lines,
      },
    };
  }

  /** Whoever loads a file into a new workspace has no name there yet that could not change. */
  #yieldHandle(): void {
    const { tables, me } = this.#ground;
    const mine = tables.get('user', me);
    if (mine === undefined) return;
    const users = this.#file.rows.filter(({ table }) => table === 'user');
    const taken = new Set(users.map(({ row }) => row['handle'] as string));
    if (!taken.has(mine.handle) || users.some(({ row }) => row['id'] === me)) return;
    for (const user of tables.all('user')) taken.add(user.handle);
    let i = 2;
    while (taken.has(`${mine.handle.slice(0, 28)}-${i}`)) i += 1;
    const handle = `${mine.handle.slice(0, 28)}-${i}`;
    this.#command('user.edit', 1, { id: me, handle });
    const says = `your handle becomes @${handle}, since somebody in the file has it`;
    this.#lines.push({ at: `@${mine.handle}`, says });
  }

  /** People and labels that are here stay as they are. */
  #isWanted({ table, row }: LoadedRow): boolean {
    const noun = NOUNS[table];
    const count = (of: Record<string, number>): void => {
      if (noun !== undefined) of[noun] = (of[noun] ?? 0) + 1;
    };
    const here = this.#ground.tables.get(table, row['id'] as never);
    const stays = !this.#ground.again && here !== undefined;
    count(stays ? this.#unchanged : this.#created);
    return !stays;
  }

  #command<K extends CommandKind>(kind: K, place: number, args: CommandOf<K>['args']): void {
    const { job, now } = this.#ground;
    this.#commands.push({
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
    } as unknown as Command);
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

function* parts(rows: readonly LoadedRow[]): Generator<LoadedRow[]> {
  let part: LoadedRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = JSON.stringify(row).length * 1.5;
    if (part.length > 0 && (part.length >= MOST_ROWS || bytes + size > MOST_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** The rows of a file in tables of their own. Refuses INVALID a row that is none, or comes twice. */
function layOut(rows: readonly LoadedRow[]): Tables | Refusal {
  const tables = new Tables();
  for (const [i, { table, row }] of rows.entries()) {
    const whole = rowFrom(table, row, DEFAULT_LIMITS);
    if (isRefusal(whole)) {
      return whole.code === 'INVALID' ? at(i, `${whole.field} ${whole.rule}`) : whole;
    }
    if (tables.get(table, whole.id as never) !== undefined) {
      return at(i, `the ${entityOf(table).noun} ${whole.id} stands in the file twice`);
    }
    tables.set(table, whole.id as never, whole as never);
  }
  tables.settle();
  return tables;
}

/** The rows begin in the third line. */
function at(index: number, rule: string): Refusal {
  return refuse('INVALID', { field: `line ${index + 3}`, rule });
}

/** Fields that name a row that must be in the file, too. */
const REFERENCES: { readonly [T in TableName]?: Readonly<Record<string, TableName>> } = {
  member: { project: 'project', user: 'user' },
  state: { project: 'project' },
  workItem: { project: 'project', state: 'state', reporter: 'user', assignee: 'user' },
  alias: { project: 'project' }, // its item may be gone for good, or be in another project
  itemStats: { project: 'project', id: 'workItem' },
  dependency: { project: 'project', from: 'workItem', to: 'workItem' },
  comment: { project: 'project', item: 'workItem', parent: 'comment', author: 'user' },
  attachment: { project: 'project', item: 'workItem' },
  document: { project: 'project' },
  revision: { project: 'project', document: 'document', author: 'user' },
};

function wrongIn(tables: Tables): Refusal | null {
  for (const [table, fields] of Object.entries(REFERENCES) as [TableName, object][]) {
    for (const row of tables.all(table) as unknown as Iterable<AnyRow>) {
      for (const [field, to] of Object.entries(fields) as [string, TableName][]) {
        const id = row[field];
        if (id === null || tables.get(to, id as never) !== undefined) continue;
        const noun = entityOf(to).noun;
        return about(table, row, `${field} must be a ${noun} of the file`);
      }
    }
  }
  return wrongItems(tables) ?? wrongTexts(tables);
}

function about(table: TableName, row: AnyRow, rule: string): Refusal {
  return refuse('INVALID', { field: `the ${entityOf(table).noun} ${row.id}`, rule });
}

function wrongItems(tables: Tables): Refusal | null {
  for (const item of tables.all('workItem')) {
    const people = { assignee: item.assignee, reporter: item.reporter };
    const before = { ...people, state: null, parent: null, type: null } as unknown as WorkItem;
    const wrong = item.deletedAt === null ? wrongWith(tables, item, before) : null;
    if (wrong !== null && wrong.code !== 'DELETED') {
      return about('workItem', item as unknown as AnyRow, `does not fit: ${wrong.code}`);
    }
  }
  return wrongNumbers(tables);
}

/** Is a number given twice, old ones included? */
function wrongNumbers(tables: Tables): Refusal | null {
  const given = new Set<string>();
  for (const table of ['workItem', 'alias'] as const) {
    for (const row of tables.all(table)) {
      const { project, number } = row;
      if (number === null) continue;
      if (given.has(`${project} ${number}`)) {
        const rule = `number ${number} stands there twice`;
        return about(table, row as unknown as AnyRow, rule);
      }
      given.add(`${project} ${number}`);
    }
  }
  return null;
}

/** Do the revisions of each text make one, from the first to the last? */
function wrongTexts(tables: Tables): Refusal | null {
  for (const document of tables.all('document')) {
    const revisions = [...tables.list('revision', 'byDocument', document.id)];
    let text = '';
    for (const [i, one] of revisions.toSorted((a, b) => a.rev - b.rev).entries()) {
      const next = one.rev === i + 1 ? applyPatch(text, one.patch) : null;
      if (next === null) {
        return about('document', document as unknown as AnyRow, `revision ${i + 1} does not fit`);
      }
      text = next;
    }
  }
  return null;
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
