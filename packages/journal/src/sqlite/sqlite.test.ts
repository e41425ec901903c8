/** The journal in a SQLite file does what every journal does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from 'vitest';

import { journalContract } from '../testing/contract.ts';
import { idNo } from '../testing/sample.ts';
import { SqliteJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newId = (): string => idNo((files += 1));

journalContract('SQLite in memory', () => SqliteJournal.open({ path: ':memory:', newId }));
journalContract('SQLite in a file', () =>
  SqliteJournal.open({ path: join(folder, `${(files += 1)}.db`), newId }),
);
