// `npm run test:browser`: the whole system in a real browser, by the tests in test/browser/.
// The browser is Debian's Chromium, because a browser that a test tool downloads is not to be had everywhere.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';
import { close, playwrightTally } from './tally.mjs';

const chromium = '/usr/bin/chromium';

/** @param {string[]} args */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-q', '-y', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed.`);
}

function ensureChromium() {
  if (existsSync(chromium)) return;
  if (process.getuid?.() !== 0) {
    throw new Error(`The browser tests need ${chromium}: run "apt-get install chromium" as root.`);
  }
  console.log('Installing Chromium…');
  aptGet(['update']);
  aptGet(['install', '--no-install-recommends', 'chromium']);
}

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
