// Installs and builds what is missing or out of date. Plain JavaScript without dependencies: it runs before an install.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.anlan');
const FLOOR = [20, 19];

/** Refuses a Node below the floor with one clear line. */
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  console.error(
    `需要 Node ${FLOOR.join('.')} 以上，现在是 ${process.versions.node} · Node ${FLOOR.join('.')} or newer is needed`,
  );
  process.exit(1);
}

function run(what, command, args, options = {}) {
  const started = Date.now();
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.status !== 0) {
    console.error(`${what} 失败 · failed: ${command} ${args.join(' ')}`);
    process.exit(result.status ?? 1);
  }
  console.log(`${what} ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', '.anlan', '.git', 'packs', 'docs']);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|tsx|json|css|html|svg|mjs|sql)$/.test(entry.name)) yield path;
  }
}

/** One hash over names, sizes and times of the sources under the given folders. */
function stampOf(folders) {
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders) {
    for (const path of sources(join(ROOT, folder))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${relative(ROOT, path)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function fresh(name, stamp, made) {
  const path = join(CACHE, name);
  return existsSync(path) && existsSync(join(ROOT, made)) && readFileSync(path, 'utf8') === stamp;
}

function remember(name, stamp) {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, name), stamp);
}

function install() {
  const stamp = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (fresh('install', stamp, 'node_modules/typescript')) return;
  // A production setting of the environment must not leave the compiler out.
  run('安装依赖 · install', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  remember('install', stamp);
}

const ROOMS = ['kernel', 'domain', 'protocols', 'systems', 'gateways', 'data', 'server', 'tools', 'bench', 'journeys'];

/** Brings everything up to date: packages, compiled rooms and, unless `web` is false, the web pages. */
export async function prepare({ web = true } = {}) {
  checkNode();
  install();
  const built = stampOf(ROOMS);
  if (!fresh('build', built, 'server/dist/main.js')) {
    run('编译 · build', process.execPath, [
      join('node_modules', 'typescript', 'bin', 'tsc'),
      '-b',
      'server',
      'tools',
      'bench',
      'journeys',
    ]);
    remember('build', built);
  }
  if (!web) return;
  const pages = stampOf(['web', 'kernel', 'systems', 'domain']);
  if (fresh('web', pages, 'web/dist/index.html')) return;
  run(
    '生成网页 · web',
    process.execPath,
    [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: join(ROOT, 'web') },
  );
  remember('web', pages);
}
