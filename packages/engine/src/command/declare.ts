/**
 * What a command is: a wish with a name, arguments that are declared once, and the rule that
 * turns it into changes or a refusal. Commands are declared in this folder, one file per noun;
 * `command.ts` lists them all.
 */
import type { Change } from '../change.ts';
import type { Rows } from '../entity/list.ts';
import type { ProjectId } from '../entity/project.ts';
import type { TableName } from '../entity/names.ts';
import type { UserId } from '../entity/user.ts';
import type { Fields, ValuesOf } from '../field.ts';
import type { CommandId, Id } from '../lib/id.ts';
import type { Limits } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import type { Tables } from '../tables.ts';

/** The door through which a command came. */
export const VIAS = ['socket', 'rest', 'cli', 'mcp', 'import', 'job', 'file'] as const;
export type Via = (typeof VIAS)[number];

/** What `decide` may know besides the tables: time and identity come in, never from a global. */
export interface Context {
  /** Milliseconds UTC: the entry's `at` on the server, the command's `issuedAt` while pending. */
  readonly now: number;
  /** Whose session sent it; never taken from the arguments. */
  readonly actor: UserId;
  readonly via: Via;
  readonly limits: Limits;
  readonly commandId: CommandId;
  /** True where the answer stands (the server): only there are item numbers given. */
  readonly authoritative: boolean;
}

/** A row by its table and id. */
export type RowKey = { [T in TableName]: { readonly table: T; readonly id: Id<T> } }[TableName];

/** The newest rows of a table whose `field` is `of`: at most `last` of them. */
export type Newest = {
  [T in TableName]: {
    readonly table: T;
    readonly field: keyof Rows[T] & string;
    readonly of: string;
    readonly last: number;
  };
}[TableName];

/** A cold row, or some of one owner, that a rule reads. */
export type Needed = RowKey | Newest;

/** What a command is about: rights, the archive and the trash are judged by it, in one place. */
export interface Subject {
  /** The project in which it happens; undefined where it happens in the workspace. */
  readonly project?: ProjectId | undefined;
  /** The row that must exist, be visible and (unless `inTrash`) be live. */
  readonly row?: RowKey;
  /** The far end of what ties two rows: the same goes for it. */
  readonly other?: Pick<Subject, 'project' | 'row'>;
  /** The word for it in NOT_FOUND, where that is not the noun of the row. */
  readonly noun?: string;
}

export interface Declaration<K extends string, A extends Fields> {
  readonly kind: K;
  /** The number of its arguments among all commands on the wire; never reused. */
  readonly no: number;
  /** Raised when the meaning of the arguments changes. */
  readonly v: number;
  readonly args: A;
  readonly about: (args: ValuesOf<A>, tables: Tables) => Subject;
  /**
   * Cold rows that the rule reads; the host has them in the tables before it decides. It is asked
   * again when those are here: some can only be named by what stands in others.
   */
  readonly needs?: (args: ValuesOf<A>, tables: Tables) => readonly Needed[];
  /** The rows that it may change, where that is not what every command may. */
  readonly mostRows?: number;
  /** It may act on a row in the trash. */
  readonly inTrash?: true;
  /** It may act in an archived project. */
  readonly inArchive?: true;
  readonly decide: (args: ValuesOf<A>, tables: Tables, ctx: Context) => readonly Change[] | Refusal;
}

/** Declares a command. */
export function command<const K extends string, const A extends Fields>(
  declaration: Declaration<K, A>,
): Declaration<K, A> {
  return declaration;
}

/** The base fields of a row that this command makes. */
export function newRow<T extends TableName>(id: Id<T>, ctx: Context) {
  return {
    id,
    version: 1,
    seq: 0,
    createdAt: ctx.now,
    createdBy: ctx.actor,
    updatedAt: ctx.now,
    updatedBy: ctx.actor,
    deletedAt: null,
    deletedBy: null,
  };
}
