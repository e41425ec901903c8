// How the server is built: one file that holds every dependency and needs nothing but Node.
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  external: [/^node:/, 'bufferutil', 'utf-8-validate'],
  output: { file: 'dist/main.js', format: 'esm', sourcemap: true, codeSplitting: false },
});
