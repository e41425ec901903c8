/** One drag on an open board, in projects of 1,000, 10,000 and 100,000 items. */
import type { Command, WorkItem } from '@planwright/engine';
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
import { RUNS, medianSpread, median, spreadOf } from '../figure.ts';
import { Populated } from '../populated.ts';

const SIZES = [1_000, 10_000, 100_000];
/** Drags of one run, and those before the first that do not count. */
const DRAGS = 2_000;
const WARM_UP = 2_000;
/** The largest project may cost so much more than the smallest. */
const FLAT = 1.2;

export default async function drag(say: (what: string) => void): Promise<Figure[]> {
  const measured = SIZES.map((size) => {
    say(`a project of ${size} items`);
    return { size, ...measure(size) };
  });
  const [smallest] = measured as [(typeof measured)[number]];
  return measured.flatMap(({ size, runs, floor }): Figure[] => {
    const spread = medianSpread(runs);
    const name = `${size / 1000}k`;
    const values = runs.map(({ p50 }) => p50);
    const base = medianSpread(smallest.runs).p50;
    const cost: Figure = {
      id: `drag-${name}`,
      what: `one drag, ${name} items`,
      unit: 'µs',
      value: median(values),
      runs: values,
      spread,
      floors: [{ name: 'copy one row into a Map', value: floor }],
    };
    if (size === smallest.size) return [cost];
    const ratios = values.map((value) => value / base);
    return [
      cost,
      {
        id: `drag-${name}-ratio`,
        what: `${name} items against ${smallest.size / 1000}k`,
        unit: '×',
        value: median(ratios),
        runs: ratios,
        target: { atMost: FLAT },
        floors: [],
      },
    ];
  });
}

function measure(size: number): { runs: Spread[]; floor: number } {
  const world = new Populated({ items: [size], people: 50, activity: 0 }, WORKSPACE);
  const [project] = world.ground as [(typeof world.ground)[number]];
  const tables = new Tables();
  for (const { table, row } of world.hot) tables.set(table, row.id, row as never);
  tables.settle();
  tables.flush();
  const board = new BoardView(tables, project.id);
  const chance = new Chance(3);
  const move = (): number => {
    const command = moveOf(project, chance, tables);
    const begun = process.hrtime.bigint();
    const changes = decide(tables, command, {
      now: NOW,
      actor: world.user.id,
      via: 'socket',
      limits: DEFAULT_LIMITS,
      commandId: command.commandId,
      authoritative: false,
    });
    if (isRefusal(changes)) throw new Error(changes.code);
    apply(tables, changes, null);
    tables.flush();
    const took = Number(process.hrtime.bigint() - begun) / 1000;
    tables.settle();
    return took;
  };
  for (let i = 0; i < WARM_UP; i += 1) move();
  const runs = Array.from({ length: RUNS }, () =>
    spreadOf(Array.from({ length: DRAGS }, () => move())),
  );
  board.close();
  return { runs, floor: floorOf([...tables.all('workItem')]) };
}

/** A card is dropped under another one that lies in the state it goes to, as on a board. */
function moveOf(project: Populated['ground'][number], chance: Chance, tables: Tables): Command {
  const id = chance.pick(project.items) as WorkItem['id'];
  const after = chance.pick(project.items) as WorkItem['id'];
  const state = tables.get('workItem', after)?.state;
  return {
    commandId: idOf<'command'>(chance.id()),
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

/** The least: a copy of the row with another rank, put into a Map. */
function floorOf(items: readonly WorkItem[]): number {
  const rows = new Map<string, WorkItem>(items.map((item) => [item.id, item]));
  const runs = Array.from({ length: RUNS }, () => {
    const took: number[] = [];
    for (let i = 0; i < DRAGS; i += 1) {
      const item = items[(i * 7919) % items.length] as WorkItem;
      const begun = process.hrtime.bigint();
      rows.set(item.id, { ...item, rank: `${item.rank}U` });
      took.push(Number(process.hrtime.bigint() - begun) / 1000);
    }
    return spreadOf(took).p50;
  });
  return median(runs);
}

const WORKSPACE = '00000000-0000-7000-8000-000000000001';
const NOW = 1_790_000_000_000;
