/**
 * The board of a project: its states in order, and in each the live items by rank. A change
 * moves the one card it is about; nothing is computed over the whole project again. Parted by
 * something, it has the same cards in lanes as well (`board-lanes.ts`).
 */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { Id } from '../lib/id.ts';
import { SharedList } from '../lib/shared-list.ts';
import { MAX_WALK } from '../limits.ts';
import { isLive } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import type { BoardGroup, Lane } from './board-lanes.ts';
import { Lanes } from './board-lanes.ts';
import type { Card, Column, Shelf } from './card.ts';
import { SHOWN_OF_PARENT, byCard, cardOf, looksSame, shelf } from './card.ts';
import { View } from './view.ts';

/** What of an item counts in the progress of those above it. */
const COUNTED = ['state', 'parent', 'points', 'deletedAt'] as const;

export interface Board {
  readonly project: ProjectId;
  /** All its cards, by state. */
  readonly columns: readonly Column[];
  /** The same cards by lane and state; none on a board without lanes. */
  readonly lanes: readonly Lane[];
}

export class BoardView extends View<Board> {
  readonly #project: ProjectId;
  readonly #by: BoardGroup;
  readonly #lanes: Lanes;
  readonly #cards = new Map<string, Card>();
  #columns: Shelf[] = [];
  #board: Board;

  constructor(tables: Tables, project: ProjectId, by: BoardGroup = 'none') {
    super(tables);
    this.#project = project;
    this.#by = by;
    this.#lanes = new Lanes(tables, project, by);
    for (const state of tables.list('state', 'byProject', project)) {
      if (state.deletedAt !== null) continue;
      const items = [...tables.list('workItem', 'byState', state.id)];
      const live = items.filter((item) => isLive(tables, item));
      const cards = live.map((item) => cardOf(tables, item, this.#lanes.keyOf(item)));
      for (const card of cards) this.#cards.set(card.item.id, card);
      this.#columns.push(shelf(state, SharedList.of(byCard, cards)));
      this.#lanes.edit([], cards);
    }
    this.#board = this.#boardNow();
  }

  read(): Board {
    return this.#board;
  }

  protected follow(touched: readonly Touched[]): boolean {
    const affected = this.#affectedBy(touched);
    const states = this.#addStates(affected, touched);
    if (states) this.#columns = this.#columnsNow();
    const edits = new Map<string, { out: Card[]; in: Card[] }>();
    const editOf = (state: string) => {
      const edit = edits.get(state) ?? { out: [], in: [] };
      edits.set(state, edit);
      return edit;
    };
    for (const [id, what] of affected) {
      const old = this.#cards.get(id);
      const now = this.#cardNow(id as Id<'workItem'>, what === 'itself' ? old : undefined);
      if (old !== undefined && now !== undefined && looksSame(old, now)) continue;
      if (old !== undefined) editOf(old.item.state).out.push(old);
      if (now !== undefined) editOf(now.item.state).in.push(now);
      if (now === undefined) this.#cards.delete(id);
      else this.#cards.set(id, now);
    }
    const order = this.#lanes.follow(touched);
    if (edits.size === 0 && !states && !order) return false;
    for (const edit of edits.values()) this.#lanes.edit(edit.out, edit.in);
    this.#columns = this.#columns.map((column) => {
      const edit = edits.get(column.state.id);
      return edit === undefined
        ? column
        : shelf(column.state, column.list.edited(edit.out, edit.in));
    });
    this.#board = this.#boardNow();
    return true;
  }

  #boardNow(): Board {
    const columns = this.#columns;
    return { project: this.#project, columns, lanes: this.#lanes.read(columns) };
  }

  /** Items whose card may look different: changed, above a change, or under a deleted one. */
  #affectedBy(touched: readonly Touched[]): Affected {
    const affected = new Affected();
    for (const one of touched) {
      if (one.table === 'project' && one.id === this.#project) this.#addProject(affected, one);
      if (one.table === 'itemStats' && this.#cards.has(one.id)) affected.addItself(one.id);
      if (one.table !== 'workItem') continue;
      if (one.before?.project !== this.#project && one.after?.project !== this.#project) continue;
      affected.addItself(one.id);
      if (COUNTED.some((field) => one.before?.[field] !== one.after?.[field])) {
        this.#addAncestors(affected, one.before);
        this.#addAncestors(affected, one.after);
      }
      const hid = one.before?.deletedAt !== one.after?.deletedAt;
      const moved = one.before?.parent !== one.after?.parent;
      const epics = this.#by === 'epic' && one.before?.type !== one.after?.type;
      if (hid || moved || epics) this.#addDescendants(affected, one.id);
      if (SHOWN_OF_PARENT.some((field) => one.before?.[field] !== one.after?.[field])) {
        for (const child of this.tables.list('workItem', 'byParent', one.id))
          affected.add(child.id);
      }
    }
    return affected;
  }

  /**
   * Adds the items that a change of states shows otherwise: those of a column that was not here,
   * and those above items whose work counts as done now, or no longer. True where states changed.
   */
  #addStates(into: Affected, touched: readonly Touched[]): boolean {
    let changed = false;
    for (const one of touched) {
      if (one.table !== 'state') continue;
      if (one.before?.project !== this.#project && one.after?.project !== this.#project) continue;
      changed = true;
      const fresh = !this.#columns.some((column) => column.state.id === one.id);
      const counted = one.before?.category !== one.after?.category;
      if (!fresh && !counted) continue;
      for (const item of this.tables.list('workItem', 'byState', one.id)) {
        if (fresh) into.add(item.id);
        if (counted) this.#addAncestors(into, item);
      }
    }
    return changed;
  }

  /** Everything, when the project itself has gone into the trash or come back. */
  #addProject(into: Affected, one: Touched): void {
    if ((one.before?.deletedAt ?? null) === (one.after?.deletedAt ?? null)) return;
    for (const item of this.tables.list('workItem', 'byProject', this.#project)) into.add(item.id);
  }

  #addAncestors(into: Affected, item: WorkItem | undefined): void {
    let parent = this.tables.get('workItem', item?.parent);
    for (let step = 0; parent !== undefined && step < 4; step += 1) {
      into.add(parent.id);
      parent = this.tables.get('workItem', parent.parent);
    }
  }

  #addDescendants(into: Affected, id: string): void {
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

  /** The columns of the states as they are now; what was in one that is gone is on no card. */
  #columnsNow(): Shelf[] {
    const columns: Shelf[] = [];
    for (const state of this.tables.list('state', 'byProject', this.#project)) {
      if (state.deletedAt !== null) continue;
      const old = this.#columns.find((column) => column.state.id === state.id);
      columns.push(old?.state === state ? old : shelf(state, old?.list));
    }
    for (const { state, cards } of this.#columns) {
      if (columns.some((column) => column.state.id === state.id)) continue;
      for (const card of cards) this.#cards.delete(card.item.id);
      this.#lanes.edit(cards, []);
    }
    return columns;
  }

  /** The card of an item as it is now; undefined where the board shows none. */
  #cardNow(id: Id<'workItem'>, old: Card | undefined): Card | undefined {
    const item = this.tables.get('workItem', id);
    if (item === undefined || item.project !== this.#project) return undefined;
    if (!this.#columns.some((column) => column.state.id === item.state)) return undefined;
    return isLive(this.tables, item)
      ? cardOf(this.tables, item, this.#lanes.keyOf(item), old)
      : undefined;
  }
}

/** Items whose card may look different: what is under one may count otherwise, or only itself. */
class Affected extends Map<string, 'itself' | 'all'> {
  addItself(id: string): void {
    if (!this.has(id)) this.set(id, 'itself');
  }

  add(id: string): void {
    this.set(id, 'all');
  }
}
