import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSystems } from '@anlan/data';
import { SYSTEMS } from '@anlan/systems';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROOMS = ['kernel', 'domain', 'protocols', 'systems', 'gateways', 'data', 'server', 'web', 'journeys', 'tools'];
const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'packs', 'shots']);

/** A tag in a test's title: `[S17.2]` = the second named function of S17. */
const TAG = /\[(S\d{2,3})\.(\d+)\]/g;

function* testFiles(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    if (SKIPPED.has(name)) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* testFiles(path);
    else if (/\.(test|journey)\.tsx?$/.test(name)) yield path;
  }
}

interface Shown {
  /** Files by 1-based number of the function they show. */
  readonly functions: Map<number, Set<string>>;
  readonly journeys: Set<string>;
}

/** What tests and journeys say they show, read from their titles. Their passing is `npm test`'s business. */
function collect(): Map<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const path of ROOMS.flatMap((room) => [...testFiles(join(ROOT, room))])) {
    const file = relative(ROOT, path);
    for (const [, id, number] of readFileSync(path, 'utf8').matchAll(TAG)) {
      const entry = shown.get(id as string) ?? {
        functions: new Map<number, Set<string>>(),
        journeys: new Set<string>(),
      };
      shown.set(id as string, entry);
      const files = entry.functions.get(Number(number)) ?? new Set<string>();
      entry.functions.set(Number(number), files.add(file));
      if (file.endsWith('.journey.ts')) entry.journeys.add(file);
    }
  }
  return shown;
}

/** Works: declared, every named function shown by a test, and at least one journey. Partly: declared and something shown. */
function stateOf(id: string, functions: number, shown: Shown | undefined): 'works' | 'partly' | 'not yet' {
  const declared = SYSTEMS.some((system) => system.id === id);
  if (!declared || shown === undefined) return 'not yet';
  const all = Array.from({ length: functions }, (_, index) => index + 1).every((number) => shown.functions.has(number));
  return all && shown.journeys.size > 0 ? 'works' : 'partly';
}

const shown = collect();
for (const system of loadSystems()) {
  const own = shown.get(system.id);
  const state = stateOf(system.id, system.functions.length, own);
  const count =
    own === undefined ? 0 : [...own.functions.keys()].filter((number) => number <= system.functions.length).length;
  const files = own === undefined ? [] : [...new Set([...own.functions.values()].flatMap((set) => [...set]))].sort();
  const detail = state === 'not yet' ? '' : ` ${count}/${system.functions.length} functions: ${files.join(' ')}`;
  console.log(`${system.id} ${state} ${system.nameZh}${detail}`);
}
