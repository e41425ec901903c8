/**
 * The simulation: five devices of four people and two server processes on one journal, with every
 * way to fail that tests know of. One number decides everything; time passes when a step says so.
 *
 *   const simulation = await Simulation.begin(seed, journal);
 *   for (const step of stepsOf(seed, 150)) await simulation.step(step);
 *   await simulation.mend();          // everything works again, and time goes by
 *   await wrongAtTheEnd(simulation);  // what is not as it should be
 */
import type { Command, UserId } from '@planwright/engine';
import { apply, decide, isRefusal } from '@planwright/engine';
import { IndexAudit, rowsOf } from '@planwright/engine/testing/audit.ts';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { viaOf } from '@planwright/engine/testing/samples.ts';
import type { MemoryJournal } from '@planwright/journal/memory';
import type { Journal, JournalError, Room } from '@planwright/sync';
import { MemoryCache } from '@planwright/sync';

import type { Letter } from './courier.ts';
import { Courier, letterFromTheFuture, letterOf } from './courier.ts';
import type { Around } from './device.ts';
import { SimDevice } from './device.ts';
import { olderArgs } from './dialect.ts';
import { FrameChecker } from './frame-checker.ts';
import { MONDAY, PEOPLE, commandOf, noted } from './journal.ts';
import { Ledger } from './ledger.ts';
import { changeRights } from './rights.ts';
import { differenceOf, hotRows, tablesOfCache, withoutCounts } from './rows.ts';
import { Scribes } from './scribe.ts';
import type { Seams } from './seams.ts';
import type { Ground } from './server-process.ts';
import { ServerProcess } from './server-process.ts';
import type { Step } from './steps.ts';
import { wanted } from './wishes.ts';

/** A command from a door without a stream, sent again until it has its verdict. */
interface Errand {
  readonly command: Command;
  readonly actor: UserId;
  isDone: boolean;
}

/** Minutes in which everything must have come to rest once all is mended. */
const MINUTES = 45;
/** Rounds without an end mean that two sides answer each other for ever. */
const MOST_ROUNDS = 2_000;
const ANN = idFor<'user'>('ann');

export class Simulation implements Around, Ground {
  readonly ledger = new Ledger();
  readonly checker = new FrameChecker(this.ledger);
  readonly seams: Seams;
  readonly devices: SimDevice[] = [];
  readonly servers: ServerProcess[] = [];
  readonly couriers: Courier[] = [];
  readonly errands: Errand[] = [];
  readonly scribes = new Scribes();
  now = MONDAY;
  journal: MemoryJournal;
  /** The journal as processes see it. */
  #port!: Journal;
  #backup: MemoryJournal | null = null;
  /** Of what is made: ids, jitter. Steps have dice of their own. */
  readonly #chance: Chance;

  private constructor(seed: number, journal: MemoryJournal, seams: Seams) {
    this.#chance = new Chance(seed ^ 0x5bd1e995);
    this.journal = journal;
    this.seams = seams;
  }

  /** Brings everything up on a copy of this journal. */
  static async begin(seed: number, journal: MemoryJournal, seams: Seams = {}): Promise<Simulation> {
    const simulation = new Simulation(seed, journal.copy(), seams);
    await simulation.#begin();
    return simulation;
  }

  async #begin(): Promise<void> {
    await this.#use(this.journal);
    const servers = this.#chance.yes() ? 2 : 1;
    const hasBreaker = this.#chance.yes();
    for (let i = 0; i < servers; i += 1) {
      const server = new ServerProcess(this, hasBreaker);
      this.servers.push(server);
      await server.start(this.#port);
    }
    const older = this.#chance.below(PEOPLE.length * 2);
    for (const [slot, person] of PEOPLE.entries()) {
      const isOlder = slot === older;
      const device = new SimDevice(this, { slot, person, cache: new MemoryCache(), isOlder });
      this.devices.push(device);
      device.link.dial();
    }
    await this.settle();
    for (const device of this.devices) this.scribes.openAll(device);
    await this.settle();
  }

  // — what the parts ask ——————————————————————————————————————————————————————————————————

  id(): string {
    return this.#chance.id();
  }

  fraction(): number {
    return this.#chance.fraction();
  }

  server(): ServerProcess | null {
    return this.#chance.pick(this.servers.filter(({ room }) => room !== null)) ?? null;
  }

  complain(text: string): void {
    this.ledger.count('complaints');
    if (text.includes('failed inside')) this.ledger.say(text);
  }

  ended(server: ServerProcess): void {
    for (const device of this.devices) device.serverEnded(server);
    for (const courier of this.couriers) courier.serverEnded(server);
  }

  // — steps ——————————————————————————————————————————————————————————————————————————————

  /** Does one step. */
  async step({ what, dice }: Step): Promise<void> {
    const chance = new Chance(dice);
    const device = this.#pick(chance, this.devices);
    const busy = this.servers.filter(({ waitsFor }) => waitsFor !== null);
    const server = this.#pick(chance, chance.yes(0.7) && busy.length > 0 ? busy : this.servers);
    switch (what) {
      case 'command':
        return this.#command(device, chance);
      case 'write':
        this.scribes.write(device, chance);
        return device.link.flush();
      case 'up':
        return device.carryUp(1 + chance.below(3));
      case 'down':
        return device.carryDown(1 + chance.below(3));
      case 'server':
        return server.work(1 + chance.below(4));
      case 'settle':
        return this.settle();
      case 'job':
        return this.#job(chance);
      case 'cut':
        return device.cut(chance.yes());
      case 'plug':
        return device.plug();
      case 'deaf':
        return device.deafen();
      case 'double':
        return device.double();
      case 'loseBatch':
        if (this.devices.some((one) => one.loseBatch())) this.ledger.count('batches lost');
        return;
      case 'holdSnapshots':
        device.holdsSnapshots = !device.holdsSnapshots;
        return;
      case 'slowOutbox':
        device.outbox.isSlow = !device.outbox.isSlow;
        if (!device.outbox.isSlow) device.outbox.finish();
        return;
      case 'time':
        return this.#pass(1 + chance.below(chance.yes(0.1) ? 1_000_000 : 20_000));
      case 'crash':
        return this.#crash(server, chance);
      case 'crowd':
        server.isCrowded = !server.isCrowded;
        return;
      case 'start':
        if (server.room === null) await server.start(this.#port);
        return;
      case 'fault':
        return this.#fault(server, chance);
      case 'reload':
        return this.reload(device, chance);
      case 'rights':
        return changeRights(this, chance);
      case 'fetch':
        return this.#fetch(device, chance);
      case 'future':
        return this.#future(chance);
      case 'retry':
        return this.#retry(device, chance);
      case 'backup':
        return this.backup(chance.id());
      case 'restore':
        return this.restore();
      case 'checkView':
        return this.checkView(device);
      case 'checkUndo':
        this.#checkRebase(device);
        return this.#checkUndo(device, chance);
    }
  }

  /** Lets everything that is on its way arrive, until nothing moves. */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      for (const device of this.devices) device.carryUp();
      for (const server of this.servers) await server.work();
      for (const device of this.devices) device.carryDown();
      for (const courier of this.couriers) courier.step();
      const moving = [...this.devices, ...this.servers, ...this.couriers];
      if (!moving.some(({ busy }) => busy)) return;
    }
    this.ledger.say('the network does not come to rest');
  }

  /** Everything works again, and time goes by until all is done. */
  async mend(): Promise<void> {
    for (const server of this.servers) {
      server.isCrowded = false;
      if (server.room === null) await server.start(this.#port);
    }
    for (const device of this.devices) device.plug();
    await this.settle();
    await this.#rest();
    await this.#loseLast();
  }

  /** Time goes by until nothing is left to do. */
  async #rest(): Promise<void> {
    for (let minute = 0; minute < MINUTES && !(await this.#isAtRest()); minute += 1) {
      for (const server of this.servers) if (server.room === null) await server.start(this.#port);
      for (const errand of this.errands) if (!errand.isDone) this.#send(errand);
      this.#pass(60_000);
      await this.settle();
    }
  }

  /** The last entry of all gets lost on its way to somebody, with nothing after it. */
  async #loseLast(): Promise<void> {
    const [first] = this.devices;
    const title = `the end ${this.#chance.below(100)}`;
    first?.try('workspace.edit', { id: idFor('workspace'), name: title });
    first?.carryUp();
    for (const server of this.servers) await server.work();
    this.#chance.pick(this.devices)?.loseBatch();
    await this.settle();
    await this.#rest();
  }

  /** The server is restored from the last backup, under another lineage. */
  async restore(): Promise<void> {
    if (this.#backup === null) return;
    const { lineage: old } = await this.journal.head();
    const { lineage } = await this.#backup.head();
    const named = this.seams.lineage?.(lineage, old) ?? lineage;
    for (const server of this.servers) server.end();
    this.journal = named === lineage ? this.#backup : this.#backup.copy(named);
    this.#backup = null;
    await this.#use(this.journal);
    this.ledger.count('restores');
    for (const server of this.servers) await server.start(this.#port);
  }

  /** Keeps what the journal holds now. */
  backup(lineage: string = this.id()): void {
    this.#backup = this.journal.copy(lineage);
  }

  /** The screen is what was confirmed with what waits on top, made anew from nothing. */
  checkView(device: SimDevice): void {
    const { replica } = device;
    if (replica.user === null || replica.loading) return;
    const tables = tablesOfCache(device.cache);
    for (const { command } of replica.pending) {
      const changes = decide(tables, command, {
        now: command.issuedAt,
        actor: replica.user,
        via: 'socket',
        limits: replica.limits,
        commandId: command.commandId,
        authoritative: false,
      });
      if (!isRefusal(changes)) apply(tables, changes, null);
    }
    const [shown, anew] = [device.tables, tables].map((one) => withoutCounts(hotRows(one)));
    const difference = shown && anew ? differenceOf(shown, anew) : null;
    if (difference !== null) this.ledger.say(`the screen shows something else: ${difference}`);
  }

  async #isAtRest(): Promise<boolean> {
    const { seq, hash } = await this.journal.head();
    return (
      this.servers.every(({ room }) => room?.head.seq === seq) &&
      this.errands.every(({ isDone }) => isDone) &&
      this.couriers.every(({ done }) => done) &&
      this.devices.every(({ link, replica }) => {
        const there = replica.position?.cursor === seq && replica.position.hash === hash;
        return there && link.state === 'LIVE' && replica.pending.length === 0;
      })
    );
  }

  async #use(journal: MemoryJournal): Promise<void> {
    const { lineage } = await journal.head();
    await this.ledger.read(journal);
    const opened = this.#opened();
    const port = this.seams.journal?.(opened, this.ledger);
    this.#port = port ?? noted(opened, this.ledger, lineage);
  }

  /**
   * The journal as it is opened anew by each process: what was given what it may not write is
   * broken for the process that did so, and for no other.
   */
  #opened(): Journal {
    const append: Journal['append'] = async (group, expected) => {
      try {
        return await this.journal.append(group, expected);
      } catch (error) {
        if ((error as JournalError).fault === 'broken') this.journal = this.journal.copy();
        throw error;
      }
    };
    return new Proxy(this.journal, {
      get: (_, name) => {
        if (name === 'append') return append;
        const method: unknown = this.journal[name as keyof Journal];
        return typeof method === 'function' ? method.bind(this.journal) : method;
      },
    });
  }

  // — what people and jobs do ————————————————————————————————————————————————————————————

  #command(device: SimDevice, chance: Chance): void {
    if (device.replica.position === null) return;
    if (device.person === 'vic' && chance.yes(0.7)) return; // most of it would be refused
    const wish = wanted('socket', device.seen, chance);
    if (wish === null) return;
    const actionId = chance.yes(0.2) ? idFor(`action ${chance.below(8)}`) : undefined;
    const args = device.isOlder ? olderArgs(wish.args) : wish.args;
    device.try(wish.kind, args as never, actionId);
  }

  #fetch(device: SimDevice, chance: Chance): void {
    const item = chance.pick([...device.tables.all('workItem')]);
    if (item === undefined) return;
    const wish = chance.yes(0.7)
      ? { table: 'document', ids: [item.id] }
      : { table: 'revision', parent: item.id };
    device.link.fetch(wish, () => undefined);
  }

  #retry(device: SimDevice, chance: Chance): void {
    const problem = chance.pick(device.replica.problems);
    if (problem === undefined) return;
    if (chance.yes()) device.note(device.replica.retry(problem));
    device.link.flush();
  }

  /** A job or a script does something, or asks again what became of it. */
  #job(chance: Chance): void {
    const again = chance.yes(0.3) ? chance.pick(this.errands) : undefined;
    const room = this.server()?.room;
    if (room === null || room === undefined) return;
    if (again !== undefined) return this.#send(again);
    const device = this.#pick(chance, this.devices.slice(0, 2));
    const wish = wanted('job', device.seen, chance);
    if (wish !== null) this.errand(wish.kind, wish.args, chance.id());
  }

  /** Sends a command through a door without a stream. */
  errand(kind: Command['kind'], args: Command['args'], commandId: string, actor = ANN): void {
    const command = commandOf(kind, args as never, commandId, this.now);
    const errand = { command, actor, isDone: false };
    this.errands.push(errand);
    this.#send(errand);
  }

  #send(errand: Errand): void {
    const room = this.server()?.room;
    if (room === null || room === undefined) return;
    const { lineage } = room.head;
    const { command, actor } = errand;
    const via = viaOf(command.kind) === 'file' ? 'file' : 'job';
    void room.submit(command, actor, via).then((outcome) => {
      errand.isDone ||= !('pause' in outcome);
      this.ledger.answered(lineage, command.commandId, outcome);
    });
  }

  /** A newer app sends a kind that this server does not know, between two that it knows. */
  #future(chance: Chance): void {
    if (chance.yes(0.8)) return; // it takes 15 minutes each time
    const edit = (title: string): Command => {
      const args = { id: idFor<'workItem'>('B'), title };
      return commandOf('workItem.edit', args, chance.id(), this.now);
    };
    const letters = [
      letterOf(1, edit('before')),
      letterFromTheFuture(2, edit('new')),
      letterOf(3, edit('after')),
    ];
    this.couriers.push(new Courier(this, ANN, chance.id(), letters));
  }

  // — what goes wrong ————————————————————————————————————————————————————————————————————

  async #crash(server: ServerProcess, chance: Chance): Promise<void> {
    if (server.room === null) return;
    this.ledger.count(`crashes at ${server.waitsFor ?? 'rest'}`);
    if (server.waitsFor !== null && chance.yes()) await server.endAfterCall();
    else server.end();
  }

  async #fault(server: ServerProcess, chance: Chance): Promise<void> {
    const fault = chance.yes(0.9) ? 'busy' : 'broken';
    if (server.waitsFor !== null) this.ledger.count(`${fault} at ${server.waitsFor}`);
    await server.fail(fault);
  }

  /** The tab is loaded anew, from its cache or from nothing; what it had stored is brought. */
  reload(device: SimDevice, chance: Chance): void {
    const { slot, person, isOlder } = device;
    const cache = chance.yes(0.7) ? device.cache : new MemoryCache();
    const left = device.end();
    const again = new SimDevice(this, { slot, person, cache, isOlder });
    this.devices[slot] = again;
    again.link.dial();
    const byStream = new Map<string, Letter[]>();
    for (const { stream, no, command } of left) {
      const letters = byStream.get(stream) ?? [];
      letters.push(letterOf(no, command));
      byStream.set(stream, letters);
    }
    for (const [stream, letters] of byStream) {
      letters.sort((a, b) => a.no - b.no);
      const bring = (): number =>
        this.couriers.push(new Courier(this, device.user, stream, letters));
      bring();
      if (chance.yes()) bring();
    }
  }

  #pass(ms: number): void {
    this.now += ms;
    for (const device of this.devices) device.tick();
    for (const courier of this.couriers) courier.step();
    for (const { room } of this.servers) this.#poll(room);
  }

  /** Where several processes write to one journal, each looks at its head now and then. */
  #poll(room: Room | null): void {
    room?.read(() => room.follow()).catch(() => this.ledger.count('polls that failed'));
  }

  // — what must be at any time ——————————————————————————————————————————————————————————————

  /** What is shown is what comes of deciding all that waits again, from nothing. */
  #checkRebase({ replica, tables }: SimDevice): void {
    replica.flush();
    const hidden = (): string => replica.pending.map((own) => own.hidden?.code).join();
    const before = hidden();
    const leave = tables.subscribe(() => this.ledger.say('a rebuild shows something else'));
    replica.rebuild();
    leave();
    if (hidden() !== before) this.ledger.say('a rebuild hides others');
  }

  /** What is done and taken back leaves the very same objects, and the same indexes. */
  #checkUndo(device: SimDevice, chance: Chance): void {
    const { tables, user } = device;
    const { limits, position } = device.replica;
    if (position === null) return;
    const audit = new IndexAudit();
    const before = rowsOf(tables);
    const mark = tables.mark();
    for (let i = 0; i < 3; i += 1) {
      const wish = wanted('socket', device.seen, chance);
      if (wish === null) continue;
      const command = commandOf(wish.kind, wish.args as never, chance.id(), this.now);
      const { commandId } = command;
      const via = 'socket' as const;
      const context = { now: this.now, actor: user, via, limits, commandId, authoritative: false };
      const changes = decide(tables, command, context);
      if (!isRefusal(changes)) apply(tables, changes, null);
    }
    for (const problem of audit.problems(tables)) this.ledger.say(`wishes: ${problem}`);
    tables.undo(mark);
    for (const problem of audit.problems(tables)) this.ledger.say(`undo: ${problem}`);
    const after = rowsOf(tables);
    if (after.size !== before.size) this.ledger.say('undo left rows behind');
    for (const [key, row] of after) {
      if (before.get(key) !== row) this.ledger.say(`undo did not bring back ${key}`);
    }
    if (tables.flush().length > 0) this.ledger.say('undo left something to tell');
  }

  #pick<T>(chance: Chance, of: readonly T[]): T {
    return chance.pick(of) as T;
  }
}
