/** What people notice of a database that cannot be written, and how it comes back. */
import type { UserId } from '@planwright/engine';
import { retrying } from '@planwright/journal';
import { decodeDown, encodeUp, type Down } from '@planwright/protocol';
import { Breaker, JournalError, type Journal, type RoomPorts } from '@planwright/sync';
import { v7 as newId } from 'uuid';
import { expect, it, vi } from 'vitest';
import { newCommand } from './command.ts';
import { breakerOf, readConfig, retryOf, type Environment, type Values } from './config.ts';
import { inTime, LATE, patienceOf } from './patience.ts';
import { prober } from './probe.ts';
import { journalProblem } from './ready.ts';
import { openOffice, type Office } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const DISK_FULL = new JournalError('busy', 'database or disk is full');

function valuesOf(env: Environment = {}): Values {
  const config = readConfig(tempFolder(), env);
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  return config.values;
}

interface Scene extends Office {
  readonly breaker: Breaker;
  /** Is the disk full? */
  isFull: boolean;
  /** Calls of the journal's writer. */
  writes: number;
  /** All calls of the journal. */
  calls: number;
  pass(ms: number): void;
  /** Edits something; gives what the author hears. */
  edit(name?: string): Promise<unknown>;
}

/** A room on a disk that may be full, with a clock of its own. */
async function openScene(env: Environment = {}, other: Partial<RoomPorts> = {}): Promise<Scene> {
  let time = Date.now();
  const breaker = new Breaker(breakerOf(valuesOf(env)), () => time);
  const state = { isFull: false, writes: 0, calls: 0 };
  const around = (journal: Journal): Journal =>
    new Proxy(journal, {
      get: (target, name: keyof Journal) => {
        return async (...args: never[]) => {
          state.calls += 1;
          if (name === 'append') state.writes += 1;
          if (name === 'append' && state.isFull) throw DISK_FULL;
          return await (target[name] as (...given: never[]) => Promise<unknown>)(...args);
        };
      },
    });
  const office = await openOffice(tempFolder(), around, { breaker, ...other });
  const { room, me, world } = office;
  return Object.assign(state, office, {
    breaker,
    pass: (ms: number) => void (time += ms),
    edit: (name = 'Ann') =>
      room.submit(newCommand('user.edit', { id: me, name }, world), me, 'rest'),
  });
}

const LATER = { pause: 'UNAVAILABLE', retryMs: 1_000 };

it('BUSY-1 edits are put off without touching the database, and reading goes on', async () => {
  const scene = await openScene();
  scene.isFull = true;
  for (let n = 1; n <= 4; n += 1) expect(await scene.edit()).toEqual(LATER);
  expect(await scene.edit()).toEqual({ pause: 'UNAVAILABLE', retryMs: 30_000 });
  scene.pass(10_000);
  scene.calls = 0;
  expect(await scene.edit()).toEqual({ pause: 'UNAVAILABLE', retryMs: 20_000 });
  scene.pass(19_500);
  expect(await scene.edit()).toEqual(LATER);
  expect(scene.calls).toBe(0);
  const { room, me } = scene;
  const rows = await room.read(() => room.ports.journal.rowsOf([{ table: 'user', id: me }]));
  expect(rows).toHaveLength(1);
});

it('BUSY-2 one group tries again, and when enough have succeeded all is as before', async () => {
  const scene = await openScene();
  scene.isFull = true;
  for (let n = 1; n <= 5; n += 1) await scene.edit();
  scene.pass(30_000);
  scene.writes = 0;
  expect(await scene.edit()).toMatchObject({ pause: 'UNAVAILABLE', retryMs: 30_000 });
  await scene.edit();
  expect(scene.writes).toBe(1);

  scene.isFull = false;
  expect(await scene.edit()).toMatchObject({ pause: 'UNAVAILABLE' });
  scene.pass(30_000);
  for (const seq of [2, 3, 4]) {
    expect(scene.breaker.reason).toBe('database or disk is full');
    expect(await scene.edit()).toEqual({ seq });
  }
  expect(scene.breaker.reason).toBeNull();
});

it('BUSY-3 a refused command is no failure', async () => {
  const scene = await openScene();
  const tooLong = 'x'.repeat(10_000);
  for (let n = 1; n <= 20; n += 1) {
    expect(await scene.edit(tooLong)).toMatchObject({ refusal: { code: 'INVALID' } });
  }
  expect([scene.breaker.wait, scene.breaker.reason]).toEqual([0, null]);
  scene.isFull = true;
  for (let n = 1; n <= 5; n += 1) await scene.edit();
  scene.isFull = false;
  scene.pass(30_000);
  for (let n = 1; n <= 3; n += 1) await scene.edit(tooLong);
  expect(scene.breaker.reason).toBeNull();
});

it('BUSY-4 /ready says why the database is left alone, and for how long', async () => {
  const scene = await openScene();
  scene.isFull = true;
  for (let n = 1; n <= 5; n += 1) await scene.edit();
  scene.pass(17_500);
  scene.calls = 0;
  expect(await journalProblem(scene.room, scene.breaker)).toBe(
    'The database cannot be written: database or disk is full. It is tried again in 13 s.',
  );
  expect(scene.calls).toBe(0);
});

it('BUSY-5 the server finds out by itself that the database can be written again', async () => {
  const scene = await openScene();
  const { breaker, room } = scene;
  let tries = 0;
  const file = {
    probe: async () => {
      tries += 1;
      if (scene.isFull) throw DISK_FULL;
    },
  };
  const probe = prober(room, breaker, file);
  await probe();
  scene.isFull = true;
  for (let n = 1; n <= 5; n += 1) await scene.edit();
  await probe();
  expect(tries).toBe(0);
  scene.pass(30_000);
  await Promise.all([probe(), probe()]);
  expect([tries, breaker.wait]).toEqual([1, 30_000]);
  scene.isFull = false;
  scene.pass(30_000);
  for (let n = 1; n <= 3; n += 1) await probe();
  expect([tries, breaker.reason]).toEqual([4, null]);
  expect(await journalProblem(room, breaker)).toBeNull();
});

/** A connection of this person, with what it hears. */
function connect(scene: Scene, user: UserId) {
  const heard: Down[] = [];
  const connection = {
    send: (bytes: Uint8Array) => void heard.push(decodeDown(bytes)),
    close: () => undefined,
    buffered: () => 0,
  };
  return { heard, session: scene.room.connect(user, connection) };
}

it('BUSY-6 a question that takes too long is refused, once; an edit is not', async () => {
  const late: (() => void)[] = [];
  let calledOff = 0;
  const patience = (work: () => void) => {
    late.push(work);
    return () => void (calledOff += 1);
  };
  const scene = await openScene({}, { patience });
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = scene.room.read(() => promise);
  const edited = scene.edit();
  const { heard, session } = connect(scene, scene.me);
  const question = { type: 'fetch', table: 'document', parent: null, after: null } as const;
  for (const req of [1, 2]) {
    session.receive(encodeUp({ ...question, req, ids: [newId()], limit: 1 } as never));
  }
  expect(late).toHaveLength(2);
  late[0]?.();
  late[0]?.();
  const refusal = { code: 'UNAVAILABLE', retryMs: 1_000 };
  expect(heard).toMatchObject([{ type: 'page', req: 1, refusal }]);
  resolve();
  await held;
  await scene.room.read(() => undefined);
  expect(heard).toMatchObject([
    { type: 'page', req: 1, refusal },
    { type: 'page', req: 2, refusal: null, rows: [] },
  ]);
  expect(calledOff).toBe(2);
  expect(await edited).toEqual({ seq: 2 });
  expect(late).toHaveLength(2);
});

/** Edits so many times, with so many milliseconds between them; gives what the breaker shows. */
async function editing(scene: Scene, times: number, ms = 0): Promise<readonly unknown[]> {
  for (let n = 1; n <= times; n += 1) {
    await scene.edit();
    scene.pass(ms);
  }
  return [scene.breaker.wait, scene.breaker.reason];
}

const FULL = 'database or disk is full';

it.each<[string, string, (scene: Scene) => Promise<readonly unknown[]>, readonly unknown[]]>([
  ['FAILURE_THRESHOLD', '5', (scene) => editing(scene, 2), [0, null]],
  ['FAILURE_THRESHOLD', '2', (scene) => editing(scene, 2), [30_000, FULL]],
  ['FAILURE_WINDOW_SECS', '60', (scene) => editing(scene, 5, 2_500), [27_500, FULL]],
  ['FAILURE_WINDOW_SECS', '10', (scene) => editing(scene, 20, 2_500), [0, null]],
  ['OPEN_DURATION_SECS', '7', (scene) => editing(scene, 5), [7_000, FULL]],
  [
    'HALF_OPEN_SUCCESS_THRESHOLD',
    '1',
    async (scene) => {
      await editing(scene, 5);
      scene.pass(30_000);
      scene.isFull = false;
      return await editing(scene, 1);
    },
    [0, null],
  ],
])('CFG-10 PM_CIRCUIT_BREAKER_%s=%s acts', async (name, value, work, shows) => {
  const scene = await openScene({ [`PM_CIRCUIT_BREAKER_${name}`]: value });
  scene.isFull = true;
  expect(await work(scene)).toEqual(shows);
});

/** The waits between the tries of what stays busy, with these settings and half of all chance. */
async function waitsWith(env: Environment): Promise<readonly number[]> {
  const waits: number[] = [];
  const pause = async (ms: number): Promise<void> => void waits.push(ms);
  const world = { pause, chance: () => 0.5 };
  const stays = (): never => {
    throw DISK_FULL;
  };
  await retrying(stays, retryOf(valuesOf(env)), world).catch(() => undefined);
  return waits;
}

it.each<[Environment, readonly number[]]>([
  [{}, [50, 100]],
  [{ PM_RETRY_MAX_ATTEMPTS: '1' }, []],
  [{ PM_RETRY_MAX_ATTEMPTS: '5' }, [50, 100, 200, 400]],
  [{ PM_RETRY_INITIAL_DELAY_MS: '1000' }, [500, 1_000]],
  [{ PM_RETRY_BACKOFF_MULTIPLIER: '10' }, [50, 500]],
  [{ PM_RETRY_BACKOFF_MULTIPLIER: '1' }, [50, 50]],
  [{ PM_RETRY_JITTER: 'false' }, [100, 200]],
  [{ PM_RETRY_MAX_DELAY_SECS: '1', PM_RETRY_INITIAL_DELAY_MS: '9000' }, [500, 500]],
])('CFG-10 %j acts', async (env, waits) => {
  expect(await waitsWith(env)).toEqual(waits);
});

it('CFG-10 [handler] timeout_secs acts', async () => {
  vi.useFakeTimers();
  try {
    const patience = patienceOf(valuesOf({ PM_HANDLER_TIMEOUT_SECS: '2' })['handler.timeout_secs']);
    let isLate = false;
    patience(() => (isLate = true));
    const calledOff = patience(() => expect.unreachable());
    calledOff();
    const never = inTime(new Promise(() => undefined), patience);
    expect(await inTime(Promise.resolve('an answer'), patience)).toBe('an answer');
    vi.advanceTimersByTime(1_999);
    expect(isLate).toBe(false);
    vi.advanceTimersByTime(1);
    expect(isLate).toBe(true);
    expect(await never).toBe(LATE);
    const fails = inTime(Promise.reject(new Error('no')), patience);
    await expect(fails).rejects.toThrow('no');
  } finally {
    vi.useRealTimers();
  }
});
