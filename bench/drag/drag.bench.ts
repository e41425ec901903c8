/**
 * One drag on an open board, in projects of 1,000, 10,000 and 100,000 items: `decide`, `apply`,
 * and the board that follows.
 */
import type { Command, Project, User, WorkItem } from '@planwright/engine';
import {
  BoardView,
  DEFAULT_LIMITS,
  Tables,
  apply,
  decide,
  idOf,
  isRefusal,
} from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';

import type { Figure, Spread } from '../figure.ts';
import { RUNS, median, medianSpread, spreadOf } from '../figure.ts';
import { Populated } from '../populated.ts';

const SIZES = [1_000, 10_000, 100_000];
/** Drags of one run, and those before the first that do not count. */
const DRAGS = 2_000;
const WARM_UP = 4_000;
/** A board draws so many cards of a column at first. */
const IN_SIGHT = 60;
/** What is in sight is looked up again after so many drags. */
const LOOK_EVERY = 100;
/** A larger project may cost so much more than the smallest. */
const FLAT = 1.2;

const WORKSPACE = '00000000-0000-7000-8000-000000000001';
const NOW = 1_790_000_000_000;

interface Way {
  readonly id: string;
  readonly what: string;
  /** From which cards one is taken, and where it goes. */
  readonly cards: 'in sight' | 'anywhere';
  /** All cards of the board are read afterwards, as a screen may do once a frame. */
  readonly read: boolean;
  readonly flat: boolean;
}

const WAYS: readonly Way[] = [
  { id: 'drag', what: 'a card in sight', cards: 'in sight', read: false, flat: true },
  { id: 'anywhere', what: 'any card', cards: 'anywhere', read: false, flat: false },
  { id: 'read', what: 'a card in sight, columns read', cards: 'in sight', read: true, flat: false },
];

export default async function drag(say: (what: string) => void): Promise<Figure[]> {
  const houses = SIZES.map((size) => {
    say(`a project of ${size} items`);
    return { name: `${size / 1000}k`, house: new House(size) };
  });
  return WAYS.flatMap((way) => {
    say(way.what);
    for (const { house } of houses) house.drags(way, WARM_UP);
    const runs = houses.map((): Spread[] => []);
    // All sizes take turns, so that what else the machine does meets them alike.
    for (let run = 0; run < RUNS; run += 1) {
      for (const [i, { house }] of houses.entries()) {
        runs[i]?.push(spreadOf(house.drags(way, DRAGS)));
      }
    }
    return houses.flatMap(({ name, house }, i) =>
      figuresOf(way, name, runs[i] ?? [], i === 0 ? null : (runs[0] ?? []), house.floor()),
    );
  });
}

function figuresOf(
  way: Way,
  name: string,
  runs: readonly Spread[],
  smallest: readonly Spread[] | null,
  floor: number,
): Figure[] {
  const values = runs.map(({ p50 }) => p50);
  const cost: Figure = {
    id: `${way.id}-${name}`,
    what: `${way.what}, ${name} items`,
    unit: 'µs',
    value: median(values),
    runs: values,
    spread: medianSpread(runs),
    floors: [{ name: 'copy of a row into a Map', value: floor }],
  };
  if (smallest === null) return [cost];
  const ratios = values.map((value, run) => value / (smallest[run]?.p50 ?? Number.NaN));
  return [
    cost,
    {
      id: `${way.id}-${name}-ratio`,
      what: `${way.what}, ${name} against 1k`,
      unit: '×',
      value: median(ratios),
      runs: ratios,
      ...(way.flat ? { target: { atMost: FLAT } } : {}),
      floors: [],
    },
  ];
}

/** One project with a board on it. */
class House {
  readonly #tables = new Tables();
  readonly #board: BoardView;
  readonly #chance = new Chance(3);
  readonly #user: User['id'];
  readonly #items: readonly WorkItem['id'][];

  constructor(size: number) {
    const world = new Populated({ items: [size], people: 50, activity: 0 }, WORKSPACE);
    const [project] = world.ground as [Populated['ground'][number]];
    for (const { table, row } of world.hot) this.#tables.set(table, row.id, row as never);
    this.#tables.settle();
    this.#tables.flush();
    this.#user = world.user.id;
    this.#items = project.items;
    this.#board = new BoardView(this.#tables, project.id satisfies Project['id']);
  }

  /** Microseconds: a copy of a row with another rank, put into a Map of as many. */
  floor(): number {
    const items = [...this.#tables.all('workItem')];
    const rows = new Map<string, WorkItem>(items.map((item) => [item.id, item]));
    const runs = Array.from({ length: RUNS }, () => {
      const took = Array.from({ length: DRAGS }, (_, i) => {
        const item = items[(i * 7919) % items.length] as WorkItem;
        const begun = process.hrtime.bigint();
        rows.set(item.id, { ...item, rank: `${item.rank}U` });
        return microseconds(begun);
      });
      return spreadOf(took).p50;
    });
    return median(runs);
  }

  /** Microseconds of each of so many drags. */
  drags({ cards, read }: Way, count: number): number[] {
    let from: readonly WorkItem['id'][] = this.#items;
    return Array.from({ length: count }, (_, i) => {
      if (cards === 'in sight' && i % LOOK_EVERY === 0) from = this.#inSight();
      return this.#drag(from, read);
    });
  }

  #drag(from: readonly WorkItem['id'][], read: boolean): number {
    const command = this.#move(from);
    const begun = process.hrtime.bigint();
    const changes = decide(this.#tables, command, {
      now: NOW,
      actor: this.#user,
      via: 'socket',
      limits: DEFAULT_LIMITS,
      commandId: command.commandId,
      authoritative: false,
    });
    if (isRefusal(changes)) throw new Error(changes.code);
    apply(this.#tables, changes, null);
    this.#tables.flush();
    if (read) for (const column of this.#board.read().columns) void column.cards.length;
    const took = microseconds(begun);
    this.#tables.settle();
    return took;
  }

  /** A card is dropped under another one, in the column where that lies. */
  #move(from: readonly WorkItem['id'][]): Command {
    const id = this.#chance.pick(from) as WorkItem['id'];
    const after = this.#chance.pick(from) as WorkItem['id'];
    const state = this.#tables.get('workItem', after)?.state;
    return {
      commandId: idOf<'command'>(this.#chance.id()),
      kind: 'workItem.move',
      v: 1,
      args: { id, state, ...(after === id ? {} : { after }) },
      actionId: null,
      after: null,
      expect: null,
      jobId: null,
      baseSeq: 0,
      issuedAt: NOW,
    } as unknown as Command;
  }

  #inSight(): WorkItem['id'][] {
    const { columns } = this.#board.read();
    return columns.flatMap(({ cards }) => cards.slice(0, IN_SIGHT).map(({ item }) => item.id));
  }
}

function microseconds(since: bigint): number {
  return Number(process.hrtime.bigint() - since) / 1000;
}
