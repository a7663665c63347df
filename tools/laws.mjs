// npm run laws -- [--rounds N] [--seed S] [--runs N] [--projects pure,web,store] [PART OF A FILE'S NAME …]: every test of
// what holds for all inputs, with new inputs each round, so many of them where the test itself does not say how many. A
// seed that fails is printed: ANLAN_SEED=S ANLAN_RUNS=N npx vitest run FILE repeats it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare, ROOT } from './prepare.mjs';
import { vitest } from './steps.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    runs: { type: 'string', default: '100' },
    projects: { type: 'string', default: 'pure,web' },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const runs = Number(values.runs);
if (!(Number.isInteger(seed) && [rounds, runs].every((count) => Number.isInteger(count) && count > 0))) {
  console.error('--rounds、--seed、--runs 须为整数 · --rounds, --seed and --runs are whole numbers');
  process.exit(2);
}

/** Test files below a folder that state a property. @returns {string[]} */
function laws(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return laws(path);
    return /\.test\.tsx?$/.test(entry.name) && readFileSync(path, 'utf8').includes("from 'fast-check'") ? [path] : [];
  });
}

await prepare({ web: false });
const files = laws(ROOT).filter((path) => positionals.length === 0 || positionals.some((part) => path.includes(part)));
if (files.length === 0) {
  console.error('没有符合的测试文件 · no test file of that name states a property');
  process.exit(2);
}
let failed = 0;
for (let round = 0; round < rounds; round += 1) {
  const { ok, passed, output } = await vitest(values.projects.split(','), {
    filters: files,
    env: { ANLAN_SEED: String(seed + round), ANLAN_RUNS: String(runs) },
  });
  if (!ok) failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} seed ${seed + round}, ${passed} tests held`);
  if (!ok) console.log(output.slice(Math.max(0, output.indexOf('Failed Tests') - 10)).slice(0, 12_000));
}
console.log(`${rounds - failed} rounds held, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
