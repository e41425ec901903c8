/**
 * Activity, derived from changes in one place: who, when, what, which field, from which value to
 * which. Long text is named by its revisions. What is no edit by a person (ranks, counters, jobs)
 * leaves no activity.
 */
import type { Activity } from './entity/activity.ts';
import type { AnyRow } from './entity/entity.ts';
import { baseFields } from './entity/entity.ts';
import { entityOf } from './entity/list.ts';
import type { TableName } from './entity/names.ts';
import type { Entry } from './entry.ts';
import type { Id } from './lib/id.ts';
import { derivedId } from './lib/id.ts';
import type { Touched } from './tables.ts';
import { sameValue } from './tables.ts';

const TOLD: ReadonlySet<TableName> = new Set([
  'workspace',
  'user',
  'project',
  'member',
  'state',
  'workItem',
  'document',
]);
const BASE: ReadonlySet<string> = new Set(Object.keys(baseFields()));

/** The activity of one entry, from the rows before and after it. */
export function activityOf(entry: Entry, touched: readonly Touched[]): Activity[] {
  const out: Activity[] = [];
  for (const one of touched) {
    if (!TOLD.has(one.table) || one.after === undefined) continue;
    const before = one.before as AnyRow | undefined;
    const after = one.after as unknown as AnyRow;
    for (const told of tellings(one.table, before, after)) {
      out.push(rowOf(entry, out.length, one.table, after, told));
    }
  }
  return out;
}

type Telling = Pick<Activity, 'verb' | 'field' | 'before' | 'after'>;

function* tellings(
  table: TableName,
  before: AnyRow | undefined,
  after: AnyRow,
): Generator<Telling> {
  if (table === 'document') {
    const from = (before?.['rev'] as number | undefined) ?? 0;
    const to = after['rev'] as number;
    if (from !== to) yield { verb: 'changed', field: 'description', before: from, after: to };
    return;
  }
  if (before === undefined) {
    const name = (after['title'] ?? after['name'] ?? null) as string | null;
    yield { verb: 'created', field: null, before: null, after: name };
    return;
  }
  if (before.deletedAt === null && after.deletedAt !== null) {
    yield { verb: 'deleted', field: null, before: null, after: null };
  }
  if (before.deletedAt !== null && after.deletedAt === null) {
    yield { verb: 'restored', field: null, before: null, after: null };
  }
  for (const [name, field] of Object.entries(entityOf(table).fields)) {
    if (BASE.has(name) || field.quiet || sameValue(before[name], after[name])) continue;
    yield {
      verb: 'changed',
      field: name,
      before: before[name] as Activity['before'],
      after: after[name] as Activity['after'],
    };
  }
}

function rowOf(
  entry: Entry,
  counter: number,
  table: TableName,
  row: AnyRow,
  told: Telling,
): Activity {
  const project = table === 'project' ? row.id : (row['project'] ?? null);
  return {
    id: derivedId<'activity'>(entry.commandId, 0x1000 + counter),
    version: 1,
    seq: entry.seq,
    createdAt: entry.at,
    createdBy: entry.actor,
    updatedAt: entry.at,
    updatedBy: entry.actor,
    deletedAt: null,
    deletedBy: null,
    project: project as Id<'project'> | null,
    entry: entry.seq,
    table,
    row: row.id as Activity['row'],
    ...told,
  };
}
