/**
 * The load: many clients in a process of their own. The benchmark tells it what to do, one thing
 * at a time, and gets figures back. Commands are made and encoded before the clock runs.
 */
import type { Command } from '@planwright/engine';
import { PRIORITIES, commands as declarations, idOf } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as newId } from 'uuid';

import type { Spread } from './figure.ts';
import { spreadOf } from './figure.ts';
import type { Listener, Ready } from './lean-client.ts';
import { LeanClient, SharedReader, ready } from './lean-client.ts';
import type { Order, Result } from './load-process.ts';
import type { Ground } from './populated.ts';

/** Of a hundred commands, how many make an item and how many move one; the others edit. */
const CREATES = 20;
const MOVES = 40;
/** Nothing takes longer than this, milliseconds. */
const PATIENCE = 60_000;

const shared = new SharedReader();
const chance = new Chance(7);
let clients: LeanClient[] = [];
let ground: readonly Ground[] = [];
let listener: Partial<Listener> = {};
const everybody: Listener = {
  settled: (client, ids) => listener.settled?.(client, ids),
  batch: (client, frame) => listener.batch?.(client, frame),
};

async function connect(order: Extract<Order, { do: 'connect' }>): Promise<void> {
  ({ ground } = order);
  const first = await LeanClient.connect(order, shared, everybody, null);
  clients = [first.client];
  while (clients.length < order.clients) {
    const more = Math.min(50, order.clients - clients.length);
    const made = Array.from({ length: more }, () =>
      LeanClient.connect(order, shared, everybody, first.welcome),
    );
    clients.push(...(await Promise.all(made)).map(({ client }) => client));
  }
}

/** A wish as people have them: a card made, a card dragged, a field set. */
function wish(): Command {
  const project = some(ground);
  const id = some(project.items);
  const kind = chance.below(100);
  if (kind < CREATES) {
    return commandOf('workItem.create', {
      id: newId(),
      project: project.id,
      type: 'task',
      title: `Order of customer ${chance.below(100_000)} shows no invoice`,
      points: 1 + chance.below(8),
    });
  }
  if (kind < CREATES + MOVES) {
    const after = some(project.items);
    const state = some(project.states);
    return commandOf('workItem.move', { id, state, ...(after === id ? {} : { after }) });
  }
  const title = `Postcode ${chance.below(1_000_000)} is refused at checkout`;
  const priority = some(PRIORITIES);
  return commandOf('workItem.edit', chance.yes() ? { id, title } : { id, priority });
}

function some<T>(values: readonly T[]): T {
  return chance.pick(values) as T;
}

function commandOf(kind: Command['kind'], args: object): Command {
  return {
    commandId: idOf<'command'>(newId()),
    kind,
    v: declarations[kind].v,
    args,
    actionId: null,
    after: null,
    expect: null,
    jobId: null,
    baseSeq: 0,
    issuedAt: Date.now(),
  } as unknown as Command;
}

function wishes(count: number): Ready[] {
  return Array.from({ length: count }, () => ready(wish()));
}

/** Each client keeps `depth` commands on their way until `count` are settled in all. */
async function race({ count, depth }: Extract<Order, { do: 'race' }>): Promise<Result> {
  const waiting = wishes(count);
  const since = new Map<string, number>();
  const took: number[] = [];
  shared.forgetCounts();
  const send = (client: LeanClient, most: number): void => {
    const next = waiting.splice(Math.max(0, waiting.length - most));
    if (next.length === 0) return;
    const now = performance.now();
    for (const { commandId } of next) since.set(commandId, now);
    client.push(next);
  };
  const begun = performance.now();
  await settledAll(
    (client, ids) => {
      note(ids, since, took);
      send(client, ids.length);
      return took.length === count;
    },
    () => {
      for (const client of clients) send(client, depth);
    },
  );
  const elapsed = performance.now() - begun;
  return { perSecond: (count / elapsed) * 1000, spread: spreadOf(took), ...traffic() };
}

/** Commands leave at an even pace, whether or not the ones before are settled. */
async function pace({ perSecond, count }: Extract<Order, { do: 'pace' }>): Promise<Result> {
  const waiting = wishes(count);
  const since = new Map<string, number>();
  const took: number[] = [];
  let sent = 0;
  let turn = 0;
  shared.forgetCounts();
  const begun = performance.now();
  const go = async (): Promise<void> => {
    while (sent < count) {
      const due = Math.min(count, Math.floor(((performance.now() - begun) * perSecond) / 1000));
      for (; sent < due; sent += 1) {
        const next = waiting[sent] as Ready;
        since.set(next.commandId, begun + (sent * 1000) / perSecond);
        (clients[turn++ % clients.length] as LeanClient).push([next]);
      }
      await pause(1);
    }
  };
  await settledAll(
    (_, ids) => {
      note(ids, since, took);
      return took.length === count;
    },
    () => void go(),
  );
  const elapsed = performance.now() - begun;
  return { perSecond: (count / elapsed) * 1000, spread: spreadOf(took), ...traffic() };
}

/** One change at a time: how long until each of the others has it, and until the last. */
async function fanOut({ count, gap }: Extract<Order, { do: 'fanOut' }>): Promise<Result> {
  const waiting = wishes(count);
  const took: number[] = [];
  const last: number[] = [];
  const [author] = clients as [LeanClient];
  shared.forgetCounts();
  let pushed = 0;
  for (const next of waiting) {
    let missing = clients.length - 1;
    let begun = 0;
    await within(
      new Promise<void>((resolve) => {
        listener = {
          batch: (client) => {
            if (client === author) return;
            took.push(performance.now() - begun);
            missing -= 1;
            if (missing === 0) resolve();
          },
        };
        begun = performance.now();
        pushed += author.push([next]);
      }),
    );
    last.push(performance.now() - begun);
    await pause(gap);
  }
  listener = {};
  return {
    perSecond: 0,
    spread: spreadOf(took),
    last: spreadOf(last),
    ...traffic(),
    pushBytes: Math.round(pushed / count),
  };
}

function note(ids: readonly string[], since: Map<string, number>, took: number[]): void {
  const now = performance.now();
  for (const id of ids) took.push(now - (since.get(id) ?? Number.NaN));
}

async function settledAll(
  done: (client: LeanClient, ids: readonly string[]) => boolean,
  begin: () => void,
): Promise<void> {
  await within(
    new Promise<void>((resolve) => {
      listener = {
        settled: (client, ids) => {
          if (done(client, ids)) resolve();
        },
      };
      begin();
    }),
  );
  listener = {};
}

/** Fails rather than waiting for ever. */
async function within(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('not everything came back')), PATIENCE);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function traffic(): { group: number; batchBytes: number; pushBytes: number; last?: Spread } {
  const batches = Math.max(1, shared.batches);
  return {
    group: shared.entries / batches,
    batchBytes: Math.round(shared.bytes / batches),
    pushBytes: 0,
  };
}

async function follow(order: Order): Promise<Result | null> {
  switch (order.do) {
    case 'connect':
      await connect(order);
      return null;
    case 'race':
      return race(order);
    case 'pace':
      return pace(order);
    case 'fanOut':
      return fanOut(order);
    case 'leave':
      for (const client of clients) client.close();
      process.disconnect?.();
      return null;
  }
}

process.on('message', (order: Order) => {
  follow(order).then(
    (result) => process.connected && process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
