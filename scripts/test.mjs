// `npm test`: installs everything, checks the code, and runs every test that needs nothing but Node.
// Arguments go to the test runner: `npm test -- packages/engine` runs one package's tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';
import { close, vitestTally } from './tally.mjs';

ensureInstalled('all');
const checked = await check();

const folder = mkdtempSync(join(tmpdir(), 'planwright-test-'));
const report = join(folder, 'report.json');
const node = pinnedNode();
const { status } = spawnSync(
  node,
  [
    join(modules, 'vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
  },
);
const tally = vitestTally(report);
rmSync(folder, { recursive: true });
if (!checked) console.log('The checks above found something to put right.');
close(tally, checked && status === 0);
