import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closureOf, type Package } from './closure.ts';
import { tryBundle } from './try.ts';

const USAGE = `npm run bundle -- FOLDER [--tar] [--try]
  makes a folder that runs where there is no package registry: built code, production packages, licence texts
  --tar   also FOLDER.tar.gz
  --try   starts it once on an empty data folder, without the packages of this repository, and ends it`;

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What runs: the server, and the replay of the demonstration. */
const ROOMS = ['server', 'tools'];
/** Rooms that only test and measure. */
const LEFT = new Set(['@anlan/bench', '@anlan/journeys']);
/** Beside code and packages. */
const BESIDE = [
  'package.json',
  'LICENSE',
  'README.md',
  'README.zh-CN.md',
  'docs',
  'deploy',
  'web/dist',
  'data/packs',
  'server/sql',
];
const LICENCE = /^(licen[cs]e|copying|notice|copyright|third.?party)/i;

const [target, ...flags] = process.argv.slice(2);
if (target === undefined || target.startsWith('--') || flags.some((flag) => !['--tar', '--try'].includes(flag))) {
  console.error(USAGE);
  process.exit(2);
}
const folder = resolve(target);
if (existsSync(folder) && readdirSync(folder).length > 0) {
  console.error(`${folder} 里已有文件 · ${folder} is not empty`);
  process.exit(1);
}
if (!existsSync(join(ROOT, 'web/dist/index.html'))) {
  console.error('网页尚未构建，请先 npm start 一次 · the pages are not built yet: npm start once builds them');
  process.exit(1);
}
const packages = closureOf(ROOT.replace(/\/$/, ''), ROOMS, LEFT);
for (const one of packages) copyPackage(one);
for (const path of BESIDE) if (existsSync(join(ROOT, path))) copy(path);
const without = licences(packages);
writeFileSync(
  join(folder, 'anlan'),
  `#!/bin/sh
# Starts the platform; its settings are environment variables (docs/configuration.md).
exec node "$(dirname "$(readlink -f "$0")")/server/dist/main.js"
`,
  { mode: 0o755 },
);
console.log(
  `${folder}: ${packages.filter(({ ours }) => !ours).length} packages, ${size()} MB, ${process.platform}-${process.arch}, Node ${process.versions.node}; ${without.length} packages name their licence without its text`,
);
if (flags.includes('--tar')) {
  execFileSync('tar', ['-czf', `${folder}.tar.gz`, '-C', dirname(folder), basename(folder)]);
  console.log(`${folder}.tar.gz`);
}
process.exit(flags.includes('--try') ? await tryBundle(folder) : 0);

/** A package without what only development needs; packages inside it are packages of their own. */
function copyPackage({ place, ours, name }: Package): void {
  const from = join(ROOT, place);
  if (ours) {
    copy(`${place}/package.json`);
    copy(`${place}/dist`, (path) => !/\.(d\.ts|map|tsbuildinfo)$|\.test\.js$|\/testing\//.test(path));
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(link), join(folder, place)), link);
    return;
  }
  copy(place, (path) => !relative(from, path).split('/').includes('node_modules') && !/\.(d\.[cm]?ts|map)$/.test(path));
}

function copy(place: string, keep: (path: string) => boolean = () => true): void {
  cpSync(join(ROOT, place), join(folder, place), {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) => keep(path),
  });
}

/** One list of all packages with their licences, and each licence text once. Gives those without a text of their own. */
function licences(all: readonly Package[]): Package[] {
  const others = all.filter(({ ours }) => !ours);
  const rows = others.map((one) => ({ one, texts: textsOf(one) }));
  const list = rows.map(
    ({ one, texts }) =>
      `${one.name} ${one.version}  ${one.license}${texts.length === 0 ? '' : `  ${one.place}/${texts.join(', ')}`}`,
  );
  const full = rows.flatMap(({ one, texts }) =>
    texts.map(
      (text) =>
        `${'='.repeat(80)}\n${one.name} ${one.version}: ${text}\n\n${readFileSync(join(ROOT, one.place, text), 'utf8').trim()}\n`,
    ),
  );
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), `${list.join('\n')}\n\n${full.join('\n')}`);
  return rows.filter(({ texts }) => texts.length === 0).map(({ one }) => one);
}

function textsOf({ place }: Package): string[] {
  return readdirSync(join(ROOT, place), { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE.test(entry.name) && !/\.[cm]?js$|\.json$/.test(entry.name))
    .map((entry) => entry.name);
}

function size(): number {
  return Math.round(Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]) / 1024);
}
