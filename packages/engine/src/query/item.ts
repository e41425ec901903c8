/** One item with everything around it that its panel shows. */
import type { Document } from '../entity/document.ts';
import type { State } from '../entity/state.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { isLive } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import type { Id } from '../lib/id.ts';
import type { Progress } from './progress.ts';
import { progressOf } from './progress.ts';
import { View } from './view.ts';

export interface Child {
  readonly item: WorkItem;
  readonly state: State | undefined;
  readonly progress: Progress | null;
}

export interface ItemDetail {
  readonly item: WorkItem;
  readonly state: State | undefined;
  /** False when it or an owner is in the trash. */
  readonly live: boolean;
  /** From the root down to its parent. */
  readonly parents: readonly WorkItem[];
  /** Live children by rank. */
  readonly children: readonly Child[];
  readonly progress: Progress | null;
  /** Its description, where that text is on this device. */
  readonly description: Document | undefined;
}

export class ItemView extends View<ItemDetail | null> {
  readonly #id: WorkItemId;
  #detail: ItemDetail | null;

  constructor(tables: Tables, id: WorkItemId) {
    super(tables);
    this.#id = id;
    this.#detail = detailOf(tables, id);
  }

  read(): ItemDetail | null {
    return this.#detail;
  }

  protected follow(touched: readonly Touched[]): boolean {
    if (!touched.some((one) => this.#concerns(one))) return false;
    this.#detail = detailOf(this.tables, this.#id);
    return true;
  }

  #concerns(one: Touched): boolean {
    if (one.table === 'document') return one.id === (this.#id as string);
    if (one.table === 'state' || one.table === 'project') return true;
    return one.table === 'workItem' && (this.#isAround(one.before) || this.#isAround(one.after));
  }

  /** Is it the item itself, above it, or under it? */
  #isAround(item: WorkItem | undefined): boolean {
    if (item === undefined) return false;
    if (item.id === this.#id || this.#detail === null) return true;
    if (this.#detail.parents.some((parent) => parent.id === item.id)) return true;
    let above: WorkItem | undefined = item;
    for (let step = 0; above !== undefined && step < 4; step += 1) {
      if (above.parent === this.#id) return true;
      above = this.tables.get('workItem', above.parent);
    }
    return false;
  }
}

function detailOf(tables: Tables, id: WorkItemId): ItemDetail | null {
  const item = tables.get('workItem', id);
  if (item === undefined) return null;
  const children: Child[] = [];
  for (const child of tables.list('workItem', 'byParent', id)) {
    if (child.deletedAt !== null) continue;
    const state = tables.get('state', child.state);
    children.push({ item: child, state, progress: progressOf(tables, child) });
  }
  return {
    item,
    state: tables.get('state', item.state),
    live: isLive(tables, item),
    parents: parentsOf(tables, item),
    children,
    progress: progressOf(tables, item),
    description: tables.get('document', item.id as string as Id<'document'>),
  };
}

/** The items above this one, from the root down. */
export function parentsOf(tables: Tables, item: WorkItem): WorkItem[] {
  const parents: WorkItem[] = [];
  let parent = tables.get('workItem', item.parent);
  for (let step = 0; parent !== undefined && step < 4; step += 1) {
    parents.unshift(parent);
    parent = tables.get('workItem', parent.parent);
  }
  return parents;
}
