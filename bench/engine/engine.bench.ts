/** What a click costs before the screen can answer: apply at once, and the rebase of what waits. */
import type { Command, Entry, UserId, WorkItem } from '@planwright/engine';
import { PRIORITIES, commands, idOf, isRefusal, patch } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { encodeEntry } from '@planwright/protocol';
import type { Cache } from '@planwright/sync';
import { MemoryOutbox, Replica } from '@planwright/sync';

import type { Figure, Spread } from '../figure.ts';
import { RUNS, median, medianSpread, spreadOf } from '../figure.ts';
import { POPULATED, Populated } from '../populated.ts';

const COMMANDS = 2_000;
const WARM_UP = 4_000;
const PENDING = 1_000;
const REBASES = 100;

const WORKSPACE = '00000000-0000-7000-8000-000000000001';
const NOW = 1_790_000_000_000;

export default async function engine(say: (what: string) => void): Promise<Figure[]> {
  say('a workspace of 100,000 items');
  const world = new Populated({ ...POPULATED, activity: 0 }, WORKSPACE);
  const chance = new Chance(11);
  const warm = replicaOf(world, chance);
  for (let i = 0; i < WARM_UP; i += 1) dispatch(warm, world, chance);

  say('optimistic apply');
  const applied: Spread[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const replica = replicaOf(world, chance);
    globalThis.gc?.();
    const took = Array.from({ length: COMMANDS }, () => dispatch(replica, world, chance));
    applied.push(spreadOf(took));
  }

  say('rebase of 1,000 pending commands');
  const rebased: Spread[] = [];
  const rebuilt: Spread[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const replica = replicaOf(world, chance);
    for (let i = 0; i < PENDING; i += 1) dispatch(replica, world, chance);
    for (let i = 0; i < 10; i += 1) rebase(replica, world, chance);
    globalThis.gc?.();
    const took = Array.from({ length: REBASES }, () => rebase(replica, world, chance));
    rebased.push(spreadOf(took));
    rebuilt.push(spreadOf(Array.from({ length: REBASES }, () => rebuild(replica))));
  }

  const floors = floorsOf(world);
  return [
    {
      id: 'apply-p99',
      what: 'optimistic apply, p99',
      unit: 'µs',
      value: median(applied.map(({ p99 }) => p99)),
      runs: applied.map(({ p99 }) => p99),
      spread: medianSpread(applied),
      target: { atMost: 50 },
      floors: [{ name: 'copy one row, write the command as JSON: p99', value: floors.apply.p99 }],
    },
    {
      id: 'apply-p50',
      what: 'optimistic apply, p50',
      unit: 'µs',
      value: median(applied.map(({ p50 }) => p50)),
      runs: applied.map(({ p50 }) => p50),
      floors: [{ name: 'the same: p50', value: floors.apply.p50 }],
    },
    {
      id: 'rebase-p99',
      what: 'rebase of 1,000 pending, p99',
      unit: 'ms',
      value: median(rebased.map(({ p99 }) => p99)),
      runs: rebased.map(({ p99 }) => p99),
      spread: medianSpread(rebased),
      target: { atMost: 8 },
      floors: [{ name: 'copy 1,000 rows, take them back: p99', value: floors.rebase.p99 }],
    },
    {
      id: 'rebuild-p50',
      what: 'all 1,000 decided again, p50',
      unit: 'ms',
      value: median(rebuilt.map(({ p50 }) => p50)),
      runs: rebuilt.map(({ p50 }) => p50),
      spread: medianSpread(rebuilt),
      floors: [{ name: 'the same: p50', value: floors.rebase.p50 }],
    },
  ];
}

/** A replica that was opened from a cache with everything. */
function replicaOf(world: Populated, chance: Chance): Replica {
  const position = {
    workspaceId: WORKSPACE,
    lineage: WORKSPACE,
    dataVersion: 1,
    cursor: world.seq,
    hash: '',
    user: world.user.id,
  };
  const cache: Cache = {
    read: () => ({ position, rows: world.hot }),
    write: () => undefined,
    reset: () => undefined,
  };
  return new Replica({
    now: () => NOW,
    newId: () => chance.id(),
    outbox: new MemoryOutbox(),
    cache,
    build: 'bench',
  });
}

/** Does one thing of the mix; microseconds. */
function dispatch(replica: Replica, world: Populated, chance: Chance): number {
  const { kind, args } = wish(replica, world, chance);
  const begun = process.hrtime.bigint();
  const answer = replica.dispatch(kind, args as never);
  const took = Number(process.hrtime.bigint() - begun) / 1000;
  if (isRefusal(answer)) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
  return took;
}

/** 20 % creates, 40 % moves, 40 % edits. */
function wish(
  replica: Replica,
  world: Populated,
  chance: Chance,
): { kind: Command['kind']; args: object } {
  const project = chance.pick(world.ground) as Populated['ground'][number];
  const id = chance.pick(project.items) as WorkItem['id'];
  const share = chance.below(100);
  if (share < 20) {
    const args = { id: chance.id(), project: project.id, type: 'task', title: 'No invoice' };
    return { kind: 'workItem.create', args };
  }
  if (share < 60) {
    const after = chance.pick(project.items) as WorkItem['id'];
    const state = replica.tables.get('workItem', after)?.state;
    return { kind: 'workItem.move', args: { id, state, ...(after === id ? {} : { after }) } };
  }
  const title = `Postcode ${chance.below(1_000_000)} is refused`;
  const edit = chance.yes() ? { title } : { priority: chance.pick(PRIORITIES) };
  return { kind: 'workItem.edit', args: { id, ...edit } };
}

/** An entry of somebody else arrives, and what waits is decided again on top; milliseconds. */
function rebase(replica: Replica, world: Populated, chance: Chance): number {
  const seq = (replica.position?.cursor ?? 0) + 1;
  const project = chance.pick(world.ground) as Populated['ground'][number];
  const item = chance.pick(project.items) as WorkItem['id'];
  const set = { title: `Seen by somebody else ${seq}`, updatedAt: NOW };
  const entry: Entry = {
    seq,
    commandId: idOf<'command'>(chance.id()),
    actor: chance.id() as UserId,
    onBehalfOf: null,
    session: null,
    via: 'socket',
    actionId: null,
    jobId: null,
    issuedAt: NOW,
    at: NOW,
    kind: 'workItem.edit',
    changes: [patch('workItem', item, set)],
  };
  const entries = [encodeEntry(entry)];
  replica.batch({ type: 'batch', from: seq, to: seq, hash: '', entries });
  const begun = process.hrtime.bigint();
  replica.flush();
  return Number(process.hrtime.bigint() - begun) / 1_000_000;
}

/** All that waits is taken off and decided again, as where an entry meets everything; milliseconds. */
function rebuild(replica: Replica): number {
  const begun = process.hrtime.bigint();
  replica.rebuild();
  return Number(process.hrtime.bigint() - begun) / 1_000_000;
}

/** The least that plain JavaScript needs for the same number of rows. */
function floorsOf(world: Populated): { apply: Spread; rebase: Spread } {
  const rows = new Map(world.hot.map(({ row }) => [row.id as string, row]));
  const all = [...rows.values()];
  const some = (i: number) => all[(i * 7919) % all.length] as (typeof all)[number];
  const applied: number[] = [];
  let kept = '';
  for (let i = 0; i < COMMANDS * RUNS; i += 1) {
    const row = some(i);
    const begun = process.hrtime.bigint();
    rows.set(row.id, { ...row, updatedAt: NOW });
    kept = JSON.stringify({ kind: 'workItem.edit', v: commands['workItem.edit'].v, id: row.id });
    applied.push(Number(process.hrtime.bigint() - begun) / 1000);
  }
  const rebased: number[] = [];
  for (let run = 0; run < REBASES; run += 1) {
    const begun = process.hrtime.bigint();
    for (let i = 0; i < PENDING; i += 1) rows.set(some(i).id, some(i));
    for (let i = 0; i < PENDING; i += 1) rows.set(some(i).id, { ...some(i), updatedAt: NOW });
    rebased.push(Number(process.hrtime.bigint() - begun) / 1_000_000);
  }
  if (kept === '') throw new Error('nothing was measured');
  return { apply: spreadOf(applied), rebase: spreadOf(rebased) };
}
