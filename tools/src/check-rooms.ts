import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OUTSIDE, ROOMS } from './rooms.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g;
const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'packs']);

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    if (SKIPPED.has(name)) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

const packageRooms = new Map<string, string>();
for (const room of Object.keys(ROOMS)) {
  for (const folder of room === 'protocols' ? readdirSync(join(ROOT, room)).map((name) => `${room}/${name}`) : [room]) {
    const { name } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { name: string };
    packageRooms.set(name, room);
  }
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\//.test(path);

/** One line per import that the table does not allow. */
export function roomFindings(): string[] {
  const findings: string[] = [];
  for (const room of Object.keys(ROOMS)) {
    for (const path of sources(join(ROOT, room))) findings.push(...fileFindings(room, path));
  }
  return findings;
}

function fileFindings(room: string, path: string): string[] {
  const where = relative(ROOT, path);
  const own = join(ROOT, room);
  return importsOf(path).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = resolve(dirname(path), specifier);
      return target.startsWith(`${own}/`) ? [] : [`${where}: ${specifier} leaves the room ${room}`];
    }
    const name = packageOf(specifier);
    const target = packageRooms.get(name);
    if (target !== undefined) {
      return target === room || ROOMS[room]?.includes(target) === true
        ? []
        : [`${where}: ${room} may not import ${target} (${specifier})`];
    }
    const allowed = OUTSIDE[room];
    if (allowed === undefined || isTest(path) || /\/web\//.test(where)) return [];
    // Node's own modules count as outside: the pure rooms do no I/O.
    return allowed.includes(name) ? [] : [`${where}: ${room} may not use ${specifier}`];
  });
}

/** Import cycles between files, types included; each as its files in order. */
export function cycleFindings(): string[] {
  const edges = new Map<string, string[]>();
  for (const room of Object.keys(ROOMS)) {
    for (const path of sources(join(ROOT, room))) {
      const targets = importsOf(path)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => resolve(dirname(path), specifier));
      edges.set(path, targets);
    }
  }
  const state = new Map<string, 'open' | 'done'>();
  const findings: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      findings.push([...trail.slice(trail.indexOf(path)), path].map((file) => relative(ROOT, file)).join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of edges.keys()) walk(path, []);
  return findings;
}
