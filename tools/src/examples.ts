import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ADAPTERS } from './examples/adapters.ts';

/** Cases of a file: `{ "cases": [...] }` or a bare list. */
function casesOf(file: string): readonly unknown[] {
  const content = JSON.parse(readFileSync(file, 'utf8')) as
    | { readonly cases?: readonly unknown[] }
    | readonly unknown[];
  return 'cases' in content ? (content.cases ?? []) : (content as readonly unknown[]);
}

/** Prints each difference and `N passed, N failed`; cases nobody can calculate count as failed. */
function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const cases = casesOf(file);
    const adapter = ADAPTERS.find(({ reads }) => cases.length > 0 && reads(cases[0]));
    const results =
      adapter?.check(cases) ??
      cases.map((_, index) => ({ id: `#${index}`, ok: false, difference: 'no calculation reads this file' }));
    for (const { id, difference } of results.filter(({ ok }) => !ok)) {
      console.log(`${basename(file)} ${id}: ${difference ?? 'differs'}`);
    }
    passed += results.filter(({ ok }) => ok).length;
    failed += results.filter(({ ok }) => !ok).length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
