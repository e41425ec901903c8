/**
 * Lays a list out, line by line: what is folded or filtered away stands nowhere.
 *
 *   const list = new ListView(tables, project).read().arranged({ by: 'dueDate', down: false }, 'state');
 *   rowsOf(list, { ...WHOLE, hideDone: true, words: 'oven' }, folded)
 */
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import type { ItemFilter } from './item-filter.ts';
import { fitsFilter, soughtWords } from './item-filter.ts';
import type { List, Placed } from './list-arrangement.ts';
import type { ListEntry } from './list-entry.ts';
import type { GroupKey } from './list-group.ts';

/** What is listed of a list. */
export interface ListFilter extends ItemFilter {
  readonly hideDone: boolean;
}

export interface ListItemRow {
  readonly kind: 'item';
  readonly id: WorkItemId;
  readonly entry: ListEntry;
  /** How many rows it stands under: 0 at the top. */
  readonly depth: number;
  /** How many items are listed under it, at any depth. */
  readonly below: number;
  readonly folded: boolean;
  /** Its parent, where that is not the row above it in the tree. */
  readonly parent: WorkItem | null;
}

export interface ListGroupRow {
  readonly kind: 'group';
  /** What it is folded by. */
  readonly id: string;
  readonly key: GroupKey;
  /** The epic that heads it, by epic. */
  readonly head: WorkItem | null;
  readonly count: number;
  readonly points: number;
  readonly folded: boolean;
}

export type ListRow = ListItemRow | ListGroupRow;

/** What a group is folded by. */
export function foldOf(group: GroupKey): string {
  return `group ${group ?? ''}`;
}

/**
 * Lays a list out: its rows from the first to the last. What the filter leaves out stands nowhere,
 * and what is under it moves up to its place. `folded` has the ids of items and `foldOf` of groups
 * whose rows are left out; while words are searched for, items are open.
 */
export function rowsOf(
  list: List,
  filter: ListFilter,
  folded: ReadonlySet<string>,
): readonly ListRow[] {
  const searching = soughtWords(filter.words).length > 0;
  const layout = new Layout(list, testOf(filter), searching ? new Set() : folded);
  if (list.group === 'none') {
    layout.add(list.top(null), null, 0);
    return layout.rows;
  }
  for (const key of list.groups) layout.addGroup(key, folded.has(foldOf(key)));
  return layout.rows;
}

/** What the filter lets pass; null: everything. */
function testOf(filter: ListFilter): Test | null {
  const fits = fitsFilter<ListEntry>(filter, ({ text }) => text);
  if (!filter.hideDone) return fits;
  return fits === null ? ({ closed }) => !closed : (entry) => !entry.closed && fits(entry);
}

type Test = (entry: ListEntry) => boolean;

/** Puts rows down, one after the other. */
class Layout {
  readonly rows: ListRow[] = [];
  readonly #list: List;
  readonly #passes: Test | null;
  readonly #folded: ReadonlySet<string>;
  #points = 0;

  constructor(list: List, passes: Test | null, folded: ReadonlySet<string>) {
    this.#list = list;
    this.#passes = passes;
    this.#folded = folded;
  }

  /** Adds a group and what is in it; a group of nothing only where its own epic passes. */
  addGroup(key: GroupKey, folded: boolean): void {
    const epic = this.#list.group === 'epic' ? this.#list.get(key as WorkItemId) : undefined;
    const head = epic?.item ?? null;
    const group = {
      kind: 'group' as const,
      id: foldOf(key),
      key,
      head,
      count: 0,
      points: 0,
      folded,
    };
    const at = this.rows.push(group);
    this.#points = 0;
    group.count = this.add(this.#list.top(key), head?.id ?? null, 0);
    group.points = this.#points;
    if (folded) this.rows.length = at;
    const headed = epic !== undefined && this.#passes?.(epic) !== false;
    if (group.count === 0 && !headed) this.rows.length = at - 1;
  }

  /** Adds what stands under `parent`; gives how many rows that is with all of it open. */
  add(placed: readonly Placed[], parent: WorkItemId | null, depth: number): number {
    let all = 0;
    for (const { entry } of this.#shown(placed)) {
      const { item } = entry;
      const above = item.parent === parent ? undefined : this.#list.get(item.parent);
      const row = {
        kind: 'item' as const,
        id: item.id,
        entry,
        depth,
        below: 0,
        folded: false,
        parent: above?.item ?? null,
      };
      const at = this.rows.push(row);
      this.#points += item.points ?? 0;
      if (!entry.leaf) {
        row.below = this.add(this.#list.under(item.id), item.id, depth + 1);
        row.folded = row.below > 0 && this.#folded.has(item.id);
        if (row.folded) this.rows.length = at;
      }
      all += 1 + row.below;
    }
    return all;
  }

  /** What passes, in order, and in the place of what does not what is under it. */
  #shown(placed: readonly Placed[]): readonly Placed[] {
    const passes = this.#passes;
    if (passes === null || placed.every(({ entry }) => passes(entry))) return placed;
    const shown: Placed[] = [];
    let lifted = false;
    const take = (some: readonly Placed[]): void => {
      for (const one of some) {
        if (passes(one.entry)) {
          shown.push(one);
          lifted ||= some !== placed;
        } else if (!one.entry.leaf) take(this.#list.under(one.entry.item.id));
      }
    };
    take(placed);
    return lifted ? shown.sort(this.#list.compare) : shown;
  }
}
