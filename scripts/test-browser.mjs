// `npm run test:browser`: the whole system in a real browser, by the tests in test/browser/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';
import { close, playwrightTally } from './tally.mjs';

ensureInstalled('all');
ensureChromium();
build();

const folder = mkdtempSync(join(tmpdir(), 'planwright-browser-'));
const report = join(folder, 'report.json');
const node = pinnedNode();
const { status } = spawnSync(
  node,
  [
    join(modules, '@playwright/test/cli.js'),
    'test',
    '--reporter=list,json',
    ...process.argv.slice(2),
  ],
  {
    cwd: join(root, 'test'),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  },
);
const tally = playwrightTally(report);
rmSync(folder, { recursive: true });
close(tally, status === 0);
