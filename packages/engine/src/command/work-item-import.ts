/** The command of the import runner: one item as another program exported it. */
import { put } from '../change.ts';
import { document } from '../entity/document.ts';
import { MOST_IMPORTED_NUMBER } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { workItem } from '../entity/work-item.ts';
import { as, id, instant, nullable, optional, whole } from '../field.ts';
import { chanceOf } from '../lib/id.ts';
import { placeLast } from '../lib/place.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { command, newRow } from './declare.ts';
import { newDocument } from './document.ts';
import { counted, nextNumber, respaced, wrongWith } from './work-item.ts';

const fields = workItem.fields;

/** Interactive limits do not apply to what another program allowed. */
export const importItem = command({
  kind: 'workItem.import',
  no: 36,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    project: as(2, fields.project),
    /** Its number in the file; a number that is taken by now is replaced by a new one. */
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
  },
  about: (args) => ({ project: args.project }),
  decide: (args, tables, ctx) => {
    if (tables.get('workItem', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    const { project } = args;
    const holder = tables.first('workItem', 'byKey', `${project} ${args.number}`);
    const free = args.number !== null && holder === undefined;
    const place = placeLast(tables.list('workItem', 'byProject', project), chanceOf(ctx.commandId));
    const item: WorkItem = {
      ...newRow(args.id, ctx),
      createdAt: Math.min(args.createdAt, ctx.now),
      updatedAt: Math.min(args.updatedAt, ctx.now),
      project,
      number: free ? args.number : nextNumber(tables, project),
      type: args.type,
      parent: args.parent,
      state: args.state,
      rank: args.rank ?? place.rank,
      title: args.title,
      priority: args.priority,
      points: args.points,
      assignee: null,
      reporter: ctx.actor,
      startDate: null,
      dueDate: null,
      estimateMinutes: null,
      labels: null,
    };
    const wrong = wrongWith(tables, item);
    if (wrong !== null) return wrong;
    const text = newDocument(item, args.description, ctx);
    if (isRefusal(text)) return text;
    const room = args.rank === undefined ? respaced(place) : [];
    return [put('workItem', item), ...counted(tables, item), ...text, ...room];
  },
});
