/** Commands that make an item, edit its fields, and put it under another. */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import { wrongEntering, wrongStart } from '../entering.ts';
import { document } from '../entity/document.ts';
import { labelIds } from '../entity/label.ts';
import type { ProjectId } from '../entity/project.ts';
import type { State, StateId } from '../entity/state.ts';
import type { UserId } from '../entity/user.ts';
import type { ItemType, WorkItem, WorkItemId } from '../entity/work-item.ts';
import { LEVEL, workItem } from '../entity/work-item.ts';
import { as, id, nullable, optional } from '../field.ts';
import { chanceOf, derivedId } from '../lib/id.ts';
import type { Place } from '../lib/place.ts';
import { placeLast } from '../lib/place.ts';
import { relabelled } from '../label-set.ts';
import { deathOf } from '../live.ts';
import { keyOf } from '../key.ts';
import { roleIn } from '../role.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context } from './declare.ts';
import { command, newRow } from './declare.ts';
import { newDescription } from './document.ts';

const fields = workItem.fields;

/** What commands about one item are about. */
export const aboutItem = (args: { readonly id: WorkItemId }, tables: Tables) => ({
  project: tables.get('workItem', args.id)?.project,
  row: { table: 'workItem' as const, id: args.id },
});

/** Makes an item: last in the order of its project, in the first state unless one is named. */
export const createItem = command({
  kind: 'workItem.create',
  no: 30,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    project: as(2, fields.project),
    type: as(3, fields.type),
    title: as(4, fields.title),
    state: optional(as(5, fields.state)),
    parent: optional(as(6, fields.parent)),
    priority: optional(as(7, fields.priority)),
    points: optional(as(8, fields.points)),
    assignee: optional(as(9, fields.assignee)),
    startDate: optional(as(10, fields.startDate)),
    dueDate: optional(as(11, fields.dueDate)),
    estimateMinutes: optional(as(12, fields.estimateMinutes)),
    description: optional(as(13, document.fields.text)),
    labels: optional(labelIds(14)),
  },
  about: (args) => ({ project: args.project }),
  decide: (args, tables, ctx) => {
    if (tables.get('workItem', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    const state = args.state ?? firstState(tables, args.project)?.id;
    if (state === undefined) return refuse('NOT_FOUND', { what: 'state' });
    const number = ctx.authoritative ? nextNumber(tables, args.project) : null;
    const order = tables.list('workItem', 'byProject', args.project);
    const place = placeLast(order, chanceOf(ctx.commandId));
    const labels = relabelled(tables, { project: args.project, labels: null }, args.labels);
    if (isRefusal(labels)) return labels;
    const item: WorkItem = {
      ...newRow(args.id, ctx),
      project: args.project,
      number,
      type: args.type,
      parent: args.parent ?? null,
      state,
      rank: place.rank,
      title: args.title,
      priority: args.priority ?? 'none',
      points: args.points ?? null,
      assignee: args.assignee ?? null,
      reporter: ctx.actor,
      startDate: args.startDate ?? null,
      dueDate: args.dueDate ?? null,
      estimateMinutes: args.estimateMinutes ?? null,
      labels,
    };
    const wrong =
      wrongWith(tables, item) ??
      wrongEntering(tables, { before: undefined, after: item }, ctx.actor);
    if (wrong !== null) return wrong;
    const text = newDescription(tables, item, args.description ?? '', ctx);
    if (isRefusal(text)) return text;
    return [put('workItem', item), ...counted(tables, item), ...text, ...respaced(place)];
  },
});

/** Edits fields of an item; what is left out stays, null clears. */
export const editItem = command({
  kind: 'workItem.edit',
  no: 31,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    title: optional(as(2, fields.title)),
    type: optional(as(3, fields.type)),
    priority: optional(as(4, fields.priority)),
    points: optional(as(5, fields.points)),
    assignee: optional(as(6, fields.assignee)),
    reporter: optional(as(7, fields.reporter)),
    startDate: optional(as(8, fields.startDate)),
    dueDate: optional(as(9, fields.dueDate)),
    estimateMinutes: optional(as(10, fields.estimateMinutes)),
  },
  about: aboutItem,
  decide: ({ id: which, ...set }, tables, ctx) => {
    const before = tables.get('workItem', which);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const after = { ...before, ...set } as WorkItem;
    const wrong =
      wrongWith(tables, after, before) ??
      wrongChildren(tables, after, before) ??
      wrongStart(tables, { before, after }, ctx.actor);
    return wrong ?? [patch('workItem', which, set)];
  },
});

/** Puts an item under another of a smaller level, or (parent: null) at the root. */
export const reparentItem = command({
  kind: 'workItem.reparent',
  no: 33,
  v: 1,
  args: { id: id<'workItem'>(1), parent: nullable(id<'workItem'>(2)) },
  about: aboutItem,
  decide: (args, tables) => {
    const before = tables.get('workItem', args.id);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const wrong = wrongWith(tables, { ...before, parent: args.parent }, before);
    return wrong ?? [patch('workItem', args.id, { parent: args.parent })];
  },
});

/**
 * Why this item cannot be as it is: state, parent, people and dates must fit together. What is
 * the same as `before` is not judged again: it was right when it was written.
 */
export function wrongWith(tables: Tables, item: WorkItem, before?: WorkItem): Refusal | null {
  if (item.state !== before?.state) {
    const wrong = wrongState(tables, item.project, item.state);
    if (wrong !== null) return wrong;
  }
  if (item.parent !== (before?.parent ?? null) || item.type !== before?.type) {
    const wrong = wrongParent(tables, item);
    if (wrong !== null) return wrong;
  }
  for (const field of ['assignee', 'reporter'] as const) {
    const person = item[field];
    if (person === null || person === before?.[field]) continue;
    const wrong = wrongPerson(tables, item.project, field, person);
    if (wrong !== null) return wrong;
  }
  if (item.startDate !== null && item.dueDate !== null && item.startDate > item.dueDate) {
    return refuse('INVALID', { field: 'dueDate', rule: 'must not be before the start date' });
  }
  return null;
}

export function wrongState(tables: Tables, project: ProjectId, which: StateId): Refusal | null {
  const state = tables.get('state', which);
  if (state === undefined || state.project !== project || state.deletedAt !== null) {
    return refuse('INVALID', { field: 'state', rule: 'must be a state of the same project' });
  }
  return null;
}

function wrongParent(tables: Tables, item: WorkItem): Refusal | null {
  if (item.parent === null) return null;
  const parent = tables.get('workItem', item.parent);
  if (parent === undefined || parent.project !== item.project) {
    return refuse('INVALID', { field: 'parent', rule: 'must be an item of the same project' });
  }
  const circle = circleThrough(tables, item, parent);
  if (circle !== null) return refuse('CYCLE', { path: circle });
  const dead = deathOf(tables, 'workItem', parent.id);
  if (dead !== null) return refuse('DELETED', { by: dead.deletedBy, at: dead.deletedAt });
  return LEVEL[parent.type] < LEVEL[item.type]
    ? null
    : refuse('HIERARCHY', { child: item.type, parent: parent.type });
}

/** The keys along a circle that this parent would close; null where it closes none. */
function circleThrough(tables: Tables, item: WorkItem, parent: WorkItem): string[] | null {
  const path = [keyOf(tables, item)];
  let at: WorkItem | undefined = parent;
  for (let step = 0; at !== undefined && step < 8; step += 1) {
    path.push(keyOf(tables, at));
    if (at.id === item.id) return path;
    at = tables.get('workItem', at.parent);
  }
  return null;
}

export function wrongChildren(tables: Tables, item: WorkItem, before: WorkItem): Refusal | null {
  if (item.type === before.type) return null;
  for (const child of tables.list('workItem', 'byParent', item.id)) {
    if (LEVEL[child.type] <= LEVEL[item.type]) {
      return refuse('HIERARCHY', { child: child.type, parent: item.type as ItemType });
    }
  }
  return null;
}

function wrongPerson(
  tables: Tables,
  project: ProjectId,
  field: string,
  which: UserId,
): Refusal | null {
  const person = tables.get('user', which);
  if (person !== undefined && roleIn(tables, person, project) !== null) return null;
  return refuse('INVALID', { field, rule: 'must be an active person with a role in the project' });
}

/** The first state of the project that is not deleted: new items go there. */
export function firstState(tables: Tables, project: ProjectId): State | undefined {
  for (const state of tables.list('state', 'byProject', project)) {
    if (state.deletedAt === null) return state;
  }
  return undefined;
}

/** The first live state of the project that is of the category of another, else the first live one. */
export function stateLike(
  tables: Tables,
  project: ProjectId,
  other: Pick<State, 'category'> | undefined,
): State | undefined {
  for (const state of tables.list('state', 'byProject', project)) {
    if (state.deletedAt === null && state.category === other?.category) return state;
  }
  return firstState(tables, project);
}

/** The number that the next item of the project gets. */
export function nextNumber(tables: Tables, project: ProjectId): number {
  return tables.get('project', project)?.nextNumber ?? 1;
}

/** Moves the counter of numbers past this item's. */
export function counted(tables: Tables, item: WorkItem): Change[] {
  if (item.number === null || item.number < nextNumber(tables, item.project)) return [];
  return [patch('project', item.project, { nextNumber: item.number + 1 })];
}

/**
 * Keeps the keys of items that go elsewhere or for good: no number is given twice. An item that has
 * no number yet leaves none.
 */
export function oldKeys(items: readonly WorkItem[], ctx: Context): Change[] {
  return items.flatMap(({ id: item, project, number }, i) => {
    if (number === null) return [];
    const row = newRow(derivedId<'alias'>(ctx.commandId, i), ctx);
    return [put('alias', { ...row, project, number, item })];
  });
}

/** The neighbours that get another rank, so that there is room for a place. */
export function respaced(place: Place<WorkItem>): Change[] {
  return place.respaced.map(({ row, rank }) => patch('workItem', row.id, { rank }));
}
