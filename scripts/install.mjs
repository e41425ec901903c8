// Installs what is missing, and nothing when nothing is.
// Two sets: `run` is what running the app needs (server, web and what builds them); `all` is everything.
// A stamp inside node_modules says what was installed from which lockfile, so it vanishes with the folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { modules, pinnedNode, root } from './places.mjs';

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

/** Runs npm on a certain Node; throws when it fails. @param {string} node @param {string[]} args */
function npm(node, args) {
  const script = process.env['npm_execpath'];
  const [command, first] = script ? [node, [script]] : ['npm', []];
  const { status } = spawnSync(command, [...first, ...args, '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: script === undefined && process.platform === 'win32',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  if (status !== 0) throw new Error('npm could not install the packages; see its message above.');
}

/** Whether npm may run on the Node that runs this. */
function isRecent() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/**
 * Calls back with a Node that npm can run on. It leaves out optional packages that do not name the
 * Node it runs on, the bundlers' binaries among them; so a Node too old fetches the pinned one first.
 * @param {(node: string) => void} run
 */
function withRecentNode(run) {
  if (isRecent()) return run(process.execPath);
  npm(process.execPath, ['ci', '--workspaces=false']);
  const folder = mkdtempSync(join(tmpdir(), 'planwright-node-'));
  try {
    const copy = join(folder, basename(pinnedNode()));
    copyFileSync(pinnedNode(), copy);
    run(copy);
  } finally {
    rmSync(folder, { recursive: true });
  }
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
  withRecentNode((node) => npm(node, ['ci', ...setArguments[set]]));
  writeStamp(set);
}
