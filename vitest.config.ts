// Every test that needs nothing but Node: `*.test.ts` on Node, `*.test.tsx` on happy-dom, beside the code.
// A file name says what a test needs, so `*.browser.test.ts` and `*.pg.test.ts` are left to other runners.
import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';

const exclude = [
  ...configDefaults.exclude,
  '**/dist-types/**',
  '**/*.browser.test.*',
  '**/*.pg.test.*',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages,apps,scripts,test,tools}/**/*.test.ts'],
          exclude,
          testTimeout: 20_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['apps/web/**/*.test.tsx'],
          exclude,
          testTimeout: 20_000,
        },
      },
    ],
  },
});
