/** One item of a list: what its row shows, and what it is put in order by. */
import type { UserId } from '../entity/user.ts';
import { isClosed } from '../entity/state.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { ITEM_TYPES, PRIORITIES } from '../entity/work-item.ts';
import { keyOf } from '../key.ts';
import type { Tables } from '../tables.ts';
import { byRank } from '../tables.ts';
import type { GroupKey } from './list-group.ts';
import { labelsOf } from './labels.ts';
import type { Progress } from './progress.ts';

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

type Value = number | string | null;

interface Shown {
  readonly item: WorkItem;
  readonly progress: Progress | null;
  readonly group: GroupKey;
  /** What it stands under in its group; null: nothing. */
  readonly under: WorkItemId | null;
}

/** The same object until something that it shows, or where it stands, changes. */
export class ListEntry {
  readonly item: WorkItem;
  readonly progress: Progress | null;
  /** Is its work over? */
  readonly closed: boolean;
  /** Names what it stands under: an item, or the top of its group. */
  readonly place: string;
  /** What it is put in order by; null: it has none of that. */
  readonly value: Value;
  readonly #key: string;
  #text: string | null = null;

  constructor(tables: Tables, sort: ListSort, { item, progress, group, under }: Shown) {
    this.item = item;
    this.progress = progress;
    this.closed = isClosed(tables.get('state', item.state)?.category ?? 'backlog');
    this.place = under ?? ListEntry.topOf(group);
    this.value = valueOf(tables, sort, item, progress);
    this.#key = keyOf(tables, item);
  }

  /** The place at the top of a group. */
  static topOf(group: GroupKey): string {
    return `top ${group ?? ''}`;
  }

  /** A text as it is compared: without case and accents. */
  static fold(text: string): string {
    const plain = /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '');
    return plain.toLowerCase();
  }

  /** Key and title as a search reads them. */
  get text(): string {
    this.#text ??= ListEntry.fold(`${this.#key} ${this.item.title}`);
    return this.#text;
  }

  isSame(other: ListEntry): boolean {
    return (
      this.item === other.item &&
      this.progress === other.progress &&
      this.closed === other.closed &&
      this.place === other.place &&
      this.value === other.value &&
      this.#key === other.#key
    );
  }
}

/** The order by value; what has none is last, and what has the same is in the order of the project. */
export function compareBy(down: boolean): (a: ListEntry, b: ListEntry) => number {
  const less = down ? 1 : -1;
  return (a, b) => {
    if (a.value === b.value) return byRank(a.item, b.item);
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return a.value < b.value ? less : -less;
  };
}

function valueOf(tables: Tables, sort: ListSort, item: WorkItem, progress: Progress | null): Value {
  switch (sort) {
    case 'rank':
      return null;
    case 'key':
      return item.number;
    case 'title':
      return ListEntry.fold(item.title);
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
  return name === undefined ? null : ListEntry.fold(name);
}

/** The names of its labels, in order; null without any. */
function labelNames(tables: Tables, item: WorkItem): string | null {
  const names = labelsOf(tables, item).map(({ name }) => ListEntry.fold(name));
  return names.length === 0 ? null : names.join(' ');
}
