/**
 * What keeps an item from being begun: other items that block it, and its own state. A blocker
 * counts while it is live and in no done or cancelled state. Of one that is in a project which
 * is not here, only the dependency's `open` is known: it blocks without a name.
 */
import type { Dependency } from '../entity/dependency.ts';
import { isClosed } from '../entity/state.ts';
import type { UserId } from '../entity/user.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { isLive } from '../live.ts';
import type { Tables } from '../tables.ts';

/** Levels of parents that a walk goes up at most: an item has three. */
const MOST_PARENTS = 4;

export interface Block {
  /** The blockers that are here, in the order in which their dependencies were made. */
  readonly items: readonly WorkItem[];
  /** How many more there are in projects that are not here. */
  readonly hidden: number;
}

/** What blocks an item directly; null where nothing does. */
export function blockOf(tables: Tables, item: WorkItem): Block | null {
  let hidden = 0;
  const items: WorkItem[] = [];
  for (const dependency of tables.list('dependency', 'byTo', item.id)) {
    if (!counts(dependency)) continue;
    const blocker = tables.get('workItem', dependency.from);
    if (blocker === undefined) hidden += dependency.open ? 1 : 0;
    else if (isOpen(tables, blocker)) items.push(blocker);
  }
  return items.length + hidden === 0 ? null : { items, hidden };
}

/** The live items in no done or cancelled state that block this one directly, as far as known. */
export function blockersOf(tables: Tables, item: WorkItem): readonly WorkItem[] {
  return blockOf(tables, item)?.items ?? [];
}

/** Is it blocked, directly? */
export function isBlocked(tables: Tables, item: WorkItem): boolean {
  return blockOf(tables, item) !== null;
}

/**
 * Could this person begin it now? It is live, not begun, neither it nor a parent is blocked, and
 * it is theirs or nobody's.
 */
export function isReady(tables: Tables, item: WorkItem, person: UserId): boolean {
  const category = tables.get('state', item.state)?.category;
  if (category !== 'backlog' && category !== 'unstarted') return false;
  if (item.assignee !== null && item.assignee !== person) return false;
  if (!isLive(tables, item)) return false;
  let at: WorkItem | undefined = item;
  for (let step = 0; at !== undefined && step < MOST_PARENTS; step += 1) {
    if (isBlocked(tables, at)) return false;
    at = tables.get('workItem', at.parent);
  }
  return true;
}

/** Is an item live and in no done or cancelled state, so that it blocks what it is set to block? */
export function isOpen(tables: Tables, item: WorkItem): boolean {
  const category = tables.get('state', item.state)?.category;
  return (category === undefined || !isClosed(category)) && isLive(tables, item);
}

function counts(dependency: Dependency): boolean {
  return dependency.kind === 'blocks' && dependency.deletedAt === null;
}
