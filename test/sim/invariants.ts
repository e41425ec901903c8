/** What must hold when everything works again and has come to rest. */
import type { AnyRow, Change, Entry, Rows, Touched, WorkItem } from '@planwright/engine';
import {
  LEVEL,
  TABLE_NAMES,
  Tables,
  activityOf,
  apply,
  applyPatch,
  entityOf,
  numberHolder,
  rowIdOf,
} from '@planwright/engine';
import { IndexAudit } from '@planwright/engine/testing/audit.ts';
import { verifyChain } from '@planwright/journal';
import { decodeEntry } from '@planwright/protocol';
import { MemoryCache } from '@planwright/sync';

import { withoutByHand, wrongActivity } from './activity.ts';
import { SimDevice } from './device.ts';
import { olderRow } from './dialect.ts';
import { wrongItems } from './items.ts';
import { sha256 } from './journal.ts';
import type { RowMap } from './rows.ts';
import { differenceOf, hotRows, storedRows, tablesOfCache } from './rows.ts';
import type { Scribes } from './scribe.ts';
import { wordsLost } from './scribe.ts';
import type { Simulation } from './simulation.ts';
import { wrongTies } from './ties.ts';

type Say = (problem: string) => void;

/** All that is wrong: what the ledger saw on the way, and what is not as it should be now. */
export async function wrongAtTheEnd(simulation: Simulation): Promise<string[]> {
  const problems: string[] = [];
  const say: Say = (problem) => problems.push(problem);
  await checkJournal(simulation, say);
  for (const [i, { room }] of simulation.servers.entries()) {
    if (room === null) return ['no server is running'];
    const stored = await storedRows(simulation.journal, HOT);
    const difference = differenceOf(hotRows(room.tables), stored);
    if (difference !== null) say(`server ${i} does not hold what the journal does: ${difference}`);
    for (const problem of new IndexAudit().problems(room.tables)) say(`server ${i}: ${problem}`);
    for (const table of TABLE_NAMES) {
      const isCold = !entityOf(table).hot;
      if (isCold && room.tables.count(table) > 0) say(`server ${i} keeps rows of ${table}`);
    }
  }
  for (const device of simulation.devices) {
    await checkDevice(simulation, device, (text) => say(`device ${device.slot}: ${text}`));
  }
  for (const courier of simulation.couriers) {
    if (!courier.done) say('what lay in an old outbox waits for ever');
  }
  for (const { isDone, command } of simulation.errands) {
    if (!isDone) say(`${command.kind} of a job waits for ever`);
  }
  await checkSnapshots(simulation, say);
  return [...simulation.ledger.problems, ...problems];
}

async function checkDevice(simulation: Simulation, device: SimDevice, say: Say): Promise<void> {
  const { replica, tables, link } = device;
  const [server] = simulation.servers;
  const room = server?.room;
  if (room === null || room === undefined) return;
  if (link.state !== 'LIVE') say(`is ${link.state} ${link.blocked ?? ''}`);
  if (replica.pending.length > 0) say(`${replica.pending.length} commands wait for ever`);
  device.outbox.finish();
  if (device.outbox.records.size !== replica.pending.length) say('the outbox is not empty');
  if (replica.position?.cursor !== room.head.seq) say(`stands at ${replica.position?.cursor}`);
  if (replica.position?.hash !== room.head.hash) say('has another hash');
  const should = asSeenBy(device, hotRows(room.tables, room.scopeOf(device.user)));
  const difference = differenceOf(hotRows(tables), should);
  if (difference !== null) say(`differs: ${difference}`);
  const cached = differenceOf(hotRows(tablesOfCache(device.cache)), should);
  if (cached !== null) say(`its cache differs: ${cached}`);
  for (const problem of new IndexAudit().problems(tables)) say(problem);
  await checkTexts(simulation, device, say);
  await checkVerdicts(simulation, device, say);
}

function asSeenBy(device: SimDevice, rows: RowMap): RowMap {
  if (!device.isOlder) return rows;
  return new Map([...rows].map(([key, row]) => [key, olderRow(key.split(' ')[0] ?? '', row)]));
}

/** Texts that are on the device are the journal's. */
async function checkTexts(simulation: Simulation, device: SimDevice, say: Say): Promise<void> {
  for (const table of ['document', 'revision'] as const) {
    const keys = [...device.tables.all(table)].map(({ id }) => ({ table, id }) as never);
    const stored = await simulation.journal.rowsOf(keys);
    const rows = new Map(stored.map(({ id, row }) => [id as string, row as unknown as AnyRow]));
    for (const row of device.tables.all(table)) {
      const other = new Map([[row.id as string, rows.get(row.id) ?? ({} as AnyRow)]]);
      const here = new Map([[row.id as string, row as unknown as AnyRow]]);
      const difference = differenceOf(here, other);
      if (difference !== null) say(`${table} is not the journal's: ${difference}`);
    }
  }
}

/** Each command has one verdict, its author knows it, and the order of its stream was kept. */
async function checkVerdicts(simulation: Simulation, device: SimDevice, say: Say): Promise<void> {
  const { journal, ledger } = simulation;
  const { lineage } = await journal.head();
  const wished = [...device.wished];
  const stored = await journal.verdicts(wished);
  const verdicts = new Map(stored.map((one) => [one.record.commandId, one]));
  const reported = device.replica.problems.map(({ command }) => command.commandId);
  if (new Set(reported).size !== reported.length) say('somebody was told twice');
  for (const commandId of wished) {
    const told = ledger.toldOf(commandId);
    const verdict = verdicts.get(commandId);
    if (told === undefined) say(`the author of ${commandId} never heard of it`);
    else if (told.lineage !== lineage && told.seq === null)
      ledger.count('refused before a restore');
    else if (verdict === undefined) say(`${commandId} was lost`);
    else if (verdict.seq !== told.seq) {
      say(`the author of ${commandId} was told ${told.seq}, it is ${verdict.seq}`);
    }
  }
  const last = new Map<string | null, { no: number; seq: number }>();
  const inOrder = stored.filter(({ seq }) => seq !== null);
  for (const { record, seq } of inOrder.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0))) {
    if (record.no === null || seq === null) continue;
    const before = last.get(record.stream) ?? { no: 0, seq: 0 };
    if (record.no <= before.no) say(`number ${record.no} was committed after ${before.no}`);
    last.set(record.stream, { no: record.no, seq });
  }
}

/** A device that begins with nothing shows what those show that followed along. */
async function checkSnapshots(simulation: Simulation, say: Say): Promise<void> {
  const seen = new Set<string>();
  const all = [...simulation.devices];
  for (const { slot, person, tables, isOlder } of all) {
    if (seen.has(person)) continue;
    seen.add(person);
    const fresh = new SimDevice(simulation, { slot, person, cache: new MemoryCache(), isOlder });
    simulation.devices.push(fresh);
    fresh.link.dial();
    await simulation.settle();
    const difference = differenceOf(hotRows(fresh.tables), hotRows(tables));
    if (difference !== null) say(`a snapshot for ${person} tells it otherwise: ${difference}`);
  }
  simulation.devices.splice(all.length);
}

const HOT = TABLE_NAMES.filter((table) => entityOf(table).hot);

async function checkJournal({ journal, scribes }: Simulation, say: Say): Promise<void> {
  const broken = await verifyChain(journal, sha256);
  if (broken !== null) say(`the chain of hashes breaks at ${broken}`);
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const { seq, bytes } of await journal.after(0, Number.POSITIVE_INFINITY)) {
    const entry = decodeEntry(bytes);
    entries.push(entry);
    if (entry.seq !== seq || seq !== entries.length) say(`entry ${entry.seq} stands at ${seq}`);
    if (seen.has(entry.commandId)) say(`${entry.commandId} was applied twice`);
    seen.add(entry.commandId);
    const before = entries.at(-2)?.at ?? 0;
    if (entry.at < before) say(`entry ${seq} is of an earlier time than the one before`);
  }
  const replayed = new Tables();
  const numbers = new Numbers();
  for (const entry of entries) {
    apply(replayed, entry.changes, entry.seq);
    const touched = replayed.flush();
    numbers.note(touched, say);
    for (const row of activityOf(entry, touched, replayed)) replayed.set('activity', row.id, row);
    replayed.settle();
    replayed.flush();
  }
  const stored = await storedRows(journal);
  const told = [...stored].filter(([key]) => key.startsWith('activity '));
  const difference = differenceOf(withoutByHand(allRows(replayed)), withoutByHand(stored));
  if (difference !== null) say(`the rows are not what the entries tell: ${difference}`);
  checkItems(replayed, say);
  numbers.check(replayed, say);
  for (const problem of wrongItems(replayed)) say(problem);
  checkMembers(replayed, say);
  checkRevisions(replayed, say);
  checkWords(entries, scribes, say);
  checkEmptied(entries, say);
  for (const problem of wrongTies(replayed)) say(problem);
  const activity = told.map(([, row]) => row) as unknown as Rows['activity'][];
  for (const problem of wrongActivity(activity, stored)) say(problem);
}

/** A number of a project is one item's for ever, also when that is deleted for good. */
class Numbers {
  readonly #items = new Map<string, WorkItem>();

  /** The numbers that an entry gave. */
  note(touched: readonly Touched[], say: Say): void {
    for (const { table, after } of touched) {
      if (table !== 'workItem' || after === undefined || after.number === null) continue;
      const { project, number, id } = after;
      const before = this.#items.get(`${project} ${number}`);
      if (before !== undefined && before.id !== id) say(`number ${number} was given twice`);
      this.#items.set(`${project} ${number}`, after);
    }
  }

  /** Is each of them kept? */
  check(tables: Tables, say: Say): void {
    for (const { id, project, number } of this.#items.values()) {
      const holder = numberHolder(tables, project, number);
      if (holder !== id) say(`number ${number} was ${id}'s and is ${holder ?? 'nobody'}'s`);
    }
  }
}

function allRows(tables: Tables): RowMap {
  const rows = new Map<string, AnyRow>();
  for (const table of TABLE_NAMES) {
    for (const row of tables.all(table)) rows.set(`${table} ${row.id}`, row as unknown as AnyRow);
  }
  return rows;
}

/** Numbers are unique and below the counter, and every item stands where it may. */
function checkItems(tables: Tables, say: Say): void {
  const numbers = new Set<string>();
  for (const item of tables.all('workItem')) {
    const parent = tables.get('workItem', item.parent);
    const project = tables.get('project', item.project);
    const key = `${project?.key}-${item.number}`;
    if (item.number === null || numbers.has(key)) say(`two items are ${key}`);
    numbers.add(key);
    if ((item.number ?? 0) >= (project?.nextNumber ?? 0)) say(`${key} is past the counter`);
    if (item.parent !== null && parent?.project !== item.project) say(`${key} has no parent here`);
    if (parent !== undefined && LEVEL[parent.type] >= LEVEL[item.type]) {
      say(`${key}, a ${item.type}, is under a ${parent.type}`);
    }
    if (tables.get('state', item.state)?.project !== item.project)
      say(`${key} has a strange state`);
    if ((item.startDate ?? '') > (item.dueDate ?? '9999')) say(`${key} is due before it begins`);
  }
  const keys = [...tables.all('project')].map((project) => project.key);
  if (new Set(keys).size !== keys.length) say('two projects have one key');
}

/** A project keeps an admin, and nobody has two roles in it. */
function checkMembers(tables: Tables, say: Say): void {
  for (const project of tables.all('project')) {
    const members = [...tables.list('member', 'byProject', project.id)];
    const live = members.filter((one) => one.deletedAt === null);
    if (!live.some((one) => one.role === 'admin')) say(`${project.key} has no admin`);
    if (new Set(live.map((one) => one.user)).size < live.length) {
      say(`somebody has two roles in ${project.key}`);
    }
  }
}

/** Whoever only adds words takes none away, whatever others have written meanwhile. */
function checkWords(entries: readonly Entry[], scribes: Scribes, say: Say): void {
  const texts = new Map<string, string>();
  for (const { commandId, changes } of entries) {
    for (const change of changes) {
      if (change.op === 'delete' && change.table === 'document') texts.delete(change.id);
      if (change.op !== 'put' || change.table !== 'revision') continue;
      const { document, patch } = change.row;
      if (patch.length === 0) continue; // emptied by a purge
      const before = texts.get(document) ?? '';
      const after = applyPatch(before, patch) ?? '';
      texts.set(document, after);
      const added = scribes.words.get(commandId);
      const lost = added === undefined ? null : wordsLost(before, after, added);
      if (lost !== null) say(lost);
    }
  }
}

/** Nothing that was written in what was deleted for good is left in the entries before. */
function checkEmptied(entries: readonly Entry[], say: Say): void {
  const gone = new Set<string>();
  for (const { seq, kind, changes } of entries.toReversed()) {
    for (const change of changes) {
      const name = `${change.table} ${rowIdOf(change)}`;
      if (kind === 'workItem.purge' && change.op === 'delete') gone.add(name);
      if (!gone.has(name)) continue;
      const { title, name: file, patch } = valuesOf(change);
      const words = [title, file].filter((one) => one !== undefined);
      if (words.some((one) => !one.startsWith('deleted')) || (patch ?? []).length > 0) {
        say(`entry ${seq} tells what was written in ${name}, which is gone for good`);
      }
    }
  }
}

function valuesOf(change: Change): WrittenValues {
  const values = change.op === 'put' ? change.row : change.op === 'patch' ? change.set : {};
  return values as WrittenValues;
}

interface WrittenValues {
  readonly title?: string;
  readonly name?: string;
  readonly patch?: readonly unknown[];
}

/** A text is what its revisions make of nothing, one after the other. */
function checkRevisions(tables: Tables, say: Say): void {
  for (const document of tables.all('document')) {
    const revisions = [...tables.list('revision', 'byDocument', document.id)];
    let text: string | null = '';
    for (const [i, one] of revisions.toSorted((a, b) => a.rev - b.rev).entries()) {
      if (one.rev !== i + 1) say(`revision ${one.rev} of ${document.id} stands at ${i + 1}`);
      const before: string = text ?? '';
      text = applyPatch(before, one.patch);
      const back = one.back === null ? before : applyPatch(text ?? '', one.back);
      if (back !== before) say(`there is no way back from revision ${one.rev} of ${document.id}`);
    }
    if (text !== document.text) say(`the text ${document.id} is not what its revisions make`);
  }
}
