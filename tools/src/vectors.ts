import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { checkAis } from './vectors/ais.ts';
import { checkCap } from './vectors/cap.ts';
import { checkCoalMine } from './vectors/coal-mine.ts';
import { checkGb26875 } from './vectors/gb26875.ts';
import { checkHj212 } from './vectors/hj212.ts';
import { checkJt808 } from './vectors/jt808.ts';
import { checkJt809 } from './vectors/jt809.ts';

interface Checked {
  readonly id: string;
  readonly ok: boolean;
  readonly difference?: string;
}

/** Which decoder reads which file of vectors, by the file's name. */
const CHECKS: readonly (readonly [RegExp, (vectors: unknown[]) => Checked[]])[] = [
  [/^jt808/, checkJt808],
  [/^jt809/, checkJt809],
  [/^ais/, checkAis],
  [/^hj212/, checkHj212],
  [/^gb26875/, checkGb26875],
  [/^cap/, checkCap],
  [/^coal-mine/, checkCoalMine],
];

/** Prints each difference and `N passed, N failed`; a file without a decoder counts each of its vectors as failed. */
function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as unknown[];
    const check = CHECKS.find(([name]) => name.test(basename(file)))?.[1];
    const results =
      check?.(vectors) ??
      vectors.map((_, index) => ({ id: `#${index}`, ok: false, difference: 'no decoder for this protocol yet' }));
    for (const result of results.filter(({ ok }) => !ok))
      console.log(`${basename(file)} ${result.id}: ${result.difference ?? 'differs'}`);
    passed += results.filter(({ ok }) => ok).length;
    failed += results.filter(({ ok }) => !ok).length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
