import { expect, it } from 'vitest';
import { judgeFile, parseFile, parseFileName } from './index.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 200_000);

const HEAD = '620823009203;测试煤矿;2026-09-23 10:13:19~';
const SEEDS: readonly (readonly [type: string, text: string])[] = [
  ['JZSS', `${HEAD}6208230092030008000012;1;1;2026-09-23 10:13:19~6208230092030008000013;5;1;~||`],
  ['RYQY', `${HEAD}其它区域;6208230092030023;50;-750大巷~||`],
  ['NRYSS', `${HEAD.replace('~', '^')}a;b^]]]`],
  ['620823009203_RYSS_20260923101319.txt', `${HEAD}||`],
];
const FILES = SEEDS.map(([type, text]) => [type, new TextEncoder().encode(text)] as const);
const MARKS = [...'~;|]^\n0'].map((mark) => mark.charCodeAt(0));

/** A repeatable source of 32-bit numbers (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

it(`takes ${INPUTS} mutated files and names without throwing`, { timeout: 300_000 }, () => {
  const next = numbers(42);
  const seen = new Set<string>();
  for (let count = 0; count < INPUTS; count += 1) {
    const [type, seed] = FILES[next() % FILES.length]!;
    const bytes = seed.slice();
    for (let changes = next() % 4; changes > 0; changes -= 1) {
      bytes[next() % bytes.length] = next() & 1 ? MARKS[next() % MARKS.length]! : next();
    }
    const file = parseFile(bytes, { type, mineCode: '620823009203' });
    seen.add(file.ok ? judgeFile(file, { now: 2e12 }) : file.reason);
    if (count % 16 === 0) parseFileName(String.fromCharCode(...bytes.subarray(0, 40)));
  }
  expect([...seen].toSorted()).toEqual([
    'after-end',
    'apply',
    'bad',
    'future',
    'header-fields',
    'header-mine',
    'header-time',
    'incomplete',
  ]);
});
