// The server with places to die in it: the server's own first file and the failpoints, which share
// everything between them. `scripts/test-crash.mjs` says where to put it.
export default {
  input: { main: 'apps/server/src/main.ts', failpoints: 'test/crash/failpoints.ts' },
  platform: 'node',
  external: [/^node:/, 'bufferutil', 'utf-8-validate'],
  output: { dir: process.env.CRASH_BUILD, format: 'esm' },
};
