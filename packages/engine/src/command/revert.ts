/**
 * Undo is a command like any other: it names what was written and what was there before. A field
 * goes back only while it still is what was written, and by the normal rules; the rest is skipped,
 * since others have gone on from there. `unreverted` tells afterwards what was.
 */
import * as z from 'zod/mini';

import type { Change } from '../change.ts';
import { patch } from '../change.ts';
import type { Mover } from '../entering.ts';
import { wrongRoom, wrongStart } from '../entering.ts';
import type { AnyRow } from '../entity/entity.ts';
import type { Label, LabelId } from '../entity/label.ts';
import { entityOf } from '../entity/list.ts';
import type { Member } from '../entity/member.ts';
import type { TableName } from '../entity/names.ts';
import { project } from '../entity/project.ts';
import type { ProjectId } from '../entity/project.ts';
import type { UserId } from '../entity/user.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { ITEM_TYPES, LEVEL } from '../entity/work-item.ts';
import { as, check, json, nullable } from '../field.ts';
import { keyOf } from '../key.ts';
import { relabelled } from '../label-set.ts';
import { isUuid } from '../lib/id.ts';
import { MAX_ROWS_PER_COMMAND } from '../limits.ts';
import { deathOf, itemsBelow } from '../live.ts';
import { foldedName } from '../query/labels.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables, Touched } from '../tables.ts';
import { sameValue } from '../tables.ts';
import type { Context } from './declare.ts';
import { command } from './declare.ts';
import { wrongName } from './label.ts';
import { lastAdmin } from './member.ts';
import { wrongKey } from './project.ts';
import { homeOf } from './work-item-trash.ts';
import { wrongChildren, wrongWith } from './work-item.ts';

/** The tables and fields that people edit field by field. A mark of the trash goes back to null only. */
const REVERTIBLE = {
  workItem: [
    'title',
    'type',
    'parent',
    'state',
    'rank',
    'priority',
    'points',
    'assignee',
    'reporter',
    'startDate',
    'dueDate',
    'estimateMinutes',
    'labels',
    'deletedAt',
    'deletedBy',
  ],
  state: ['name', 'category', 'rank', 'wipLimit', 'colour'],
  label: ['name', 'colour'],
  project: ['key', 'title', 'defaultRole', 'colour', 'wipRule', 'blockedRule', 'requiredFields'],
  member: ['role'],
} as const;

/** The fields of `REVERTIBLE` that say that something is in the trash. */
const MARKS: readonly string[] = ['deletedAt', 'deletedBy'];

type RevertibleTable = keyof typeof REVERTIBLE;

/** One field of one row: what was written there, and what it should be again. */
export interface Reversion {
  readonly table: RevertibleTable;
  readonly id: string;
  readonly field: string;
  readonly wrote: unknown;
  readonly restore: unknown;
}

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.record(z.string(), z.array(z.string())),
]);

const reversions = z
  .array(
    z.strictObject({
      table: z.enum(Object.keys(REVERTIBLE) as [RevertibleTable, ...RevertibleTable[]]),
      id: z.string().check(z.refine(isUuid)),
      field: z.string().check(z.maxLength(40)),
      wrote: value,
      restore: value,
    }),
  )
  .check(z.minLength(1), z.maxLength(2 * MAX_ROWS_PER_COMMAND)) as unknown as z.ZodMiniType<
  readonly Reversion[]
>;

/**
 * Takes edits back in one project or, without one, among the labels of the workspace. An item out
 * of the trash is `deletedAt` restored to null, whatever the instant was, or `deletedBy`, while it
 * was put there by who is named; items of one undo come out under each other. Of labels each one that
 * was put on is taken off, and the other way round. Refused when nothing of it can be: with
 * CONFLICT, or with the rule in the way.
 */
export const revertRows = command({
  kind: 'rows.revert',
  no: 92,
  v: 1,
  args: {
    project: nullable(as(1, project.fields.id)),
    changes: json(2, reversions, 'must be 1 to 1000 of {table, id, field, wrote, restore}'),
  },
  about: (args) => {
    if (args.project === null) return {};
    const kept = args.changes.some(({ table }) => table !== 'workItem');
    const row = { table: 'project' as const, id: args.project };
    return kept ? { project: args.project, row } : { project: args.project };
  },
  inArchive: true,
  decide: (args, tables, ctx) => {
    const home = tables.get('project', args.project);
    const isOfRights = args.changes.every(({ table }) => table === 'member');
    if (home?.status === 'archived' && !isOfRights) {
      return refuse('ARCHIVED', { project: home.key });
    }
    const rows = new Map<string, Reversion[]>();
    for (const one of args.changes) {
      const wrong = wrongReversion(one, ctx);
      if (wrong !== null) return wrong;
      const key = `${one.table} ${one.id}`;
      rows.set(key, [...(rows.get(key) ?? []), one]);
    }
    const undo = new Undo(tables, ctx, args.project);
    const level = ([one]: readonly Reversion[]): number => levelOf(tables, one);
    for (const group of [...rows.values()].sort((a, b) => level(a) - level(b))) undo.row(group);
    return undo.done === 0 && undo.skipped !== null ? undo.skipped : undo.changes;
  },
});

/**
 * What takes back that a row became `after`, field by field: of an item that went into the trash
 * its mark. Nothing of a row that was made or came back: for that there are other commands.
 */
export function reversionsOf({ table, id, before, after }: Touched): readonly Reversion[] {
  if (!isRevertible(table) || before === undefined || after === undefined) return [];
  const [was, is] = [before, after].map((row) => row as unknown as AnyRow);
  if (was === undefined || is === undefined || was.deletedAt !== null) return [];
  const fields: readonly string[] = REVERTIBLE[table];
  return fields.flatMap((field) => {
    if (sameValue(was[field], is[field]) || field === 'deletedAt') return [];
    return [{ table, id, field, wrote: is[field], restore: was[field] }];
  });
}

function isRevertible(table: TableName): table is RevertibleTable {
  return Object.hasOwn(REVERTIBLE, table);
}

/** Parents go back before what is under them. */
function levelOf(tables: Tables, one: Reversion | undefined): number {
  if (one?.table !== 'workItem') return 0;
  return LEVEL[tables.get('workItem', one.id as WorkItemId)?.type ?? 'epic'];
}

/** The reversions of these that have not come about, as the tables are now. */
export function unreverted(tables: Tables, all: readonly Reversion[]): readonly Reversion[] {
  return all.filter(({ table, id, field, wrote, restore }) => {
    const row = tables.get(table, id as never) as AnyRow | undefined;
    if (row === undefined) return true;
    if (field !== 'labels') return !sameValue(row[field], restore);
    const on = new Set((row[field] ?? []) as readonly string[]);
    const { add, remove } = difference(wrote, restore);
    return add.some((one) => !on.has(one)) || remove.some((one) => on.has(one));
  });
}

function wrongReversion({ table, field, restore }: Reversion, ctx: Context): Refusal | null {
  const known: readonly string[] = REVERTIBLE[table];
  const declared = known.includes(field) ? entityOf(table).fields[field as 'id'] : undefined;
  if (declared === undefined || (MARKS.includes(field) && restore !== null)) {
    return refuse('INVALID', { field: 'changes', rule: 'must be of fields that people edit' });
  }
  const checked = check({ [field]: declared }, { [field]: restore }, ctx.limits);
  return isRefusal(checked) ? checked : null;
}

/** One undo: what it changes, and why the first of what it skips is skipped. */
class Undo {
  readonly changes: Change[] = [];
  done = 0;
  skipped: Refusal | null = null;
  readonly #tables: Tables;
  readonly #ctx: Context;
  readonly #project: ProjectId | null;
  /** Items as they will be. */
  readonly #items = new Map<WorkItemId, WorkItem>();
  readonly #movers: Mover[] = [];
  readonly #names = new Set<string>();
  readonly #lowered: UserId[] = [];

  constructor(tables: Tables, ctx: Context, project: ProjectId | null) {
    this.#tables = tables;
    this.#ctx = ctx;
    this.#project = project;
  }

  row(group: readonly Reversion[]): void {
    const [first] = group;
    if (first === undefined) return;
    const { table, id } = first;
    const row = this.#tables.get(table, id as never) as AnyRow | undefined;
    const home = table === 'project' ? row?.id : row?.['project'];
    if (row === undefined || home !== this.#project) {
      return this.#skip(refuse('NOT_FOUND', { what: entityOf(table).noun }));
    }
    const set = this.#stillSo(row, group);
    if (Object.keys(set).length === 0) return;
    const dead = deathOf(this.#tables, table, row.id);
    const isHidden = table === 'workItem' && row.deletedAt === null && dead?.id !== home;
    if (dead !== null && !isHidden && !('deletedAt' in set)) {
      return this.#skip(refuse('DELETED', { by: dead.deletedBy, at: dead.deletedAt }));
    }
    if (table === 'workItem') return this.#item(row as unknown as WorkItem, set);
    const wrong = this.#wrongRow(table, row, set);
    if (wrong !== null) return this.#skip(wrong);
    this.done += 1;
    this.changes.push(patch(table, row.id as never, set));
  }

  /** The fields that go back: those that still are what was written. */
  #stillSo(row: AnyRow, group: readonly Reversion[]): Record<string, unknown> {
    const set: Record<string, unknown> = {};
    for (const { field, wrote, restore } of group) {
      const now = row[field];
      if (field === 'labels') {
        const { add, remove } = difference(wrote, restore);
        const labels = relabelled(this.#tables, row as unknown as WorkItem, add, remove);
        if (isRefusal(labels)) this.#skip(labels);
        else set[field] = labels;
      } else if (sameValue(now, restore)) this.done += 1;
      else if (field === 'deletedBy' && sameValue(now, wrote)) set['deletedAt'] = null;
      else if (field === 'deletedAt' || sameValue(now, wrote)) set[field] = restore;
      else this.#skip(refuse('CONFLICT', { field, expected: wrote, actual: now }));
    }
    return set;
  }

  #item(item: WorkItem, fields: Readonly<Record<string, unknown>>): void {
    const isBack = 'deletedAt' in fields;
    const back = isBack ? { ...this.#homeOf(item), deletedAt: null, deletedBy: null } : {};
    const set = { ...back, ...fields };
    const before = { ...item, ...back };
    const after = { ...item, ...set } as WorkItem;
    const { actor } = this.#ctx;
    const came: Mover[] = isBack
      ? [after, ...itemsBelow(this.#tables, item)].map((one) => ({ before: undefined, after: one }))
      : [{ before: item, after }];
    const wrong =
      wrongWith(this.#tables, after, before) ??
      wrongChildren(this.#tables, after, before) ??
      wrongStart(this.#tables, { before: item, after }, actor) ??
      this.#wrongLevel(after) ??
      wrongRoom(this.#tables, [...this.#movers, ...came]);
    if (wrong !== null) return this.#skip({ ...wrong, item: keyOf(this.#tables, item) });
    this.#items.set(item.id, after);
    this.#movers.push(...came);
    this.done += 1;
    this.changes.push(patch('workItem', item.id, set as Partial<WorkItem>));
  }

  /** Where an item goes that comes back; under its parent also where that comes back with it. */
  #homeOf(item: WorkItem): Pick<WorkItem, 'parent' | 'state'> {
    const home = homeOf(this.#tables, item);
    let at = item.parent;
    for (let step = 0; at !== null && step < ITEM_TYPES.length; step += 1) {
      const above: WorkItem | undefined = this.#items.get(at) ?? this.#tables.get('workItem', at);
      if (above === undefined || above.deletedAt !== null) return home;
      at = above.parent;
    }
    return { ...home, parent: item.parent };
  }

  /** Two items that both go back must fit each other as well. */
  #wrongLevel(after: WorkItem): Refusal | null {
    const above = after.parent === null ? undefined : this.#items.get(after.parent);
    for (const one of [above, ...this.#items.values()]) {
      if (one === undefined) continue;
      const [parent, child] = one === above ? [one, after] : [after, one];
      if (child.parent !== parent.id || LEVEL[parent.type] < LEVEL[child.type]) continue;
      return refuse('HIERARCHY', { child: child.type, parent: parent.type });
    }
    return null;
  }

  #wrongRow(
    table: RevertibleTable,
    row: AnyRow,
    set: Readonly<Record<string, unknown>>,
  ): Refusal | null {
    if (table === 'label') return this.#wrongLabel(row as unknown as Label, set);
    if (table === 'member') return this.#wrongMember(row as unknown as Member, set);
    if (table !== 'project' || !('key' in set)) return null;
    return wrongKey(this.#tables, row.id as unknown as ProjectId, set['key'] as string);
  }

  /** Several who go back must leave an admin as well. */
  #wrongMember(member: Member, set: Readonly<Record<string, unknown>>): Refusal | null {
    if (set['role'] === 'admin') return null;
    const wrong = lastAdmin(this.#tables, member, this.#lowered);
    if (wrong === null) this.#lowered.push(member.user);
    return wrong;
  }

  #wrongLabel(label: Label, set: Readonly<Record<string, unknown>>): Refusal | null {
    const name = (set['name'] ?? label.name) as string;
    const wrong = wrongName(this.#tables, label.project, name, label);
    if (wrong !== null) return wrong;
    if (this.#names.has(foldedName(name))) return refuse('EXISTS', { field: 'name' });
    this.#names.add(foldedName(name));
    return null;
  }

  #skip(refusal: Refusal): void {
    this.skipped ??= refusal;
  }
}

/** What an undo puts on and takes off, of a set that was `wrote` and was `restore` before. */
function difference(wrote: unknown, restore: unknown) {
  const [was, is] = [restore, wrote].map((one) => (Array.isArray(one) ? (one as LabelId[]) : []));
  return {
    add: (was ?? []).filter((one) => !is?.includes(one)),
    remove: (is ?? []).filter((one) => !was?.includes(one)),
  };
}
