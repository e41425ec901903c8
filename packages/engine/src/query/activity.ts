/**
 * The timeline of an item as a person reads it: one line for one action, who and when, and what went
 * from which value to which, with names instead of ids. Names are those of today, also of what is
 * in the trash.
 */
import { textFieldOf } from '../activity.ts';
import type { Activity, ToldValues } from '../entity/activity.ts';
import type { DependencyKind } from '../entity/dependency.ts';
import type { DocumentId } from '../entity/document.ts';
import type { Label } from '../entity/label.ts';
import type { TableName } from '../entity/names.ts';
import type { State } from '../entity/state.ts';
import type { User, UserId } from '../entity/user.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { keyOf } from '../key.ts';
import type { Id } from '../lib/id.ts';
import { idOf, isUuid } from '../lib/id.ts';
import type { Tables, Touched } from '../tables.ts';
import { sameValue } from '../tables.ts';

/** A value that a field had, ready to be shown. */
export type ActivityValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' | 'word' | 'day'; readonly text: string }
  | { readonly kind: 'number' | 'minutes' | 'instant'; readonly number: number }
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'person'; readonly person: User }
  | { readonly kind: 'item'; readonly item: WorkItem; readonly key: string }
  | { readonly kind: 'project'; readonly title: string }
  | { readonly kind: 'labels'; readonly labels: readonly Label[] }
  | { readonly kind: 'revision'; readonly document: DocumentId; readonly rev: number }
  /** It named something that cannot be seen. */
  | { readonly kind: 'gone' };

/** How the other item stands to the one whose timeline it is. */
export type Relation = DependencyKind | 'blockedBy' | 'duplicatedBy';

/** What was made, changed or deleted, besides the item itself. */
export type ActivitySubject =
  | { readonly table: 'dependency'; readonly relation: Relation; readonly other: ActivityValue }
  | { readonly table: 'attachment'; readonly name: string | null }
  | { readonly table: Exclude<TableName, 'dependency' | 'attachment'> };

export interface ActivityPart {
  readonly subject: ActivitySubject;
  readonly row: Activity['row'];
  readonly verb: Activity['verb'];
  /** The field that changed; null where the row itself was made, deleted or restored. */
  readonly field: string | null;
  readonly before: ActivityValue;
  readonly after: ActivityValue;
  /** It was made somewhere else before, and brought over. */
  readonly imported: boolean;
}

/** One action of a person. */
export interface ActivityLine {
  /** The id of its newest row. */
  readonly id: Activity['id'];
  readonly by: UserId;
  /** When it ended, milliseconds UTC. */
  readonly at: number;
  readonly parts: readonly ActivityPart[];
}

type Kind = ActivityValue['kind'];

/** What a field holds, where the value alone does not tell. */
const KINDS: { readonly [field in string]?: Kind } = {
  'workItem.type': 'word',
  'workItem.priority': 'word',
  'workItem.state': 'state',
  'workItem.assignee': 'person',
  'workItem.reporter': 'person',
  'workItem.parent': 'item',
  'workItem.project': 'project',
  'workItem.startDate': 'day',
  'workItem.dueDate': 'day',
  'workItem.estimateMinutes': 'minutes',
  'workItem.labels': 'labels',
  'workItem.description': 'revision',
  'project.description': 'revision',
  'comment.text': 'revision',
  'comment.resolvedAt': 'instant',
};

/** Fields whose change follows from another that is told. */
const SAID_ALREADY: ReadonlySet<string> = new Set([
  'comment.editedAt',
  'comment.resolvedBy',
  'dependency.open',
  'dependency.project',
  'dependency.toProject',
]);

/**
 * Edits of the same fields by the same person within this time read as one, in milliseconds; but
 * each state that an item went through is told.
 */
const ONE_SITTING = 10 * 60_000;

/** One row's part of a line, with plain values: what can still be joined with others. */
interface Draft {
  readonly told: Activity;
  readonly verb: Activity['verb'];
  readonly field: string | null;
  readonly before: ToldValues[string];
  readonly after: ToldValues[string];
}

interface DraftLine {
  readonly id: Activity['id'];
  readonly by: UserId;
  readonly at: number;
  readonly since: number;
  readonly drafts: readonly Draft[];
}

/**
 * Reads activity, newest first, as lines, newest first. All of one entry is one line, and so are
 * the entries of one action; edits of the same fields by one person in one sitting are told as one.
 */
export function activityLines(tables: Tables, rows: readonly Activity[]): ActivityLine[] {
  const lines: DraftLine[] = [];
  for (const line of byAction(rows)) {
    const newer = lines.at(-1);
    const one = newer === undefined ? null : inOneSitting(newer, line);
    if (one === null) lines.push(line);
    else lines[lines.length - 1] = one;
  }
  return lines.map(({ id, by, at, drafts }) => {
    return { id, by, at, parts: drafts.map((draft) => partOf(tables, draft)) };
  });
}

/** Has something of this item's timeline happened, told by rows that changed? */
export function isInTimeline(tables: Tables, item: WorkItemId, one: Touched): boolean {
  const row = one.after ?? one.before;
  if (row === undefined) return false;
  switch (one.table) {
    case 'workItem':
      return row.id === (item as string);
    case 'comment':
    case 'attachment':
      return (row as { item?: unknown }).item === item;
    case 'dependency': {
      const ends = row as { from?: unknown; to?: unknown };
      return ends.from === item || ends.to === item;
    }
    case 'document':
      return row.id === (item as string) || commentOf(tables, row.id)?.item === item;
    case 'revision': {
      const { document } = row as { document?: Id<'document'> };
      return document === (item as string) || commentOf(tables, document ?? '')?.item === item;
    }
    default:
      return false;
  }
}

function commentOf(tables: Tables, id: string) {
  return tables.get('comment', id as Id<'comment'>);
}

/** The rows of each action together, in the place of its newest. */
function byAction(rows: readonly Activity[]): DraftLine[] {
  const actions = new Map<string, Activity[]>();
  for (const row of rows) {
    const key = `${row.createdBy} ${row.action ?? `${row.entry} ${row.createdAt}`}`;
    const known = actions.get(key);
    if (known === undefined) actions.set(key, [row]);
    else known.push(row);
  }
  return [...actions.values()].flatMap((of) => {
    const [newest, oldest] = [of[0], of.at(-1)];
    const drafts = joined(of.flatMap(draftsOf));
    if (newest === undefined || oldest === undefined || drafts.length === 0) return [];
    const { id, createdBy: by, createdAt: at } = newest;
    return [{ id, by, at, since: oldest.createdAt, drafts }];
  });
}

function draftsOf(told: Activity): Draft[] {
  const { table, verb, before, after } = told;
  const whole: Draft[] = verb === 'changed' ? [] : [{ told, verb, field: null, ...NO_VALUES }];
  if (verb === 'created' || after === null) return whole;
  const fields = Object.keys(after).filter((field) => !SAID_ALREADY.has(`${table}.${field}`));
  const changed = fields.map((field): Draft => {
    const values = { before: before?.[field] ?? null, after: after[field] ?? null };
    return { told, verb: 'changed', field, ...values };
  });
  return [...whole, ...changed];
}

const NO_VALUES = { before: null, after: null } as const;

/** Changes of one field of one row told as one, newest first; what came back to itself is none. */
function joined(drafts: readonly Draft[]): Draft[] {
  const out = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = `${draft.told.row} ${draft.field ?? draft.verb}`;
    const newer = out.get(key);
    const one = draft.field === null || newer === undefined ? null : newer;
    out.set(key, one === null ? draft : { ...one, before: draft.before });
  }
  return [...out.values()].filter(
    ({ field, before, after }) => field === null || !sameValue(before, after),
  );
}

/** Both as one line, where they are edits of the same fields in one sitting. */
function inOneSitting(newer: DraftLine, older: DraftLine): DraftLine | null {
  if (newer.by !== older.by || newer.since - older.at > ONE_SITTING) return null;
  if (fieldsOf(newer) !== fieldsOf(older)) return null;
  if (newer.drafts.some(({ field }) => field === null || field === 'state')) return null;
  const drafts = joined([...newer.drafts, ...older.drafts]);
  return drafts.length < newer.drafts.length ? null : { ...newer, since: older.since, drafts };
}

function fieldsOf({ drafts }: DraftLine): string {
  return drafts
    .map(({ told, field }) => `${told.row} ${field}`)
    .toSorted()
    .join();
}

function partOf(tables: Tables, { told, verb, field, before, after }: Draft): ActivityPart {
  const value = (raw: ToldValues[string]): ActivityValue =>
    field === null ? { kind: 'none' } : valueOf(tables, told, field, raw);
  return {
    subject: subjectOf(tables, told),
    row: told.row,
    verb,
    field,
    before: value(before),
    after: value(after),
    imported: verb === 'created' && wasImported(tables, told),
  };
}

/** Is the row older than the entry that made it? */
function wasImported(tables: Tables, { table, row, createdAt }: Activity): boolean {
  const made = tables.get(table, row as never) as { readonly createdAt: number } | undefined;
  return made !== undefined && made.createdAt < createdAt;
}

function subjectOf(tables: Tables, { table, row, item, after }: Activity): ActivitySubject {
  if (table === 'attachment') {
    const name = tables.get('attachment', row as Id<'attachment'>)?.name ?? after?.['name'];
    return { table, name: typeof name === 'string' ? name : null };
  }
  if (table !== 'dependency') return { table };
  const dependency = tables.get('dependency', row as Id<'dependency'>) ?? after;
  const { kind, from, to } = (dependency ?? {}) as { kind?: unknown; from?: unknown; to?: unknown };
  const forward = from === item;
  const other = forward ? to : from;
  return {
    table,
    relation: relationOf(kind as DependencyKind | undefined, forward),
    other: typeof other === 'string' ? itemValue(tables, other) : { kind: 'gone' },
  };
}

function relationOf(kind: DependencyKind = 'relates', forward: boolean): Relation {
  if (forward || kind === 'relates') return kind;
  return kind === 'blocks' ? 'blockedBy' : 'duplicatedBy';
}

function valueOf(
  tables: Tables,
  { table, row }: Activity,
  field: string,
  raw: ToldValues[string],
): ActivityValue {
  const kind = KINDS[`${table}.${field}`];
  if (kind === 'revision' || field === textFieldOf(table)) {
    return { kind: 'revision', document: idOf<'document'>(row), rev: Number(raw ?? 0) };
  }
  if (kind === 'labels') return labelsValue(tables, raw);
  if (raw === null || raw === undefined) return { kind: 'none' };
  if (typeof raw === 'number') {
    return { kind: kind === 'minutes' || kind === 'instant' ? kind : 'number', number: raw };
  }
  if (typeof raw !== 'string') return { kind: 'text', text: JSON.stringify(raw) };
  switch (kind) {
    case 'state': {
      const state = tables.get('state', raw as Id<'state'>);
      return state === undefined ? { kind: 'gone' } : { kind, state };
    }
    case 'person': {
      const person = tables.get('user', raw as Id<'user'>);
      return person === undefined ? { kind: 'gone' } : { kind, person };
    }
    case 'project': {
      const project = tables.get('project', raw as Id<'project'>);
      return project === undefined ? { kind: 'gone' } : { kind, title: project.title };
    }
    case 'item':
      return itemValue(tables, raw);
    default:
      if (kind === undefined && isUuid(raw)) return { kind: 'gone' };
      return { kind: kind === 'word' || kind === 'day' ? kind : 'text', text: raw };
  }
}

function itemValue(tables: Tables, id: string): ActivityValue {
  const item = tables.get('workItem', id as WorkItemId);
  return item === undefined ? { kind: 'gone' } : { kind: 'item', item, key: keyOf(tables, item) };
}

function labelsValue(tables: Tables, raw: ToldValues[string]): ActivityValue {
  const ids = Array.isArray(raw) ? raw : [];
  const labels = ids.flatMap((id) => tables.get('label', id as Id<'label'>) ?? []);
  return { kind: 'labels', labels };
}
