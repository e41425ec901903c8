import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  idOf,
  refuse,
  type Args,
  type CommandKind,
  type Job,
  type ProjectId,
  type WorkItemId,
} from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { newCommand } from './command.ts';
import { readConfig } from './config.ts';
import { Purges } from './purge.ts';
import { purgeRoutes } from './purge-routes.ts';
import { buildHouse, type House, type Reply } from './testing/house.ts';
import { openOffice, type Office } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const DAY = 86_400_000;
const JANUARY = Date.UTC(2026, 0, 10);

/** An office whose clock stands still until it is moved, with a project and its purges. */
interface Yard {
  readonly office: Office;
  readonly project: ProjectId;
  readonly purges: Purges;
  pass(days: number): void;
  readonly now: () => number;
  run<K extends CommandKind>(kind: K, args: Args[K]): Promise<void>;
  /** Makes an item that is in the trash. */
  dead(title: string, parent?: WorkItemId): Promise<WorkItemId>;
  titles(): readonly string[];
  jobs(): readonly Job[];
}

async function openYard(days = 30, folder = tempFolder()): Promise<Yard> {
  let time = JANUARY;
  const now = (): number => time;
  const office = await openOffice(folder, undefined, { now });
  const { room, me, log } = office;
  const world = { now, newId };
  const project = idOf<'project'>(newId());
  const run: Yard['run'] = async (kind, args) => {
    const outcome = await room.submit(newCommand(kind, args, world), me, 'rest');
    if (!('seq' in outcome)) throw new Error(`${kind}: ${JSON.stringify(outcome)}`);
  };
  await run('project.create', {
    id: project,
    key: `P${newId().slice(-6).toUpperCase()}`,
    title: 'Garden',
  });
  const dead: Yard['dead'] = async (title, parent) => {
    const id = idOf<'workItem'>(newId());
    const under = parent === undefined ? {} : { parent };
    const type = parent === undefined ? 'story' : 'task';
    await run('workItem.create', { id, project, type, title, ...under });
    await run('workItem.delete', { id });
    return id;
  };
  return {
    office,
    project,
    purges: new Purges({ room, log, world, days }),
    pass: (passed) => void (time += passed * DAY),
    now,
    run,
    dead,
    titles: () => [...room.tables.all('workItem')].map(({ title }) => title).toSorted(),
    jobs: () => [...room.tables.all('job')],
  };
}

it('SWEEP-1 what is in the trash for long enough goes, as a job with a report', async () => {
  const yard = await openYard();
  await yard.dead('old');
  yard.pass(20);
  await yard.dead('young');
  await yard.purges.look();
  expect([yard.titles(), yard.jobs()]).toEqual([['old', 'young'], []]);
  yard.pass(11);
  await yard.purges.look();
  expect(yard.titles()).toEqual(['young']);
  expect(yard.jobs()).toMatchObject([
    {
      kind: 'purge',
      owner: yard.office.me,
      status: 'done',
      done: 1,
      total: 1,
      project: yard.project,
      until: yard.now() - 30 * DAY,
      report: { deleted: { items: 1 }, notDone: [] },
    },
  ]);
});

it.each([
  ['10', []],
  ['40', ['old']],
])('CFG-10 PM_TRASH_PURGE_AFTER_DAYS=%s acts', async (days, left) => {
  const config = readConfig(tempFolder(), { PM_TRASH_PURGE_AFTER_DAYS: days });
  if ('problems' in config) throw new Error(config.problems.join());
  const yard = await openYard(config.values['trash.purge_after_days']);
  await yard.dead('old');
  yard.pass(20);
  await yard.purges.look();
  expect(yard.titles()).toEqual(left);
});

async function ended({ office }: Yard, reply: Reply): Promise<Job> {
  const { job } = JSON.parse(reply.body) as { job: string };
  for (;;) {
    const row = office.job(idOf<'job'>(job));
    if (row !== undefined && row.status !== 'running') return row;
    await nextTurn();
  }
}

async function houseOf({ purges, office }: Yard): Promise<House> {
  return await buildHouse({ routes: [purgeRoutes(purges, office.me)] });
}

async function empty(house: House, project: string, body: string): Promise<Reply> {
  const headers = { 'content-type': 'application/json' };
  return await house.ask(`/trash/${project}`, { method: 'POST', headers, body });
}

it('SWEEP-2 an admin empties the trash of what they saw in it', async () => {
  const yard = await openYard();
  const house = await houseOf(yard);
  expect(JSON.parse((await house.ask('/trash')).body)).toEqual({ purgeAfterDays: 30 });
  for (const title of ['one', 'two']) await yard.dead(title);
  const seen = yard.now();
  yard.pass(1);
  await yard.dead('three');
  const reply = await empty(house, yard.project, JSON.stringify({ before: seen }));
  expect(reply.status).toBe(202);
  expect(await ended(yard, reply)).toMatchObject({
    status: 'done',
    report: { deleted: { items: 2 } },
  });
  expect(yard.titles()).toEqual(['three']);
});

it.each([
  ['no JSON', '{', 422],
  ['no moment', '{}', 422],
  ['no number', '{"before": "now"}', 422],
  ['null', 'null', 422],
])('SWEEP-2 attack: a body that is %s deletes nothing', async (_, body, status) => {
  const yard = await openYard();
  await yard.dead('one');
  const house = await houseOf(yard);
  expect((await empty(house, yard.project, body)).status).toBe(status);
  expect((await empty(house, 'x', '{"before": 1}')).status).toBe(404);
  expect((await empty(house, newId(), '{"before": 1}')).status).toBe(404);
  expect([yard.titles(), yard.jobs()]).toEqual([['one'], []]);
});

it('SWEEP-2 who is no admin empties nothing', async () => {
  const yard = await openYard();
  await yard.dead('one');
  const stranger = idOf<'user'>(newId());
  expect(await yard.purges.empty(yard.project, yard.now(), stranger)).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(yard.titles()).toEqual(['one']);
});

type Submit = Room['submit'];

/** What a runner reads of a room. */
function parts(room: Room) {
  return { ports: room.ports, head: room.head };
}

/** The room, but for what becomes of purges. */
function purging({ office: { room } }: Yard, submit: Submit): Room {
  const other: Submit = async (...args) =>
    await (args[0].kind === 'workItem.purge' ? submit : room.submit.bind(room))(...args);
  const read = (reading: never): unknown => room.read(reading);
  return { ...parts(room), stopping: false, read, submit: other } as unknown as Room;
}

it('SWEEP-3 a tree that is too large for one commit goes in parts', async () => {
  const yard = await openYard();
  const { room, log } = yard.office;
  const root = idOf<'workItem'>(newId());
  const item = { project: yard.project, title: 'x' };
  await yard.run('workItem.create', { id: root, ...item, type: 'story' });
  for (let n = 0; n < 20; n += 1) {
    const id = idOf<'workItem'>(newId());
    await yard.run('workItem.create', { id, ...item, type: 'task', parent: root });
  }
  await yard.run('workItem.delete', { id: root, children: 'tree' });
  yard.pass(31);
  const parts: number[] = [];
  const small = purging(yard, async (...args) => {
    const [{ args: what }] = args;
    const left = room.tables.count('workItem');
    const tooLarge = 'id' in what && what.id === root && left > 1;
    if (tooLarge && parts.length === 0) {
      return { refusal: refuse('LIMIT', { what: 'rows changed at once', max: 5 }) };
    }
    parts.push(left);
    return await room.submit(...args);
  });
  await new Purges({ room: small, log, world: { now: yard.now, newId }, days: 30 }).look();
  expect([yard.titles(), parts.length]).toEqual([[], 21]);
  expect(yard.jobs()).toMatchObject([{ report: { deleted: { items: 21 }, notDone: [] } }]);
});

it('SWEEP-4 what comes back meanwhile is left, is told in the report, and not tried again', async () => {
  const yard = await openYard();
  const { room, log } = yard.office;
  const id = await yard.dead('one');
  yard.pass(31);
  let tries = 0;
  const meanwhile = purging(yard, async (...args) => {
    tries += 1;
    await yard.run('workItem.restore', { id });
    const outcome = await room.submit(...args);
    await yard.run('workItem.delete', { id });
    return outcome;
  });
  const world = { now: yard.now, newId };
  const purges = new Purges({ room: meanwhile, log, world, days: 30 });
  await purges.look();
  expect(yard.titles()).toEqual(['one']);
  expect(yard.jobs()).toMatchObject([
    {
      status: 'done',
      report: {
        deleted: { items: 0 },
        notDone: [{ what: 'items', count: 1 }],
        lines: [{ at: expect.stringMatching(/-1$/) as string }],
      },
    },
  ]);
  yard.pass(31);
  await purges.look();
  expect([tries, yard.jobs().length]).toEqual([1, 1]);
});

/** A room that stops when it has taken out so many trees. */
function stoppingAfter({ office: { room } }: Yard, trees: number): Room {
  let left = trees;
  const submit: Submit = async (...args) => {
    const outcome = await room.submit(...args);
    if (args[0].kind === 'workItem.purge') left -= 1;
    return outcome;
  };
  const read = (reading: never): unknown => room.read(reading);
  return {
    get stopping() {
      return left <= 0;
    },
    ...parts(room),
    read,
    submit,
  } as unknown as Room;
}

it('SWEEP-5 a purge that was cut off goes on at the next start, and counts what was gone', async () => {
  const folder = tempFolder();
  const yard = await openYard(30, folder);
  const { log } = yard.office;
  for (let n = 0; n < 20; n += 1) {
    const root = await yard.dead(`${n}`);
    await yard.run('workItem.restore', { id: root });
    await yard.dead(`under ${n}`, root);
    await yard.run('workItem.delete', { id: root, children: 'tree' });
  }
  yard.pass(31);
  await yard.dead('young');
  const world = { now: yard.now, newId };
  await new Purges({ room: stoppingAfter(yard, 16), log, world, days: 30 }).look();
  expect(yard.titles()).toHaveLength(9);
  expect(yard.jobs()).toMatchObject([{ status: 'running', done: 24, total: 40 }]);
  await yard.office.stop();

  const next = await openOffice(folder, undefined, { now: yard.now });
  const purges = new Purges({ room: next.room, log: next.log, world, days: 30 });
  await purges.resume();
  await purges.look();
  expect([...next.room.tables.all('workItem')].map(({ title }) => title)).toEqual(['young']);
  expect([...next.room.tables.all('job')]).toMatchObject([
    { status: 'done', done: 40, total: 40, report: { deleted: { items: 40 }, notDone: [] } },
  ]);
});

it('SWEEP-5 what was restored while it was cut off, or gone before it, is not counted as deleted', async () => {
  const folder = tempFolder();
  const yard = await openYard(30, folder);
  const { log } = yard.office;
  const ids = [];
  for (let n = 0; n < 12; n += 1) ids.push(await yard.dead(`${n}`));
  yard.pass(31);
  const world = { now: yard.now, newId };
  await new Purges({ room: stoppingAfter(yard, 4), log, world, days: 30 }).look();
  expect(yard.titles()).toHaveLength(8);
  const [restored, other] = ids.slice(-2);
  if (restored === undefined || other === undefined) throw new Error('no items');
  await yard.run('workItem.restore', { id: restored });
  await yard.run('workItem.purge', { id: other });
  await yard.office.stop();

  const next = await openOffice(folder, undefined, { now: yard.now });
  await new Purges({ room: next.room, log: next.log, world, days: 30 }).resume();
  expect([...next.room.tables.all('workItem')]).toMatchObject([{ id: restored }]);
  expect([...next.room.tables.all('job')]).toMatchObject([
    { status: 'done', done: 12, total: 12, report: { deleted: { items: 10 }, notDone: [] } },
  ]);
});

it('SWEEP-4 what somebody else deletes for good meanwhile is neither counted nor left', async () => {
  const yard = await openYard();
  const { log } = yard.office;
  const id = await yard.dead('one');
  await yard.dead('two');
  yard.pass(31);
  let tries = 0;
  const meanwhile = purging(yard, async (...args) => {
    tries += 1;
    if (tries === 1) await yard.run('workItem.purge', { id });
    return await yard.office.room.submit(...args);
  });
  const world = { now: yard.now, newId };
  await new Purges({ room: meanwhile, log, world, days: 30 }).look();
  expect(yard.titles()).toEqual([]);
  expect(yard.jobs()).toMatchObject([
    { status: 'done', report: { deleted: { items: 1 }, notDone: [], lines: [] } },
  ]);
});

it('SWEEP-3 of a tree that goes in parts, and not to its end, what is gone is counted', async () => {
  const yard = await openYard();
  const { room, log } = yard.office;
  const root = await yard.dead('root');
  await yard.run('workItem.restore', { id: root });
  for (const title of ['a', 'b']) await yard.dead(title, root);
  await yard.run('workItem.delete', { id: root });
  yard.pass(31);
  const stuck = purging(yard, async (...args) => {
    const [{ args: what }] = args;
    const isRoot = 'id' in what && what.id === root;
    if (!isRoot) return await room.submit(...args);
    return { refusal: refuse('LIMIT', { what: 'rows changed at once', max: 5 }) };
  });
  await new Purges({ room: stuck, log, world: { now: yard.now, newId }, days: 30 }).look();
  expect(yard.titles()).toEqual(['root']);
  expect(yard.jobs()).toMatchObject([
    { done: 3, report: { deleted: { items: 2 }, notDone: [{ count: 1 }] } },
  ]);
});

it('SWEEP-7 a fault of the program on the way ends a purge as failed, with what it has done', async () => {
  const yard = await openYard();
  const { log } = yard.office;
  for (let n = 0; n < 6; n += 1) await yard.dead(`${n}`);
  yard.pass(31);
  let tries = 0;
  const faulty = purging(yard, (...args) => {
    tries += 1;
    if (tries > 4) throw new TypeError('a slip of ours');
    return yard.office.room.submit(...args);
  });
  const purges = new Purges({ room: faulty, log, world: { now: yard.now, newId }, days: 30 });
  await purges.look();
  expect(yard.jobs()).toMatchObject([
    {
      status: 'failed',
      done: 4,
      report: {
        deleted: { items: 4 },
        lines: [{ says: expect.stringContaining('a fault') as string }],
      },
    },
  ]);
  await purges.look();
  expect([yard.jobs().length, yard.titles().length]).toEqual([1, 2]);
});

it('SWEEP-5 where a purge may not go on, it ends as failed and says why', async () => {
  const yard = await openYard();
  await yard.dead('one');
  const purge = { kind: 'purge', subject: 'GARDEN', total: 1 } as const;
  const [old, gone] = [idOf<'job'>(newId()), idOf<'job'>(newId())];
  await yard.run('job.start', { id: old, ...purge });
  await yard.run('job.start', { id: gone, ...purge, project: idOf<'project'>(newId()), until: 1 });
  await yard.purges.resume();
  for (const [id, why] of [
    [old, 'an older server began it'],
    [gone, 'There is no such project'],
  ] as const) {
    expect(yard.office.job(id)).toMatchObject({
      status: 'failed',
      report: { lines: [{ at: 'GARDEN', says: expect.stringContaining(why) as string }] },
    });
  }
  expect(yard.titles()).toEqual(['one']);
});

it('SWEEP-6 an archived project keeps its trash', async () => {
  const yard = await openYard();
  await yard.dead('one');
  await yard.run('project.archive', { id: yard.project });
  yard.pass(31);
  await yard.purges.look();
  expect([yard.titles(), yard.jobs()]).toEqual([['one'], []]);
});
