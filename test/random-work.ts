/**
 * Random work: three devices of two people do what comes to their minds while the network, the
 * server and its disk fail in every way that tests know of. Then all is mended, and whatever is
 * not as it should be is named. One number, the seed, decides everything.
 */
import type { CommandId, Tables } from '@planwright/engine';
import {
  TABLE_NAMES,
  Tables as NewTables,
  apply,
  audienceOf,
  decide,
  entityOf,
  idOf,
  isRefusal,
} from '@planwright/engine';
import { IndexAudit } from '@planwright/engine/testing/audit.ts';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { wish } from '@planwright/engine/testing/wishes.ts';
import { World } from '@planwright/engine/testing/world.ts';
import type { MemoryJournal } from '@planwright/journal/memory';
import { edit, unwriteMember, writeMember, writePerson } from '@planwright/sync/testing/by-hand.ts';
import type { Device } from '@planwright/sync/testing/device.ts';
import { Network } from '@planwright/sync/testing/network.ts';
import type { MemoryCache } from '@planwright/sync';

import { newJournal } from './journal.ts';

const STEPS = 90;
/** Rounds of a minute in which everything must have come to rest once all is mended. */
const MINUTES = 12;
const WEB = idFor<'project'>('WEB');
const SECRET = idFor<'project'>('SECRET');

/** Does it all; gives what is wrong at the end. */
export async function workAtRandom(seed: number): Promise<string[]> {
  const work = new RandomWork(seed, newJournal());
  await work.begin();
  for (let step = 0; step < STEPS; step += 1) await work.step();
  await work.mend();
  return [...work.problems, ...(await work.wrong())];
}

/** The tables of a device as those of a world, for wishes about what is to be seen there. */
class Seen extends World {
  override readonly tables: Tables;

  constructor(tables: Tables) {
    super(1, 'empty');
    this.tables = tables;
  }
}

class RandomWork {
  readonly problems: string[] = [];
  readonly #chance: Chance;
  #journal: MemoryJournal;
  #backup: MemoryJournal | null = null;
  #net!: Network;
  /** Commands that must stand in the journal or in the tray of their author, by device. */
  readonly #wished = new Map<Device, Set<CommandId>>();

  constructor(seed: number, journal: MemoryJournal) {
    this.#chance = new Chance(seed);
    this.#journal = journal;
  }

  async begin(): Promise<void> {
    this.#net = await Network.on(this.#journal, this.#chance.bits());
    await writePerson(this.#journal, 'ben', { role: 'member' });
    const ann = await this.#net.device('ann');
    this.#wish(ann, () => ann.try('project.create', { id: WEB, key: 'WEB', title: 'Web' }));
    this.#wish(ann, () =>
      ann.try('project.create', {
        id: SECRET,
        key: 'SEC',
        title: 'Secret',
        defaultRole: 'none',
      }),
    );
    await this.#net.sync();
    await this.#net.device('ann');
    await this.#net.device('ben');
  }

  async step(): Promise<void> {
    const net = this.#net;
    const device = this.#chance.pick(net.devices);
    if (device === undefined) return;
    const roll = this.#chance.below(100);
    if (roll < 43) this.#command(device);
    else if (roll < 62) device.carry(1 + this.#chance.below(3));
    else if (roll < 69) await net.turn();
    else if (roll < 74) await net.sync();
    else if (roll < 78) this.#cut(device);
    else if (roll < 83) await device.plug();
    else if (roll < 85) this.#moods(device);
    else if (roll < 87) await net.pass(1 + this.#chance.below(20_000));
    else if (roll < 89) this.#trouble();
    else if (roll < 91) await this.#server();
    else if (roll < 92) await this.#reload(device);
    else if (roll < 94) await this.#rights();
    else if (roll < 95) this.#fetch(device);
    else if (roll < 98) this.#backup = this.#journal.copy(idFor(`lineage ${net.id()}`));
    else await this.#restore();
    if (this.#chance.yes(0.2) && net.devices.includes(device)) this.#checkView(device);
  }

  /** Everything works again, and time goes by. */
  async mend(): Promise<void> {
    const net = this.#net;
    net.trouble = null;
    if (!net.isRunning) await net.startRoom(this.#journal);
    for (const device of net.devices) {
      if (device.isDeaf) device.wakeUp();
      device.reads = true;
      device.holdsSnapshots = false;
      await device.plug();
    }
    const last = net.submit('ann', 'workspace.edit', { id: idFor('workspace'), weekStart: 7 });
    await net.sync();
    await last;
    const waits = (device: Device): boolean =>
      device.link.state !== 'LIVE' ||
      device.replica.pending.length > 0 ||
      device.replica.position?.cursor !== net.room.head.seq;
    for (let i = 0; i < MINUTES && net.devices.some(waits); i += 1) await net.pass(60_000);
  }

  /** What is not as it should be. */
  async wrong(): Promise<string[]> {
    const net = this.#net;
    const wrong: string[] = [];
    const say = (text: string): number => wrong.push(text);
    for (const complaint of net.complaints) {
      if (complaint.includes('failed inside')) say(complaint);
    }
    const all = await this.#rowsOfJournal();
    if (differs(hotRows(net.room.tables), all)) say('the room does not hold what the journal does');
    const cold = TABLE_NAMES.filter((table) => !entityOf(table).hot);
    if (cold.some((table) => net.room.tables.count(table) > 0)) say('the room keeps cold rows');
    await this.#checkJournal(say);
    for (const [i, device] of net.devices.entries()) {
      const { replica, tables, user } = device;
      const me = `device ${i}`;
      if (device.link.state !== 'LIVE') say(`${me} is ${device.link.state}`);
      if (replica.pending.length > 0) say(`${me}: ${replica.pending.length} wait for ever`);
      if (device.outbox.records.size !== replica.pending.length) say(`${me}: outbox is not empty`);
      if (replica.position?.hash !== net.room.head.hash) say(`${me} is not at the head`);
      const seen = visible(net.room.tables, net.room.scopeOf(user));
      const difference = differs(hotRows(tables), seen);
      if (difference !== null) say(`${me} differs: ${difference}`);
      const cached = differs(rowsOfCache(device), seen);
      if (cached !== null) say(`the cache of ${me} differs: ${cached}`);
      for (const problem of new IndexAudit().problems(tables)) say(`${me}: ${problem}`);
      await this.#checkTexts(device, (text) => say(`${me}: ${text}`));
      await this.#checkVerdicts(device, (text) => say(`${me}: ${text}`));
    }
    for (const problem of new IndexAudit().problems(net.room.tables)) say(`room: ${problem}`);
    return wrong;
  }

  // — what people do ——————————————————————————————————————————————————————————————————————

  #command(device: Device): void {
    if (device.replica.position === null) return;
    const chance = this.#chance;
    if (chance.yes(0.1) && this.#writeOn(device)) return;
    const { command } = wish(new Seen(device.tables), chance.bits());
    const actionId = chance.yes(0.2) ? idFor(`action ${chance.below(8)}`) : undefined;
    this.#wish(device, () => device.try(command.kind, command.args as never, actionId));
  }

  /** One more edit of a text, on top of one's own that has no verdict yet. */
  #writeOn(device: Device): boolean {
    const last = device.replica.pending.findLast(({ command }) => command.kind === 'document.edit');
    if (last?.command.kind !== 'document.edit') return false;
    const { commandId, args } = last.command;
    const patch = [[0, 0, `${this.#chance.below(1000)} `]] as const;
    this.#wish(device, () =>
      device.try('document.edit', { id: args.id, base: { after: commandId }, patch }),
    );
    return true;
  }

  #wish(device: Device, dispatch: () => ReturnType<Device['try']>): void {
    const answer = dispatch();
    if (isRefusal(answer)) return;
    this.#wished.set(device, (this.#wished.get(device) ?? new Set()).add(answer));
  }

  #fetch(device: Device): void {
    const item = this.#chance.pick([...device.tables.all('workItem')]);
    if (item === undefined) return;
    device.link.fetch({ table: 'document', ids: [item.id] }, () => undefined);
  }

  // — what goes wrong ————————————————————————————————————————————————————————————————————

  #cut(device: Device): void {
    if (this.#chance.yes()) device.loseSent();
    if (this.#chance.yes()) device.loseReceived(this.#chance.below(4));
    device.unplug();
  }

  #moods(device: Device): void {
    const roll = this.#chance.below(3);
    if (roll === 0 && device.isDeaf) device.wakeUp();
    else if (roll === 0) device.isDeaf = true;
    else if (roll === 1) device.reads = !device.reads;
    else device.holdsSnapshots = !device.holdsSnapshots;
  }

  #trouble(): void {
    const method = this.#chance.pick(['append', 'append', 'append', 'after', 'hashAt'] as const);
    const what = this.#chance.pick(['busy', 'busy', 'dies before', 'dies after'] as const);
    this.#net.trouble = { method: method ?? 'append', what: what ?? 'busy' };
  }

  async #server(): Promise<void> {
    if (this.#net.isRunning && this.#chance.yes(0.3)) this.#net.killRoom();
    else if (!this.#net.isRunning) await this.#start(this.#journal);
  }

  async #restore(): Promise<void> {
    if (this.#backup === null) return;
    this.#net.killRoom();
    this.#journal = this.#backup;
    this.#backup = null;
    for (const [device, wished] of this.#wished) {
      const pending = new Set(device.replica.pending.map(({ command }) => command.commandId));
      for (const commandId of wished) if (!pending.has(commandId)) wished.delete(commandId);
    }
    await this.#start(this.#journal);
  }

  async #start(journal: MemoryJournal): Promise<void> {
    this.#net.trouble = null;
    await this.#net.startRoom(journal);
  }

  /** The tab is loaded anew from its cache; what waited in its memory is gone. */
  async #reload(device: Device): Promise<void> {
    const place = this.#net.devices.indexOf(device);
    device.unplug();
    this.#wished.delete(device);
    this.#net.devices.splice(place, 1);
    const person = device.user === idFor<'user'>('ann') ? 'ann' : 'ben';
    await this.#net.device(person, device.cache as MemoryCache);
  }

  /** Another process changes what ben may see. */
  async #rights(): Promise<void> {
    const journal = this.#journal;
    const rows = await journal.rows({ table: 'project' });
    if (!rows.some(({ id }) => id === SECRET) || !rows.some(({ id }) => id === WEB)) return;
    const members = await journal.rows({ table: 'member' });
    const ben = members.find((one) => one.user === idFor('ben') && one.project === SECRET);
    if (this.#chance.yes(0.3)) {
      const defaultRole = this.#chance.pick(['none', 'viewer', 'editor'] as const) ?? 'editor';
      await edit(journal, 'project', WEB, { defaultRole });
    } else if (ben === undefined) await writeMember(journal, 'ben', SECRET);
    else if (ben.deletedAt === null) await unwriteMember(journal, 'ben', SECRET);
    else await edit(journal, 'member', ben.id, { deletedAt: null, deletedBy: null });
  }

  // — what must be ————————————————————————————————————————————————————————————————————————

  /** The screen is what was confirmed with what waits on top, made anew from nothing. */
  #checkView(device: Device): void {
    const { replica } = device;
    if (replica.user === null || replica.loading) return;
    const tables = tablesOfCache(device);
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
    const difference = differs(hotRows(device.tables), hotRows(tables));
    if (difference !== null) this.problems.push(`the screen shows something else: ${difference}`);
  }

  async #rowsOfJournal(): Promise<Map<string, string>> {
    const rows = new Map<string, string>();
    for (const table of TABLE_NAMES) {
      if (!entityOf(table).hot) continue;
      for (const row of await this.#journal.rows({ table })) {
        rows.set(`${table} ${row.id}`, textOfRow(row));
      }
    }
    return rows;
  }

  async #checkJournal(say: (text: string) => void): Promise<void> {
    const seen = new Set<string>();
    const entries = await this.#journal.after(0, Number.POSITIVE_INFINITY);
    for (const [i, { seq, commandId }] of entries.entries()) {
      if (seq !== i + 1) say(`entry ${seq} stands at place ${i + 1}`);
      if (seen.has(commandId)) say(`${commandId} was applied twice`);
      seen.add(commandId);
    }
    const numbers = new Set<string>();
    for (const { project, number } of await this.#journal.rows({ table: 'workItem' })) {
      if (numbers.has(`${project} ${number}`)) say(`two items have the number ${number}`);
      numbers.add(`${project} ${number}`);
    }
  }

  /** Texts that are on the device are the journal's. */
  async #checkTexts(device: Device, say: (text: string) => void): Promise<void> {
    for (const table of ['document', 'revision'] as const) {
      for (const row of device.tables.all(table)) {
        const [stored] = await this.#journal.rowsOf([{ table, id: idOf(row.id) } as never]);
        const same = stored?.row ? textOfRow(stored.row) === textOfRow(row) : false;
        if (!same) say(`${table} ${row.id} is not the journal's`);
      }
    }
  }

  /** Each command has one verdict, its author knows it, and the stream's order was kept. */
  async #checkVerdicts(device: Device, say: (text: string) => void): Promise<void> {
    const wished = [...(this.#wished.get(device) ?? [])];
    const stored = await this.#journal.verdicts(wished);
    const verdicts = new Map(stored.map((one) => [one.record.commandId, one]));
    const told = device.replica.problems.map(({ command }) => command.commandId);
    if (new Set(told).size !== told.length) say('somebody was told twice');
    for (const { refusal } of device.replica.problems) {
      if (refusal.code === 'INTERNAL') say('something went wrong inside');
    }
    const last = new Map<string | null, { no: number; seq: number }>();
    for (const commandId of wished) {
      const verdict = verdicts.get(commandId);
      if (verdict === undefined) say(`${commandId} was lost`);
      else if ((verdict.refusal !== null) !== told.includes(commandId)) {
        say(`the author of ${commandId} was told otherwise`);
      }
    }
    for (const { record, seq } of stored) {
      if (seq === null || record.no === null) continue;
      const before = last.get(record.stream) ?? { no: 0, seq: 0 };
      if (before.no < record.no !== before.seq < seq)
        say(`${record.no} was committed out of order`);
      last.set(record.stream, { no: record.no, seq });
    }
  }
}

function tablesOfCache(device: Device): Tables {
  const tables = new NewTables();
  for (const { table, row } of device.cache.read()?.rows ?? []) {
    tables.set(table, row.id, row as never);
  }
  return tables;
}

function rowsOfCache(device: Device): Map<string, string> {
  return hotRows(tablesOfCache(device));
}

function hotRows(tables: Tables): Map<string, string> {
  return visible(tables, null);
}

/** The hot rows of these audiences (null: of all), each as text. */
function visible(tables: Tables, scope: ReadonlySet<string> | null): Map<string, string> {
  const rows = new Map<string, string>();
  for (const table of TABLE_NAMES) {
    if (!entityOf(table).hot) continue;
    for (const row of tables.all(table)) {
      if (scope !== null && !scope.has(audienceOf(table, row as never))) continue;
      rows.set(`${table} ${row.id}`, textOfRow(row));
    }
  }
  return rows;
}

function textOfRow(row: object): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The first difference of two sets of rows; null where there is none. */
function differs(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string | null {
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    if (a.get(key) !== b.get(key)) return `${key}\n  ${a.get(key)}\n  ${b.get(key)}`;
  }
  return null;
}
