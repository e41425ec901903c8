/**
 * Activity, derived from changes in one place: who, when, what, from which values to which. A row
 * of it for each row that an entry changed, so that a commit stays cheap. Long text is a field of
 * its owner, named by its revisions. What is no edit by a person (ranks, counters, jobs) leaves
 * none.
 */
import type { Activity, ToldValues } from './entity/activity.ts';
import type { AnyRow } from './entity/entity.ts';
import { baseFields } from './entity/entity.ts';
import { entityOf } from './entity/list.ts';
import type { TableName } from './entity/names.ts';
import type { Entry } from './entry.ts';
import type { Id } from './lib/id.ts';
import { derivedId } from './lib/id.ts';
import { ownerTableOf } from './live.ts';
import type { Tables, Touched } from './tables.ts';
import { sameValue } from './tables.ts';

const BASE: ReadonlySet<string> = new Set(Object.keys(baseFields()));

/** The fields of each table whose changes are told. */
const TOLD: ReadonlyMap<TableName, readonly string[]> = new Map(
  (
    [
      'workspace',
      'user',
      'project',
      'member',
      'state',
      'label',
      'workItem',
      'dependency',
      'comment',
      'attachment',
    ] as const satisfies readonly TableName[]
  ).map((table) => {
    const fields = Object.entries(entityOf(table).fields);
    const told = fields.filter(([name, field]) => !BASE.has(name) && !field.quiet);
    return [table, told.map(([name]) => name)];
  }),
);

interface Telling {
  readonly table: TableName;
  readonly row: AnyRow;
  readonly verb: Activity['verb'];
  readonly before: ToldValues | null;
  readonly after: ToldValues | null;
}

/** Whose timeline a row belongs to, and who may read it there. */
interface Feed {
  readonly item: Activity['item'];
  readonly project: Activity['project'];
}

/**
 * The activity of one entry, from the rows before and after it. The tables are those after it; in
 * them are the owners of the texts that it changed.
 */
export function activityOf(entry: Entry, touched: readonly Touched[], tables: Tables): Activity[] {
  if (entry.kind === 'workspace.load') return []; // what people did comes with it
  const tellings = new Map<string, Telling>();
  for (const one of touched) {
    const telling = tellingOf(one);
    if (telling !== null) tellings.set(one.id, telling);
  }
  for (const one of touched) {
    if (one.table !== 'document' || one.before?.rev === one.after?.rev) continue;
    tellings.set(one.id, withText(tellings.get(one.id), one, tables));
  }
  const out: Activity[] = [];
  for (const telling of tellings.values()) {
    for (const feed of feedsOf(telling.table, telling.row)) {
      out.push(rowOf(entry, out.length, telling, feed));
    }
  }
  return out;
}

/** The fields of a table whose changes are told; none of a table that leaves no activity. */
export function toldFields(table: TableName): readonly string[] {
  return TOLD.get(table) ?? [];
}

/** The name under which the long text of a row of this table is told. */
export function textFieldOf(table: TableName): string {
  return table === 'comment' ? 'text' : 'description';
}

function tellingOf({ table, before, after }: Touched): Telling | null {
  const fields = TOLD.get(table);
  if (fields === undefined) return null;
  const [was, is] = [before, after] as unknown as [AnyRow | undefined, AnyRow | undefined];
  const row = is ?? was;
  if (row === undefined) return null;
  const what = { table, row };
  if (is === undefined) return { ...what, verb: 'purged', before: null, after: null };
  if (was === undefined) {
    const values: Record<string, unknown> = {};
    for (const name of fields) if (is[name] !== null) values[name] = is[name];
    return { ...what, verb: 'created', before: null, after: values as ToldValues };
  }
  const old: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  let same = true;
  for (const name of fields) {
    if (sameValue(was[name], is[name])) continue;
    old[name] = was[name];
    values[name] = is[name];
    same = false;
  }
  const verb = verbOf(was, is);
  if (same) return verb === 'changed' ? null : { ...what, verb, before: null, after: null };
  return { ...what, verb, before: old as ToldValues, after: values as ToldValues };
}

function verbOf(before: AnyRow, after: AnyRow): Activity['verb'] {
  if ((before.deletedAt === null) === (after.deletedAt === null)) return 'changed';
  return after.deletedAt === null ? 'restored' : 'deleted';
}

/** What is told of a text's owner, with the revisions of the text. */
function withText(
  telling: Telling | undefined,
  { id, before, after }: Extract<Touched, { table: 'document' }>,
  tables: Tables,
): Telling {
  const row = (after ?? before) as unknown as AnyRow;
  const owner = telling ?? ownerOf(tables, id, row);
  const field = textFieldOf(owner.table);
  const isNew = owner.verb === 'created';
  return {
    ...owner,
    before: isNew ? null : { ...owner.before, [field]: before?.rev ?? 0 },
    after: { ...owner.after, [field]: after?.rev ?? 0 },
  };
}

/** The row that has this text, and of which nothing else is told: they have one id. */
function ownerOf(tables: Tables, id: Id<'document'>, text: AnyRow): Telling {
  const table = ownerTableOf(tables, id);
  const row = (tables.get(table, id as never) ?? text) as unknown as AnyRow;
  return { table, row, verb: 'changed', before: null, after: null };
}

function feedsOf(table: TableName, row: AnyRow): readonly Feed[] {
  const project = (table === 'project' ? row.id : (row['project'] ?? null)) as Feed['project'];
  const item = (value: unknown): Feed['item'] => value as Feed['item'];
  switch (table) {
    case 'workItem':
      return [{ item: item(row.id), project }];
    case 'comment':
    case 'attachment':
      return [{ item: item(row['item']), project }];
    case 'dependency': {
      const there = row['toProject'] as Feed['project'];
      return [
        { item: item(row['from']), project },
        { item: item(row['to']), project: there },
      ];
    }
    default:
      return [{ item: null, project }];
  }
}

function rowOf(
  entry: Entry,
  counter: number,
  { table, row, verb, before, after }: Telling,
  { item, project }: Feed,
): Activity {
  return {
    id: idIn(entry, counter),
    version: 1,
    seq: entry.seq,
    createdAt: entry.at,
    createdBy: entry.actor,
    updatedAt: entry.at,
    updatedBy: entry.actor,
    deletedAt: null,
    deletedBy: null,
    project,
    entry: entry.seq,
    table,
    row: row.id as Id<TableName> as Activity['row'],
    verb,
    field: verb === 'changed' ? onlyOf(after) : null,
    before,
    after,
    item,
    action: entry.actionId,
  };
}

/**
 * The id of the `counter`-th activity of an entry: its seq, then what follows from its command. So
 * ids sort as the journal does, and the newest activity is written beside the one before it.
 */
function idIn({ seq, commandId }: Entry, counter: number): Activity['id'] {
  const place = seq.toString(16).padStart(12, '0');
  const own = derivedId<'activity'>(commandId, 0x1000 + counter).slice(14);
  return `${place.slice(0, 8)}-${place.slice(8)}-${own}` as Activity['id'];
}

/** The name of the only value; null where there is another number of them. */
function onlyOf(values: ToldValues | null): string | null {
  let only: string | null = null;
  for (const name in values) {
    if (only !== null) return null;
    only = name;
  }
  return only;
}
