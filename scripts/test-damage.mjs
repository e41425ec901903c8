// `npm run test:damage`: flipped bits, failing and full disks, killed migrations, by test/damage/.
// `-- --full` tries more of each; `-- --seed 7` takes other chances.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary, ensureCompiler } from './compiler.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';

if (process.platform !== 'linux') {
  throw new Error(
    'The damage test makes calls to the C library of Linux fail, and runs only there.',
  );
}
ensureInstalled('all');
ensureCompiler();

const folder = mkdtempSync(join(tmpdir(), 'planwright-faults-'));
const shim = join(folder, 'faults.so');
compileLibrary(join(root, 'test/damage/faults.c'), shim);
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
const { status } = spawnSync(
  pinnedNode(),
  [
    join(root, 'test/damage/run.ts'),
    `--shim=${shim}`,
    `--commit=${commit.stdout?.trim() ?? ''}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
