/**
 * A list in one order, parted into groups. It keeps the order: a change takes the few rows that it
 * is about out and puts them where they belong now.
 *
 * In the tree an item stands under the nearest item above it that is in its group.
 */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { SharedList } from '../lib/shared-list.ts';
import type { Tables, Touched } from '../tables.ts';
import { byRank } from '../tables.ts';
import type { ListEntry } from './list-entry.ts';
import type { GroupKey, ListGroup } from './list-group.ts';
import { EPICS, groupOf, groupsInOrder } from './list-group.ts';
import type { ListOrder, ListValue } from './list-order.ts';
import { compareValues, valueOf } from './list-order.ts';
import { addBelow, itemsAbove } from './list-tree.ts';

/** More rows than this are put in order anew, all together. */
export const MANY = 400;

/** An item where it stands. */
export interface Placed {
  readonly entry: ListEntry;
  /** Names what it stands under: an item, or the top of its group. */
  readonly place: string;
  /** What it is put in order by. */
  readonly value: ListValue;
}

/** A list as it is now: true until the next change of the tables. */
export interface List {
  readonly group: ListGroup;
  /** All groups in their order; one with the key null where the list has no groups. */
  readonly groups: readonly GroupKey[];
  /** What stands at the top of a group. */
  readonly top: (group: GroupKey) => readonly Placed[];
  /** What stands under an item, in its group. */
  readonly under: (id: WorkItemId) => readonly Placed[];
  readonly get: (id: WorkItemId | null) => ListEntry | undefined;
  readonly compare: (a: Placed, b: Placed) => number;
}

/** What a list is made of; the entries are kept up by whoever has it. */
export interface ListGround {
  readonly tables: Tables;
  readonly project: ProjectId;
  readonly entries: ReadonlyMap<string, ListEntry>;
}

const NONE: readonly Placed[] = [];

export class Arrangement {
  readonly #ground: ListGround;
  readonly #order: ListOrder;
  readonly #group: ListGroup;
  readonly #compare: List['compare'];
  /** Where each item stands; made when a change first asks for it. */
  #placed: Map<string, Placed> | null = null;
  /** What stands in one place: a list that can be edited once something in it has changed. */
  readonly #places = new Map<string, readonly Placed[] | SharedList<Placed>>();
  #list: List;

  constructor(ground: ListGround, order: ListOrder, group: ListGroup) {
    this.#ground = ground;
    this.#order = order;
    this.#group = group;
    const compare = compareValues(order.down);
    this.#compare = (a, b) => compare(a.value, b.value) || byRank(a.entry.item, b.entry.item);
    this.#build();
    this.#list = this.#listNow();
  }

  /** The same list until something in it stands elsewhere or shows something else. */
  get list(): List {
    return this.#list;
  }

  /** Does its order, or that of its groups, follow from this row of another table? */
  follows(one: Touched): boolean {
    switch (one.table) {
      case 'user':
        return (
          (this.#order.by === 'assignee' || this.#group === 'assignee') &&
          one.before?.name !== one.after?.name
        );
      case 'label':
        return this.#order.by === 'labels';
      default:
        return false;
    }
  }

  /** Takes in what changed of items; `affected` are those whose entry may be another one now. */
  follow(touched: readonly Touched[], affected: ReadonlySet<string>): void {
    const moved = new Set(affected);
    for (const one of touched) {
      if (one.table === 'workItem' && this.#movesOthers(one.before, one.after))
        addBelow(moved, this.#ground.tables, one.id);
    }
    if (moved.size > MANY) this.#build();
    else if (!this.#edit(moved)) return;
    this.#list = this.#listNow();
  }

  #build(): void {
    const { tables, project, entries } = this.#ground;
    const places = new Map<string, Placed[]>();
    this.#placed = null;
    for (const { id } of tables.list('workItem', 'byProject', project)) {
      const entry = entries.get(id);
      if (entry === undefined) continue;
      const placed = this.#placedNow(entry);
      const place = places.get(placed.place);
      if (place === undefined) places.set(placed.place, [placed]);
      else place.push(placed);
    }
    this.#places.clear();
    const compare = compareValues(this.#order.down);
    for (const [place, placed] of places) {
      // They come in the order of the project, and a sort leaves equal ones as they are.
      if (this.#order.by !== 'rank') placed.sort((a, b) => compare(a.value, b.value));
      this.#places.set(place, placed);
    }
  }

  /** Takes these items out and puts them where they belong; false where all stays. */
  #edit(affected: ReadonlySet<string>): boolean {
    const edits = new Map<string, { out: Placed[]; in: Placed[] }>();
    const editOf = (place: string) => {
      const edit = edits.get(place) ?? { out: [], in: [] };
      edits.set(place, edit);
      return edit;
    };
    const known = this.#known();
    for (const id of affected) {
      const old = known.get(id);
      const entry = this.#ground.entries.get(id);
      const now = entry === undefined ? undefined : this.#placedNow(entry);
      if (isSame(old, now)) continue;
      if (old !== undefined) editOf(old.place).out.push(old);
      if (now !== undefined) editOf(now.place).in.push(now);
      if (now === undefined) known.delete(id);
      else known.set(id, now);
    }
    for (const [place, edit] of edits) {
      const here = this.#places.get(place) ?? NONE;
      const list = here instanceof SharedList ? here : SharedList.of(this.#compare, here);
      const edited = list.edited(edit.out, edit.in);
      if (edited.array.length === 0) this.#places.delete(place);
      else this.#places.set(place, edited);
    }
    return edits.size > 0;
  }

  #known(): Map<string, Placed> {
    if (this.#placed !== null) return this.#placed;
    this.#placed = new Map();
    for (const here of this.#places.values()) {
      for (const placed of arrayOf(here)) this.#placed.set(placed.entry.item.id, placed);
    }
    return this.#placed;
  }

  /** Does what is below such an item stand elsewhere now? */
  #movesOthers(before: WorkItem | undefined, after: WorkItem | undefined): boolean {
    const group = this.#group;
    if (group === 'none' || before === undefined || after === undefined) return false;
    return group === 'epic' ? before.type !== after.type : before[group] !== after[group];
  }

  #placedNow(entry: ListEntry): Placed {
    const { tables } = this.#ground;
    const value = valueOf(tables, this.#order.by, entry);
    return { entry, value, place: this.#placeOf(entry.item) };
  }

  /** Where an item stands: under what is above it in its group, or at the top of that. */
  #placeOf(item: WorkItem): string {
    const by = this.#group;
    if (by === 'none') return item.parent ?? topOf(null);
    const above = [...itemsAbove(this.#ground.tables, item)];
    const group = groupOf(by, item, above);
    const under = above.find((one, at) => {
      if (by === 'epic' && one.type === 'epic') return false;
      return groupOf(by, one, above.slice(at + 1)) === group;
    });
    return under?.id ?? topOf(group);
  }

  #listNow(): List {
    const { tables, project, entries } = this.#ground;
    const places = this.#places;
    const at = (place: string): readonly Placed[] => arrayOf(places.get(place) ?? NONE);
    return {
      group: this.#group,
      groups:
        this.#group === 'epic'
          ? [...at(topOf(EPICS)).map(({ entry }) => entry.item.id), null]
          : groupsInOrder(tables, project, this.#group),
      top: (group) => at(topOf(group)),
      under: at,
      get: (id) => (id === null ? undefined : entries.get(id)),
      compare: this.#compare,
    };
  }
}

function arrayOf(here: readonly Placed[] | SharedList<Placed>): readonly Placed[] {
  return here instanceof SharedList ? here.array : here;
}

/** The place at the top of a group. */
function topOf(group: GroupKey): string {
  return `top ${group ?? ''}`;
}

function isSame(a: Placed | undefined, b: Placed | undefined): boolean {
  return a?.entry === b?.entry && a?.place === b?.place && a?.value === b?.value;
}
