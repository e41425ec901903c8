/** Ways up and down between the items of a list. */
import type { WorkItem } from '../entity/work-item.ts';
import { MAX_WALK } from '../limits.ts';
import type { Tables } from '../tables.ts';

/** Steps from an item up to its root: a subtask under a task under a story under an epic. */
const MOST_ABOVE = 4;

/** The items above this one, the nearest first. */
export function* itemsAbove(tables: Tables, item: WorkItem | undefined): Generator<WorkItem> {
  let above = tables.get('workItem', item?.parent);
  for (let step = 0; above !== undefined && step < MOST_ABOVE; step += 1) {
    yield above;
    above = tables.get('workItem', above.parent);
  }
}

/** Adds the ids of all items below one, also of those in the trash. */
export function addBelow(into: Set<string>, tables: Tables, id: string): void {
  const waiting = [id];
  for (let step = 0; waiting.length > 0 && step < MAX_WALK; step += 1) {
    const parent = waiting.pop();
    if (parent === undefined) return;
    for (const child of tables.list('workItem', 'byParent', parent)) {
      into.add(child.id);
      waiting.push(child.id);
    }
  }
}
