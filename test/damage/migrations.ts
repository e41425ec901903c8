/** A migration killed before each of its statements, in a process that really dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { scrubFile } from '@planwright/journal';
import { makeFirstLayout } from '@planwright/journal/testing/old-file.ts';

import { copyFolder, openJournal, workIn } from './workspace.ts';

/** What became of the kills. */
export interface Kills {
  readonly statements: number;
  /** Kills after which the file was not as it should be. */
  readonly wrong: readonly string[];
}

/** Kills the migration of a lived-in database of the first layout before each statement. */
export async function migrationKills(folder: string, seed: number): Promise<Kills> {
  const old = join(folder, 'old');
  await workIn(old, seed, 100);
  makeFirstLayout(join(old, 'data.db'));
  const head = await headOf(old, join(folder, 'head'));
  const wrong: string[] = [];
  for (let n = 1; ; n += 1) {
    const cut = join(folder, 'cut');
    rmSync(cut, { recursive: true, force: true });
    copyFolder(old, cut);
    const migrating = join(import.meta.dirname, 'migrating.ts');
    const child = spawn(process.execPath, [migrating, cut, String(n)], { stdio: 'inherit' });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (code === 0) return { statements: n - 1, wrong };
    if (signal !== 'SIGKILL') wrong.push(`statement ${n}: ended with ${code} ${signal}`);
    for (const what of await problemsOf(cut, head)) wrong.push(`statement ${n}: ${what}`);
  }
}

async function problemsOf(folder: string, head: string): Promise<string[]> {
  const backups = join(folder, 'backups');
  const names = existsSync(backups) ? readdirSync(backups) : [];
  const made = names.filter((name) => name.startsWith('before-'));
  const problems: string[] = [];
  for (const name of made) {
    const copy = openJournal(backups, name);
    if (JSON.stringify(await copy.head()) !== head) problems.push('the backup lacks something');
    await copy.close();
  }
  const journal = openJournal(folder);
  const now = JSON.stringify(await journal.head());
  await journal.close();
  if (now !== head) problems.push('the database lacks something');
  return [...problems, ...scrubFile(join(folder, 'data.db')).found];
}

async function headOf(folder: string, copy: string): Promise<string> {
  copyFolder(folder, copy);
  const journal = openJournal(copy);
  const head = JSON.stringify(await journal.head());
  await journal.close();
  return head;
}
