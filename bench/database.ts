/** The database of the populated workspace: written once for all suites of a run, then copied. */
import { SqliteJournal } from '@planwright/journal';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';

import { POPULATED, Populated } from './populated.ts';
import { Scratch } from './server-process.ts';

export interface Database {
  readonly path: string;
  readonly world: Populated;
}

let made: Promise<Database> | null = null;

/** The file and what is in it. */
export function populatedDatabase(say: (what: string) => void): Promise<Database> {
  made ??= make(say);
  return made;
}

async function make(say: (what: string) => void): Promise<Database> {
  say('writing a workspace of 100,000 items and 1,000,000 activity rows');
  const scratch = new Scratch();
  const path = join(scratch.path, 'data.db');
  const journal = SqliteJournal.open({ path, newId });
  const { workspaceId } = await journal.head();
  const world = new Populated(POPULATED, workspaceId);
  await world.writeTo(journal);
  await journal.close();
  return { path, world };
}
