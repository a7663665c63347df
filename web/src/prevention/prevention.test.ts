import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from './csv.ts';
import { flowOf } from './flow.ts';
import { fieldOf, PIXEL } from './heat.ts';
import { shadeOf } from './MatrixCard.tsx';
import { nearestOf } from './nearest.ts';
import { monthsUntil, periodsUntil } from './SelfCheckPage.tsx';

const count = fc.nat({ max: 20_000 });
const tier = (key: 'day' | 'week' | 'month' | 'quarter') =>
  fc.record({ tier: fc.constant(key), fresh: count, carried: count, cleared: count, moved: count, open: count });
const tiers = fc.tuple(tier('day'), tier('week'), tier('month'), tier('quarter'));

describe('the flow of 三清三进', () => {
  it('shows everything that is not nothing, in order from day to quarter, inside the picture', () => {
    fc.assert(
      fc.property(tiers, (list) => {
        const flow = flowOf(list);
        flow.columns.forEach((column, index) => {
          const { fresh, carried, cleared, open, moved } = list[index]!;
          expect(column.x).toBeGreaterThan(flow.columns[index - 1]?.x ?? 0);
          expect(column.fresh > 0).toBe(fresh > 0);
          expect(column.carried > 0).toBe(carried > 0);
          const bands = new Set(column.bands.map((band) => band.kind));
          expect(bands.has('cleared')).toBe(cleared > 0);
          expect(bands.has('open')).toBe(open > 0);
          expect(bands.has('moved')).toBe(moved > 0 && index < 3);
          for (const band of column.bands) expect(band.at[1]).toBeLessThanOrEqual(flow.height);
        });
      }),
    );
  });
});

describe('the export', () => {
  it('lets no cell be taken for a formula and keeps commas, quotes and line ends inside their cell', () => {
    const text = csvText([['=1+1', '+86', '@x', '-3', 5, -5, null, '他说"好",\n走了']]);
    expect(text).toBe(`\uFEFF'=1+1,'+86,'@x,'-3,5,-5,,"他说""好"",\n走了"\r\n`);
  });
});

describe('shades of counts', () => {
  it('never make a smaller count darker, and nothing for none', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 500, max: 900 }), (a, b, most) => {
        if (a <= b) expect(shadeOf(a, most)).toBeLessThanOrEqual(shadeOf(b, most));
      }),
    );
    expect(shadeOf(0, 10)).toBe(0);
    expect(shadeOf(1, 10_000)).toBe(1);
    expect(shadeOf(10, 10)).toBe(6);
  });
});

describe('the nearest enterprise', () => {
  const places = { id: ['a', 'b'], name: ['甲', '乙'], lon: [118, 118.01], lat: [28.5, 28.5] };

  it('is the nearer one with its distance in metres', () => {
    expect(nearestOf(places, 118.008, 28.5)).toMatchObject({ id: 'b', name: '乙' });
    expect(nearestOf(places, 118.001, 28.5)?.metres).toBeCloseTo(98, -1);
  });

  it('is nobody where none is near: a wrong guess is worse than none', () => {
    expect(nearestOf(places, 119, 29)).toBeUndefined();
    expect(nearestOf({ id: [], name: [], lon: [], lat: [] }, 118, 28)).toBeUndefined();
  });
});

describe('the months to choose from', () => {
  it('run from the next month back over the turn of the year, with the chosen one', () => {
    const months = monthsUntil('2026-01', '2019-05');
    expect(months.slice(0, 4)).toEqual(['2019-05', '2026-02', '2026-01', '2025-12']);
    expect(new Set(months).size).toBe(months.length);
  });

  it('are quarters or half-years where the jurisdiction reports by them', () => {
    const now = Date.parse('2026-11-23T10:00:00+08:00');
    expect(periodsUntil(now, 3, '2026-Q4').slice(0, 3)).toEqual(['2027-Q1', '2026-Q4', '2026-Q3']);
    expect(periodsUntil(now, 6, '2026-H2')).toHaveLength(6);
    expect(periodsUntil(now, 12, '2019')[0]).toBe('2019');
  });
});

describe('the heat field', () => {
  const size = { width: 400, height: 200 };
  const project = ([lon, lat]: readonly [number, number]) => [lon * 4, lat * 2] as const;

  it('is hottest where the heaviest place lies, and nothing far from all places', () => {
    const { columns, values, most } = fieldOf([20, 70, 50], [50, 50, 50], [1, 8, 0], project, size);
    const at = (x: number, y: number) => values[Math.floor(y / PIXEL) * columns + Math.floor(x / PIXEL)]!;
    expect(at(280, 100)).toBe(most);
    expect(at(80, 100)).toBeCloseTo(1);
    expect(at(200, 100)).toBe(0);
  });

  it('does not break on places outside the picture', () => {
    const field = fieldOf([-50, 500], [-50, 500], [3, 3], project, size);
    expect(field.values.every((value) => Number.isFinite(value))).toBe(true);
  });
});
