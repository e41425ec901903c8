/**
 * The list of a project: its live items, arranged as somebody looks at them. What a row shows is
 * worked out once for all orders; so another order is a sort, and a change costs what it touches.
 * `rowsOf` lays an arranged list out line by line.
 *
 *   const view = new ListView(tables, project);
 *   view.read().arranged({ by: 'dueDate', down: false }, 'state')
 */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { isLive } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import { sameValue } from '../tables.ts';
import type { List, ListGround } from './list-arrangement.ts';
import { Arrangement, MANY } from './list-arrangement.ts';
import { ListEntry } from './list-entry.ts';
import type { ListGroup } from './list-group.ts';
import type { ListOrder } from './list-order.ts';
import { addBelow, itemsAbove } from './list-tree.ts';
import { progressOf } from './progress.ts';
import { View } from './view.ts';

/** So many arrangements are kept up: what one looks at, and what one may go back to. */
const KEPT = 3;

/** An answer of `ListView`: true until the next change of the tables. */
export interface Listing {
  /** The list in an order and by groups: the same object until something in it changes. */
  readonly arranged: (order: ListOrder, group: ListGroup) => List;
}

export class ListView extends View<Listing> {
  readonly #project: ProjectId;
  readonly #entries = new Map<string, ListEntry>();
  readonly #ground: ListGround;
  /** By order and group, the one that was asked for last at the end. */
  readonly #arranged = new Map<string, Arrangement>();
  #listing: Listing;

  constructor(tables: Tables, project: ProjectId) {
    super(tables);
    this.#project = project;
    this.#ground = { tables, project, entries: this.#entries };
    this.#build();
    this.#listing = this.#listingNow();
  }

  read(): Listing {
    return this.#listing;
  }

  protected follow(touched: readonly Touched[]): boolean {
    const changed = this.#take(touched);
    if (changed) this.#listing = this.#listingNow();
    return changed;
  }

  /** Takes in what changed; false where no list is another one now. */
  #take(touched: readonly Touched[]): boolean {
    const affected = this.#affectedBy(touched);
    if (affected === 'all' || affected.size > MANY) {
      this.#build();
      this.#arranged.clear();
      return true;
    }
    let changed = false;
    for (const [name, arrangement] of this.#arranged) {
      if (!touched.some((one) => arrangement.follows(one))) continue;
      this.#arranged.delete(name);
      changed = true;
    }
    if (!this.#edit(affected)) return changed;
    for (const arrangement of this.#arranged.values()) arrangement.follow(touched, affected);
    return true;
  }

  /** Everything anew; rows that show the same stay the same objects. */
  #build(): void {
    const known = new Map(this.#entries);
    this.#entries.clear();
    for (const item of this.tables.list('workItem', 'byProject', this.#project)) {
      const entry = this.#entryNow(item, known.get(item.id));
      if (entry !== undefined) this.#entries.set(item.id, entry);
    }
  }

  /** Takes in what these items are now; false where all stay the same. */
  #edit(affected: ReadonlySet<string>): boolean {
    let changed = false;
    for (const id of affected) {
      const old = this.#entries.get(id);
      const item = this.tables.get('workItem', id as WorkItemId);
      const now = item === undefined ? undefined : this.#entryNow(item, old);
      if (old === now) continue;
      changed = true;
      if (now === undefined) this.#entries.delete(id);
      else this.#entries.set(id, now);
    }
    return changed;
  }

  /** Items whose row may show something else. */
  #affectedBy(touched: readonly Touched[]): Set<string> | 'all' {
    const affected = new Set<string>();
    for (const one of touched) {
      if (this.#concernsAll(one)) return 'all';
      if (one.table !== 'workItem') continue;
      if (one.before?.project !== this.#project && one.after?.project !== this.#project) continue;
      affected.add(one.id);
      for (const { id } of itemsAbove(this.tables, one.before)) affected.add(id);
      for (const { id } of itemsAbove(this.tables, one.after)) affected.add(id);
      if (takesAlong(one.before, one.after)) addBelow(affected, this.tables, one.id);
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
      default:
        return false;
    }
  }

  /** What an item shows now, `old` where that is the same; undefined where it is not listed. */
  #entryNow(item: WorkItem, old: ListEntry | undefined): ListEntry | undefined {
    if (item.project !== this.#project || !isLive(this.tables, item)) return undefined;
    const progress = progressOf(this.tables, item);
    const kept = old !== undefined && sameValue(old.progress, progress) ? old.progress : progress;
    const entry = new ListEntry(this.tables, item, kept);
    return old?.isSame(entry) === true ? old : entry;
  }

  #listingNow(): Listing {
    return { arranged: (order, group) => this.#arrangement(order, group).list };
  }

  #arrangement(order: ListOrder, group: ListGroup): Arrangement {
    const name = `${order.by} ${order.down} ${group}`;
    const found = this.#arranged.get(name) ?? new Arrangement(this.#ground, order, group);
    this.#arranged.delete(name);
    this.#arranged.set(name, found);
    const [oldest] = this.#arranged.keys();
    if (this.#arranged.size > KEPT && oldest !== undefined) this.#arranged.delete(oldest);
    return found;
  }
}

/** Does what is below such an item come, go or stand elsewhere with it? */
function takesAlong(before: WorkItem | undefined, after: WorkItem | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  if (before.deletedAt !== after.deletedAt || before.parent !== after.parent) return true;
  return before.project !== after.project;
}
