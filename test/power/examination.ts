/**
 * The examination of what a power cut has left: does the journal open, is it whole, is it a
 * beginning of the history, and is everything there that anybody had been told?
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TABLE_NAMES } from '@planwright/engine';
import { SqliteJournal, verifyChain } from '@planwright/journal';
import type { Files } from './disk.ts';
import type { History } from './history.ts';
import { rowTexts, sha256 } from './history.ts';
import type { Owed } from './told.ts';

export interface Findings {
  /** Told and gone: entries and verdicts. */
  readonly lost: number;
  /** What is broken; null when nothing is. */
  readonly corrupt: string | null;
  /** The last entry that is there. */
  readonly seq: number;
}

/** The files that make the database. */
const DATABASE = ['data.db', 'data.db-wal', 'data.db-journal'];

/** Opens a database of these files in a folder of its own, does something with it, cleans up. */
export async function withJournal<T>(
  folder: string,
  files: Files,
  work: (journal: SqliteJournal, path: string) => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  try {
    for (const name of DATABASE) {
      const bytes = files.get(name);
      if (bytes !== undefined) writeFileSync(join(folder, name), bytes);
    }
    const path = join(folder, 'data.db');
    const journal = SqliteJournal.open({ path, newId: () => crypto.randomUUID() });
    return await work(journal, path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Examines what is left after a cut before which so much had been told. */
export async function examine(
  folder: string,
  files: Files,
  history: History,
  owed: Owed,
): Promise<Findings> {
  try {
    return await withJournal(folder, files, async (journal, path) => {
      const [seq, wrong, lost] = await judge(journal, history, owed);
      await journal.close();
      return { lost, corrupt: wrong ?? damage(path), seq };
    });
  } catch (error) {
    return { lost: 0, corrupt: String(error), seq: 0 };
  }
}

type Judgement = readonly [seq: number, wrong: string | null, lost: number];

async function judge(journal: SqliteJournal, history: History, owed: Owed): Promise<Judgement> {
  const { seq, hash, lineage, workspaceId } = await journal.head();
  const kept = await journal.verdicts(owed.refused as never);
  const lost = Math.max(0, owed.seq - seq) + owed.refused.length - kept.length;
  const isOurs = lineage === history.lineage && workspaceId === history.workspaceId;
  if (!isOurs) return [seq, seq > 0 ? 'another workspace is there' : null, lost];
  if (seq > history.length || hash !== history.hashes[seq]) {
    return [seq, `entry ${seq} is none of the history`, lost];
  }
  const broken = await verifyChain(journal, sha256);
  if (broken !== null) return [seq, `the chain is broken at entry ${broken}`, lost];
  return [seq, (await wrongCommand(journal, history, seq)) ?? (await wrongRow()), lost];

  async function wrongRow(): Promise<string | null> {
    return history.wrongRow(seq, await rowTexts(journal, TABLE_NAMES));
  }
}

/** Every command once: by its entry, and by its number in its stream. */
async function wrongCommand(
  journal: SqliteJournal,
  history: History,
  seq: number,
): Promise<string | null> {
  const entries = await journal.after(0, Number.MAX_SAFE_INTEGER);
  if (entries.length !== seq) return `${entries.length} entries end at ${seq}`;
  const strange = entries.find((entry) => entry.commandId !== history.commandIds[entry.seq]);
  if (strange !== undefined) return `entry ${strange.seq} is of another command`;
  for (const stream of history.streams) {
    const numbers = (await journal.verdictsOf(stream, 0)).map(({ record }) => record.no);
    const last = (await journal.stream(stream))?.last ?? 0;
    if (numbers.length !== last || numbers.some((no, i) => no !== i + 1)) {
      return `stream ${stream} ends at ${last} and has the verdicts ${numbers.join(' ')}`;
    }
  }
  return null;
}

/** What SQLite itself finds wrong with the file once the write-ahead log is in it. */
function damage(path: string): string | null {
  const db = new DatabaseSync(path);
  try {
    const found = db.prepare('PRAGMA integrity_check').all();
    const says = found.map((row) => String(Object.values(row)[0])).join('; ');
    return says === 'ok' ? null : says.slice(0, 300);
  } finally {
    db.close();
  }
}
