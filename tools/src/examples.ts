import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ADAPTERS } from './examples/adapters.ts';
import type { Checked } from './examples/checked.ts';
import type { Baselines } from './examples/consequence/field.ts';

interface Content {
  readonly cases?: readonly unknown[];
  readonly topics?: Readonly<Record<string, unknown>>;
  readonly models?: Readonly<Record<string, unknown>>;
  readonly reference_baselines?: Baselines;
}

interface Read {
  readonly cases: readonly unknown[];
  readonly baselines: Baselines;
}

/**
 * Cases of a file: `{ "cases": [...] }` or a bare list. A file that only names the topics or models of an interface
 * (`{ "topics": {...} }`, `{ "models": {...} }`) asks of each whether it can be calculated.
 */
function casesOf(file: string): Read {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Content | readonly unknown[];
  if (Array.isArray(content)) return { cases: content as readonly unknown[], baselines: {} };
  const { cases, topics = {}, models = {}, reference_baselines: baselines = {} } = content as Content;
  const named = [
    ...Object.entries(topics).map(([topic, shape]) => ({ named: topic, shape })),
    ...Object.entries(models).map(([model, shape]) => ({ namedModel: model, shape })),
  ];
  return { cases: cases ?? named, baselines };
}

/** Prints each difference and `N passed, N failed`; cases nobody can calculate count as failed. */
function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const { cases, baselines } = casesOf(file);
    const adapter = ADAPTERS.find(({ reads }) => cases.length > 0 && reads(cases[0]));
    const results: readonly Checked[] =
      adapter?.check(cases, baselines) ??
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
