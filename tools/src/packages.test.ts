import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const LICENCE = read('LICENSE');
const NAMES = readdirSync(join(ROOT, 'protocols')).toSorted();

interface Packed {
  readonly name: string;
  readonly files: readonly { readonly path: string }[];
}

describe('each package of protocols, as npm would publish it', () => {
  it.each(NAMES)('%s has what a stranger needs: README, LICENSE, types and an example that runs', async (name) => {
    const folder = join(ROOT, 'protocols', name);
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder });
    const [packed] = JSON.parse(stdout) as Packed[];
    const paths = packed!.files.map(({ path }) => path);
    const wanted = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts', 'examples/read.mjs'];
    expect(paths).toEqual(expect.arrayContaining(wanted));
    expect(paths.filter((path) => /\.test\.|tsbuildinfo|recorded|node_modules/.test(path))).toEqual([]);
    expect(read('protocols', name, 'LICENSE')).toBe(LICENCE);
    const about = JSON.parse(read('protocols', name, 'package.json')) as Record<string, unknown>;
    expect(about).toMatchObject({ name: packed!.name, license: 'Apache-2.0', type: 'module' });
    expect(about['private']).toBeUndefined();
    expect(read('protocols', name, 'README.md')).toContain(`from '${packed!.name}'`);
    const example = await run(process.execPath, ['examples/read.mjs'], { cwd: folder });
    expect(example.stdout).not.toBe('');
    expect(`${example.stdout}${example.stderr}`).not.toMatch(/refused|Error/);
  });
});
