import { describe, expect, it } from 'vitest';
import { demonstrationCity } from '@anlan/data';
import type { Rule } from '@anlan/kernel/alarm';
import { ALL_RULES, SILENCE_RULES } from './rules.ts';

interface Declared {
  readonly kind: string;
  readonly limits: Readonly<Record<string, number | undefined>>;
}

/** Keys of the limits that a rule judges by. */
function judgedBy({ condition }: Rule): readonly string[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.map(({ limit }) => limit);
  if (condition.kind === 'inside' || condition.kind === 'outside')
    return condition.steps.flatMap(({ low, high }) => [low, high]);
  return 'steps' in condition ? condition.steps.flatMap((step) => ('limit' in step ? [step.limit] : [])) : [];
}

/** Quantities of which a limit is judged by no rule, or silence is looked for by none. */
function forgotten(points: readonly Declared[], rules: readonly Rule[]): string[] {
  const limits = new Map<string, Set<string>>();
  for (const point of points) {
    const own = limits.get(point.kind) ?? new Set<string>();
    for (const key of Object.keys(point.limits)) own.add(key);
    limits.set(point.kind, own);
  }
  return [...limits].flatMap(([kind, keys]) => {
    const watching = rules.filter(({ watches }) => watches.includes(kind));
    const judged = new Set(watching.flatMap(judgedBy));
    const unjudged = [...keys].filter((key) => !judged.has(key)).map((key) => `${kind}: ${key}`);
    const silent = keys.size > 0 && !watching.some(({ condition }) => condition.kind === 'silence');
    return [...unjudged, ...(silent ? [`${kind}: silence`] : [])];
  });
}

/** What no point sends: moving objects, devices themselves, cameras, the platform's own model of a plant. */
const UNSENT = /^camera-|^process-deviation$/;

describe('every quantity that is declared', () => {
  const city = demonstrationCity('anlan');
  const points: Declared[] = [...city.points, ...city.fieldDevices.flatMap((device) => device.points)];

  it('[S17.2] [S17.6] has a rule for each of its limits, and a rule of silence', () => {
    expect(new Set(points.map(({ kind }) => kind)).size).toBeGreaterThan(50);
    expect(forgotten(points, ALL_RULES)).toEqual([]);
  });

  it('is missed where a rule is taken away', () => {
    const without = (key: string) =>
      forgotten(
        points,
        ALL_RULES.filter((rule) => rule.key !== key),
      );
    expect(without('ammonia-high')).toEqual(['ammonia: first', 'ammonia: second']);
    expect(without('trade-silence')).toEqual(['ammonia: silence', 'dust: silence']);
  });

  it('is fed: no rule waits for what nothing of the demonstration sends', () => {
    const kinds = new Set(points.map(({ kind }) => kind));
    const afoot = new Set(['vehicle', 'vessel', 'device', 'fence', 'platform-link']);
    const unfed = ALL_RULES.filter(({ of }) => of === undefined || !afoot.has(of)).flatMap(({ key, watches }) =>
      watches.filter((kind) => !kinds.has(kind) && !UNSENT.test(kind)).map((kind) => `${key}: ${kind}`),
    );
    expect(unfed).toEqual([]);
  });

  it('rises in the order of its levels, and each rule says why, what follows, what to do and by when', () => {
    const ranks = { blue: 0, yellow: 1, orange: 2, red: 3 };
    for (const { key, condition, cause, consequence, response, clause, respondWithin, escalation } of ALL_RULES) {
      const levels = 'steps' in condition ? condition.steps.map(({ level }) => ranks[level]) : [];
      expect(levels, key).toEqual(levels.toSorted((a, b) => a - b));
      for (const said of [cause, consequence, response, clause]) expect(said.length, key).toBeGreaterThan(1);
      expect(respondWithin, key).toBeGreaterThan(0);
      expect(escalation.length, key).toBeGreaterThan(0);
    }
    for (const { key, condition } of SILENCE_RULES) {
      const seconds = condition.kind === 'silence' ? condition.steps.map((step) => step.seconds) : [];
      expect(seconds, key).toEqual(seconds.toSorted((a, b) => a - b));
    }
  });
});
