/**
 * The plan of an import: which commands bring a file's rows over, and what there is to say about
 * the rest. Pure: nothing is changed by making a plan. The same file again gives a plan without
 * commands; a file whose import was cut off gives the rest.
 */
import type { Command, CommandKind } from '../command.ts';
import { commands } from '../command.ts';
import { keyHolder } from '../command/project.ts';
import { document } from '../entity/document.ts';
import type { JobId, Report } from '../entity/job.ts';
import { MAX_REPORT_LINES } from '../entity/job.ts';
import { MOST_IMPORTED_NUMBER, project as projectEntity } from '../entity/project.ts';
import type { StateCategory, StateId } from '../entity/state.ts';
import { DEFAULT_STATES } from '../entity/state.ts';
import type { ItemType, Priority, WorkItemId } from '../entity/work-item.ts';
import { ITEM_TYPES, LEVEL, PRIORITIES, workItem } from '../entity/work-item.ts';
import { codePoints } from '../field.ts';
import { fitsBytes } from '../lib/bytes.ts';
import { timesEscaped } from '../lib/escaping.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId, idOf } from '../lib/id.ts';
import { ranksBetween } from '../lib/rank.ts';
import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import { isLive } from '../live.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { ExportFile, ExportedItem, ExportedProject } from './file.ts';
import { readExport } from './file.ts';

export interface ImportPlan {
  /** In the order in which they must be committed: parents before children. */
  readonly commands: readonly Command[];
  /** What the report says when all of them are committed. */
  readonly report: Report;
}

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

/** The longest title that a row can hold, whatever the configuration asks of people. */
const LONGEST_TITLE = 500;

/**
 * Plans the import of parsed JSON. `job` names the job that will issue the commands: their ids
 * are derived from it and from places in the file, so that issuing one twice does no harm. `now` is in milliseconds UTC.
 * Refuses INVALID a file that is no such export, EXISTS a key that another project has here.
 */
export function planImport(
  tables: Tables,
  json: unknown,
  job: JobId,
  now: number,
): ImportPlan | Refusal {
  const file = readExport(json);
  if (isRefusal(file)) return file;
  const twice =
    repeated(file.projects.map(({ id }) => id)) ?? repeated(file.work_items.map(({ id }) => id));
  const keys = repeated(file.projects.map(({ key }) => key.trim().toUpperCase()));
  const again = twice ?? keys;
  if (again !== null) return refuse('INVALID', { field: again, rule: 'stands in the file twice' });
  return new Planner(tables, file, job, now).plan();
}

class Planner {
  readonly #tables: Tables;
  readonly #file: ExportFile;
  readonly #job: JobId;
  readonly #now: number;
  readonly #commands: Command[] = [];
  readonly #states = new Map<string, ReadonlyMap<StateCategory, StateId>>();
  readonly #places: ReadonlyMap<ExportedItem, number>;
  readonly #lines: { at: string; says: string }[] = [];
  #items = 0;
  #descriptions = 0;
  #itemsHere = 0;
  #projects = 0;
  #projectsHere = 0;

  constructor(tables: Tables, file: ExportFile, job: JobId, now: number) {
    this.#tables = tables;
    this.#file = file;
    this.#job = job;
    this.#now = now;
    this.#places = new Map(file.work_items.map((item, place) => [item, place]));
  }

  plan(): ImportPlan | Refusal {
    for (const project of this.#file.projects) {
      const refusal = this.#planProject(project);
      if (refusal !== null) return refusal;
      this.#planItems(project);
    }
    const homeless = this.#file.work_items.filter((item) => !this.#states.has(item.project_id));
    for (const item of homeless) this.#say(item, 'left out: its project is not in the file');
    return { commands: this.#commands, report: this.#report(homeless.length) };
  }

  #planProject(project: ExportedProject): Refusal | null {
    const id = idOf<'project'>(project.id);
    const here = this.#tables.get('project', id);
    if (here !== undefined) {
      this.#projectsHere += 1;
      const states = [...this.#tables.list('state', 'byProject', id)].reverse();
      const live = states.filter((state) => state.deletedAt === null);
      this.#states.set(id, new Map(live.map((state) => [state.category, state.id])));
      return null;
    }
    const key = project.key.trim().toUpperCase();
    if (!projectEntity.fields.key.rule.safeParse(key).success) {
      return refuse('INVALID', {
        field: `the key “${project.key}”`,
        rule: projectEntity.fields.key.says,
      });
    }
    if (keyHolder(this.#tables, key) !== undefined)
      return refuse('EXISTS', { field: `key ${key}` });
    const made = this.#command('project.import', this.#file.projects.indexOf(project), {
      id,
      key,
      title: this.#title(project.title, key),
      nextNumber: this.#nextNumber(project),
      createdAt: this.#instant(project.created_at),
      updatedAt: this.#instant(project.updated_at),
      status: 'active',
      description: this.#description(project.description, key),
    });
    const ids = DEFAULT_STATES.map(
      ({ category }, i) => [category, derivedId<'state'>(made, i)] as const,
    );
    this.#states.set(id, new Map(ids));
    this.#projects += 1;
    if (project.status === 'archived') {
      this.#lines.push({ at: key, says: 'is archived in the file: it comes as active' });
    }
    return null;
  }

  #planItems(project: ExportedProject): void {
    const id = idOf<'project'>(project.id);
    const all = this.#file.work_items.filter((item) => item.project_id === project.id);
    const missing = all.filter((item) => !this.#isHere(item));
    this.#itemsHere += all.length - missing.length;
    const types = new Map(all.map((item) => [item.id, typeOf(item)]));
    const inOrder = missing.toSorted(byPosition);
    const last = this.#tables.list('workItem', 'byProject', id).last()?.rank ?? null;
    const ranks = ranksBetween(last, null, inOrder.length) ?? [];
    const ranked = inOrder.map((item, i) => ({ item, rank: ranks[i] }));
    const taken = new Set<number>();
    for (const { item, rank } of ranked.toSorted((a, b) => levelOf(a.item) - levelOf(b.item))) {
      this.#planItem(project, item, rank, types, taken);
    }
  }

  #planItem(
    project: ExportedProject,
    item: ExportedItem,
    rank: string | undefined,
    types: ReadonlyMap<string, ItemType>,
    taken: Set<number>,
  ): void {
    const type = typeOf(item);
    const description = this.#description(item.description, atOf(item));
    const number = item.item_number || null;
    if (!isItemType(item.item_type.toLowerCase()))
      this.#say(item, `type “${item.item_type}” became task`);
    if (number !== null && (taken.has(number) || this.#isTaken(project, number))) {
      this.#say(item, `number ${number} is taken: it gets a new one`);
    } else if (number !== null) taken.add(number);
    const place = this.#file.projects.length + (this.#places.get(item) ?? 0);
    this.#command('workItem.import', place, {
      id: idOf<'workItem'>(item.id),
      project: idOf<'project'>(project.id),
      number,
      type,
      parent: this.#parent(item, type, types),
      state: this.#state(item),
      ...(rank === undefined ? {} : { rank }),
      title: this.#title(item.title, atOf(item)),
      priority: this.#priority(item),
      points: this.#points(item),
      description,
      createdAt: this.#instant(item.created_at),
      updatedAt: this.#instant(item.updated_at),
    });
    this.#items += 1;
    if (description !== '') this.#descriptions += 1;
  }

  #parent(
    item: ExportedItem,
    type: ItemType,
    types: ReadonlyMap<string, ItemType>,
  ): WorkItemId | null {
    if (item.parent_id === null || item.parent_id === undefined) return null;
    const parent = idOf<'workItem'>(item.parent_id);
    const here = this.#tables.get('workItem', parent);
    const fits =
      here === undefined || (here.project === item.project_id && isLive(this.#tables, here));
    const parentType = here === undefined ? types.get(parent) : here.type;
    if (parentType === undefined || !fits) {
      this.#say(item, 'its parent is not there: it stands at the root');
      return null;
    }
    if (LEVEL[parentType] < LEVEL[type]) return parent;
    this.#say(item, `a ${type} cannot be under a ${parentType}: it stands at the root`);
    return null;
  }

  #state(item: ExportedItem): StateId {
    const states = this.#states.get(item.project_id) ?? new Map<StateCategory, StateId>();
    const wanted = CATEGORY[item.status.toLowerCase()];
    const state = wanted === undefined ? undefined : states.get(wanted);
    if (state !== undefined) return state;
    this.#say(item, `state “${item.status}” is not known here: it begins in the first one`);
    return states.get('backlog') ?? ([...states.values()].at(-1) as StateId);
  }

  #priority(item: ExportedItem): Priority {
    const found = PRIORITIES.find((one) => one === (item.priority ?? 'none').toLowerCase());
    if (found === undefined) this.#say(item, `priority “${item.priority}” became none`);
    return found ?? 'none';
  }

  #points(item: ExportedItem): number | null {
    const points = item.story_points ?? null;
    if (points === null || workItem.fields.points.rule.safeParse(points).success) return points;
    this.#say(item, `${points} points are no halves from 0: left out`);
    return null;
  }

  /** A title on one line, cut where it is too long. */
  #title(text: string, at: string): string {
    // oxlint-disable-next-line no-control-regex -- control characters are what this takes out
    const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed();
    const line = plain.normalize('NFC').trim();
    if (line !== text) this.#lines.push({ at, says: 'its title was put on one clean line' });
    if (line === '') return at;
    if (codePoints(line) <= LONGEST_TITLE) return line;
    this.#lines.push({ at, says: `its title was cut at ${LONGEST_TITLE} characters` });
    return Array.from(line).slice(0, LONGEST_TITLE).join('').trim();
  }

  #description(given: string | null | undefined, at: string): string {
    const text = given ?? '';
    const whole = document.fields.text.rule.safeParse(text).success;
    if (whole && fitsBytes(text, MAX_DOCUMENT_BYTES)) return text;
    this.#lines.push({ at, says: 'its description is no text that fits: left out' });
    return '';
  }

  #isHere(item: ExportedItem): boolean {
    return this.#tables.get('workItem', idOf<'workItem'>(item.id)) !== undefined;
  }

  #isTaken(project: ExportedProject, number: number): boolean {
    return this.#tables.first('workItem', 'byKey', `${project.id} ${number}`) !== undefined;
  }

  /** Past all numbers of the file, so that an item without one takes none of them. */
  #nextNumber(project: ExportedProject): number {
    let next = Math.max(1, project.next_work_item_number ?? 1);
    for (const item of this.#file.work_items) {
      if (item.project_id === project.id) next = Math.max(next, (item.item_number ?? 0) + 1);
    }
    return Math.min(next, MOST_IMPORTED_NUMBER);
  }

  #instant(seconds: number): number {
    return Math.min(Math.round(seconds * 1000), this.#now);
  }

  /** The command about the row at this place of the file, whatever is left of the file to do. */
  #command<K extends CommandKind>(
    kind: K,
    place: number,
    args: Extract<Command, { kind: K }>['args'],
  ): CommandId {
    const seed = this.#job as string as CommandId;
    const commandId = derivedId<'command'>(seed, place + 1);
    this.#commands.push({
      commandId,
      kind,
      v: commands[kind].v,
      args,
      actionId: null,
      after: null,
      expect: null,
      jobId: this.#job,
      baseSeq: 0,
      issuedAt: this.#now,
    } as unknown as Command);
    return commandId;
  }

  #say(item: ExportedItem, says: string): void {
    this.#lines.push({ at: atOf(item), says });
  }

  #report(homeless: number): Report {
    const { comments, dependencies, sprints, swim_lanes: lanes, time_entries: times } = this.#file;
    const items = this.#file.work_items;
    const people = new Set(
      [
        ...items.flatMap((one) => [one.created_by, one.updated_by]),
        ...this.#file.projects.map((one) => one.created_by),
      ].filter((one) => one !== null && one !== undefined),
    );
    const texts = [
      ...items.flatMap((one) => [one.title, one.description ?? '']),
      ...this.#file.projects.flatMap((one) => [one.title, one.description ?? '']),
      ...(comments ?? []).map((one) => one.content),
    ];
    const damaged = texts.filter((text) => timesEscaped(text) > 0).length;
    const assigned = items.filter((one) => one.assignee_id).length;
    const planned = items.filter((one) => one.sprint_id).length;
    const later = 'not brought over by this version';
    const notDone = [
      { what: 'comments', count: comments?.length ?? 0, why: later },
      { what: 'dependencies', count: dependencies?.length ?? 0, why: later },
      { what: 'people', count: people.size, why: 'their work stands under your name' },
      { what: 'assignees', count: assigned, why: 'people of the file are not known here' },
      { what: 'texts damaged by escaping', count: damaged, why: 'kept as they are in the file' },
      { what: 'sprints', count: sprints?.length ?? 0, why: later },
      { what: 'places in sprints', count: planned, why: later },
      { what: 'swim lanes', count: lanes?.length ?? 0, why: 'states take their place' },
      { what: 'time entries', count: times?.length ?? 0, why: later },
      { what: 'items without a project', count: homeless, why: 'their project is not in the file' },
    ];
    return {
      created: { projects: this.#projects, items: this.#items, descriptions: this.#descriptions },
      unchanged: { projects: this.#projectsHere, items: this.#itemsHere },
      notDone: notDone.filter(({ count }) => count > 0),
      lines: this.#lines.slice(0, MAX_REPORT_LINES),
    };
  }
}

function atOf(item: ExportedItem): string {
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

function repeated(ids: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}
