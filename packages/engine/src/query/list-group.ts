/** What a list can be parted by, and which part an item is in. */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { ITEM_TYPES, PRIORITIES } from '../entity/work-item.ts';
import type { Tables } from '../tables.ts';

export const LIST_GROUPS = ['none', 'state', 'assignee', 'type', 'priority', 'epic'] as const;
export type ListGroup = (typeof LIST_GROUPS)[number];

/**
 * A group: the id of a state, person or epic, a type or a priority; null: what has none of these,
 * and everything where there are no groups. By epic, the epics themselves are in none: each heads
 * its own.
 */
export type GroupKey = string | null;

/** The key of the epics where they head the groups. */
export const EPICS = 'epics';

/** The group of an item; `above` it are these, the nearest first. */
export function groupOf(by: ListGroup, item: WorkItem, above: readonly WorkItem[]): GroupKey {
  switch (by) {
    case 'none':
      return null;
    case 'epic':
      if (item.type === 'epic') return EPICS;
      return above.find((one) => one.type === 'epic')?.id ?? null;
    default:
      return item[by];
  }
}

/** All groups that there may be, in their order. */
export function groupsInOrder(
  tables: Tables,
  project: ProjectId,
  by: Exclude<ListGroup, 'epic'>,
): GroupKey[] {
  switch (by) {
    case 'none':
      return [null];
    case 'state':
      return [...tables.list('state', 'byProject', project)].map(({ id }) => id);
    case 'type':
      return [...ITEM_TYPES];
    case 'priority':
      return PRIORITIES.toReversed();
    case 'assignee':
      return [...byName(tables), null];
  }
}

function byName(tables: Tables): GroupKey[] {
  const people = [...tables.all('user')];
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return people
    .sort((a, b) => order(a.name.toLowerCase(), b.name.toLowerCase()) || order(a.id, b.id))
    .map(({ id }) => id);
}
