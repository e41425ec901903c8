/**
 * Progress of an item: how many of the items under it are done, and how many points and minutes of
 * estimated work. It is counted whenever it is asked for, and stored nowhere.
 */
import { isClosed } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { MAX_WALK } from '../limits.ts';
import { isLive } from '../live.ts';
import type { Tables } from '../tables.ts';

export interface Progress {
  /** Live descendants whose work is done. Cancelled ones count neither here nor in `total`. */
  readonly done: number;
  readonly total: number;
  readonly donePoints: number;
  readonly totalPoints: number;
  /** Estimated work, minutes. */
  readonly doneMinutes: number;
  readonly totalMinutes: number;
}

/** Null where nothing is under the item. */
export function progressOf(tables: Tables, item: WorkItem): Progress | null {
  let done = 0;
  let total = 0;
  let donePoints = 0;
  let totalPoints = 0;
  let doneMinutes = 0;
  let totalMinutes = 0;
  const waiting: WorkItem[] = [item];
  for (let step = 0; waiting.length > 0 && step < MAX_WALK; step += 1) {
    const parent = waiting.pop();
    if (parent === undefined) break;
    for (const child of tables.list('workItem', 'byParent', parent.id)) {
      if (child.deletedAt !== null) continue;
      waiting.push(child);
      const category = tables.get('state', child.state)?.category ?? 'backlog';
      if (category === 'cancelled') continue;
      total += 1;
      totalPoints += child.points ?? 0;
      totalMinutes += child.estimateMinutes ?? 0;
      if (!isClosed(category)) continue;
      done += 1;
      donePoints += child.points ?? 0;
      doneMinutes += child.estimateMinutes ?? 0;
    }
  }
  return total === 0 ? null : { done, total, donePoints, totalPoints, doneMinutes, totalMinutes };
}

/** How a project stands: its live items by the category of their state. */
export function countsOf(tables: Tables, project: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const state of tables.list('state', 'byProject', project)) {
    let count = counts.get(state.category) ?? 0;
    for (const item of tables.list('workItem', 'byState', state.id)) {
      if (isLive(tables, item)) count += 1;
    }
    counts.set(state.category, count);
  }
  return counts;
}
