// `npm run test:crash`: kills the server at named points and at random, and checks what is left, by test/crash/.
// `npm run test:crash -- --full` is the long run; test/crash/run.ts knows the other words.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';

ensureInstalled('all');
build();

const folder = mkdtempSync(join(tmpdir(), 'planwright-crash-build-'));
const [product, armed] = [join(folder, 'product'), join(folder, 'armed')];
const node = pinnedNode();

try {
  // Copies, so that nobody's build in the meantime pulls the server away under the test.
  cpSync(join(root, 'apps/server/dist'), product, { recursive: true });
  buildArmed();
  for (const place of [product, armed]) {
    writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  }
  const runner = join(root, 'test/crash/run.ts');
  const { status } = spawnSync(
    node,
    [runner, '--product', product, '--armed', armed, ...process.argv.slice(2)],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Builds the server with places to die in it. */
function buildArmed() {
  const bundler = [join(modules, 'rolldown/bin/cli.mjs'), '-c', 'test/crash/rolldown.config.mjs'];
  const env = { ...process.env, CRASH_BUILD: armed };
  const tool = spawnSync(node, bundler, { cwd: root, env, encoding: 'utf8' });
  if (tool.status === 0) return;
  throw new Error(`Could not build the server to kill:\n${tool.stdout}${tool.stderr}`);
}
