/** Folders that a test may fill, gone when it ends. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'planwright-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
