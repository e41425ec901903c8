/**
 * The list of a project: its live items as a tree in an order, parted into groups. The view keeps
 * the order; a change takes the few rows that it is about out and puts them where they belong now.
 * What is folded or filtered away is the reader's: `rowsOf` lays a list out line by line.
 *
 *   const view = new ListView(tables, project, { by: 'dueDate', down: false }, 'state');
 *   rowsOf(view.read(), { hideDone: true, words: 'oven' }, folded)
 *
 * In the tree an item stands under the nearest item above it that is in its group.
 */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { SharedList } from '../lib/shared-list.ts';
import { MAX_WALK } from '../limits.ts';
import { isLive } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import { sameValue } from '../tables.ts';
import { ListEntry, compareBy } from './list-entry.ts';
import type { ListSort } from './list-entry.ts';
import type { GroupKey, ListGroup } from './list-group.ts';
import { EPICS, groupOf, groupsInOrder } from './list-group.ts';
import { progressOf } from './progress.ts';
import { View } from './view.ts';

/** More rows than this are put in order anew, all together. */
const MANY = 400;

/** Steps from an item up to its root: a subtask under a task under a story under an epic. */
const MOST_ABOVE = 4;

/** The order of the items that stand under one parent. */
export interface ListOrder {
  readonly by: ListSort;
  /** From the greatest to the least; what has no value is last both ways. */
  readonly down: boolean;
}

/** An answer of `ListView`: true until the next change of the tables. */
export interface List {
  readonly group: ListGroup;
  /** All groups in their order; one with the key null where the list has no groups. */
  readonly groups: readonly GroupKey[];
  /** What stands at the top of a group. */
  readonly top: (group: GroupKey) => readonly ListEntry[];
  /** What stands under an item, in its group. */
  readonly under: (id: WorkItemId) => readonly ListEntry[];
  readonly get: (id: WorkItemId | null) => ListEntry | undefined;
  readonly compare: (a: ListEntry, b: ListEntry) => number;
}

export class ListView extends View<List> {
  readonly #project: ProjectId;
  readonly #sort: ListSort;
  readonly #group: ListGroup;
  readonly #compare: List['compare'];
  readonly #entries = new Map<string, ListEntry>();
  /** What stands in one place, by `ListEntry.place`. */
  readonly #places = new Map<string, SharedList<ListEntry>>();
  #list: List;

  constructor(tables: Tables, project: ProjectId, order: ListOrder, group: ListGroup) {
    super(tables);
    this.#project = project;
    this.#sort = order.by;
    this.#group = group;
    this.#compare = compareBy(order.down);
    this.#build();
    this.#list = this.#listNow();
  }

  read(): List {
    return this.#list;
  }

  protected follow(touched: readonly Touched[]): boolean {
    const affected = this.#affectedBy(touched);
    if (affected === 'all' || affected.size > MANY) this.#build();
    else if (!this.#edit(affected)) return false;
    this.#list = this.#listNow();
    return true;
  }

  /** Everything anew; rows that show the same stay the same objects. */
  #build(): void {
    const places = new Map<string, ListEntry[]>();
    const known = new Map(this.#entries);
    this.#entries.clear();
    for (const item of this.tables.list('workItem', 'byProject', this.#project)) {
      const entry = this.#entryNow(item, known.get(item.id));
      if (entry === undefined) continue;
      this.#entries.set(item.id, entry);
      const place = places.get(entry.place);
      if (place === undefined) places.set(entry.place, [entry]);
      else place.push(entry);
    }
    this.#places.clear();
    for (const [place, entries] of places) {
      this.#places.set(place, SharedList.of(this.#compare, entries.sort(this.#compare)));
    }
  }

  /** Takes the rows of these items out and puts them where they belong; false where all stays. */
  #edit(affected: ReadonlySet<string>): boolean {
    const edits = new Map<string, { out: ListEntry[]; in: ListEntry[] }>();
    const editOf = (place: string) => {
      const edit = edits.get(place) ?? { out: [], in: [] };
      edits.set(place, edit);
      return edit;
    };
    for (const id of affected) {
      const old = this.#entries.get(id);
      const item = this.tables.get('workItem', id as WorkItemId);
      const now = item === undefined ? undefined : this.#entryNow(item, old);
      if (old === now) continue;
      if (old !== undefined) editOf(old.place).out.push(old);
      if (now !== undefined) editOf(now.place).in.push(now);
      if (now === undefined) this.#entries.delete(id);
      else this.#entries.set(id, now);
    }
    for (const [place, edit] of edits) {
      const list = this.#places.get(place) ?? SharedList.of<ListEntry>(this.#compare, []);
      const edited = list.edited(edit.out, edit.in);
      if (edited.array.length === 0) this.#places.delete(place);
      else this.#places.set(place, edited);
    }
    return edits.size > 0;
  }

  /** Items whose row may look different or stand elsewhere. */
  #affectedBy(touched: readonly Touched[]): Set<string> | 'all' {
    const affected = new Set<string>();
    for (const one of touched) {
      if (this.#concernsAll(one)) return 'all';
      if (one.table !== 'workItem') continue;
      if (one.before?.project !== this.#project && one.after?.project !== this.#project) continue;
      affected.add(one.id);
      this.#addAbove(affected, one.before);
      this.#addAbove(affected, one.after);
      if (this.#movesOthers(one.before, one.after)) this.#addBelow(affected, one.id);
    }
    return affected;
  }

  /** Is it something that many rows are ordered, grouped or counted by? */
  #concernsAll(one: Touched): boolean {
    switch (one.table) {
      case 'state':
        return one.before?.project === this.#project || one.after?.project === this.#project;
      case 'project':
        return (
          one.id === this.#project &&
          (one.before?.deletedAt !== one.after?.deletedAt || one.before?.key !== one.after?.key)
        );
      case 'user':
        return (
          (this.#sort === 'assignee' || this.#group === 'assignee') &&
          one.before?.name !== one.after?.name
        );
      case 'label':
        return this.#sort === 'labels';
      default:
        return false;
    }
  }

  /** Does what is below such an item stand elsewhere now? */
  #movesOthers(before: WorkItem | undefined, after: WorkItem | undefined): boolean {
    if (before === undefined || after === undefined) return true;
    if (before.deletedAt !== after.deletedAt || before.parent !== after.parent) return true;
    if (before.project !== after.project) return true;
    if (this.#group === 'none') return false;
    return this.#group === 'epic'
      ? before.type !== after.type
      : before[this.#group] !== after[this.#group];
  }

  #addAbove(into: Set<string>, item: WorkItem | undefined): void {
    for (const one of this.#above(item)) into.add(one.id);
  }

  #addBelow(into: Set<string>, id: string): void {
    const waiting = [id];
    for (let step = 0; waiting.length > 0 && step < MAX_WALK; step += 1) {
      const parent = waiting.pop();
      if (parent === undefined) return;
      for (const child of this.tables.list('workItem', 'byParent', parent)) {
        into.add(child.id);
        waiting.push(child.id);
      }
    }
  }

  /** The items above this one, the nearest first. */
  *#above(item: WorkItem | undefined): Generator<WorkItem> {
    let above = this.tables.get('workItem', item?.parent);
    for (let step = 0; above !== undefined && step < MOST_ABOVE; step += 1) {
      yield above;
      above = this.tables.get('workItem', above.parent);
    }
  }

  /** The row of an item as it is now, `old` where that is the same; undefined where it has none. */
  #entryNow(item: WorkItem, old: ListEntry | undefined): ListEntry | undefined {
    if (item.project !== this.#project || !isLive(this.tables, item)) return undefined;
    const progress = progressOf(this.tables, item);
    const entry = new ListEntry(this.tables, this.#sort, {
      item,
      progress: old !== undefined && sameValue(old.progress, progress) ? old.progress : progress,
      ...this.#placeOf(item),
    });
    return old?.isSame(entry) === true ? old : entry;
  }

  /** Where an item stands: its group, and what is above it there. */
  #placeOf(item: WorkItem): { readonly group: GroupKey; readonly under: WorkItemId | null } {
    const above = [...this.#above(item)];
    const group = groupOf(this.#group, item, above);
    if (this.#group === 'none') return { group, under: item.parent };
    const under = above.find((one, at) => {
      if (this.#group === 'epic' && one.type === 'epic') return false;
      return groupOf(this.#group, one, above.slice(at + 1)) === group;
    });
    return { group, under: under?.id ?? null };
  }

  #listNow(): List {
    const entries = this.#entries;
    const places = this.#places;
    const at = (place: string): readonly ListEntry[] => places.get(place)?.array ?? [];
    return {
      group: this.#group,
      groups:
        this.#group === 'epic'
          ? [...at(ListEntry.topOf(EPICS)).map(({ item }) => item.id), null]
          : groupsInOrder(this.tables, this.#project, this.#group),
      top: (group) => at(ListEntry.topOf(group)),
      under: at,
      get: (id) => (id === null ? undefined : entries.get(id)),
      compare: this.#compare,
    };
  }
}

/** What is listed of a list. */
export interface ListFilter {
  readonly hideDone: boolean;
  /** Each of these words must be in the key or the title, in any case of letters. */
  readonly words: string;
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
  const words = wordsOf(filter.words);
  const passes = (entry: ListEntry): boolean =>
    !(filter.hideDone && entry.closed) && words.every((word) => entry.text.includes(word));
  const layout = new Layout(list, passes, words.length === 0 ? folded : new Set());
  if (list.group === 'none') {
    layout.add(list.top(null), null, 0);
    return layout.rows;
  }
  for (const key of list.groups) layout.addGroup(key, folded.has(foldOf(key)));
  return layout.rows;
}

/** The words of a search as they are compared. */
function wordsOf(text: string): readonly string[] {
  return ListEntry.fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Puts rows down, one after the other. */
class Layout {
  readonly rows: ListRow[] = [];
  readonly #list: List;
  readonly #passes: (entry: ListEntry) => boolean;
  readonly #folded: ReadonlySet<string>;
  #points = 0;

  constructor(list: List, passes: (entry: ListEntry) => boolean, folded: ReadonlySet<string>) {
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
    if (group.count === 0 && (epic === undefined || !this.#passes(epic))) this.rows.length = at - 1;
  }

  /** Adds what stands under `parent`; gives how many rows that is with all of it open. */
  add(entries: readonly ListEntry[], parent: WorkItemId | null, depth: number): number {
    let all = 0;
    for (const entry of this.#shown(entries)) {
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
      row.below = this.add(this.#list.under(item.id), item.id, depth + 1);
      row.folded = row.below > 0 && this.#folded.has(item.id);
      if (row.folded) this.rows.length = at;
      all += 1 + row.below;
    }
    return all;
  }

  /** The entries that pass, in order, and in the place of one that does not what is under it. */
  #shown(entries: readonly ListEntry[]): readonly ListEntry[] {
    if (entries.every(this.#passes)) return entries;
    const shown: ListEntry[] = [];
    const take = (some: readonly ListEntry[]): void => {
      for (const entry of some) {
        if (this.#passes(entry)) shown.push(entry);
        else take(this.#list.under(entry.item.id));
      }
    };
    take(entries);
    return shown.sort(this.#list.compare);
  }
}
