import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Random inputs by the million, simulators that drive real listeners: for npm test, too long for npm run check. */
const CAMPAIGNS = [
  '{protocols,bench}/**/fuzz.test.ts',
  'server/src/simulation/**/*.test.ts',
  'tools/src/simulate/**/*.test.ts',
];

/**
 * Files that begin before the others of their project: the long ones, so that none is left alone at the end, and the
 * journeys without a demonstration, which use the second core while the city is loaded for the others.
 */
const FIRST = [
  'server/src/registry/scope.store.test.ts',
  'server/src/demonstration/city.store.test.ts',
  'tools/src/replay/replay.store.test.ts',
  'journeys/src/danger-from-phone-to-closure.journey.ts',
  'journeys/src/first-start-without-demonstration.journey.ts',
  'journeys/src/three-administrators.journey.ts',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = FIRST.findIndex((name) => moduleId.endsWith(name));
      return rank < 0 ? FIRST.length : rank;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  resolve: { conditions: ['anlan-source'] },
  ssr: { resolve: { conditions: ['anlan-source'] } },
  test: {
    maxWorkers: '100%',
    setupFiles: ['./vitest.setup.ts'],
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // Pure tests share nothing but code; one module graph for all of them starts in half the time.
          isolate: false,
          // A whole city is generated in some of them; a loaded machine must not fail them.
          testTimeout: 60_000,
          include: ['{kernel,domain,protocols,systems,gateways,data,tools,server,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{store,long}.test.ts', ...CAMPAIGNS],
        },
      },
      {
        extends: true,
        test: {
          name: 'campaign',
          isolate: false,
          testTimeout: 60_000,
          include: CAMPAIGNS,
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.store.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'store',
          include: ['{server,gateways,bench,tools}/**/*.store.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['server/src/http/testing/shared-postgres.ts'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
          // After the pure tests, and the journeys last: what starts engines has the machine to itself.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['journeys/src/**/*.journey.ts', 'gateways/**/*.long.test.ts'],
          // npm test has a quarter of an hour; `npm run journeys` walks the long ones too.
          exclude: [
            '**/node_modules/**',
            ...(process.env['ANLAN_JOURNEYS'] === 'short' ? ['**/*.long.{journey,test}.ts'] : []),
          ],
          globalSetup: ['journeys/src/city-home.ts'],
          // Every journey has a platform of its own; what they share is code, and the city as it was generated.
          isolate: false,
          // Journeys wait more than they work: three platforms with their browsers at a time.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          // The first to come loads the city.
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: { name: 'web', include: ['web/src/**/*.test.{ts,tsx}'], environment: 'happy-dom', isolate: false },
      },
    ],
  },
});
