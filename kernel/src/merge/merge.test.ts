import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEGINNING, compareStamps, FURTHEST_AHEAD, observe, tick } from './clock.ts';
import { edit, join, merge, type Change, type Replica } from './index.ts';

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const changes = fc.array(
  fc.record({
    id: fc.nat(14).map(idOf),
    record: fc.constant('inspection/1'),
    field: fc.constantFrom('result', 'note', 'photo:1'),
    value: fc.oneof(fc.constantFrom('ok', 'bad', ''), fc.nat(2), fc.boolean(), fc.constant(null)),
    base: fc.uniqueArray(fc.nat(14).map(idOf), { maxLength: 3 }),
    at: fc.record({ ms: fc.nat(5), n: fc.nat(2) }),
    by: fc.constantFrom('甲', '乙'),
    device: fc.constantFrom('d1', 'd2', 'd3'),
    reason: fc.constant(null),
  }),
  { maxLength: 16 },
);

const shuffled = (list: readonly Change[], seed: number) =>
  [...list]
    .map((one, i) => [Math.sin(seed + i * 12.9898) % 1, one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

describe('merge', () => {
  it('gives the same in any order, in any grouping, and however often a change comes', () => {
    fc.assert(
      fc.property(changes, changes, changes, fc.nat(), (a, b, c, seed) => {
        const all = merge([...a, ...b, ...c]);
        expect(merge(shuffled([...a, ...b, ...c], seed))).toEqual(all);
        expect(merge(join(join(a, b), c))).toEqual(all);
        expect(merge(join(a, join(b, c)))).toEqual(all);
        expect(merge([...a, ...b, ...c, ...b, ...a])).toEqual(all);
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), join(a, b))).toEqual(join(a, b));
      }),
    );
  });

  it('drops nothing: every id is in the joined list, every field has a value, a conflict keeps all that stands', () => {
    fc.assert(
      fc.property(changes, changes, (a, b) => {
        const joined = join(a, b);
        expect(new Set(joined.map(({ id }) => id))).toEqual(new Set([...a, ...b].map(({ id }) => id)));
        const { fields, conflicts } = merge(joined);
        expect(Object.keys(fields).sort()).toEqual([...new Set(joined.map(({ field }) => field))].sort());
        for (const { field, versions } of conflicts) {
          expect(new Set(versions.map(({ value }) => JSON.stringify(value))).size).toBeGreaterThan(1);
          expect(versions.map(({ id }) => id)).toEqual(fields[field]?.standing);
        }
        for (const [field, { settled }] of Object.entries(fields))
          expect(conflicts.some((one) => one.field === field)).toBe(!settled);
      }),
    );
  });

  const empty = (device: string): Replica => ({ record: 'inspection/1', device, clock: BEGINNING, changes: [] });
  const set = (replica: Replica, n: number, field: string, value: string, now = 1000) =>
    edit(replica, { id: idOf(n), field, value, by: replica.device }, now);

  it('different fields are both kept, silently', () => {
    const [a] = set(empty('a'), 1, 'result', 'ok');
    const [b] = set(empty('b'), 2, 'note', '压力不足');
    const { fields, conflicts } = merge([...a.changes, ...b.changes]);
    expect(conflicts).toEqual([]);
    expect([fields['result']?.value, fields['note']?.value]).toEqual(['ok', '压力不足']);
  });

  it('the same value twice is no conflict, another value is, and a later one that saw the first simply replaces it', () => {
    const [a] = set(empty('a'), 1, 'result', 'ok');
    expect(merge([...a.changes, ...set(empty('b'), 2, 'result', 'ok')[0].changes]).conflicts).toEqual([]);
    const clash = merge([...a.changes, ...set(empty('b'), 3, 'result', 'bad')[0].changes]);
    expect(clash.conflicts.map(({ versions }) => versions.map(({ value }) => value))).toEqual([['ok', 'bad']]);
    // A clock that runs far behind changes nothing of who saw whom.
    const [later] = set({ ...empty('b'), changes: a.changes }, 4, 'result', 'bad', 5);
    expect(merge(later.changes)).toMatchObject({ conflicts: [], fields: { result: { value: 'bad', settled: true } } });
  });

  it('is settled by a change that saw both, and both versions stay in the history', () => {
    const both = join(set(empty('a'), 1, 'result', 'ok')[0].changes, set(empty('b'), 2, 'result', 'bad')[0].changes);
    const [decided] = set({ ...empty('c'), changes: both }, 3, 'result', 'ok', 2000);
    expect(merge(decided.changes)).toMatchObject({ conflicts: [], fields: { result: { value: 'ok' } } });
    expect(decided.changes).toHaveLength(3);
  });
});

describe('the clock', () => {
  it('never runs backwards, whatever the device’s clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (nows) => {
        let last = BEGINNING;
        for (const now of nows) {
          const next = tick(last, now);
          expect(compareStamps(next, last)).toBeGreaterThan(0);
          last = next;
        }
      }),
    );
  });

  it('follows what it sees, but not a clock from the far future', () => {
    expect(observe({ ms: 5, n: 0 }, { ms: 9, n: 3 }, 7)).toEqual({ ms: 9, n: 3 });
    expect(observe({ ms: 5, n: 0 }, { ms: 7 + FURTHEST_AHEAD + 1, n: 0 }, 7)).toEqual({ ms: 5, n: 0 });
  });
});
