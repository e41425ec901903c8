// `npm start`: installs what is missing, builds what changed, and runs the server in the caller's folder.
// Arguments are passed on: `npm start -- --port 4000`.
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';
import { supervise } from './supervise.mjs';

/**
 * Stops with npm: the shell between npm and this program dies of a signal without passing it on.
 * On Windows a parent's id stays as it was, and this never happens.
 */
function stopWithNpm() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

async function start() {
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithNpm();
  ensureInstalled('run');
  build();
  const server = ['--enable-source-maps', join(root, 'apps/server/dist/main.js')];
  return supervise(pinnedNode(), [...server, ...process.argv.slice(2)], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: process.env,
    // The person's browser is open already.
    again: { PM_NO_OPEN: '1' },
  });
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
