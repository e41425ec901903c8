/** The graph that dependencies of the kind `blocks` make: a walk along it ends, whatever it holds. */
import type { DependencyId } from './entity/dependency.ts';
import type { WorkItem, WorkItemId } from './entity/work-item.ts';
import { MAX_WALK } from './limits.ts';
import type { Tables } from './tables.ts';

/** An edge: the first item blocks the second. */
export interface Edge {
  readonly id: DependencyId;
  readonly from: WorkItemId;
  readonly to: WorkItemId;
}

/** A shortest way, the items along it with both ends; null: none; `too long`: it was given up. */
export type Way = readonly WorkItemId[] | null | 'too long';

/**
 * The way from one item to another along the edges that `next` gives, nearest first. It looks at
 * `most` edges and then gives up.
 */
export function wayBetween(
  from: WorkItemId,
  to: WorkItemId,
  next: (item: WorkItemId) => Iterable<Edge>,
  most = MAX_WALK,
): Way {
  if (from === to) return [from];
  const cameFrom = new Map<WorkItemId, WorkItemId | null>([[from, null]]);
  const waiting: WorkItemId[] = [from];
  let steps = 0;
  for (let at = 0; at < waiting.length; at += 1) {
    const here = waiting[at] as WorkItemId;
    for (const edge of next(here)) {
      steps += 1;
      if (steps > most) return 'too long';
      if (cameFrom.has(edge.to)) continue;
      cameFrom.set(edge.to, here);
      if (edge.to === to) return back(cameFrom, to);
      waiting.push(edge.to);
    }
  }
  return null;
}

/** What an item that is not in the trash blocks: other such items, by dependencies that stand. */
export function* blockedBy(tables: Tables, item: WorkItemId): Iterable<Edge> {
  for (const edge of tables.list('dependency', 'byFrom', item)) {
    if (edge.kind === 'blocks' && !isTrashed(tables, tables.get('workItem', edge.to))) yield edge;
  }
}

/** Items have at most this many levels of parents. */
const MOST_PARENTS = 4;

/**
 * Is an item in the trash, itself or under a parent that is? The trash of a whole project does
 * not count: what a project brings back with it was free of circles all along. An item that is
 * not here is taken to be live.
 */
export function isTrashed(tables: Pick<Tables, 'get'>, item: WorkItem | undefined): boolean {
  let at = item;
  for (let step = 0; at !== undefined && step < MOST_PARENTS; step += 1) {
    if (at.deletedAt !== null) return true;
    at = tables.get('workItem', at.parent);
  }
  return false;
}

function back(
  cameFrom: ReadonlyMap<WorkItemId, WorkItemId | null>,
  to: WorkItemId,
): readonly WorkItemId[] {
  const way: WorkItemId[] = [];
  let at: WorkItemId | null = to;
  while (at !== null) {
    way.push(at);
    at = cameFrom.get(at) ?? null;
  }
  return way.reverse();
}
