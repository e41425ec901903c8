// `npm run bench`: builds the app and measures it, beside what the machine could do at best.
// `npm run bench -- drag engine` runs some suites; `--save` keeps the figures as this machine's baseline.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';

ensureInstalled('all');
ensureChromium();
build();

const node = pinnedNode();
const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
const program = ['--expose-gc', join(root, 'bench/run.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(node, program, {
  stdio: 'inherit',
  env: { ...process.env, PATH: path, NODE_ENV: 'production' },
});
process.exitCode = status ?? 1;
