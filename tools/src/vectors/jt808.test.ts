import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkJt808 } from './jt808.ts';

interface Vector {
  id: string;
  expect: unknown;
}

describe.each([
  ['jt808.json', 300],
  ['jt808-active-safety.json', 16],
])('the frames of %s', (name, least) => {
  const path = new URL(`../../../data/packs/vectors/${name}`, import.meta.url);
  const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vector[];

  it('all decode, or are refused, as their source says', () => {
    expect(checkJt808(vectors).filter(({ ok }) => !ok)).toEqual([]);
    expect(vectors.length).toBeGreaterThanOrEqual(least);
  });

  it('would tell a wrong expectation in any member', () => {
    const wrong = vectors.flatMap((vector) => falsified(vector.expect).map((expect) => ({ ...vector, expect })));
    expect(wrong.length).toBeGreaterThan(vectors.length);
    expect(checkJt808(wrong).filter(({ ok }) => ok)).toEqual([]);
  });
});

const LEAVES_PER_VECTOR = 40;

/** Copies of an expectation, each with one leaf changed. */
function falsified(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [typeof value === 'number' ? value + 1 : 'wrong'];
  const copies: unknown[] = [];
  for (const [key, member] of Object.entries(value)) {
    for (const wrong of falsified(member)) {
      copies.push(Array.isArray(value) ? value.with(Number(key), wrong) : { ...value, [key]: wrong });
    }
  }
  return copies.slice(0, LEAVES_PER_VECTOR);
}
