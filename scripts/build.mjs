// Builds the web app and the server, each only when something that it is made of changed.
// `node scripts/build.mjs` builds both; start.mjs calls `build` before it runs the server.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';

/** @typedef {{ title: string, folder: string, packages: string[], command: string[], result: string }} Target */

/** @type {Target[]} */
const targets = [
  {
    title: 'the web app',
    folder: 'apps/web',
    packages: ['engine', 'protocol', 'sync'],
    command: [join(modules, 'vite/bin/vite.js'), 'build'],
    result: 'dist/index.html',
  },
  {
    title: 'the server',
    folder: 'apps/server',
    packages: ['engine', 'protocol', 'sync', 'journal'],
    command: [join(modules, 'rolldown/bin/cli.mjs'), '-c'],
    result: 'dist/main.js',
  },
];

const notSource = /^(node_modules|dist|dist-types|testing|[.].*)$|[.](test|bench)[.]tsx?$/;

/** Every source file under a path, in a fixed order. @param {string} path @returns {string[]} */
function sources(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !notSource.test(name))
    .sort()
    .flatMap((name) => sources(join(path, name)));
}

/** A hash over all that a target is made of. @param {Target} target */
function sourceHash({ folder, packages }) {
  const hash = createHash('sha256');
  const paths = [folder, ...packages.map((name) => `packages/${name}/src`), 'package-lock.json'];
  for (const file of paths.flatMap((path) => sources(join(root, path)))) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** @param {Target} target */
function buildTarget(target) {
  const folder = join(root, target.folder);
  const stamp = join(folder, 'dist', '.built-from');
  const hash = sourceHash(target);
  const built = existsSync(join(folder, target.result)) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === hash) return;
  console.log(`Building ${target.title}…`);
  const tool = spawnSync(pinnedNode(), target.command, { cwd: folder, encoding: 'utf8' });
  if (tool.status !== 0) {
    console.error(`${tool.stdout}${tool.stderr}`);
    throw new Error(`Could not build ${target.title}; see the message above.`);
  }
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}

/** Builds what is out of date; throws when a build fails. */
export function build() {
  targets.forEach(buildTarget);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled('run');
  build();
}
