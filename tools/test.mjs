// npm test: installs what is missing (a browser too), runs every check and test, ends with one plain line.
// npm run journeys: the journeys alone, the long ones (*.long.journey.ts) among them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { check, tests } from './steps.mjs';

const BROWSER = '/usr/bin/chromium';

/** Debian's Chromium and a Chinese font, for the journeys. */
function browser() {
  if (existsSync(BROWSER)) return;
  const packages = ['chromium', 'fonts-noto-cjk'];
  const commands = [
    ['apt-get', ['update', '-qq']],
    ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]],
  ];
  for (const [command, args] of commands) {
    const result = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (result.status === 0) continue;
    console.error(
      `浏览器测试需要 ${packages.join(' ')}，请安装 · install them for the browser tests: apt-get install ${packages.join(' ')}`,
    );
    process.exit(1);
  }
}

const journeysOnly = process.argv[2] === 'journeys';
await prepare();
browser();
if (!journeysOnly) process.env.ANLAN_JOURNEYS = 'short';
const checks = journeysOnly ? { passed: 0, failed: 0 } : await check();
const results = await tests(journeysOnly ? ['journeys'] : ['pure', 'campaign', 'web', 'store', 'journeys']);
// In CI a skipped test is a failed one: nothing may be left out unseen.
const skipped = process.env.CI === 'true' ? 0 : results.skipped;
const failed = checks.failed + results.failed + (process.env.CI === 'true' ? results.skipped : 0);
console.log(`${checks.passed + results.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
