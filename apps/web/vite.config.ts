// How the web app is bundled: static files in dist/, hashed, with no inline script or style, so that the
// server's policy `default-src 'self'` needs no exception. In development the API and the socket are
// proxied to a running server (PLANWRIGHT_SERVER, or the default port).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['PLANWRIGHT_SERVER'] ?? 'http://127.0.0.1:4680';

export default defineConfig({
  plugins: [react()],
  build: {
    // Engines that know `light-dark()` and nesting: the style sheet is shipped as written.
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // What the first screen needs, as two files: ours, and libraries, which an update seldom changes.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/ },
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true },
      '/socket': { target: server, changeOrigin: true, ws: true },
    },
  },
});
