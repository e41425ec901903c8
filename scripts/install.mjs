// Installs what is missing, and nothing when nothing is.
// Two sets: `run` is what running the app needs (server, web and what builds them); `all` is everything.
// A stamp inside node_modules says what was installed from which lockfile, so it vanishes with the folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './places.mjs';

/** @typedef {'run' | 'all'} PackageSet */

const lockfile = join(root, 'package-lock.json');
const stampFile = join(modules, '.planwright-installed.json');

/** npm's arguments for each set. @type {Record<PackageSet, string[]>} */
const setArguments = {
  run: [
    '--omit=dev',
    '--workspace=apps/server',
    '--workspace=apps/web',
    '--include-workspace-root',
  ],
  all: ['--include=dev'],
};

const lockHash = () => createHash('sha256').update(readFileSync(lockfile)).digest('hex');

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Whether somebody ran `npm ci` or `npm install` by hand, and everything that the lockfile names is there. */
function allPresent() {
  const hidden = join(modules, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const present = readJson(hidden).packages;
  return Object.entries(readJson(lockfile).packages).every(
    ([path, { optional, devOptional, link, version }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      devOptional ||
      (link ? present[path]?.link : present[path]?.version === version),
  );
}

/** The set that is installed from the lockfile as it is now. @returns {PackageSet | undefined} */
function installedSet() {
  const stamp = existsSync(stampFile) ? readJson(stampFile) : undefined;
  if (stamp?.lockfile === lockHash()) return stamp.set;
  if (!allPresent()) return undefined;
  writeStamp('all');
  return 'all';
}

/** @param {PackageSet} set */
function writeStamp(set) {
  writeFileSync(stampFile, JSON.stringify({ set, lockfile: lockHash() }));
}

/** @param {string[]} args */
function npm(args) {
  const script = process.env['npm_execpath'];
  const [command, first] = script
    ? [process.env['npm_node_execpath'] ?? process.execPath, [script]]
    : ['npm', []];
  const shell = script === undefined && process.platform === 'win32';
  return spawnSync(command, [...first, ...args], { cwd: root, stdio: 'inherit', shell }).status;
}

/**
 * Makes sure that at least the wanted set is installed; a fuller one is left as it is.
 * Throws when npm fails.
 * @param {PackageSet} wanted
 */
export function ensureInstalled(wanted) {
  const installed = installedSet();
  if (installed === 'all' || installed === wanted) return;
  const previous = existsSync(stampFile) ? readJson(stampFile).set : undefined;
  const set = previous === 'all' ? 'all' : wanted;
  console.log(set === 'run' ? 'Installing what the app needs…' : 'Installing everything…');
  const status = npm(['ci', '--loglevel=error', '--no-fund', '--no-audit', ...setArguments[set]]);
  if (status !== 0) throw new Error('npm could not install the packages; see its message above.');
  writeStamp(set);
}
