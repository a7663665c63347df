import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideOf, areaSchema } from '../map/index.ts';
import {
  askRing,
  assess,
  inChinese,
  placesUnder,
  setupSchema,
  society,
  startAt,
  substance,
  toxicLevelsBy,
  type Setup,
} from './index.ts';

const setup = startAt(117.2, 28.4);
const of = (change: Partial<Setup> = {}) => {
  const outlook = assess({ ...setup, ...change });
  if (!outlook.ok) throw new Error(outlook.reason);
  return outlook;
};
const found = (cas: string) => {
  const s = substance(cas);
  if (s === undefined) throw new Error(cas);
  return s;
};

describe('an outlook', () => {
  it('of a chlorine cylinder has three AEGL zones that lie downwind and inside their bands', () => {
    const { zones, chosen } = of();
    expect(zones.map(({ name }) => name)).toEqual(['AEGL-3', 'AEGL-2', 'AEGL-1']);
    expect(chosen).toBe('Britter-McQuaid');
    for (const { ring, nearest, distance, farthest } of zones) {
      // Wind from the north-east carries south-west.
      const far = ring.reduce((a, b) => (b[0] < a[0] ? b : a));
      expect(far[0]).toBeLessThan(117.2);
      expect(far[1]).toBeLessThan(28.4);
      expect(nearest).toBeLessThanOrEqual(distance);
      expect(farthest).toBeGreaterThanOrEqual(distance);
    }
  });

  it('takes AEGL before ERPG before PAC, or the one asked for', () => {
    expect(toxicLevelsBy(found('7782-50-5'), 'default').map(({ value }) => value)).toEqual([20, 2, 0.5]);
    expect(toxicLevelsBy(found('7782-50-5'), 'ERPG').map(({ value }) => value)).toEqual([20, 3, 1]);
    expect(toxicLevelsBy(found('7782-50-5'), 'IDLH').map(({ value }) => value)).toEqual([10]);
  });

  it('has an outline that the map can be asked about, each of its corners inside the outermost band of its length', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.1, noNaN: true }), fc.integer({ min: 0, max: 359 }), (hole, from) => {
        const changed = {
          ...setup,
          breach: { ...setup.breach, holeDiameter: hole },
          weather: { ...setup.weather, from },
        };
        const outlook = assess(changed);
        if (!outlook.ok) throw new Error(outlook.reason);
        for (const zone of outlook.zones) {
          const ring = askRing(changed, zone);
          if (ring === null) continue;
          const read = areaSchema.safeParse({ kind: 'polygon', ring });
          expect(read.success).toBe(true);
          const inside = read.success && insideOf(read.data);
          const [lon, lat] = ring.reduce((a, b) => [a[0] + b[0] / ring.length, a[1] + b[1] / ring.length], [0, 0]);
          expect(inside && inside(lon, lat)).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('refuses out-of-range inputs and says why, in Chinese too', () => {
    const calm = assess({ ...setup, weather: { ...setup.weather, wind10: 0.3 } });
    expect(calm).toMatchObject({ ok: false, input: 'weather' });
    expect(calm.ok ? '' : inChinese(calm.reason)).toContain('静风');
    const wide = assess({ ...setup, breach: { ...setup.breach, holeDiameter: 9 } });
    expect(wide).toMatchObject({ ok: false, input: 'holeDiameter' });
    expect(wide.ok ? '' : inChinese(wide.reason)).toBe('9 超过上限 1.5 m');
    expect(assess({ ...setup, look: 'fireball' })).toMatchObject({ ok: false });
  });

  it('draws heat and blast of what burns', () => {
    const propane = {
      substance: '74-98-6',
      vessel: { ...setup.vessel, amount: 20_000, pressure: 900_000 },
      breach: { ...setup.breach, holeDiameter: 0.025 },
    };
    for (const look of ['flammable', 'jet-fire', 'fireball', 'blast'] as const) {
      const { zones, unit } = of({ ...propane, look });
      expect(zones).toHaveLength(3);
      expect(zones[2]?.distance, look).toBeGreaterThan(zones[0]?.distance ?? 0);
      expect(unit).toBe(look === 'flammable' ? 'ppm' : look === 'blast' ? 'kPa' : 'kW/m2');
    }
    expect(of({ ...propane, look: 'pool-fire', breach: { ...setup.breach, kind: 'rupture' } }).zones).toHaveLength(3);
  });

  it('remarks on every warning in Chinese', () => {
    const looks = ['toxic', 'flammable', 'pool-fire', 'jet-fire', 'fireball', 'blast'] as const;
    for (const look of looks) {
      for (const cas of ['7782-50-5', '74-98-6', '71-43-2', '7664-41-7']) {
        for (const kind of ['hole', 'pipe', 'rupture', 'ten-minutes'] as const) {
          const outlook = assess({ ...setup, substance: cas, look, breach: { ...setup.breach, kind } });
          const remarks = outlook.ok ? outlook.warnings : [outlook.reason];
          for (const remark of remarks) expect(inChinese(remark), remark).toMatch(/[一-鿿]/u);
        }
      }
    }
  });

  it('survives being written and read', () => {
    expect(setupSchema.parse(JSON.parse(JSON.stringify(setup)))).toEqual(setup);
  });
});

describe('a place under the cloud', () => {
  const prepared = placesUnder(setup);
  const at = (lon: number, lat: number) => {
    if (!prepared.ok) throw new Error(prepared.refusal.reason);
    return prepared.value.at([lon, lat]);
  };

  it('near and downwind is to be left, upwind clear, at the far edge stayed in', () => {
    expect(at(117.198, 28.398).advice).toBe('evacuate');
    expect(at(117.21, 28.41).advice).toBe('clear');
    const edge = at(117.2 - 0.045, 28.4 - 0.04);
    expect(edge.peak).toBeGreaterThan(0.3);
    expect(['shelter', 'prepare']).toContain(edge.advice);
  });
});

describe('societal risk', () => {
  it('rises with the people near and stands against GB 36894', () => {
    const near = [{ lon: 117.201, lat: 28.401, count: 200 }];
    const few = society(setup, [{ ...near[0]!, count: 2 }]);
    const many = society(setup, near);
    if (!few.ok || !many.ok) throw new Error('refused');
    expect(many.fn.potentialLossOfLife).toBeGreaterThan(few.fn.potentialLossOfLife);
    expect(many.individual.map(({ distance }) => distance)).toEqual(
      many.individual.map(({ distance }) => distance).toSorted((a, b) => a - b),
    );
    expect(['不可接受区', '尽可能降低区', '可接受区']).toContain(many.fn.region);
    expect(society({ ...setup, substance: '7440-37-1' }, near)).toMatchObject({ ok: false });
  });
});
