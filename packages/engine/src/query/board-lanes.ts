/**
 * The lanes of a board: its cards parted by who has them, by epic, priority or type, and in each lane
 * by state. A change makes the lanes anew that it touches; the others stay the same objects.
 */
import type { ProjectId } from '../entity/project.ts';
import type { State, StateId } from '../entity/state.ts';
import type { UserId } from '../entity/user.ts';
import type { ItemType, Priority, WorkItem, WorkItemId } from '../entity/work-item.ts';
import { SharedList } from '../lib/shared-list.ts';
import type { Tables, Touched } from '../tables.ts';
import type { Card, Column, Shelf } from './card.ts';
import { byCard, shelf } from './card.ts';
import type { GroupKey, ListGroup } from './list-group.ts';
import { EPICS, groupOf, groupsInOrder } from './list-group.ts';

/** What a board can be parted by. */
export const BOARD_GROUPS = [
  'none',
  'assignee',
  'epic',
  'priority',
  'type',
] as const satisfies readonly ListGroup[];
export type BoardGroup = (typeof BOARD_GROUPS)[number];

export interface Lane {
  readonly key: GroupKey;
  /** The card of the epic that heads it, by epic: it stands in no column. */
  readonly head: Card | null;
  /** For each column of the board, in their order, what of it is in this lane. */
  readonly columns: readonly Column[];
}

/** Steps from an item up to its root. */
const MOST_ABOVE = 4;

/** The lane of an item: null where it has none of what the board is parted by. */
export function laneOf(tables: Tables, by: BoardGroup, item: WorkItem): GroupKey {
  return groupOf(by, item, by === 'epic' ? aboveOf(tables, item) : []);
}

/** What an item in a lane has: the words of the commands that make and edit items. */
export interface LaneFields {
  readonly assignee?: UserId | null;
  readonly parent?: WorkItemId | null;
  readonly priority?: Priority;
  readonly type?: ItemType;
}

/** What an item must have to be in a lane; nothing on a board without lanes. */
export function laneFields(by: BoardGroup, key: GroupKey): LaneFields {
  switch (by) {
    case 'none':
      return {};
    case 'assignee':
      return { assignee: key as UserId | null };
    case 'epic':
      return { parent: key as WorkItemId | null };
    case 'priority':
      return { priority: key as Priority };
    case 'type':
      return { type: key as ItemType };
  }
}

/**
 * Which of these items must be edited to be in a lane: not those that are there, and by epic not
 * those either that go along with an item above them.
 */
export function goingTo(
  tables: Tables,
  by: BoardGroup,
  key: GroupKey,
  items: readonly WorkItem[],
): readonly WorkItem[] {
  const going = items.filter((item) => laneOf(tables, by, item) !== key);
  if (by !== 'epic') return going;
  const ids = new Set(going.map(({ id }) => id));
  return going.filter((item) => !aboveOf(tables, item).some(({ id }) => ids.has(id)));
}

function aboveOf(tables: Tables, item: WorkItem): WorkItem[] {
  const above: WorkItem[] = [];
  let one = tables.get('workItem', item.parent);
  while (one !== undefined && above.length < MOST_ABOVE) {
    above.push(one);
    one = tables.get('workItem', one.parent);
  }
  return above;
}

/** Keeps the lanes of one board; it is told of cards that come, go and change. */
export class Lanes {
  readonly #tables: Tables;
  readonly #project: ProjectId;
  readonly #by: BoardGroup;
  readonly #shelves = new Map<GroupKey, Map<StateId, SharedList<Card>>>();
  #heads = SharedList.of<Card>(byCard, []);
  #states: readonly State[] = [];
  /** By assignee, priority or type: all lanes that there may be; null when that is to be asked. */
  #keys: readonly GroupKey[] | null = null;
  /** Lanes that are not true any more. */
  readonly #stale = new Set<GroupKey>();
  #lanes: readonly Lane[] = [];

  constructor(tables: Tables, project: ProjectId, by: BoardGroup) {
    this.#tables = tables;
    this.#project = project;
    this.#by = by;
  }

  /** The lane that an item belongs in now. */
  keyOf(item: WorkItem): GroupKey {
    return laneOf(this.#tables, this.#by, item);
  }

  /** Takes cards out and puts others in. */
  edit(out: readonly Card[], into: readonly Card[]): void {
    if (this.#by === 'none') return;
    const edits = new Map<GroupKey, Map<StateId, { out: Card[]; in: Card[] }>>();
    const editOf = ({ lane, item }: Card) => {
      const states = edits.get(lane) ?? new Map<StateId, { out: Card[]; in: Card[] }>();
      edits.set(lane, states);
      const edit = states.get(item.state) ?? { out: [], in: [] };
      states.set(item.state, edit);
      return edit;
    };
    for (const card of out) editOf(card).out.push(card);
    for (const card of into) editOf(card).in.push(card);
    for (const [key, states] of edits) {
      for (const [state, edit] of states) {
        if (this.#isHead(key)) this.#editHeads(edit);
        else this.#editShelf(key, state, edit);
      }
    }
  }

  /** Takes in what changed beside the cards; true where the order of the lanes may be another. */
  follow(touched: readonly Touched[]): boolean {
    if (this.#by !== 'assignee') return false;
    const people = touched.some(
      (one) => one.table === 'user' && one.before?.name !== one.after?.name,
    );
    if (people) this.#keys = null;
    return people;
  }

  /** The lanes as they are now, with the columns of these states. */
  read(columns: readonly Shelf[]): readonly Lane[] {
    if (this.#by === 'none') return this.#lanes;
    const same =
      columns.length === this.#states.length &&
      columns.every(({ state }, at) => state === this.#states[at]);
    if (!same) this.#states = columns.map(({ state }) => state);
    const known = new Map(this.#lanes.map((lane) => [lane.key, lane]));
    const heads = new Map(this.#heads.array.map((card) => [card.item.id as string, card]));
    this.#lanes = this.#order().map((key) => {
      const head = heads.get(key ?? '') ?? null;
      const old = known.get(key);
      const stays = old !== undefined && same && !this.#stale.has(key) && old.head === head;
      return stays ? old : { key, head, columns: this.#columnsOf(key, old) };
    });
    this.#stale.clear();
    return this.#lanes;
  }

  #isHead(key: GroupKey): boolean {
    return this.#by === 'epic' && key === EPICS;
  }

  #editHeads(edit: { readonly out: readonly Card[]; readonly in: readonly Card[] }): void {
    this.#heads = this.#heads.edited(edit.out, edit.in);
  }

  #editShelf(
    key: GroupKey,
    state: StateId,
    edit: { readonly out: readonly Card[]; readonly in: readonly Card[] },
  ): void {
    const shelves = this.#shelves.get(key) ?? new Map<StateId, SharedList<Card>>();
    this.#shelves.set(key, shelves);
    const list = (shelves.get(state) ?? SharedList.of<Card>(byCard, [])).edited(edit.out, edit.in);
    if (list.isEmpty) shelves.delete(state);
    else shelves.set(state, list);
    if (shelves.size === 0) this.#shelves.delete(key);
    this.#stale.add(key);
  }

  /** The keys of all lanes: those that there may be, then those of what is not here, then null. */
  #order(): readonly GroupKey[] {
    const named = this.#by === 'epic' ? this.#epics() : (this.#keys ??= this.#named());
    const listed = new Set(named);
    const missing = [...this.#shelves.keys()].filter((key) => key !== null && !listed.has(key));
    if (missing.length === 0) return named;
    missing.sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
    return [...named.filter((key) => key !== null), ...missing, null];
  }

  #epics(): readonly GroupKey[] {
    return [...this.#heads.array.map(({ item }) => item.id), null];
  }

  #named(): readonly GroupKey[] {
    const by = this.#by;
    return by === 'epic' ? [] : groupsInOrder(this.#tables, this.#project, by);
  }

  /** Its columns as they are; those of `old` where they are still true. */
  #columnsOf(key: GroupKey, old: Lane | undefined): readonly Column[] {
    const before = new Map(old?.columns.map((column) => [column.state, column as Shelf]));
    const shelves = this.#shelves.get(key);
    return this.#states.map((state) => {
      const list = shelves?.get(state.id);
      const column = before.get(state);
      if (column !== undefined && (list ?? null) === listOf(column)) return column;
      return shelf(state, list, key);
    });
  }
}

/** The list of a column; null for one without cards. */
function listOf({ list }: Shelf): SharedList<Card> | null {
  return list.isEmpty ? null : list;
}
