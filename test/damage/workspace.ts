/** A data folder in which people have worked, and everything that its journal can be asked. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { CommandId, TableName } from '@planwright/engine';
import { TABLE_NAMES } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { SqliteJournal, Witness, WitnessedJournal } from '@planwright/journal';
import { liveIn } from '@planwright/journal/testing/lived-in.ts';
import type { StoredEntry } from '@planwright/sync';

/** The files of a folder that belong to the database. */
const FILES = ['data.db', 'data.db-wal', 'witness'] as const;

/** Opens the journal of a folder as the server does. */
export function openJournal(folder: string, name = 'data.db'): SqliteJournal {
  const chance = new Chance(99);
  return SqliteJournal.open({ path: join(folder, name), newId: () => chance.id() });
}

/** The witness of a folder, written with every commit. */
export function witnessOf(folder: string): Witness {
  let time = 0;
  const now = (): number => (time += 1_000);
  return new Witness(join(folder, 'witness'), { now, later: () => undefined });
}

/** Works in a folder; closes it, or leaves it as a kill would, in `left`. */
export async function workIn(folder: string, seed: number, wishes: number, left?: string) {
  mkdirSync(folder, { recursive: true });
  const file = openJournal(folder);
  const journal = new WitnessedJournal(file, witnessOf(folder));
  await liveIn(journal, seed, wishes);
  if (left !== undefined) copyFolder(folder, left);
  await journal.close();
}

export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of FILES) {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

/** What to ask a journal for: the ids that it is known to have. */
export interface Known {
  readonly commands: readonly CommandId[];
  readonly streams: readonly string[];
}

/** Every answer that a journal gives, as one text; throws what the journal throws. */
export async function everything(journal: SqliteJournal, known: Known): Promise<string> {
  const answers: unknown[] = [await journal.head()];
  const entries: StoredEntry[] = [];
  for (let seq = 0; ;) {
    const page = await journal.after(seq, 1 << 20);
    if (page.length === 0) break;
    seq = page.at(-1)?.seq ?? seq;
    entries.push(...page);
    if (entries.length > 100_000) throw new Error('The log has no end.');
  }
  answers.push(
    entries.map((entry) => [entry.seq, entry.hash, entry.commandId, entry.audiences]),
    entries.map((entry) => entry.bytes.toHex()),
    await journal.bytesAfter(0),
    await journal.verdicts(known.commands),
  );
  for (const stream of known.streams) {
    answers.push(await journal.stream(stream), await journal.verdictsOf(stream, 0));
  }
  for (const table of TABLE_NAMES) answers.push(await rowsOf(journal, table));
  return JSON.stringify(answers);
}

/** The rows of a table by every road: whole, by key, and by the fields that have an index. */
async function rowsOf(journal: SqliteJournal, table: TableName): Promise<unknown[]> {
  const rows = await journal.rows({ table });
  const answers: unknown[] = [
    rows,
    await journal.rowsOf(rows.map(({ id }) => ({ table, id }) as never)),
  ];
  for (const field of ['project', 'document', 'row']) {
    const values = new Set(rows.map((row) => (row as unknown as Record<string, unknown>)[field]));
    for (const value of values) {
      if (typeof value !== 'string') continue;
      const where = { field, value } as never;
      answers.push(await journal.rows({ table, where, order: 'seq' }));
    }
  }
  return answers;
}
