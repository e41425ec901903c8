// `npm run pictures`: pictures of every screen of the real app, for people to look at.
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
const { status } = spawnSync(node, [join(root, 'test/pictures.ts')], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
process.exitCode = status ?? 1;
