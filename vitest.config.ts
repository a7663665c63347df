import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['anlan-source'] },
  ssr: { resolve: { conditions: ['anlan-source'] } },
  test: {
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // Pure tests share nothing but code; one module graph for all of them starts in half the time.
          isolate: false,
          include: ['{kernel,domain,protocols,systems,gateways,data,tools,server,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.store.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'store',
          include: ['{server,gateways,bench,tools}/**/*.store.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After the pure tests, and the journeys last: what starts engines has the machine to itself.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['journeys/src/**/*.journey.ts'],
          // Two cores: one platform and one browser at a time.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: { name: 'web', include: ['web/src/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
    ],
  },
});
