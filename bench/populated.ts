/**
 * A populated workspace: rows and entries as years of work would leave them, from one seed. The
 * same seed and sizes give the same ids on every machine.
 *
 * Shapes: projects of uneven size; 4 % epics, 26 % stories, 45 % tasks, 15 % bugs, 10 % subtasks,
 * most of them under another item of the same weeks; half of everything is done; titles of three
 * to nine words; a description of some hundred characters for six of ten; ids of version 7, so
 * that they lie in the database as they do in life.
 */
import type {
  Activity,
  CommandId,
  Entry,
  Id,
  ItemType,
  Project,
  Rows,
  State,
  TableName,
  User,
  WorkItem,
} from '@planwright/engine';
import {
  DEFAULT_STATES,
  ITEM_TYPES,
  LEVEL,
  PRIORITIES,
  audienceOf,
  idOf,
  put,
  rankBetween,
  ranksBetween,
} from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import type { WireRow } from '@planwright/protocol';
import { encodeEntry } from '@planwright/protocol';
import type { Commit, Journal, RowWrite } from '@planwright/sync';

export interface Sizes {
  /** Items of each project. */
  readonly items: readonly number[];
  readonly people: number;
  /** Activity rows of each item; the first says that it was made. */
  readonly activity: number;
}

/** 100,000 items in 50 projects, the largest with 9,000 and the smallest with 900. */
export const POPULATED: Sizes = { items: uneven(100_000, 50), people: 200, activity: 10 };

/** What a client of the workspace needs in order to make commands that fit. */
export interface Ground {
  readonly id: Id<'project'>;
  readonly states: readonly Id<'state'>[];
  readonly items: readonly Id<'workItem'>[];
}

/** 2024-03-04, 09:00 UTC. */
const FIRST = 1_709_542_800_000;
/** Between two entries, milliseconds. */
const STEP = 600_000;

const SHARE: readonly (readonly [ItemType, number])[] = [
  ['epic', 0.04],
  ['story', 0.26],
  ['task', 0.45],
  ['bug', 0.15],
  ['subtask', 0.1],
];
/** How many of a hundred items lie in each of the default states. */
const IN_STATE = [20, 10, 6, 4, 55, 5];
const POINTS = [1, 2, 3, 5, 8, 13];
/** Parents are looked for among so many of the latest items. */
const LATEST = 40;

const WORDS = (
  'add remove fix show hide export import login invoice customer order basket payment search ' +
  'filter report chart page button dialog table column row menu error message slow broken wrong ' +
  'mobile desktop email reminder calendar upload download print address postcode discount voucher ' +
  'stock warehouse delivery return refund account password session token cache index migration ' +
  'schema deploy monitor alert backup restore translate typo layout colour font icon image video'
).split(' ');

export class Populated {
  readonly user: User;
  readonly ground: readonly Ground[];
  /** The rows that both sides keep in memory, with the seqs that they have in the journal. */
  readonly hot: readonly WireRow[];
  readonly #chance: Chance;
  readonly #sizes: Sizes;
  readonly #people: readonly User[];
  /** What each entry puts, in the order of the journal. */
  readonly #puts: readonly (readonly WireRow[])[];

  constructor(sizes: Sizes, workspaceId: string, seed = 1) {
    this.#chance = new Chance(seed);
    this.#sizes = sizes;
    const puts: WireRow[][] = [];
    const owner = this.#id<'user'>(0);
    this.user = this.#person(owner, owner, 0);
    this.#people = [this.user];
    const workspace: Rows['workspace'] = {
      ...this.#base(idOf<'workspace'>(workspaceId), 0, owner),
      name: 'Bakery',
      timeZone: 'Europe/Berlin',
      weekStart: 1,
      workingDays: 0b0011111,
    };
    puts.push([
      { table: 'workspace', row: workspace },
      { table: 'user', row: this.user },
    ]);
    for (let i = 1; i < sizes.people; i += 1) {
      const row = this.#person(this.#id<'user'>(puts.length), owner, puts.length);
      this.#people = [...this.#people, row];
      puts.push([{ table: 'user', row }]);
    }
    const projects = sizes.items.map((count, i) => this.#project(i, count, puts));
    this.#fill(projects, puts);
    this.#puts = puts;
    this.ground = projects.map(({ row, states, items }) => ({
      id: row.id,
      states: states.map(({ id }) => id),
      items: items.map(({ id }) => id),
    }));
    this.hot = puts.flat().filter(({ table }) => table !== 'document');
  }

  /** The last seq of the journal that holds all this. */
  get seq(): number {
    return this.#puts.length;
  }

  /** The accepted commands of which the journal consists. */
  *commits(): Generator<Commit> {
    const chance = new Chance(2);
    for (const [index, rows] of this.#puts.entries()) yield this.#commit(index + 1, rows, chance);
  }

  /** Writes all of it into an empty journal. */
  async writeTo(journal: Journal): Promise<void> {
    let group: Commit[] = [];
    let head = 0;
    const write = async (): Promise<void> => {
      await journal.append({ commits: group, rejections: [] }, head);
      head += group.length;
      group = [];
    };
    for (const commit of this.commits()) {
      group.push(commit);
      if (group.length === 1_000) await write();
    }
    if (group.length > 0) await write();
  }

  #commit(seq: number, rows: readonly WireRow[], chance: Chance): Commit {
    const { row: main } = rows[0] as WireRow;
    const commandId = idIn<'command'>(main.createdAt, chance);
    const entry: Entry = {
      seq,
      commandId,
      actor: main.createdBy,
      onBehalfOf: null,
      session: null,
      via: 'socket',
      actionId: null,
      jobId: null,
      issuedAt: main.createdAt,
      at: main.createdAt,
      kind: 'workItem.create',
      changes: rows.map(({ table, row }) => put(table, row as never)),
    };
    return {
      record: {
        commandId,
        user: main.createdBy,
        stream: null,
        no: null,
        actionId: null,
        at: entry.at,
      },
      entry,
      bytes: encodeEntry(entry),
      audiences: rows.map(({ table, row }) => audienceOf(table, row as never)),
      rows: rows.map(({ table, row }) => ({ table, id: row.id, row }) as RowWrite),
      activity: rows.flatMap((one) =>
        one.table === 'workItem' ? this.#history(seq, one.row, commandId, chance) : [],
      ),
    };
  }

  #history(seq: number, item: WorkItem, commandId: CommandId, chance: Chance): Activity[] {
    const { createdBy } = item;
    return Array.from({ length: this.#sizes.activity }, (_, i) => ({
      ...this.#base(idIn<'activity'>(seq, chance), seq - 1, createdBy),
      project: item.project,
      entry: seq,
      table: 'workItem' as const,
      row: item.id as Activity['row'],
      verb: i === 0 ? ('created' as const) : ('changed' as const),
      field: i === 0 ? null : 'state',
      before: i === 0 ? null : { state: commandId },
      after: i === 0 ? { title: item.title, state: item.state } : { state: item.state },
      item: item.id,
      action: null,
    }));
  }

  #project(index: number, count: number, puts: WireRow[][]): Made {
    const number = puts.length;
    const id = this.#id<'project'>(number);
    const row: Project = {
      ...this.#base(id, number, this.user.id),
      key: `P${index + 1}`.padEnd(2, 'X'),
      title: this.#words(2, 4),
      status: 'active',
      defaultRole: 'editor',
      colour: '#5b6cd9',
      nextNumber: count + 1,
      wipRule: null,
      blockedRule: null,
      requiredFields: null,
    };
    const ranks = ranksBetween(null, null, DEFAULT_STATES.length) ?? [];
    const states = DEFAULT_STATES.map((state, i): State => ({
      ...this.#base(this.#id<'state'>(number), number, this.user.id),
      ...state,
      project: id,
      rank: ranks[i] ?? 'U',
      wipLimit: null,
    }));
    puts.push([
      { table: 'project', row },
      ...states.map((state) => ({ table: 'state' as const, row: state })),
    ]);
    return { row, states, count, items: [], lastRank: null };
  }

  /** Items of all projects, mixed as they would have come in over time. */
  #fill(projects: readonly Made[], puts: WireRow[][]): void {
    const most = Math.max(...projects.map(({ count }) => count));
    for (let round = 0; round < most; round += 1) {
      for (const made of projects) {
        const due = Math.floor(((round + 1) * made.count) / most);
        while (made.items.length < due) puts.push(this.#item(made, puts.length));
      }
    }
  }

  #item(made: Made, number: number): WireRow[] {
    const chance = this.#chance;
    const type = this.#type();
    const rank = rankBetween(made.lastRank, null, chance.fraction()) ?? 'U';
    made.lastRank = rank;
    const author = chance.pick(this.#people) ?? this.user;
    const row: WorkItem = {
      ...this.#base(this.#id<'workItem'>(number), number, author.id),
      project: made.row.id,
      number: made.items.length + 1,
      type,
      parent: this.#parent(made.items, type),
      state: this.#state(made.states),
      rank,
      title: this.#words(3, 9),
      priority: chance.pick(PRIORITIES) ?? 'none',
      points: chance.yes(0.6) ? (chance.pick(POINTS) ?? null) : null,
      assignee: chance.yes(0.7) ? (chance.pick(this.#people)?.id ?? null) : null,
      reporter: author.id,
      startDate: null,
      dueDate: chance.yes(0.2) ? `2026-0${1 + chance.below(9)}-1${chance.below(10)}` : null,
      estimateMinutes: chance.yes(0.3) ? 30 * (1 + chance.below(32)) : null,
      labels: null,
    };
    made.items.push(row);
    if (!chance.yes(0.6)) return [{ table: 'workItem', row }];
    const document: Rows['document'] = {
      ...this.#base(row.id as string as Id<'document'>, number, author.id),
      project: made.row.id,
      rev: 1,
      text: this.#words(20, 120),
    };
    return [
      { table: 'workItem', row },
      { table: 'document', row: document },
    ];
  }

  #type(): ItemType {
    let left = this.#chance.fraction();
    for (const [type, share] of SHARE) {
      if (left < share) return type;
      left -= share;
    }
    return 'task';
  }

  #state(states: readonly State[]): Id<'state'> {
    let left = this.#chance.below(100);
    for (const [i, share] of IN_STATE.entries()) {
      const state = states[i];
      if (state !== undefined && left < share) return state.id;
      left -= share;
    }
    return (states[0] as State).id;
  }

  #parent(items: readonly WorkItem[], type: ItemType): WorkItem['id'] | null {
    if (type === ITEM_TYPES[0] || this.#chance.yes(0.15)) return null;
    const fits = items.slice(-LATEST).filter((item) => LEVEL[item.type] < LEVEL[type]);
    return this.#chance.pick(fits)?.id ?? null;
  }

  #person(id: Id<'user'>, by: Id<'user'>, number: number): User {
    return {
      ...this.#base(id, number, by),
      name: this.#words(2, 2),
      handle: `person-${number}`,
      kind: 'human',
      owner: null,
      colour: '#5b6cd9',
      role: number === 0 ? 'owner' : 'member',
      status: 'active',
    };
  }

  #words(from: number, to: number): string {
    const count = from + this.#chance.below(to - from + 1);
    return Array.from({ length: count }, () => this.#chance.pick(WORDS)).join(' ');
  }

  #id<T extends TableName>(number: number): Id<T> {
    return idIn<T>(FIRST + number * STEP, this.#chance);
  }

  #base<T extends TableName>(id: Id<T>, number: number, by: Id<'user'>) {
    const at = FIRST + number * STEP;
    return {
      id,
      version: 1,
      seq: number + 1,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
      deletedAt: null,
      deletedBy: null,
    };
  }
}

interface Made {
  readonly row: Project;
  readonly states: readonly State[];
  readonly count: number;
  readonly items: WorkItem[];
  lastRank: string | null;
}

/** A UUID of version 7 from an instant and a seeded chance. */
function idIn<T extends string>(at: number, chance: Chance): Id<T> {
  const time = at.toString(16).padStart(12, '0');
  const rest = chance.id();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(15)}` as Id<T>;
}

/** `total` in `count` parts, of which the first is ten times the last. */
function uneven(total: number, count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 10 ** (1 - i / (count - 1)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Math.round((total * weight) / sum));
}
