/** What lists are put in order by. */
import type { UserId } from '../entity/user.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { ITEM_TYPES, PRIORITIES } from '../entity/work-item.ts';
import { folded } from '../lib/folded.ts';
import type { Tables } from '../tables.ts';
import { labelsOf } from './labels.ts';
import type { ListEntry } from './list-entry.ts';

/** What a list can be ordered by; `rank` is the order of the project itself. */
export const LIST_SORTS = [
  'rank',
  'key',
  'title',
  'type',
  'state',
  'priority',
  'assignee',
  'labels',
  'points',
  'estimate',
  'startDate',
  'dueDate',
  'progress',
  'created',
  'updated',
] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** The order of the items that stand under one parent. */
export interface ListOrder {
  readonly by: ListSort;
  /** From the greatest to the least; what has no value is last both ways. */
  readonly down: boolean;
}

/** What an item is put in order by; null: it has none of that. */
export type ListValue = number | string | null;

/** The order of values alone: what has none is last, and the same stays as it is. */
export function compareValues(down: boolean): (a: ListValue, b: ListValue) => number {
  const less = down ? 1 : -1;
  return (a, b) => {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b ? less : -less;
  };
}

/** What an item is put in order by. */
export function valueOf(tables: Tables, by: ListSort, entry: ListEntry): ListValue {
  const { item, progress } = entry;
  switch (by) {
    case 'rank':
      return null;
    case 'key':
      return item.number;
    case 'title':
      return entry.title;
    case 'type':
      return ITEM_TYPES.indexOf(item.type);
    case 'state':
      return tables.get('state', item.state)?.rank ?? null;
    case 'priority':
      return item.priority === 'none' ? null : PRIORITIES.indexOf(item.priority);
    case 'assignee':
      return nameOf(tables, item.assignee);
    case 'labels':
      return labelNames(tables, item);
    case 'points':
      return item.points;
    case 'estimate':
      return item.estimateMinutes;
    case 'startDate':
      return item.startDate;
    case 'dueDate':
      return item.dueDate;
    case 'progress':
      return progress === null ? null : progress.done / progress.total;
    case 'created':
      return item.createdAt;
    case 'updated':
      return item.updatedAt;
  }
}

function nameOf(tables: Tables, user: UserId | null): string | null {
  const name = tables.get('user', user)?.name;
  return name === undefined ? null : folded(name);
}

/** The names of its labels, in order; null without any. */
function labelNames(tables: Tables, item: WorkItem): string | null {
  const names = labelsOf(tables, item).map(({ name }) => folded(name));
  return names.length === 0 ? null : names.join(' ');
}
