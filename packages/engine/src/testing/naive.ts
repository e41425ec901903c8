/** The dumb way to answer the queries: from all rows, each time anew. */
import type { Project } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { Card } from '../query/card.ts';
import type { Progress } from '../query/progress.ts';
import type { Tables } from '../tables.ts';
import { byRank } from '../tables.ts';

/** What people see of a board: for each state its name and what stands on its cards. */
export function naiveBoard(tables: Tables, project: Project['id']): unknown[] {
  const states = [...tables.all('state')].filter(
    (state) => state.project === project && state.deletedAt === null,
  );
  return states.sort(byRank).map((state) => ({
    state,
    cards: [...tables.all('workItem')]
      .filter((item) => item.state === state.id && naiveLive(tables, item))
      .sort(byRank)
      .map((item) => {
        const parent = tables.get('workItem', item.parent) ?? null;
        const stats = [...tables.all('itemStats')].find(({ id }) => (id as string) === item.id);
        const comments = stats?.comments ?? 0;
        return shown({ item, parent, progress: naiveProgress(tables, item), comments });
      }),
  }));
}

/** What stands on a card: of its parent only what it shows. */
export function shown({ item, parent, progress, comments }: Omit<Card, 'lane'>): unknown {
  const above = parent && [parent.id, parent.number, parent.type, parent.title];
  return { item, above, progress, comments };
}

/** Is the item, and everything above it, out of the trash? */
export function naiveLive(tables: Tables, item: WorkItem): boolean {
  if (item.deletedAt !== null) return false;
  const parent = tables.get('workItem', item.parent);
  if (parent !== undefined) return naiveLive(tables, parent);
  return tables.get('project', item.project)?.deletedAt === null;
}

/** All items below this one that are not in the trash, nor under one that is. */
export function naiveBelow(tables: Tables, item: WorkItem): WorkItem[] {
  const children = [...tables.all('workItem')].filter(
    (one) => one.parent === item.id && one.deletedAt === null,
  );
  return children.flatMap((child) => [child, ...naiveBelow(tables, child)]);
}

/** How many of the items below are done, cancelled ones not counted. */
export function naiveProgress(tables: Tables, item: WorkItem): Progress | null {
  const category = (one: WorkItem): string => tables.get('state', one.state)?.category ?? 'backlog';
  const counted = naiveBelow(tables, item).filter((one) => category(one) !== 'cancelled');
  const done = counted.filter((one) => category(one) === 'done');
  const points = (items: readonly WorkItem[]): number =>
    items.reduce((sum, one) => sum + (one.points ?? 0), 0);
  const minutes = (items: readonly WorkItem[]): number =>
    items.reduce((sum, one) => sum + (one.estimateMinutes ?? 0), 0);
  if (counted.length === 0) return null;
  return {
    done: done.length,
    total: counted.length,
    donePoints: points(done),
    totalPoints: points(counted),
    doneMinutes: minutes(done),
    totalMinutes: minutes(counted),
  };
}

/** What was deleted itself, newest first. */
export function naiveTrash(tables: Tables, project: Project['id']): WorkItem[] {
  const dead = [...tables.all('workItem')].filter(
    (item) => item.project === project && item.deletedAt !== null,
  );
  const at = (item: WorkItem): number => item.deletedAt ?? 0;
  return dead.sort((a, b) => at(b) - at(a) || (a.id < b.id ? -1 : 1));
}
