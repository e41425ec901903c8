/** The command behind a selection: the same edit of many items of one project, all or none. */
import * as z from 'zod/mini';

import type { Change } from '../change.ts';
import { patch } from '../change.ts';
import type { Mover } from '../entering.ts';
import { wrongRoom, wrongStart } from '../entering.ts';
import { labelIds } from '../entity/label.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { workItem } from '../entity/work-item.ts';
import { as, json, oneOf, optional } from '../field.ts';
import { keyOf } from '../key.ts';
import { relabelled } from '../label-set.ts';
import { isUuid } from '../lib/id.ts';
import { isLive } from '../live.ts';
import { parentsOf } from '../query/item.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command } from './declare.ts';
import type { Context } from './declare.ts';
import { wrongChildren, wrongWith } from './work-item.ts';

const fields = workItem.fields;

/** The items of one such command: with the children that move up, it stays under 500 rows. */
export const MOST_AT_ONCE = 400;

const manyIds = z
  .array(z.string().check(z.refine(isUuid)))
  .check(z.minLength(1), z.maxLength(MOST_AT_ONCE)) as unknown as z.ZodMiniType<
  readonly WorkItemId[]
>;

/**
 * Edits every one of these items that is here and live in the project; the others are skipped.
 * What is left out stays, null clears. A rule that one of them would break refuses all, and the
 * refusal names the item by its key. `delete` says what becomes of what is under them, as in
 * `workItem.delete`; an item under another that is deleted with its tree gets no mark of its own.
 */
export const editItems = command({
  kind: 'workItem.editMany',
  no: 38,
  v: 1,
  args: {
    project: as(1, fields.project),
    ids: json(2, manyIds, `must be 1 to ${MOST_AT_ONCE} ids of items`),
    state: optional(as(3, fields.state)),
    type: optional(as(4, fields.type)),
    parent: optional(as(5, fields.parent)),
    priority: optional(as(6, fields.priority)),
    points: optional(as(7, fields.points)),
    assignee: optional(as(8, fields.assignee)),
    startDate: optional(as(9, fields.startDate)),
    dueDate: optional(as(10, fields.dueDate)),
    estimateMinutes: optional(as(11, fields.estimateMinutes)),
    addLabels: optional(labelIds(12)),
    removeLabels: optional(labelIds(13)),
    delete: optional(oneOf(14, ['tree', 'up'])),
  },
  about: (args) => ({ project: args.project }),
  decide: ({ project, ids, addLabels, removeLabels, delete: children, ...set }, tables, ctx) => {
    const chosen = new Map<WorkItemId, WorkItem>();
    for (const which of ids) {
      const item = tables.get('workItem', which);
      if (item?.project === project && isLive(tables, item)) chosen.set(which, item);
    }
    const changes: Change[] = [];
    const movers: Mover[] = [];
    const edits = Object.keys(set).length > 0 || (addLabels ?? removeLabels) !== undefined;
    for (const before of chosen.values()) {
      const labels = relabelled(tables, before, addLabels, removeLabels);
      if (isRefusal(labels)) return named(tables, before, labels);
      const after = { ...before, ...set, labels } as WorkItem;
      const wrong =
        wrongWith(tables, after, before) ??
        wrongChildren(tables, after, before) ??
        wrongStart(tables, { before, after }, ctx.actor);
      if (wrong !== null) return named(tables, before, wrong);
      // Each alone might be legal: one under the other, and both become of one type.
      if (set.type !== undefined && after.parent !== null && chosen.has(after.parent)) {
        const same = refuse('HIERARCHY', { child: set.type, parent: set.type });
        return named(tables, before, same);
      }
      if (edits) changes.push(patch('workItem', before.id, { ...set, labels }));
      movers.push({ before, after });
    }
    const full = wrongRoom(tables, movers);
    if (full !== null) return full;
    if (children === undefined) return changes;
    return [...changes, ...deletions(tables, chosen, children, ctx)];
  },
});

function deletions(
  tables: Tables,
  chosen: ReadonlyMap<WorkItemId, WorkItem>,
  children: 'tree' | 'up',
  ctx: Context,
): Change[] {
  const mark = { deletedAt: ctx.now, deletedBy: ctx.actor };
  const changes: Change[] = [];
  for (const item of chosen.values()) {
    const parents = parentsOf(tables, item);
    if (children === 'tree' && parents.some((parent) => chosen.has(parent.id))) continue;
    changes.push(patch('workItem', item.id, mark));
    if (children === 'tree') continue;
    const above = parents.findLast((parent) => !chosen.has(parent.id))?.id ?? null;
    for (const child of tables.list('workItem', 'byParent', item.id)) {
      if (child.deletedAt !== null || chosen.has(child.id)) continue;
      changes.push(patch('workItem', child.id, { parent: above }));
    }
  }
  return changes;
}

/** The refusal, with the key of the item that it is about. */
function named(tables: Tables, item: WorkItem, refusal: Refusal): Refusal {
  return { ...refusal, item: keyOf(tables, item) };
}
