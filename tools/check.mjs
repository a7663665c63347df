// npm run check: types, lint, format, dead code, rooms, and the tests that need no store. Under a minute.
import { prepare } from './prepare.mjs';
import { check, tests } from './steps.mjs';

await prepare({ web: false });
const checks = await check();
const results = await tests(['pure', 'web']);
const failed = checks.failed + results.failed;
console.log(
  `${checks.passed + results.passed} passed, ${failed} failed${results.skipped > 0 ? `, ${results.skipped} skipped` : ''}`,
);
process.exitCode = failed === 0 ? 0 : 1;
