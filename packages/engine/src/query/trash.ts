/** The trash of a project: what was deleted itself, newest first, and what can go for good. */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { itemsBelow } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import { View } from './view.ts';

export class TrashView extends View<readonly WorkItem[]> {
  readonly #project: ProjectId;
  #items: readonly WorkItem[];

  constructor(tables: Tables, project: ProjectId) {
    super(tables);
    this.#project = project;
    const items = [...tables.list('workItem', 'byProject', project)];
    this.#items = items.filter((item) => item.deletedAt !== null).sort(newestFirst);
  }

  read(): readonly WorkItem[] {
    return this.#items;
  }

  protected follow(touched: readonly Touched[]): boolean {
    let changed = false;
    for (const one of touched) {
      if (one.table !== 'workItem') continue;
      const was = one.before?.project === this.#project && one.before.deletedAt !== null;
      const is = one.after?.project === this.#project && one.after.deletedAt !== null;
      if (!was && !is) continue;
      const others = this.#items.filter((item) => item.id !== one.id);
      this.#items = is && one.after ? [...others, one.after].sort(newestFirst) : others;
      changed = true;
    }
    return changed;
  }
}

function newestFirst(a: WorkItem, b: WorkItem): number {
  const later = (b.deletedAt ?? 0) - (a.deletedAt ?? 0);
  return later !== 0 ? later : a.id < b.id ? -1 : 1;
}

/**
 * What can go for good of what was put into the trash up to `before` (milliseconds UTC): each with
 * its whole tree, none under another. A tree in which something was put there later stays whole.
 */
export function expiredItems(
  tables: Tables,
  project: ProjectId,
  before: number,
): readonly WorkItem[] {
  const found = [...tables.list('workItem', 'byProject', project)].filter(
    (item) =>
      isOlder(item, before) &&
      itemsBelow(tables, item, true).every((one) => one.deletedAt === null || isOlder(one, before)),
  );
  const ids = new Set(found.map((item) => item.id));
  return found.filter((item) => !ancestorsOf(tables, item).some((one) => ids.has(one)));
}

function isOlder(item: WorkItem, before: number): boolean {
  return item.deletedAt !== null && item.deletedAt <= before;
}

function ancestorsOf(tables: Tables, item: WorkItem): readonly WorkItemId[] {
  const found: WorkItemId[] = [];
  for (let at = item.parent; at !== null && found.length < MOST_LEVELS;) {
    found.push(at);
    at = tables.get('workItem', at)?.parent ?? null;
  }
  return found;
}

/** Levels of items under each other, with room to spare: the walk must end. */
const MOST_LEVELS = 8;
