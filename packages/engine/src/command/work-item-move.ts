/** The command behind every drag: an item into a state, at a place between its neighbours. */
import { patch } from '../change.ts';
import { wrongEntering } from '../entering.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { workItem } from '../entity/work-item.ts';
import { as, id, nullable, optional } from '../field.ts';
import { chanceOf } from '../lib/id.ts';
import type { Place } from '../lib/place.ts';
import { placeBeside } from '../lib/place.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command } from './declare.ts';
import { aboutItem, respaced, wrongState } from './work-item.ts';

/**
 * `after` and `before` are the visible neighbours where it was dropped: it goes directly after the
 * upper one, or directly before the lower one. A neighbour that is gone by now is skipped; `hint`
 * is the rank that the sender saw, for the case that both are gone. Without any of the three only
 * the state changes.
 */
export const moveItem = command({
  kind: 'workItem.move',
  no: 32,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    state: as(2, workItem.fields.state),
    after: optional(nullable(id<'workItem'>(3))),
    before: optional(nullable(id<'workItem'>(4))),
    hint: optional(as(5, workItem.fields.rank)),
  },
  about: aboutItem,
  decide: (args, tables, ctx) => {
    const item = tables.get('workItem', args.id);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const after = { ...item, state: args.state };
    const wrong =
      item.state === args.state
        ? null
        : (wrongState(tables, item.project, args.state) ??
          wrongEntering(tables, { before: item, after }, ctx.actor));
    if (wrong !== null) return wrong;
    const place = placeOf(tables, item, args, chanceOf(ctx.commandId));
    return [
      patch('workItem', item.id, { state: args.state, rank: place.rank }),
      ...respaced(place),
    ];
  },
});

interface Wish {
  readonly after?: WorkItemId | null;
  readonly before?: WorkItemId | null;
  readonly hint?: string;
}

function placeOf(tables: Tables, item: WorkItem, wish: Wish, chance: number): Place<WorkItem> {
  const neighbour = (which: WorkItemId | null | undefined): WorkItem | undefined => {
    const row = tables.get('workItem', which);
    return row?.project === item.project && row.id !== item.id ? row : undefined;
  };
  const upper = neighbour(wish.after);
  const lower = neighbour(wish.before);
  const order = tables.list('workItem', 'byProject', item.project);
  if (isBetween(item, upper, lower, order.after(item)[0], order.before(item)[0])) {
    return { rank: item.rank, respaced: [] };
  }
  const place = placeBeside(order, item.id, upper, lower, chance);
  return place ?? { rank: wish.hint ?? item.rank, respaced: [] };
}

/** Does it lie right there already? Then its rank stays, and an idle drag changes nothing. */
function isBetween(
  item: WorkItem,
  upper: WorkItem | undefined,
  lower: WorkItem | undefined,
  next: WorkItem | undefined,
  previous: WorkItem | undefined,
): boolean {
  if (upper !== undefined) return previous?.id === upper.id;
  return lower !== undefined && next?.id === lower.id && item.id !== lower.id;
}
