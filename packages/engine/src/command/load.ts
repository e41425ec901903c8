/** The command of the runner that loads an export of our own: rows come as they were. */
import * as z from 'zod/mini';

import type { Change } from '../change.ts';
import { put } from '../change.ts';
import type { AnyRow } from '../entity/entity.ts';
import { entityOf } from '../entity/list.ts';
import type { TableName } from '../entity/names.ts';
import { EXPORTED, exportedFields } from '../export/line.ts';
import type { Fields } from '../field.ts';
import { check, json } from '../field.ts';
import type { DocumentId } from '../entity/document.ts';
import type { Limits } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { RowKey } from './declare.ts';
import { command } from './declare.ts';

/** A row of an export. */
export interface LoadedRow {
  readonly table: TableName;
  readonly row: Readonly<Record<string, unknown>>;
}

const rowsRule = z
  .array(z.object({ table: z.enum(EXPORTED), row: z.record(z.string(), z.json()) }))
  .check(z.minLength(1)) as unknown as z.ZodMiniType<readonly LoadedRow[]>;

/**
 * Puts rows as they were, with who made and changed them and when. Refuses EXISTS an id that is
 * taken or comes twice, INVALID a row that does not keep its declaration. It leaves no activity of
 * its own: what people did is in the file.
 */
export const loadRows = command({
  kind: 'workspace.load',
  no: 110,
  v: 1,
  args: { rows: json(1, rowsRule, 'must be rows of an export') },
  about: () => ({}),
  needs: (args) => args.rows.flatMap(coldKeysOf),
  decide: (args, tables, ctx) => {
    const changes: Change[] = [];
    const seen = new Set<string>();
    for (const { table, row } of args.rows) {
      const whole = rowFrom(table, row, ctx.limits);
      if (isRefusal(whole)) return whole;
      const taken = takenBy(tables, table, whole);
      if (taken !== null) return taken;
      if (seen.has(`${table} ${whole.id}`)) return refuse('EXISTS', { field: `${table}.id` });
      seen.add(`${table} ${whole.id}`);
      changes.push(put(table, whole as never));
    }
    return changes;
  },
});

/** The whole row of a line: what a line leaves out is as in a new row. Refuses INVALID. */
export function rowFrom(table: TableName, row: LoadedRow['row'], limits: Limits): AnyRow | Refusal {
  const fields = entityOf(table).fields as Fields;
  const free = Object.fromEntries(
    exportedFields(table).map((name) => [name, { ...fields[name], limit: null }]),
  ) as Fields;
  const checked = check(free, row, limits);
  if (isRefusal(checked)) {
    if (checked.code !== 'INVALID') return checked;
    return refuse('INVALID', { field: `${table}.${checked.field}`, rule: checked.rule });
  }
  const own = { ...checked, seq: 0 } as unknown as AnyRow;
  if (table === 'document') return { ...own, rev: 0, text: '' };
  if (table === 'attachment') return { ...own, lost: row['lost'] === true ? true : null };
  return table === 'activity' ? { ...own, entry: 0 } : own;
}

/** The rows that must be read to judge and apply a line: itself, and the text of a revision. */
function coldKeysOf({ table, row }: LoadedRow): RowKey[] {
  if (entityOf(table).hot) return [];
  const own = { table, id: row['id'] } as RowKey;
  if (table !== 'revision') return [own];
  return [own, { table: 'document', id: row['document'] as DocumentId }];
}

function takenBy(tables: Tables, table: TableName, row: AnyRow): Refusal | null {
  if (tables.get(table, row.id as never) !== undefined) {
    return refuse('EXISTS', { field: `${table}.id` });
  }
  const [index, field] =
    table === 'user' ? (['byHandle', 'handle'] as const) : (['byKey', 'key'] as const);
  if (table !== 'user' && table !== 'project') return null;
  const holder = tables.first(table, index as never, row[field] as string);
  return holder === undefined
    ? null
    : refuse('EXISTS', { field: `${field} ${String(row[field])}` });
}
