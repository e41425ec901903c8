/**
 * What an entity is: a table of rows, declared once. From the declaration come the type of its
 * rows, their validation, the message on the wire, the codec and the SQL table.
 */
import type { Id } from '../lib/id.ts';
import type { Field, Fields, ValuesOf } from '../field.ts';
import { id, instant, nullable, quiet, sequence, whole } from '../field.ts';
import type { TableName } from './names.ts';

/**
 * Who may see a row: everybody in the workspace, the people with a role in a project, or one
 * person. The string is a key: rows of one audience travel and rest together. A row that two
 * projects share has the audience `project:a|project:b`: who has either sees it.
 */
export type Audience = 'workspace' | `project:${string}` | `user:${string}`;

/**
 * Fields that every row has. `version` counts edits by people; `seq` is the journal position of
 * the last change of any kind; `deletedAt` marks a row that is in the trash.
 */
export function baseFields<const T extends TableName>() {
  return {
    id: id<T>(1),
    version: whole(2),
    seq: quiet(sequence(3)),
    createdAt: instant(4),
    createdBy: id<'user'>(5),
    updatedAt: instant(6),
    updatedBy: id<'user'>(7),
    deletedAt: nullable(instant(8)),
    deletedBy: nullable(id<'user'>(9)),
  } as const satisfies Fields;
}

/** A row of any table. */
export type AnyRow = ValuesOf<ReturnType<typeof baseFields<TableName>>> &
  Readonly<Record<string, unknown>>;

/**
 * How rows are found besides by id: rows of one key in a total order. A row whose key is null is
 * not in the index.
 */
export interface Index<R> {
  readonly key: (row: R) => string | null;
  /** `rank`: by rank, ties by id. Otherwise by id. */
  readonly order?: 'rank';
}

type Base<T extends TableName> = ReturnType<typeof baseFields<T>>;

interface Declaration<T extends TableName, F extends Fields, I extends string> {
  readonly name: T;
  /** The number of its message among all rows on the wire; never reused. */
  readonly no: number;
  /** The word a person reads: "work item". */
  readonly noun: string;
  /** Hot rows are in memory on both sides; cold rows are read by key or by page. */
  readonly hot: boolean;
  readonly audience: (row: ValuesOf<Base<T> & F>) => Audience;
  /** The fields besides the base fields; their numbers begin at 10. */
  readonly fields: F;
  readonly indexes: Readonly<Record<I, Index<ValuesOf<Base<T> & F>>>>;
}

export interface Entity<
  T extends TableName = TableName,
  F extends Fields = Fields,
  I extends string = string,
> extends Omit<Declaration<T, F, I>, 'fields'> {
  /** All fields, the base fields first. */
  readonly fields: Base<T> & F;
}

/** The type of an entity's rows. */
export type RowOf<E> = E extends { readonly fields: infer F extends Fields } ? ValuesOf<F> : never;

/** The names of an entity's indexes. */
export type IndexOf<E> = E extends { readonly indexes: Readonly<Record<infer I, unknown>> }
  ? I & string
  : never;

/** Declares an entity. */
export function entity<
  const T extends TableName,
  const F extends Readonly<Record<string, Field>>,
  const I extends string,
>(declaration: Declaration<T, F, I>): Entity<T, F, I> {
  return { ...declaration, fields: { ...baseFields<T>(), ...declaration.fields } };
}

/** The audience of a project's rows. */
export function projectAudience(project: Id<'project'>): Audience {
  return `project:${project}`;
}

/** The audience of a row that belongs to both: either sees it. */
export function sharedAudience(one: Audience, other: Audience): Audience {
  return one === other ? one : (`${one}|${other}` as Audience);
}

/** The audiences that an audience is made of: itself, or those that share. */
export function partsOf(audience: Audience): readonly Audience[] {
  return audience.includes('|') ? (audience.split('|') as Audience[]) : [audience];
}

/** Does somebody with this scope see what this audience sees? */
export function sees(scope: ReadonlySet<Audience>, audience: Audience): boolean {
  if (scope.has(audience)) return true;
  return audience.includes('|') && partsOf(audience).some((part) => scope.has(part));
}
