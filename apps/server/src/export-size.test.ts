/** How much memory an export takes that is larger than the memory it may take. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { LargeExport } from './testing/large-export.ts';
import { tempFolder } from './testing/temp.ts';

const SCRIPT = join(import.meta.dirname, 'testing/large-export.ts');
const MIB = 1024 * 1024;
/** What JavaScript may hold at once, in MiB: the larger file would not fit, nor would its rows. */
const HEAP = 80;

/** Loads and exports a file with so many MiB of attachments and so many rows of history. */
async function load(mib: number, history: number): Promise<LargeExport> {
  const folder = tempFolder();
  for (const name of ['from', 'to']) mkdirSync(join(folder, name));
  const words = [`--max-old-space-size=${HEAP}`, SCRIPT, folder, String(mib), String(history)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout) as LargeExport;
}

it('EXP-7 a file four times as large takes no more memory, and comes back the same', async () => {
  const small = await load(12, 12_000);
  const large = await load(80, 30_000);
  expect([small, large]).toMatchObject([
    { status: 'done', same: true },
    { status: 'done', same: true },
  ]);
  expect(large.bytes - small.bytes).toBeGreaterThan(96 * MIB);
  expect(large.peak - small.peak).toBeLessThan(48 * MIB);
}, 300_000);
