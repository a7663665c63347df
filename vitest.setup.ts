import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

// What holds for all inputs is tried with the same ones in every run of the tests, so that a run can be repeated and a
// change is judged by itself; `npm run laws` tries it with new ones, round after round.
fc.configureGlobal({
  seed: Number(process.env['ANLAN_SEED'] ?? 20_261_124),
  numRuns: Number(process.env['ANLAN_RUNS'] ?? 100),
});

// Files of a project share one global scope: what one puts in place of a global is not there for the next.
afterAll(() => void vi.unstubAllGlobals());
