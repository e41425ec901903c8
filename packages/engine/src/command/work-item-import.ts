/** Commands of the import runner: one item as another program exported it, for the first time or anew. */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import { document } from '../entity/document.ts';
import { MOST_IMPORTED_NUMBER } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { workItem } from '../entity/work-item.ts';
import { as, id, instant, nullable, optional, whole } from '../field.ts';
import { chanceOf } from '../lib/id.ts';
import { numberHolder } from '../key.ts';
import { placeLast } from '../lib/place.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command, newRow } from './declare.ts';
import { newDescription } from './document.ts';
import { aboutItem, counted, nextNumber, respaced, wrongChildren, wrongWith } from './work-item.ts';

const fields = workItem.fields;

/** Interactive limits do not apply to what another program allowed. */
export const importItem = command({
  kind: 'workItem.import',
  no: 36,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    project: as(2, fields.project),
    /**
     * Its number in the file; a number that is taken by now is replaced by a new one. One that the
     * item itself had before it was deleted for good is its own again.
     */
    number: nullable(whole(3, 1, MOST_IMPORTED_NUMBER)),
    type: as(4, fields.type),
    parent: as(5, fields.parent),
    state: as(6, fields.state),
    /** Its place, worked out over the whole file; last in the project without it. */
    rank: optional(as(7, fields.rank)),
    title: { ...as(8, fields.title), limit: null },
    priority: as(9, fields.priority),
    points: { ...as(10, fields.points), limit: null },
    description: { ...as(11, document.fields.text), limit: null },
    createdAt: instant(12),
    updatedAt: instant(13),
    /** Who made and last changed it; whoever imports it, where the file does not say. */
    createdBy: optional(id<'user'>(14)),
    updatedBy: optional(id<'user'>(15)),
    assignee: optional(as(16, fields.assignee)),
  },
  about: (args) => ({ project: args.project }),
  decide: (args, tables, ctx) => {
    if (tables.get('workItem', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    const { project } = args;
    const holder = numberHolder(tables, project, args.number);
    const free = args.number !== null && (holder === undefined || holder === args.id);
    const place = placeLast(tables.list('workItem', 'byProject', project), chanceOf(ctx.commandId));
    const item: WorkItem = {
      ...newRow(args.id, ctx),
      createdAt: Math.min(args.createdAt, ctx.now),
      updatedAt: Math.min(args.updatedAt, ctx.now),
      createdBy: args.createdBy ?? ctx.actor,
      updatedBy: args.updatedBy ?? ctx.actor,
      project,
      number: free ? args.number : nextNumber(tables, project),
      type: args.type,
      parent: args.parent,
      state: args.state,
      rank: args.rank ?? place.rank,
      title: args.title,
      priority: args.priority,
      points: args.points,
      assignee: args.assignee ?? null,
      reporter: args.createdBy ?? ctx.actor,
      startDate: null,
      dueDate: null,
      estimateMinutes: null,
      labels: null,
    };
    const wrong = wrongAsTold(tables, item);
    if (wrong !== null) return wrong;
    const writer = { ...ctx, actor: item.createdBy, now: item.createdAt };
    const text = newDescription(tables, item, args.description, writer);
    if (isRefusal(text)) return text;
    const room = args.rank === undefined ? respaced(place) : [];
    const back = free ? keyTakenBack(tables, item) : [];
    return [put('workItem', item), ...back, ...counted(tables, item), ...text, ...room];
  },
});

/** The old key by which this number was kept for the item. */
function keyTakenBack(tables: Tables, { project, number }: WorkItem): Change[] {
  const old = tables.first('alias', 'byKey', `${project} ${number}`);
  return old === undefined ? [] : [{ op: 'delete', table: 'alias', id: old.id }];
}

/**
 * Fields of an item that a newer file tells otherwise. It is no edit by a person: the version
 * stays, so that the next file may change it again. Refuses CONFLICT where a person has edited it.
 */
export const reimportItem = command({
  kind: 'workItem.reimport',
  no: 101,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    type: optional(as(2, fields.type)),
    parent: optional(as(3, fields.parent)),
    state: optional(as(4, fields.state)),
    title: optional({ ...as(5, fields.title), limit: null }),
    priority: optional(as(6, fields.priority)),
    points: optional({ ...as(7, fields.points), limit: null }),
    assignee: optional(as(8, fields.assignee)),
    updatedAt: instant(9),
    updatedBy: optional(id<'user'>(10)),
  },
  about: aboutItem,
  decide: ({ id: which, updatedAt, updatedBy, ...set }, tables, ctx) => {
    const before = tables.get('workItem', which);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (before.version > 1) {
      return refuse('CONFLICT', { field: 'version', expected: 1, actual: before.version });
    }
    const after = { ...before, ...set } as WorkItem;
    const wrong = wrongAsTold(tables, after, before) ?? wrongChildren(tables, after, before);
    if (wrong !== null) return wrong;
    const by = { updatedAt: Math.min(updatedAt, ctx.now), updatedBy: updatedBy ?? ctx.actor };
    return [patch('workItem', which, { ...set, ...by })];
  },
});

/** What is wrong with an item of a file; its people may be such as can do nothing here. */
function wrongAsTold(tables: Tables, item: WorkItem, before?: WorkItem): Refusal | null {
  for (const field of ['createdBy', 'updatedBy', 'assignee'] as const) {
    const person = item[field];
    if (person === null || tables.get('user', person) !== undefined) continue;
    return refuse('INVALID', { field, rule: 'must be a person here' });
  }
  const people = { assignee: item.assignee, reporter: item.reporter };
  return wrongWith(tables, item, { ...(before ?? NOTHING), ...people } as WorkItem);
}

/** As if nothing were known of an item: everything but its people is judged. */
const NOTHING = { state: null, parent: null, type: null };
