import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideOf, areaSchema } from '../map/index.ts';
import {
  askRing,
  assess,
  dominoOf,
  inChinese,
  placesUnder,
  riskOf,
  setupSchema,
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

describe('the risk of a site', () => {
  const wish = (change: object = {}) => ({
    sources: [setup],
    crowds: [{ lon: 117.201, lat: 28.401, count: 200 }],
    targets: [],
    installation: 'in service' as const,
    ...change,
  });
  const risk = (change: object = {}) => {
    const found = riskOf(wish(change));
    if (!found.ok) throw new Error(found.reason);
    return found;
  };

  it('of a society rises with the people near and stands against GB 36894', () => {
    const few = risk({ crowds: [{ lon: 117.201, lat: 28.401, count: 2 }] });
    const many = risk();
    expect(many.fn.potentialLossOfLife).toBeGreaterThan(few.fn.potentialLossOfLife);
    expect(['不可接受区', '尽可能降低区', '可接受区']).toContain(many.fn.region);
    expect(riskOf(wish({ sources: [{ ...setup, substance: '7440-37-1' }] }))).toMatchObject({ ok: false });
  });

  it('has contours that close, widen as the level falls, and grow with a second source', () => {
    const one = risk();
    expect(one.contours.map(({ level }) => level)).toEqual([3e-5, 1e-5, 3e-6, 3e-7]);
    const areas = one.contours.map(({ area }) => area);
    expect(areas).toEqual(areas.toSorted((a, b) => a - b));
    expect(areas.at(-1)).toBeGreaterThan(0);
    for (const { rings } of one.contours) for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0]);
    const both = risk({ sources: [setup, { ...setup, place: [117.203, 28.4] }] });
    expect(both.contours.at(-1)?.area).toBeGreaterThan(areas.at(-1) ?? 0);
    expect(both.fn.potentialLossOfLife).toBeGreaterThan(one.fn.potentialLossOfLife);
  });

  it('of a leak above the ground is where its cloud comes down, not nil because nobody is hit at the foot', () => {
    const target = { id: 'yard', lon: 117.201, lat: 28.4, target: '一般防护目标三类' as const };
    const high = risk({ sources: [{ ...setup, releaseHeight: 5 }], targets: [target] });
    expect(high.targets[0]?.risk).toBeGreaterThan(1e-8);
    expect(high.fn.potentialLossOfLife).toBeGreaterThan(1e-7);
  });

  it('judges each protection target by its class, more sternly for a new installation', () => {
    const targets = [
      { id: 'school', lon: 117.2006, lat: 28.4006, target: '高敏感防护目标' as const },
      { id: 'shop', lon: 117.2006, lat: 28.4006, target: '一般防护目标三类' as const },
      { id: 'far', lon: 118, lat: 29, target: '高敏感防护目标' as const },
    ];
    const found = risk({ targets });
    expect(found.targets[0]?.id).toBe('school');
    expect(found.targets.find(({ id }) => id === 'far')).toMatchObject({ risk: 0, within: true });
    const fresh = risk({ targets, installation: 'new' as const });
    for (const one of fresh.targets)
      expect(one.limit).toBeLessThan(found.targets.find(({ id }) => id === one.id)?.limit ?? 0);
  });

  it('follows the station’s own winds: nobody dies upwind of a wind that always blows the same way', () => {
    const rose = Array.from({ length: 16 }, (_, i) => (i === 12 ? 1 : 0));
    const year = [{ stability: 'D' as const, wind10: 3, share: 1, rose }];
    const east = [{ lon: 117.201, lat: 28.4, count: 50 }];
    const west = [{ lon: 117.199, lat: 28.4, count: 50 }];
    const downwind = risk({ crowds: east, year }).fn.potentialLossOfLife;
    expect(downwind).toBeGreaterThan(10 * risk({ crowds: west, year }).fn.potentialLossOfLife);
    const rings = risk({ year }).contours.at(-1)?.rings.flat() ?? [];
    expect(Math.max(...rings.map(([lon]) => lon)) - 117.2).toBeGreaterThan(
      2 * (117.2 - Math.min(...rings.map(([lon]) => lon))),
    );
  });
});

describe('the domino screen', () => {
  const units = [20, 60, 400].map((metres, i) => ({
    id: `${metres}`,
    lon: 117.2 + metres / (111_195 * Math.cos((28.4 * Math.PI) / 180)),
    lat: 28.4,
    vessel: i === 0 ? ('pressurised vessel' as const) : ('atmospheric vessel' as const),
  }));
  const propane: Partial<Setup> = {
    substance: '74-98-6',
    vessel: { ...setup.vessel, amount: 20_000, pressure: 900_000 },
    breach: { ...setup.breach, holeDiameter: 0.025 },
  };

  it('names the units whose threshold is reached, nearest to it first, and none for a cloud', () => {
    const changed = { ...setup, ...propane, look: 'blast' as const };
    const found = dominoOf(changed, of(changed), units);
    expect(found?.effect).toBe('overpressure');
    expect(found?.rows.map(({ id }) => id)).toEqual(['20', '60', '400']);
    for (const { escalates, value, threshold } of found?.rows ?? []) expect(escalates).toBe(value >= threshold);
    expect(found?.rows[0]?.escalates).toBe(true);
    expect(found?.rows[2]?.escalates).toBe(false);
    expect(found?.reach).toBeGreaterThan(20);
    expect(dominoOf(setup, of(), units)).toBeNull();
  });

  it('heats less the farther away', () => {
    const changed = { ...setup, ...propane, look: 'jet-fire' as const };
    const values = dominoOf(changed, of(changed), units)?.rows.toSorted((a, b) => a.distance - b.distance) ?? [];
    expect(values.map(({ value }) => value)).toEqual(values.map(({ value }) => value).toSorted((a, b) => b - a));
  });
});
