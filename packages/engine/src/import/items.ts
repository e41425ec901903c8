/** The part of a plan that brings items over: new ones, and those that are newer in the file. */
import type { ProjectId } from '../entity/project.ts';
import type { StateCategory, StateId } from '../entity/state.ts';
import type { ItemType, Priority, WorkItem, WorkItemId } from '../entity/work-item.ts';
import { ITEM_TYPES, LEVEL, PRIORITIES, workItem } from '../entity/work-item.ts';
import { numberHolder } from '../key.ts';
import { idOf } from '../lib/id.ts';
import { ranksBetween } from '../lib/rank.ts';
import { isLive } from '../live.ts';
import type { ExportedItem, ExportedProject } from './file.ts';
import type { People } from './people.ts';
import type { StatesOf } from './projects.ts';
import type { Sheet } from './sheet.ts';
import type { Texts } from './texts.ts';

const CATEGORY: Readonly<Record<string, StateCategory>> = {
  backlog: 'backlog',
  todo: 'unstarted',
  to_do: 'unstarted',
  unstarted: 'unstarted',
  in_progress: 'started',
  started: 'started',
  review: 'review',
  in_review: 'review',
  done: 'done',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

/** What the file says of an item, in the words of this program. */
type Told = Pick<
  WorkItem,
  'type' | 'parent' | 'state' | 'title' | 'priority' | 'points' | 'assignee'
>;

export class ItemPlanner {
  readonly #sheet: Sheet;
  readonly #texts: Texts;
  readonly #people: People;
  readonly #states: StatesOf;
  readonly #places: ReadonlyMap<ExportedItem, number>;

  constructor(sheet: Sheet, texts: Texts, people: People, states: StatesOf) {
    this.#sheet = sheet;
    this.#texts = texts;
    this.#people = people;
    this.#states = states;
    this.#places = new Map(sheet.file.work_items.map((item, place) => [item, place]));
  }

  /** Plans the items of all projects; those of none are left out, and listed. */
  plan(): void {
    const { file } = this.#sheet;
    for (const project of file.projects) this.#planProject(project);
    const homeless = file.work_items.filter((item) => !this.#states.has(item.project_id));
    for (const item of homeless) {
      this.#sheet.say(atOf(item), 'left out: its project is not in the file');
    }
    this.#sheet.notDone(
      'items without a project',
      homeless.length,
      'their project is not in the file',
    );
  }

  #planProject(project: ExportedProject): void {
    const all = this.#sheet.file.work_items.filter((item) => item.project_id === project.id);
    const types = new Map(all.map((item) => [item.id, typeOf(item)]));
    const missing = all.filter((item) => this.#here(item) === undefined);
    for (const item of all) this.#planHere(item, types);
    const inOrder = missing.toSorted(byPosition);
    const last = this.#sheet.tables.list('workItem', 'byProject', project.id).last()?.rank ?? null;
    const ranks = ranksBetween(last, null, inOrder.length) ?? [];
    const ranked = inOrder.map((item, i) => ({ item, rank: ranks[i] }));
    const taken = new Set<number>();
    for (const { item, rank } of ranked.toSorted((a, b) => levelOf(a.item) - levelOf(b.item))) {
      this.#planNew(item, rank, types, taken);
    }
  }

  #planNew(
    item: ExportedItem,
    rank: string | undefined,
    types: ReadonlyMap<string, ItemType>,
    taken: Set<number>,
  ): void {
    const sheet = this.#sheet;
    const project = idOf<'project'>(item.project_id);
    const description = this.#texts.body(item.description, atOf(item), 'description') ?? '';
    const { parent, ...told } = this.#told(item, types);
    const at = atOf(item);
    const number = item.item_number || null;
    if (number !== null && (taken.has(number) || this.#isTaken(project, number, item))) {
      sheet.say(at, `number ${number} is taken: it gets a new one`);
    } else if (number !== null) taken.add(number);
    sheet.command('workItem.import', 'items', this.#places.get(item) ?? 0, {
      id: idOf<'workItem'>(item.id),
      project,
      number,
      parent,
      ...(rank === undefined ? {} : { rank }),
      ...told,
      ...this.#people.as('assignee', item.assignee_id),
      description,
      createdAt: sheet.instant(item.created_at),
      updatedAt: sheet.instant(item.updated_at),
      ...this.#people.as('createdBy', item.created_by),
      ...this.#people.as('updatedBy', item.updated_by ?? item.created_by),
    });
    this.#texts.come(item.title, item.description);
    sheet.created('items');
    if (description !== '') sheet.created('descriptions');
  }

  /** An item that is here is changed only where the file is newer and nobody changed it here. */
  #planHere(item: ExportedItem, types: ReadonlyMap<string, ItemType>): void {
    const sheet = this.#sheet;
    const here = this.#here(item);
    if (here === undefined) return;
    const updatedAt = sheet.instant(item.updated_at);
    const text = sheet.cold('document', idOf<'document'>(item.id));
    const description = this.#texts.body(item.description, atOf(item), 'description');
    const isOther = description !== null && description !== (text?.text ?? '');
    const told = this.#told(item, types);
    const others = (Object.keys(told) as (keyof Told)[]).filter((field) =>
      this.#differs(field, told, here),
    );
    const names = [...others, ...(isOther ? ['description'] : [])];
    if (names.length === 0) return sheet.unchanged('items');
    const stays = this.#whyItStays(item, here, text?.version ?? 1);
    if (stays !== null) {
      sheet.say(atOf(item), `differs from the file (${names.join(', ')}): ${stays}`);
      return sheet.unchanged('items');
    }
    const place = this.#places.get(item) ?? 0;
    const by = this.#people.as('updatedBy', item.updated_by ?? item.created_by);
    this.#people.as('assignee', item.assignee_id);
    const set = Object.fromEntries(others.map((field) => [field, told[field]]));
    sheet.command('workItem.reimport', 'items', place, { id: here.id, ...set, updatedAt, ...by });
    if (isOther) {
      const texts = sheet.file.projects.length + place;
      const id = idOf<'document'>(here.id);
      sheet.command('document.import', 'texts', texts, { id, text: description, updatedAt, ...by });
    }
    this.#texts.come('title' in set ? item.title : null, isOther ? item.description : null);
    sheet.changed('items');
  }

  #whyItStays(item: ExportedItem, here: WorkItem, textVersion: number): string | null {
    if (here.deletedAt !== null) return 'it is in the trash here';
    if (here.version > 1 || textVersion > 1) return 'it was changed here';
    return this.#sheet.instant(item.updated_at) > here.updatedAt ? null : 'the file is not newer';
  }

  #differs(field: keyof Told, told: Told, here: WorkItem): boolean {
    if (field !== 'state') return told[field] !== here[field];
    const category = (id: StateId): StateCategory | undefined =>
      this.#sheet.tables.get('state', id)?.category;
    return category(told.state) !== category(here.state);
  }

  #told(item: ExportedItem, types: ReadonlyMap<string, ItemType>): Told {
    const type = typeOf(item);
    if (!isItemType(item.item_type.toLowerCase())) {
      this.#sheet.say(atOf(item), `type “${item.item_type}” became task`);
    }
    return {
      type,
      parent: this.#parent(item, type, types),
      state: this.#state(item),
      title: this.#texts.title(item.title, atOf(item)),
      priority: this.#priority(item),
      points: this.#points(item),
      assignee: this.#people.who(item.assignee_id),
    };
  }

  #parent(
    item: ExportedItem,
    type: ItemType,
    types: ReadonlyMap<string, ItemType>,
  ): WorkItemId | null {
    if (item.parent_id === null || item.parent_id === undefined) return null;
    const parent = idOf<'workItem'>(item.parent_id);
    const { tables } = this.#sheet;
    const here = tables.get('workItem', parent);
    const fits = here === undefined || (here.project === item.project_id && isLive(tables, here));
    const parentType = here === undefined ? types.get(parent) : here.type;
    if (parentType === undefined || !fits) {
      this.#sheet.say(atOf(item), 'its parent is not there: it stands at the root');
      return null;
    }
    if (LEVEL[parentType] < LEVEL[type]) return parent;
    const says = `a ${type} cannot be under a ${parentType}: it stands at the root`;
    this.#sheet.say(atOf(item), says);
    return null;
  }

  #state(item: ExportedItem): StateId {
    const states = this.#states.get(item.project_id) ?? new Map<StateCategory, StateId>();
    const wanted = CATEGORY[item.status.toLowerCase()];
    const state = wanted === undefined ? undefined : states.get(wanted);
    if (state !== undefined) return state;
    const says = `state “${item.status}” is not known here: it begins in the first one`;
    this.#sheet.say(atOf(item), says);
    return states.get('backlog') ?? ([...states.values()].at(-1) as StateId);
  }

  #priority(item: ExportedItem): Priority {
    const found = PRIORITIES.find((one) => one === (item.priority ?? 'none').toLowerCase());
    if (found === undefined) this.#sheet.say(atOf(item), `priority “${item.priority}” became none`);
    return found ?? 'none';
  }

  #points(item: ExportedItem): number | null {
    const points = item.story_points ?? null;
    if (points === null || workItem.fields.points.rule.safeParse(points).success) return points;
    this.#sheet.say(atOf(item), `${points} points are no halves from 0: left out`);
    return null;
  }

  #here(item: ExportedItem): WorkItem | undefined {
    return this.#sheet.tables.get('workItem', idOf<'workItem'>(item.id));
  }

  /** An item that was deleted for good gets its own number back. */
  #isTaken(project: ProjectId, number: number, { id }: ExportedItem): boolean {
    const holder = numberHolder(this.#sheet.tables, project, number);
    return holder !== undefined && holder !== id;
  }
}

/** How a report names an item of the file. */
export function atOf(item: ExportedItem): string {
  return item.item_number ? `number ${item.item_number}` : item.title.slice(0, 40);
}

function isItemType(text: string): text is ItemType {
  return (ITEM_TYPES as readonly string[]).includes(text);
}

function typeOf(item: ExportedItem): ItemType {
  const type = item.item_type.toLowerCase();
  return isItemType(type) ? type : 'task';
}

function levelOf(item: ExportedItem): number {
  return LEVEL[typeOf(item)];
}

function byPosition(a: ExportedItem, b: ExportedItem): number {
  return a.position - b.position || (a.item_number ?? 0) - (b.item_number ?? 0);
}
