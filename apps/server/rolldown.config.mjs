// How the server is built: files that hold every dependency and need nothing but Node. `main.js` is the
// small one: it says what to do under a Node that could not even load `server.js`. A thread has a file of its own.
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: {
    main: 'src/main.ts',
    'scrub-worker': 'src/scrub-worker.ts',
    'checkpoint-worker': 'src/checkpoint-worker.ts',
    'export-worker': 'src/export-worker.ts',
  },
  platform: 'node',
  external: [/^node:/, 'bufferutil', 'utf-8-validate'],
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: '[name].js' },
});
