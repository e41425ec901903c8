// Runs a test that stands between the real server and the C library of Linux: compiles its C source into a
// library that is loaded in front of the others, and hands it to the test's program.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary, ensureCompiler } from './compiler.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';

/**
 * Runs a program of test/ with the words of the command line, `--shim` and `--commit`; its exit code becomes ours.
 * @param {string} source the C source, from the root
 * @param {string} program the TypeScript program, from the root
 */
export function runShimmed(source, program) {
  if (process.platform !== 'linux') {
    throw new Error(`${program} needs the C library of Linux, and runs only there.`);
  }
  ensureInstalled('all');
  ensureCompiler();

  const folder = mkdtempSync(join(tmpdir(), 'planwright-shim-'));
  const shim = join(folder, 'shim.so');
  compileLibrary(join(root, source), shim);
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const commit = git.stdout?.trim() ?? '';
  const words = [`--shim=${shim}`, `--commit=${commit}`, ...process.argv.slice(2)];
  const { status } = spawnSync(pinnedNode(), [join(root, program), ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(folder, { recursive: true });
  process.exitCode = status ?? 1;
}
