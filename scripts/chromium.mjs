// The browser of the browser tests and pictures: Debian's Chromium, because a browser that a test tool
// downloads is not to be had everywhere.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

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

/** Installs Chromium where it is missing and may be installed; says what to do otherwise. */
export function ensureChromium() {
  if (existsSync(chromium)) return;
  if (process.getuid?.() !== 0) {
    throw new Error(`The browser tests need ${chromium}: run "apt-get install chromium" as root.`);
  }
  console.log('Installing Chromium…');
  aptGet(['update']);
  aptGet(['install', '--no-install-recommends', 'chromium']);
}
