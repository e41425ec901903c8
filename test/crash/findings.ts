/**
 * The checks: what the devices did and were told, held against the journal that is left. Nothing
 * here trusts the product beyond reading rows and entries from its journal.
 */
import type { CommandId, Entry, TableName } from '@planwright/engine';
import { activityOf, apply, entityOf, TABLE_NAMES, Tables } from '@planwright/engine';
import { verifyChain } from '@planwright/journal';
import { decodeEntry } from '@planwright/protocol';
import type { Journal, StoredVerdict } from '@planwright/sync';

import type { Deeds, Shown } from './history.ts';
import { contentOf } from './history.ts';

/** What can go wrong, and a sentence for each time it did. */
export interface Findings {
  /** An acknowledged command, or an entry that was shown, is not in the journal. */
  readonly lost: string[];
  /** A command has two effects, or an effect and a refusal. */
  readonly doubled: string[];
  /** The commands of one device are not in the order in which it gave them. */
  readonly outOfOrder: string[];
  /** A seq has had two contents. */
  readonly reused: string[];
  /** Seqs are missing, the chain does not hold, or the server believes that it was restored. */
  readonly broken: string[];
  /** A device shows something else than the rows of the journal. */
  readonly diverged: string[];
  /** The rows are not what the entries make of nothing. */
  readonly replayed: string[];
  /** An edit was refused that nothing stood against. */
  readonly mistaken: string[];
  /** Commands without a verdict at the end, and whatever else did not come to rest. */
  readonly waiting: string[];
  /** The server ended otherwise than it was made to, or complained in its log. */
  readonly complaints: string[];
}

export function noFindings(): Findings {
  return {
    lost: [],
    doubled: [],
    outOfOrder: [],
    reused: [],
    broken: [],
    diverged: [],
    replayed: [],
    mistaken: [],
    waiting: [],
    complaints: [],
  };
}

/** What is left after a run. */
export interface Remains {
  readonly journal: Journal;
  readonly devices: readonly Deeds[];
  readonly shown: Shown;
  /** The hot rows that each device shows at the end, as `textOfRows` has them. */
  readonly screens: ReadonlyMap<string, string>;
}

interface Stored {
  readonly entry: Entry;
  readonly content: string;
  readonly hash: string;
}

/** Holds a history against what is left. */
export async function judge(remains: Remains): Promise<Findings> {
  const { journal, devices, shown } = remains;
  const found = noFindings();
  const stored = await entriesOf(journal);
  const chain = await verifyChain(journal, contentOf);
  if (chain !== null) found.broken.push(`the chain breaks at seq ${chain}`);
  const entries = new Map<CommandId, Entry[]>();
  for (const { entry } of stored) {
    entries.set(entry.commandId, [...(entries.get(entry.commandId) ?? []), entry]);
  }
  judgeSeqs(stored, shown, found);
  for (const one of devices) {
    const ids = one.wanted.map(({ command }) => command.commandId);
    const verdicts = new Map(
      (await journal.verdicts(ids)).map((verdict) => [verdict.record.commandId, verdict]),
    );
    judgeDevice(one, entries, verdicts, found);
  }
  judgeStrangers(entries, devices, found);
  await judgeRows(journal, stored, found);
  await judgeTexts(journal, devices, entries, found);
  const rows = textOfRows(await rowsOf(journal, isHot));
  for (const [name, screen] of remains.screens) {
    if (screen !== rows) found.diverged.push(`${name}: ${firstDifference(screen, rows)}`);
  }
  return found;
}

async function entriesOf(journal: Journal): Promise<Stored[]> {
  const all: Stored[] = [];
  for (let seq = 0; ;) {
    const page = await journal.after(seq, 1 << 20);
    for (const { bytes, hash } of page) {
      all.push({ entry: decodeEntry(bytes), content: contentOf(bytes), hash });
    }
    const last = page.at(-1);
    if (last === undefined) return all;
    seq = last.seq;
  }
}

/** Seqs count 1, 2, 3…, and say what they said when anybody was shown them. */
function judgeSeqs(stored: readonly Stored[], shown: Shown, found: Findings): void {
  stored.forEach(({ entry }, i) => {
    if (entry.seq !== i + 1) found.broken.push(`seq ${entry.seq} stands where ${i + 1} belongs`);
  });
  found.reused.push(...shown.contradictions);
  if (shown.lineages.size > 1) found.broken.push(`there were ${shown.lineages.size} lineages`);
  const bySeq = new Map(stored.map((one) => [one.entry.seq, one]));
  for (const [seq, content] of shown.contents) {
    const one = bySeq.get(seq);
    if (one === undefined) found.lost.push(`seq ${seq} was shown, and is gone`);
    else if (one.content !== content) found.reused.push(`seq ${seq} had another content`);
  }
  for (const [seq, hash] of shown.hashes) {
    const one = bySeq.get(seq);
    if (one !== undefined && one.hash !== hash) found.reused.push(`seq ${seq} had another hash`);
  }
}

/** Every acknowledged command once, every refused one never, all of them in their order. */
function judgeDevice(
  { name, wanted, acknowledged, refused }: Deeds,
  entries: ReadonlyMap<CommandId, readonly Entry[]>,
  verdicts: ReadonlyMap<CommandId, StoredVerdict>,
  found: Findings,
): void {
  let last = 0;
  const numbers = new Map<string, number>();
  for (const { command } of wanted) {
    const { commandId: id } = command;
    const what = `${name}: ${command.kind} ${id}`;
    const times = entries.get(id)?.length ?? 0;
    const verdict = verdicts.get(id);
    if (times > 1) found.doubled.push(`${what} is ${times} times in the journal`);
    if (acknowledged.has(id)) {
      if (times === 0) found.lost.push(`${what} was acknowledged, and is not in the journal`);
    } else if (refused.has(id)) {
      if (times > 0) found.doubled.push(`${what} was refused, and is in the journal`);
      else if (verdict === undefined) found.lost.push(`${what} was refused, and nobody knows`);
    } else found.waiting.push(`${what} has no verdict`);
    const seq = entries.get(id)?.[0]?.seq;
    if (seq === undefined) continue;
    if (seq < last) found.outOfOrder.push(`${what} has seq ${seq}, after ${last}`);
    last = Math.max(last, seq);
    const { stream, no } = verdict?.record ?? { stream: null, no: null };
    if (stream === null || no === null) continue;
    const before = numbers.get(stream) ?? 0;
    if (no <= before) found.outOfOrder.push(`${what} is no ${no} of its stream, after ${before}`);
    numbers.set(stream, Math.max(before, no));
  }
}

/** Nothing is in the journal that nobody wanted, but the founding of the workspace. */
function judgeStrangers(
  entries: ReadonlyMap<CommandId, readonly Entry[]>,
  devices: readonly Deeds[],
  found: Findings,
): void {
  const wanted = new Set(
    devices.flatMap((one) => one.wanted.map(({ command }) => command.commandId)),
  );
  const founded = [...entries.values()].flat().filter(({ kind }) => kind === 'workspace.found');
  if (founded.length > 1) found.doubled.push(`the workspace was founded ${founded.length} times`);
  for (const [id, [entry]] of entries) {
    if (entry === undefined || entry.kind === 'workspace.found' || wanted.has(id)) continue;
    found.doubled.push(`${entry.kind} ${id} is in the journal, and nobody wanted it`);
  }
}

/** The rows are what the entries make of nothing; what is made is made once. */
async function judgeRows(
  journal: Journal,
  stored: readonly Stored[],
  found: Findings,
): Promise<void> {
  const tables = new Tables();
  const made = new Set<string>();
  for (const { entry } of stored) {
    for (const change of entry.changes) {
      if (change.op !== 'put') continue;
      const key = `${change.table} ${change.row.id}`;
      if (made.has(key)) found.doubled.push(`${key} was made again by seq ${entry.seq}`);
      made.add(key);
    }
    apply(tables, entry.changes, entry.seq);
    tables.settle();
    const touched = tables.flush();
    for (const row of activityOf(entry, touched, tables)) tables.set('activity', row.id, row);
    tables.settle();
    tables.flush();
  }
  const expected = new Map<string, unknown>();
  for (const table of TABLE_NAMES) {
    for (const row of tables.all(table)) expected.set(`${table} ${row.id}`, row);
  }
  const actual = textOfRows(await rowsOf(journal, () => true));
  const replayed = textOfRows(expected);
  if (actual !== replayed) found.replayed.push(firstDifference(actual, replayed));
  const numbers = new Set<number>();
  for (const { number } of tables.all('workItem')) {
    if (number === null || numbers.has(number)) found.doubled.push(`item number ${number} twice`);
    numbers.add(number ?? 0);
  }
}

/** Every mark that was accepted is in its text once, those of one device in their order. */
async function judgeTexts(
  journal: Journal,
  devices: readonly Deeds[],
  entries: ReadonlyMap<CommandId, readonly Entry[]>,
  found: Findings,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const { id, text } of await journal.rows({ table: 'document' })) texts.set(id, text);
  for (const { name, diary, wanted, refused } of devices) {
    const from = new Map<string, number>();
    for (const { command, mark } of wanted) {
      if (mark === null || command.kind !== 'document.edit') continue;
      const text = texts.get(command.args.id) ?? '';
      const times = text.split(mark).length - 1;
      const accepted = entries.has(command.commandId);
      if (accepted && times === 0) found.lost.push(`${name}: the words "${mark}" are gone`);
      if (times > (accepted ? 1 : 0)) found.doubled.push(`${name}: "${mark}" ${times} times`);
      if (!accepted || times === 0) continue;
      const at = text.indexOf(mark);
      if (at < (from.get(command.args.id) ?? 0)) found.outOfOrder.push(`${name}: "${mark}"`);
      from.set(command.args.id, at);
    }
    for (const id of refused) {
      const command = wanted.find((one) => one.command.commandId === id)?.command;
      if (command?.kind === 'document.edit' && command.args.id === diary)
        found.mistaken.push(`${name}: an edit of the own diary was refused: ${id}`);
    }
  }
}

/** Is this table on every device? */
function isHot(table: TableName): boolean {
  return entityOf(table).hot;
}

/** Rows by `table id`. */
async function rowsOf(
  journal: Journal,
  wanted: (table: TableName) => boolean,
): Promise<ReadonlyMap<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const table of TABLE_NAMES.filter(wanted)) {
    for (const row of await journal.rows({ table })) rows.set(`${table} ${row.id}`, row);
  }
  return rows;
}

/** The hot rows of a device. */
export function screenOf(tables: Tables): string {
  const rows = new Map<string, unknown>();
  for (const table of TABLE_NAMES.filter(isHot)) {
    for (const row of tables.all(table)) rows.set(`${table} ${row.id}`, row);
  }
  return textOfRows(rows);
}

/** Rows as one text: the same for the same rows, whatever their order and that of their fields. */
function textOfRows(rows: ReadonlyMap<string, unknown>): string {
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => {
      const fields = Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${key} ${JSON.stringify(Object.fromEntries(fields))}`;
    })
    .join('\n');
}

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, i) => line !== right[i]);
  const i = at < 0 ? left.length : at;
  return `${left[i] ?? 'nothing'}\n    instead of ${right[i] ?? 'nothing'}`;
}
