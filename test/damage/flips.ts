/**
 * Flipped bits: one bit of the database, or of its write-ahead log, is another one than it was.
 * Whoever opens the folder then must hear of it at the start or from the scrub, unless every
 * answer of the journal is still the same.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { CommandId } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { judge, scrubFile } from '@planwright/journal';

import type { Known } from './workspace.ts';
import { copyFolder, everything, openJournal, witnessOf, workIn } from './workspace.ts';

export type Target = 'data.db' | 'data.db-wal';

/** What became of the flips of one file. */
export interface Flipped {
  readonly target: Target;
  readonly bytes: number;
  /** The journal's answers were others, or none. */
  wrong: number;
  seenAtStart: number;
  seenByScrub: number;
  /** Wrong, and nobody said so: must be none. */
  unseen: string[];
  /** Wrong, and SQLite's own check says "ok". */
  missedBySqlite: number;
  /** Wrong, and nobody would have said so without the witness. */
  missedWithoutWitness: number;
  /** Said to be damaged, although every answer is the same. */
  harmless: number;
}

/** Flips a bit at so many places of a file, each in a copy of its own. */
export async function flips(
  folder: string,
  target: Target,
  seed: number,
  places: number,
): Promise<Flipped> {
  const base = join(folder, `base ${target}`);
  if (target === 'data.db') await workIn(base, seed, 400);
  else {
    await workIn(join(folder, 'work'), seed, 150);
    await workIn(join(folder, 'work'), seed + 1, 250, base);
  }
  const known = knownIn(base, join(folder, 'known'));
  const journal = openJournal(copied(base, join(folder, 'sound')));
  const sound = await everything(journal, known);
  await journal.close();

  const bytes = readFileSync(join(base, target));
  const chance = new Chance(seed);
  const seen: Flipped = {
    target,
    bytes: bytes.length,
    wrong: 0,
    seenAtStart: 0,
    seenByScrub: 0,
    unseen: [],
    missedBySqlite: 0,
    missedWithoutWitness: 0,
    harmless: 0,
  };
  for (let n = 0; n < places; n += 1) {
    const [place, bit] = [chance.below(bytes.length), chance.below(8)];
    const spoiled = Uint8Array.from(bytes);
    spoiled[place] = (spoiled[place] ?? 0) ^ (1 << bit);
    writeFileSync(join(base, target), spoiled);
    await judgeOne(seen, base, folder, known, sound, `byte ${place}, bit ${bit}`);
  }
  writeFileSync(join(base, target), bytes);
  return seen;
}

async function judgeOne(
  seen: Flipped,
  base: string,
  folder: string,
  known: Known,
  sound: string,
  where: string,
): Promise<void> {
  const { witness, start } = await atStart(copied(base, join(folder, 'start')));
  const isWrong = (await answersOf(copied(base, join(folder, 'answers')), known)) !== sound;
  const scrub = start || scrubFile(join(copied(base, join(folder, 'scrub')), 'data.db')).found[0];
  const isSeen = witness || scrub !== undefined;
  if (!isWrong) {
    if (isSeen) seen.harmless += 1;
    return;
  }
  seen.wrong += 1;
  if (witness || start) seen.seenAtStart += 1;
  else if (isSeen) seen.seenByScrub += 1;
  else seen.unseen.push(`${seen.target}, ${where}`);
  if (witness && scrub === undefined) seen.missedWithoutWitness += 1;
  if (sqliteIsContent(copied(base, join(folder, 'control')))) seen.missedBySqlite += 1;
}

/** What a start says of a folder: the witness for itself, and everything else. */
async function atStart(folder: string): Promise<{ witness: boolean; start: true | undefined }> {
  try {
    const journal = openJournal(folder);
    const judgement = await judge(witnessOf(folder).read(), journal);
    const tail = journal.tailProblem();
    await journal.close();
    return { witness: judgement.is === 'lost', start: tail === null ? undefined : true };
  } catch {
    return { witness: false, start: true };
  }
}

async function answersOf(folder: string, known: Known): Promise<string> {
  try {
    const journal = openJournal(folder);
    const answers = await everything(journal, known);
    await journal.close();
    return answers;
  } catch (error) {
    return `fails: ${String(error)}`;
  }
}

/** The control: does a program that asks SQLite alone believe that all is well? */
function sqliteIsContent(folder: string): boolean {
  try {
    const db = new DatabaseSync(join(folder, 'data.db'));
    const answer = db.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    db.close();
    return answer === 'ok';
  } catch {
    return false;
  }
}

function copied(base: string, to: string): string {
  rmSync(to, { recursive: true, force: true });
  copyFolder(base, to);
  return to;
}

/** The commands and streams of a sound folder. */
function knownIn(base: string, to: string): Known {
  const db = new DatabaseSync(join(copied(base, to), 'data.db'));
  const all = (sql: string): string[] =>
    db
      .prepare(sql)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const commands = all(
    'SELECT command_id FROM pm_entries UNION ALL SELECT command_id FROM pm_verdicts',
  );
  const streams = all('SELECT stream FROM pm_streams');
  db.close();
  return { commands: commands as CommandId[], streams };
}
