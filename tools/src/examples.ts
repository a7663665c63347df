import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ADAPTERS } from './examples/adapters.ts';
import type { Checked } from './examples/checked.ts';

interface Content {
  readonly cases?: readonly unknown[];
  readonly topics?: Readonly<Record<string, unknown>>;
}

/**
 * Cases of a file: `{ "cases": [...] }` or a bare list. A file that only names the topics of an interface
 * (`{ "topics": {...} }`) asks of each whether it can be calculated with the outputs it names.
 */
function casesOf(file: string): readonly unknown[] {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Content | readonly unknown[];
  if (Array.isArray(content)) return content as readonly unknown[];
  const { cases, topics = {} } = content as Content;
  return cases ?? Object.entries(topics).map(([named, shape]) => ({ named, shape }));
}

/** Prints each difference and `N passed, N failed`; cases nobody can calculate count as failed. */
function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const cases = casesOf(file);
    const adapter = ADAPTERS.find(({ reads }) => cases.length > 0 && reads(cases[0]));
    const results: readonly Checked[] =
      adapter?.check(cases) ??
      cases.map((_, index) => ({ id: `#${index}`, ok: false, difference: 'no calculation reads this file' }));
    if (results.length === 0) console.log(`${basename(file)}: no cases in it`);
    for (const line of results.flatMap(({ figures = [] }) => figures)) console.log(line);
    for (const { id, difference } of results.filter(({ ok }) => !ok)) {
      console.log(`${basename(file)} ${id}: ${difference ?? 'differs'}`);
    }
    passed += results.filter(({ ok }) => ok).length;
    failed += results.length === 0 ? 1 : results.filter(({ ok }) => !ok).length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
