/** The command that makes another item like one, with its labels and text, and what is under it. */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { Mover } from '../entering.ts';
import { wrongRoom, wrongStart } from '../entering.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { id, optional, yes } from '../field.ts';
import { keyOf } from '../key.ts';
import { chanceOf, derivedId, idOf } from '../lib/id.ts';
import { placeBeside } from '../lib/place.ts';
import { ranksBetween } from '../lib/rank.ts';
import { itemsBelow } from '../live.ts';
import { labelsOf } from '../query/labels.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { roleIn } from '../role.ts';
import type { Tables } from '../tables.ts';
import type { Context } from './declare.ts';
import { command, newRow } from './declare.ts';
import { newDescription } from './document.ts';
import { aboutItem, firstState, nextNumber, respaced } from './work-item.ts';

/** The items of one duplicate: each makes up to four rows. */
const MOST_DUPLICATED = 100;

/**
 * The copy stands directly after the item, under the same parent; what is under it comes last in
 * the project. Work that has begun begins anew: the copy is in the same state while that is one of
 * the backlog or not begun, else in the first of the project. Its reporter is who makes it.
 * Comments, attachments and dependencies belong to the work that was done, and are not copied.
 */
export const duplicateItem = command({
  kind: 'workItem.duplicate',
  no: 39,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    newId: id<'workItem'>(2),
    withChildren: optional(yes(3)),
  },
  about: aboutItem,
  needs: (args, tables) =>
    originals(tables, args.id, args.withChildren).map((one) => ({
      table: 'document' as const,
      id: idOf<'document'>(one.id),
    })),
  decide: (args, tables, ctx) => {
    const all = originals(tables, args.id, args.withChildren);
    const [root] = all;
    if (root === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (tables.get('workItem', args.newId) !== undefined) {
      return refuse('EXISTS', { field: 'newId' });
    }
    if (all.length > MOST_DUPLICATED) {
      return refuse('LIMIT', { what: 'items to duplicate at once', max: MOST_DUPLICATED });
    }
    const order = tables.list('workItem', 'byProject', root.project);
    const place = placeBeside(order, null, root, undefined, chanceOf(ctx.commandId));
    const ranks = ranksBetween(order.last()?.rank ?? null, null, all.length - 1) ?? [];
    const copies = new Map<WorkItemId, WorkItemId>([[root.id, args.newId]]);
    const changes: Change[] = [];
    const movers: Mover[] = [];
    for (const [i, original] of all.entries()) {
      const own = i === 0 ? args.newId : derivedId<'workItem'>(ctx.commandId, i);
      copies.set(original.id, own);
      const copy: WorkItem = {
        ...original,
        ...newRow(own, ctx),
        number: ctx.authoritative ? nextNumber(tables, root.project) + i : null,
        parent: i === 0 ? root.parent : (copies.get(original.parent ?? root.id) ?? args.newId),
        rank: (i === 0 ? place?.rank : ranks[i - 1]) ?? original.rank,
        ...renewed(tables, original, ctx),
      };
      const mover = { before: undefined, after: copy };
      const wrong = wrongStart(tables, mover, ctx.actor);
      if (wrong !== null) return { ...wrong, item: keyOf(tables, original) };
      const text = tables.get('document', idOf<'document'>(original.id))?.text ?? '';
      const said = newDescription(tables, copy, text, contextOf(ctx, i));
      if (isRefusal(said)) return said;
      changes.push(put('workItem', copy), ...said);
      movers.push(mover);
    }
    const full = wrongRoom(tables, movers);
    if (full !== null) return full;
    const next = nextNumber(tables, root.project) + all.length;
    const counter = ctx.authoritative ? [patch('project', root.project, { nextNumber: next })] : [];
    return [...changes, ...counter, ...(place === null ? [] : respaced(place))];
  },
});

/** The item and, if asked for, what is live under it, parents first. */
function originals(tables: Tables, which: WorkItemId, below = false): readonly WorkItem[] {
  const root = tables.get('workItem', which);
  if (root === undefined) return [];
  return below ? [root, ...itemsBelow(tables, root)] : [root];
}

/** What is not as it was in the original. */
function renewed(
  tables: Tables,
  original: WorkItem,
  ctx: Context,
): Pick<WorkItem, 'state' | 'assignee' | 'reporter' | 'labels'> {
  const state = tables.get('state', original.state);
  const waits = state?.category === 'backlog' || state?.category === 'unstarted';
  const first = firstState(tables, original.project)?.id ?? original.state;
  const person = tables.get('user', original.assignee);
  const stays = person !== undefined && roleIn(tables, person, original.project) !== null;
  const labels = labelsOf(tables, original).map((label) => label.id);
  return {
    state: waits ? original.state : first,
    assignee: stays ? original.assignee : null,
    reporter: ctx.actor,
    labels: labels.length === 0 ? null : labels.sort(),
  };
}

/** Texts of one command need revisions with ids of their own. */
function contextOf(ctx: Context, i: number): Context {
  return i === 0 ? ctx : { ...ctx, commandId: derivedId<'command'>(ctx.commandId, i) };
}
