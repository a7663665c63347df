// The steps of `npm run check` and `npm test`. Plain JavaScript without dependencies.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** Runs a command to its end; gives back whether it succeeded, what it printed, and how long it took. */
function run(command, args, { show = false, env = {} } = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (show) process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ ok: false, output: error.message, ms: Date.now() - started }));
    child.on('exit', (code) => resolve({ ok: code === 0, output, ms: Date.now() - started }));
  });
}

/** Each check: its name and its command. All read only. @type {readonly (readonly [string, string, readonly string[]])[]} */
export const CHECKS = [
  ['types', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-b']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['format', bin('oxfmt'), ['--check']],
  ['dead code', bin('knip'), []],
  ['rooms', process.execPath, ['tools/dist/check-rooms-main.js']],
  ['docs', process.execPath, ['server/dist/docs.js', '--check']],
];

/** Runs the checks, types first, as others read what it compiled, then the rest together; prints what fails. */
export async function check() {
  const [types, ...others] = CHECKS;
  const told = [await checkOne(types)];
  told.push(...(await Promise.all(others.map(checkOne))));
  const passed = told.filter(Boolean).length;
  return { passed, failed: told.length - passed };
}

async function checkOne([name, command, args]) {
  const result = await run(command, args);
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${name} ${(result.ms / 1000).toFixed(1)} s`);
  if (!result.ok) console.log(result.output.slice(-8000));
  return result.ok;
}

/** Runs vitest projects and counts what they report. A run that breaks off counts as one failure. */
export async function tests(projects) {
  const { passed, failed, skipped } = await vitest(projects, { show: true });
  return { passed, failed, skipped };
}

/** Runs vitest projects, of all files or of those whose names hold a filter; counts, and what was printed. */
export async function vitest(projects, { filters = [], show = false, env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'anlan-tests-'));
  const report = join(folder, 'report.json');
  const args = [
    'run',
    ...filters,
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { ok, output } = await run(bin('vitest'), args, { show, env });
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const {
    numPassedTests: passed = 0,
    numFailedTests: failed = 0,
    numPendingTests: pending = 0,
    numTodoTests: todo = 0,
  } = counts ?? {};
  return { ok, passed, failed: ok || failed > 0 ? failed : 1, skipped: pending + todo, output };
}
