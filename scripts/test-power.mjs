// `npm run test:power`: cuts the power under the real server, by the test in test/power/.
// `-- --full` makes 10,000 images; `-- --seed 7` takes other chances.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary, ensureCompiler } from './compiler.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';

if (process.platform !== 'linux') {
  throw new Error(
    'The power-cut test records calls to the C library of Linux, and runs only there.',
  );
}
ensureInstalled('all');
ensureCompiler();

const folder = mkdtempSync(join(tmpdir(), 'planwright-shim-'));
const shim = join(folder, 'shim.so');
compileLibrary(join(root, 'test/power/shim.c'), shim);
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
const { status } = spawnSync(
  pinnedNode(),
  [
    join(root, 'test/power/run.ts'),
    `--shim=${shim}`,
    `--commit=${commit.stdout?.trim() ?? ''}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
