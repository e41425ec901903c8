// `npm run proto`: writes the .proto of everything on the wire from the declarations.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { pinnedNode, root } from './places.mjs';

ensureInstalled('all');
const { status } = spawnSync(
  pinnedNode(),
  [join(root, 'packages/protocol/src/testing/write-proto.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
