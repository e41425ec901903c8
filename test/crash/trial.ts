/**
 * A trial: eight people work on one server that is killed again and again, until it is let live.
 * When everybody has come to rest, what they did and were told is held against the journal.
 */
import type { CommandId } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { SqliteJournal } from '@planwright/journal';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

import { SettledList } from '../../packages/sync/src/settled.ts';
import { patched } from '../sim/patching.ts';
import { Device } from './device.ts';
import type { Findings } from './findings.ts';
import { judge, screenOf } from './findings.ts';
import type { Deeds } from './history.ts';
import { Witness } from './history.ts';
import type { Arm, Orders, Point, Wrong } from './points.ts';
import { DIES, MIGRATION, OVER, POINTS, STEPS_OF_SHUTDOWN } from './points.ts';
import type { End, Life } from './server-process.ts';
import { ServerPlace } from './server-process.ts';
import { SHARED, Writer } from './writer.ts';

/**
 * What is tried: a point, kills from outside at any time, an older backup that is put back under
 * everybody (once more with devices that neglect to send again what it lacks), or a wrong server.
 */
export type Kind = Point | 'random' | 'restored' | 'neglected' | Wrong;

/** Where the two builds of the server are. */
export interface Builds {
  /** The folder of the product's. */
  readonly product: string;
  /** The folder of the one that can be told where to die. */
  readonly armed: string;
}

export interface Outcome {
  /** How often the server was killed, how often of these at its point, and inside of it. */
  readonly kills: number;
  readonly atPoint: number;
  readonly inside: number;
  readonly dispatched: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly entries: number;
  readonly findings: Findings;
}

/** One life of the server and how it ends. */
interface Plan {
  readonly orders: Orders | null;
  /** At its point; or killed so many milliseconds after its start, or after it was up. */
  readonly end: 'point' | { readonly killAfterStart: number } | { readonly killAfterUp: number };
  /** It is asked to stop so many milliseconds after it was up. */
  readonly stop?: number;
  /** Do new devices come all the time? */
  readonly readers?: true;
  /** What happens to the database once it has ended. */
  readonly afterwards?: 'backup' | 'restore';
}

const WRITERS = 8;
/** How often a device that comes back has lost its rows, so that it takes a snapshot. */
const FORGETS = 0.3;
/** A server that does not come to its point in this time never does. Milliseconds. */
const POINT_TIME = 15_000;
/** Everybody must have come to rest in this time. Milliseconds. */
const REST_TIME = 20_000;
/** Kills of one trial with kills from outside. */
export const RANDOM_LIVES = 20;
/** The longest of these lives, in milliseconds: a start takes the first third. */
const LONGEST_LIFE = 1_200;

/** How many passes of a point there may be before the last one. */
const PASSES: Readonly<Record<Point, number>> = {
  received: 250,
  decided: 30,
  'before-commit': 30,
  'during-commit': 30,
  'after-commit-before-broadcast': 30,
  'half-the-broadcasts': 20,
  'during-checkpoint': 20,
  'during-migration': 12,
  'during-snapshot': 24,
  'during-shutdown': STEPS_OF_SHUTDOWN,
};
/** What a server logs that finds an older backup in the place of its database. */
const OF_A_RESTORE = ['something was lost', 'a client holds another history'] as const;
/** Statements that make the first layout. */
const FOUNDING_PASSES = 36;

function plansOf(kind: Kind, chance: Chance): Plan[] {
  const right: Orders = { arm: null, wrong: null, migrates: false };
  const armed = (point: Point, passes = PASSES[point]): Arm => {
    return { point, pass: 1 + chance.below(passes), share: chance.fraction() };
  };
  const dies = (point: Point): Plan => ({ orders: { ...right, arm: armed(point) }, end: 'point' });
  const somewhat = (): number => 150 + chance.below(400);
  switch (kind) {
    case 'random': {
      const kill = (): Plan => ({
        orders: null,
        end: { killAfterStart: chance.below(LONGEST_LIFE) },
      });
      return Array.from({ length: RANDOM_LIVES }, kill);
    }
    case 'restored':
    case 'neglected': {
      const life = (afterwards: 'backup' | 'restore'): Plan => {
        return { orders: null, end: { killAfterUp: 300 + chance.below(500) }, afterwards };
      };
      return [life('backup'), life('restore')];
    }
    case 'during-migration': {
      const founding = { ...right, arm: armed(kind, FOUNDING_PASSES) };
      const rewriting = (): Orders => ({ ...right, arm: armed(kind), migrates: true });
      return [
        { orders: founding, end: 'point' },
        { orders: right, end: { killAfterUp: somewhat() } },
        { orders: rewriting(), end: 'point' },
      ];
    }
    case 'during-snapshot':
      return [
        { orders: right, end: { killAfterUp: somewhat() } },
        { ...dies(kind), readers: true },
        { ...dies(kind), readers: true },
      ];
    case 'during-shutdown': {
      const stop = (): Plan => ({ ...dies(kind), stop: somewhat() });
      return [stop(), stop(), stop()];
    }
    case 'hasty':
    case 'rewinding':
      return [{ orders: { ...right, wrong: kind }, end: { killAfterUp: somewhat() } }];
    case 'forgetful': {
      const arm = armed('after-commit-before-broadcast');
      return [{ orders: { ...right, wrong: kind, arm }, end: 'point' }];
    }
    case 'torn':
      return [{ orders: { ...right, wrong: kind, arm: armed('before-commit') }, end: 'point' }];
    default:
      return [dies(kind), dies(kind), dies(kind)];
  }
}

/** The life in which everybody comes to rest. */
function lastOf(kind: Kind): Orders | null {
  if (kind === 'random' || isRestored(kind)) return null;
  const isPoint = (POINTS as readonly string[]).includes(kind);
  return {
    arm: null,
    wrong: isPoint ? null : (kind as Wrong),
    migrates: kind === 'during-migration',
  };
}

function isRestored(kind: Kind): boolean {
  return kind === 'restored' || kind === 'neglected';
}

/** A control changes the devices for everybody: nothing else may be tried beside it. */
export async function attempt(kind: Kind, seed: number, builds: Builds): Promise<Outcome> {
  const trial = new Trial(kind, seed, builds, await ServerPlace.make());
  const neglect = (): (() => void) => patched(SettledList.prototype, 'takeAfter', () => () => []);
  const makeRight = kind === 'neglected' ? neglect() : null;
  try {
    return await trial.run();
  } finally {
    makeRight?.();
    trial.end();
  }
}

class Trial {
  readonly #kind: Kind;
  readonly #chance: Chance;
  readonly #builds: Builds;
  readonly #place: ServerPlace;
  readonly #witness = new Witness();
  readonly #writers: Writer[];
  readonly #readers: Device[] = [];
  readonly #complaints: string[] = [];
  readonly #waiting: string[] = [];
  /** What had been refused before a backup was put back: nobody knows of it any more. */
  readonly #forgotten = new Set<CommandId>();
  /** How far anybody had seen the journal when the backup was made. */
  #keptAt = 0;
  #working = true;
  #kills = 0;
  #atPoint = 0;
  #inside = 0;

  constructor(kind: Kind, seed: number, builds: Builds, place: ServerPlace) {
    this.#kind = kind;
    this.#builds = builds;
    this.#place = place;
    this.#chance = new Chance(seed * 7919 + kind.length * 104_729 + kind.charCodeAt(0));
    this.#writers = Array.from({ length: WRITERS }, (_, i) => {
      return new Writer(this.#device(`w${i}`), this.#fork());
    });
  }

  async run(): Promise<Outcome> {
    const plans = plansOf(this.#kind, this.#chance);
    for (const { device } of this.#writers) device.begin();
    const work = this.#writers.map((writer, i) => this.#work(writer, i === 0));
    for (const plan of plans) await this.#live(plan);
    const life = this.#start(lastOf(this.#kind));
    await this.#until(() => this.#writers.every(({ device }) => device.link.state === 'LIVE'));
    await pause(100 + this.#chance.below(200));
    this.#working = false;
    await Promise.all(work);
    const late = this.#device('late reader');
    this.#readers.push(late);
    late.begin();
    await this.#rest();
    const devices = [...this.#writers.map(({ device }) => device), late];
    const screens = new Map(devices.map((one) => [one.name, screenOf(one.replica.tables)]));
    life.send('SIGTERM');
    const end = await life.ended;
    if (end.code !== 0) this.#complain('the last stop was not clean', end);
    return this.#judged(screens);
  }

  end(): void {
    this.#working = false;
    for (const { device } of this.#writers) device.end();
    for (const reader of this.#readers) reader.end();
    this.#place.remove();
  }

  async #judged(screens: ReadonlyMap<string, string>): Promise<Outcome> {
    const devices = this.#writers.map(({ device }) => this.#deedsOf(device));
    const journal = SqliteJournal.open({ path: this.#place.database, newId: randomUUID });
    const findings = await judge({ journal, devices, shown: this.#witness, screens });
    const { seq, dataVersion } = await journal.head();
    await journal.close();
    if (this.#kind === 'during-migration') this.#judgeMigration(dataVersion);
    this.#judgeLog();
    return {
      kills: this.#kills,
      atPoint: this.#atPoint,
      inside: this.#inside,
      dispatched: sum(devices.map(({ wanted }) => wanted.length)),
      acknowledged: sum(devices.map(({ acknowledged }) => acknowledged.size)),
      refused: sum(devices.map(({ refused }) => refused.size)),
      entries: seq,
      findings: {
        ...findings,
        waiting: [...this.#waiting, ...findings.waiting],
        complaints: this.#complaints,
      },
    };
  }

  #deedsOf({ deeds }: Device): Deeds {
    const wanted = deeds.wanted.filter(({ command }) => !this.#forgotten.has(command.commandId));
    return { ...deeds, wanted };
  }

  /** A server that finds an older database says so, and which devices were ahead of it. */
  #judgeLog(): void {
    const lines = this.#place.log.split('\n').filter((line) => line !== '');
    const meant = isRestored(this.#kind) ? OF_A_RESTORE : [];
    const rest = lines.filter((line) => !meant.some((one) => line.includes(one)));
    if (rest.length > 0)
      this.#complaints.push(`the server logged: ${rest.join(' ').slice(0, 500)}`);
    for (const one of meant) {
      if (!lines.some((line) => line.includes(one))) this.#complaints.push(`not logged: ${one}`);
    }
  }

  /** A migration that was killed has happened once in the end. */
  #judgeMigration(dataVersion: number): void {
    const db = new DatabaseSync(this.#place.database, { readOnly: true });
    const sql = 'SELECT count(*) AS times FROM pm_migrations WHERE says = ?';
    const times = Number(db.prepare(sql).get(MIGRATION)?.['times']);
    db.close();
    if (times === 1 && dataVersion === 2) return;
    this.#complaints.push(`the migration ran ${times} times; the data's version: ${dataVersion}`);
  }

  /** One life of the server, to its end. */
  async #live({ orders, end, stop, readers, afterwards }: Plan): Promise<void> {
    const life = this.#start(orders);
    const visits = new AbortController();
    const visiting = readers === true ? this.#visit(visits.signal) : null;
    if (end !== 'point' && 'killAfterStart' in end) {
      await pause(end.killAfterStart);
      life.send('SIGKILL');
    } else if (end !== 'point' || stop !== undefined) {
      await life.up;
      if (afterwards === 'backup') await this.#until(() => this.#isPrepared);
      if (afterwards === 'restore') await this.#until(() => this.#furthest() > this.#keptAt);
      await pause(end === 'point' ? stop : end.killAfterUp);
      life.send(end === 'point' ? 'SIGTERM' : 'SIGKILL');
    }
    const ended = await Promise.race([life.ended, pause(POINT_TIME, null, { ref: false })]);
    visits.abort();
    await visiting;
    if (ended === null) {
      this.#complaints.push(`the server did not come to its point: ${JSON.stringify(orders)}`);
      life.send('SIGKILL');
      await life.ended;
      return;
    }
    const asMeant = ended.signal === 'SIGKILL' && (end !== 'point' || ended.said.includes(DIES));
    if (!asMeant)
      return this.#complain(`not killed as it should be, ${JSON.stringify(orders)}`, ended);
    this.#kills += 1;
    if (afterwards === 'backup') this.#keep();
    if (afterwards === 'restore') await this.#restore();
    if (!ended.said.includes(DIES)) return;
    this.#atPoint += 1;
    if (!ended.said.includes(OVER)) this.#inside += 1;
  }

  /** Has everybody what is worked on? Its making is not what a restore may take away. */
  get #isPrepared(): boolean {
    return this.#writers.every(({ device }) =>
      device.replica.tables.get('workItem', SHARED.at(-1)),
    );
  }

  #keep(): void {
    this.#keptAt = this.#furthest();
    this.#place.keepBackup();
  }

  /** How far anybody has seen the journal. */
  #furthest(): number {
    return Math.max(...this.#writers.map(({ device }) => device.replica.position?.cursor ?? 0));
  }

  /** The backup is put back, when everybody has read what the dead server had sent. */
  async #restore(): Promise<void> {
    await this.#until(() => this.#writers.every(({ device }) => !device.isConnected));
    for (const { device } of this.#writers) {
      for (const id of device.deeds.refused) this.#forgotten.add(id);
    }
    this.#witness.forget();
    this.#place.putBackBackup();
  }

  #start(orders: Orders | null): Life {
    const { product, armed } = this.#builds;
    const words =
      orders === null
        ? [`${product}/main.js`]
        : ['--import', `${armed}/failpoints.js`, `${armed}/main.js`];
    return this.#place.start(words, orders);
  }

  #complain(what: string, { code, signal, said }: End): void {
    this.#complaints.push(`${what}: ended with ${code ?? signal}: ${said.slice(0, 500)}`);
  }

  /** A person works, whether or not the server is there. */
  async #work(writer: Writer, isFirst: boolean): Promise<void> {
    const chance = this.#fork();
    while (this.#working) {
      const { tables, position } = writer.device.replica;
      const prepared = tables.get('workItem', SHARED[0]) !== undefined;
      if (isFirst && !prepared && position !== null) writer.prepare();
      writer.work();
      await pause(2 + chance.below(14));
    }
  }

  /** Devices that nobody works on come and read a snapshot, one after the other. */
  async #visit(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const reader = this.#device('reader');
      reader.begin();
      await pause(40);
      reader.end();
    }
  }

  /** Waits until nobody waits for anything and all have seen the same. */
  async #rest(): Promise<void> {
    const devices = [...this.#writers.map(({ device }) => device), ...this.#readers];
    const rests = await this.#until(() => {
      const cursors = new Set(devices.map(({ replica }) => replica.position?.cursor));
      return devices.every((one) => one.isAtRest) && cursors.size === 1;
    });
    if (rests) return;
    for (const { name, link, replica } of devices) {
      const at = `${link.state}, cursor ${replica.position?.cursor}`;
      const [first] = replica.pending;
      const { stored, sent, tried, committedAt, hidden } = first ?? {};
      const how = JSON.stringify({
        stored,
        sent,
        tried,
        committedAt,
        hidden,
        until: replica.pausedUntil,
      });
      this.#waiting.push(`${name}: ${at}, ${replica.pending.length} waiting, the first ${how}`);
    }
  }

  /** Waits until something is so, but not for ever; says whether it is. */
  async #until(isSo: () => boolean): Promise<boolean> {
    const until = Date.now() + REST_TIME;
    while (!isSo()) {
      if (Date.now() > until) return false;
      await pause(10);
    }
    return true;
  }

  #device(name: string): Device {
    return new Device(name, {
      place: this.#place,
      witness: this.#witness,
      chance: this.#fork(),
      forgets: this.#kind === 'forgetful' ? 1 : FORGETS,
    });
  }

  #fork(): Chance {
    return new Chance(this.#chance.bits());
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
