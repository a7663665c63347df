import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A package that runs, and where it lies below the repository. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Relative to the repository, such as `node_modules/pino`; of ours the room, such as `kernel`. */
  readonly place: string;
  readonly ours: boolean;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * All packages that a room needs to run, those of ours among them, by the manifests as they are installed. What is
 * optional and not installed, such as the engine of another processor, is left out; anything else missing throws.
 */
export function closureOf(root: string, rooms: readonly string[], left: ReadonlySet<string>): Package[] {
  const found = new Map<string, Package>();
  const waiting = rooms.map((room) => join(root, room));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const place = relative(root, folder);
    if (found.has(place)) continue;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const { name, version, license = 'unknown' } = manifest;
    const ours = !place.includes('node_modules');
    found.set(place, { name, version, license: typeof license === 'string' ? license : license.type, place, ours });
    for (const [dependency, optional] of dependenciesOf(manifest)) {
      if (left.has(dependency)) continue;
      const at = resolved(root, folder, dependency);
      if (at !== undefined) waiting.push(at);
      else if (!optional) throw new Error(`${name} needs ${dependency}, which is not installed`);
    }
  }
  return [...found.values()].toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

function dependenciesOf({ dependencies = {}, optionalDependencies = {} }: Manifest): [string, boolean][] {
  return [
    ...Object.keys(dependencies).map((name): [string, boolean] => [name, name in optionalDependencies]),
    ...Object.keys(optionalDependencies).map((name): [string, boolean] => [name, true]),
  ];
}

/** Where Node finds a package from a folder: in the nearest node_modules above it. */
function resolved(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return realpathSync(place);
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}
