// Debian's packages, for what only they have: a browser, a C compiler.
import { spawnSync } from 'node:child_process';

/**
 * Installs packages where that may be done; says what to do otherwise.
 * @param {string} what the thing that is missing, for the sentence
 * @param {string[]} packages
 */
export function installPackages(what, packages) {
  const names = packages.join(' ');
  if (process.getuid?.() !== 0) {
    throw new Error(`${what} is missing: run "apt-get install ${names}" as root.`);
  }
  console.log(`Installing ${names}…`);
  aptGet(['update']);
  aptGet(['install', '--no-install-recommends', ...packages]);
}

/** @param {string[]} args */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-q', '-y', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed.`);
}
