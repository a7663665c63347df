import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depth, destination, gridOf, type Place } from '@anlan/domain/geo';
import { closedWords, follow, headCounts, isActive, type Fence, type Passage, type Presence } from './fence.ts';
import type { Fix } from './fix.ts';
import { speedLimitFor, speedStepSaid, type Profile } from './limits.ts';
import { move, UNMOVED, type Motion, type Moved, type Surroundings } from './motion.ts';

/** 2026-03-18 (a Wednesday) 10:00 in Asia/Shanghai. */
const TEN = Date.UTC(2026, 2, 18, 2);
const MINUTE = 60_000;
const CENTRE: Place = [117.97, 28.45];

const fenceOf = (part: Partial<Fence> = {}): Fence => ({
  id: 'f1',
  name: '信江水源保护区',
  purpose: 'forbidden',
  shape: { kind: 'circle', centre: CENTRE, radius: 500 },
  categories: [],
  periods: [],
  validFrom: null,
  validTo: null,
  speedLimit: null,
  dwell: null,
  capacity: null,
  severe: false,
  margin: 30,
  delay: 10,
  ...part,
});
const around = (...fences: Fence[]): Surroundings => ({
  grid: gridOf(fences, ({ shape }) => shape, 1000),
  fence: (id) => fences.find((fence) => fence.id === id),
});
const tanker: Profile = {
  kind: 'vehicle',
  category: 'dangerous-goods',
  speedLimit: 80,
  coach: false,
  nightBan: false,
  waybill: 'W1',
  route: null,
};
const fix = (at: number, [lon, lat]: Place, speed: number, statusBits = 3): Fix => ({
  at,
  lon,
  lat,
  speed,
  heading: 0,
  altitude: null,
  positioned: true,
  live: true,
  statusBits,
});
const away = (metres: number, bearing = 90): Place => {
  const { lon, lat } = destination({ lon: CENTRE[0], lat: CENTRE[1] }, bearing, metres);
  return [lon, lat];
};

/** Drives through fixes; gives every quantity's values in order, and the last state. */
function drive(fixes: readonly Fix[], profile: Profile, where: Surroundings, from: Motion = UNMOVED) {
  let motion = from;
  const moved: Moved[] = [];
  for (const one of fixes) {
    const result = move(motion, one, profile, where);
    motion = result.motion;
    moved.push(result);
  }
  const values = (key: string): number[] =>
    moved.flatMap(({ quantities }) => quantities.filter(({ quantity }) => quantity === key).map(({ value }) => value));
  return { motion, moved, values, passages: moved.flatMap(({ passages }) => passages) };
}

describe('when a fence holds', () => {
  it('follows weekdays, hours over midnight and days, in China time', () => {
    const at = (text: string): number => Date.parse(`${text}+08:00`);
    const night = { periods: [{ from: '22:00', to: '06:00', weekdays: [5] }], validFrom: null, validTo: null };
    expect(isActive(night, at('2026-03-20T23:00'))).toBe(true);
    expect(isActive(night, at('2026-03-21T05:59'))).toBe(true);
    expect(isActive(night, at('2026-03-21T06:00'))).toBe(false);
    expect(isActive(night, at('2026-03-21T23:00'))).toBe(false);
    const spring = { periods: [{ start: '2026-02-02', end: '2026-03-13' }], validFrom: null, validTo: null };
    expect(isActive(spring, at('2026-03-13T23:59'))).toBe(true);
    expect(isActive(spring, at('2026-03-14T00:00'))).toBe(false);
    expect(isActive({ periods: [], validFrom: '2026-03-19', validTo: null }, TEN)).toBe(false);
  });
});

/** Slow reference of one fence: looks at the whole history of depths each time. */
function reference(fence: Fence, history: readonly { at: number; deep: number }[]): Pick<Passage, 'kind' | 'at'>[] {
  const passages: Pick<Passage, 'kind' | 'at'>[] = [];
  let inside = false;
  let run: { at: number; deep: number }[] = [];
  for (const step of history) {
    const against = inside ? step.deep < -fence.margin : step.deep >= 0;
    run = against ? [...run, step] : [];
    const [first] = run;
    if (first === undefined || step.at - first.at < fence.delay * 1000) continue;
    inside = !inside;
    passages.push({ kind: inside ? 'entered' : 'left', at: first.at });
    run = [];
  }
  return passages;
}

describe('entering and leaving', () => {
  const walk = fc.array(
    fc.record({ metres: fc.integer({ min: 300, max: 700 }), wait: fc.integer({ min: 1, max: 15 }) }),
    {
      maxLength: 80,
    },
  );

  it('gives the passages of a slow reference for any wandering about the edge', () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }), (steps, margin, delay) => {
        const fence = fenceOf({ margin, delay });
        let presence: Presence | undefined;
        let at = TEN;
        const got: Passage[] = [];
        const history: { at: number; deep: number }[] = [];
        for (const { metres, wait } of steps) {
          at += wait * 1000;
          const place = away(metres);
          history.push({ at, deep: depth(fence.shape, place) });
          const result = follow(fence, presence, place, at);
          presence = result.presence ?? undefined;
          if (result.passage !== null) got.push(result.passage);
        }
        expect(got.map(({ kind, at: when }) => ({ kind, at: when }))).toEqual(reference(fence, history));
      }),
      { numRuns: 400 },
    );
  });

  it('alternate for every fence, so that the head-count is never negative', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        let at = TEN;
        const fixes = steps.map(({ metres, wait }) => fix((at += wait * 1000), away(metres), 10));
        const { passages } = drive(fixes, tanker, around(fenceOf()));
        passages.forEach(({ kind }, index) => expect(kind).toBe(index % 2 === 0 ? 'entered' : 'left'));
        expect(headCounts(passages).get('f1') ?? 0).toBe(passages.length % 2);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a fence that is withdrawn or whose period ends, and one driven far away from', () => {
    const inside = drive([fix(TEN, CENTRE, 0), fix(TEN + 10_000, CENTRE, 0)], tanker, around(fenceOf()));
    expect(inside.passages).toMatchObject([{ kind: 'entered', at: TEN }]);
    const gone = drive([fix(TEN + 20_000, CENTRE, 0)], tanker, around(), inside.motion);
    expect(gone.passages).toMatchObject([{ kind: 'left', at: TEN + 20_000, since: TEN }]);
    const far = drive([fix(TEN + 20 * MINUTE, away(9000), 60)], tanker, around(fenceOf()), inside.motion);
    expect(far.passages).toMatchObject([{ kind: 'left' }]);
    expect(far.motion.within).toEqual([]);
  });

  it('is for the categories the fence names', () => {
    const fence = fenceOf({ categories: ['tanker'] });
    expect(drive([fix(TEN, CENTRE, 0), fix(TEN + 10_000, CENTRE, 0)], tanker, around(fence)).passages).toEqual([]);
  });
});

describe('[S33.2] what movement is judged by', () => {
  it('speed: the lowest of the vehicle, the road and the night of a coach', () => {
    const road = { purpose: 'speed' as const, speedLimit: 60, name: 'G320' };
    expect(speedLimitFor(tanker, [road], TEN)).toEqual({ limit: 60, about: 'G320' });
    expect(speedLimitFor({ ...tanker, coach: true, speedLimit: 100 }, [], TEN + 13 * 60 * MINUTE).limit).toBe(80);
    expect(speedLimitFor({ ...tanker, coach: true, speedLimit: 100 }, [], TEN).limit).toBe(100);
    expect(speedLimitFor({ ...tanker, speedLimit: null }, [], TEN).limit).toBeNull();
  });

  it('fatigue: driving adds up over rests shorter than twenty minutes and begins anew after a longer one', () => {
    const every = (from: number, minutes: number, speed: number): Fix[] =>
      Array.from({ length: minutes }, (_, index) => fix(from + (index + 1) * MINUTE, away(10 * index), speed));
    const short = [...every(TEN, 200, 60), ...every(TEN + 200 * MINUTE, 15, 0), ...every(TEN + 215 * MINUTE, 60, 60)];
    expect(drive(short, tanker, around()).values('drive-minutes').at(-1)).toBeGreaterThan(240);
    const long = [...every(TEN, 200, 60), ...every(TEN + 200 * MINUTE, 21, 0), ...every(TEN + 221 * MINUTE, 60, 60)];
    expect(drive(long, tanker, around()).values('drive-minutes').at(-1)).toBeLessThanOrEqual(60);
    const exact = drive([fix(TEN, CENTRE, 60), ...every(TEN, 240, 60)], tanker, around());
    expect(exact.values('drive-minutes').at(-1)).toBe(239);
  });

  it('night: a long-distance coach from two to five, nobody else and at no other hour', () => {
    const three = TEN - 7 * 60 * MINUTE;
    const coach: Profile = { ...tanker, category: 'line-bus', coach: true, nightBan: true };
    expect(drive([fix(three, CENTRE, 70)], coach, around()).values('night-speed')).toEqual([70]);
    expect(drive([fix(TEN, CENTRE, 70)], coach, around()).values('night-speed')).toEqual([0]);
    expect(drive([fix(three, CENTRE, 70)], tanker, around()).values('night-speed')).toEqual([]);
  });

  it('route: metres beyond the corridor, none while standing in a service area', () => {
    const route = {
      name: '信州—弋阳',
      shape: { kind: 'corridor' as const, path: [CENTRE, away(20_000)], halfWidth: 100 },
    };
    const off = drive([fix(TEN, away(1000, 0), 50)], { ...tanker, route }, around());
    expect(off.values('route-metres')[0]).toBeGreaterThan(880);
    expect(off.values('route-metres')[0]).toBeLessThan(920);
    expect(drive([fix(TEN, away(3000), 50)], { ...tanker, route }, around()).values('route-metres')).toEqual([0]);
  });

  it('an impossible jump is suspect and judged by nothing; two fixes that agree are believed', () => {
    const jump = away(60_000);
    const first = drive(
      [fix(TEN, CENTRE, 60), fix(TEN + 10_000, jump, 60), fix(TEN + 20_000, away(300), 60)],
      tanker,
      around(),
    );
    expect(first.moved.map(({ verdict }) => verdict)).toEqual(['good', 'suspect', 'good']);
    expect(first.moved[1]?.quantities).toEqual([]);
    const back = drive(
      [fix(TEN, CENTRE, 60), fix(TEN + 10_000, jump, 60), fix(TEN + 20_000, away(60_200), 60)],
      tanker,
      around(),
    );
    expect(back.moved.map(({ verdict }) => verdict)).toEqual(['good', 'suspect', 'good']);
  });

  it('silence while moving: the way from the last fix before a gap', () => {
    const { values } = drive([fix(TEN, CENTRE, 60), fix(TEN + 60 * MINUTE, away(42_000), 60)], tanker, around());
    expect(values('gap-km')).toEqual([0, 42]);
  });
});

describe('[S34.3] a stop', () => {
  const standing = Array.from({ length: 40 }, (_, index) => fix(TEN + index * MINUTE, away(5 * (index % 3)), 0));
  it('outside a registered place counts its minutes and is over with the first movement', () => {
    const { values } = drive([...standing, fix(TEN + 40 * MINUTE, away(200), 30)], tanker, around());
    expect(values('stop-minutes').slice(0, 3)).toEqual([0, 1, 2]);
    expect(values('stop-minutes').at(-2)).toBe(39);
    expect(values('stop-minutes').at(-1)).toBe(0);
  });
  it('in a dedicated lot counts nothing', () => {
    const lot = fenceOf({ purpose: 'parking', delay: 0 });
    expect(new Set(drive(standing, tanker, around(lot)).values('stop-minutes'))).toEqual(new Set([0]));
  });
});

describe('[S34.1] without a waybill', () => {
  it('counts the minutes driven loaded, not those driven empty or with one', () => {
    const loaded = Array.from({ length: 40 }, (_, index) => fix(TEN + index * MINUTE, away(500 * index), 40, 0x303));
    const none = { ...tanker, waybill: null };
    expect(drive(loaded, none, around()).values('unbilled-minutes').at(-1)).toBe(39);
    expect(drive(loaded, tanker, around()).values('unbilled-minutes').at(-1)).toBe(0);
    const empty = loaded.map((one) => ({ ...one, statusBits: 3 }));
    expect(drive(empty, none, around()).values('unbilled-minutes').at(-1)).toBe(0);
  });
});

describe('a fence nobody may be in', () => {
  it('says until when', () => {
    const at = TEN + 13 * 60 * MINUTE;
    const said = (periods: Fence['periods'], validTo: string | null = null) => closedWords({ periods, validTo }, at);
    expect(said([])).toBe('全时禁入');
    expect(said([{ from: '22:00', to: '06:00' }])).toBe('禁入至 06:00');
    expect(said([{ weekdays: [1, 2, 3, 4, 5, 6, 7] }])).toBe('当日禁入');
    expect(said([], '2099-12-31')).toBe('禁入至 2099-12-31');
  });
});

describe('the value of a speeding step', () => {
  it.each([
    ['overspeed', 60.1, 60],
    ['goods', 80.1, 80],
    ['overspeed10', 66, 66],
    ['goods10', 90, 90],
    ['high', 60.1, 60.1],
  ])('of %s at %d km/h is said as %d', (step, value, said) => {
    expect(speedStepSaid(step, value)).toBe(said);
  });
});

describe('[S38.2] a vessel in a key water area', () => {
  const water = fenceOf({ purpose: 'water', name: '桥区', periods: [{ from: '22:00', to: '06:00' }] });
  const ferry: Profile = { ...tanker, kind: 'vessel', category: 'ferry', speedLimit: 20 };
  const stay = (from: number): Fix[] => [0, 10, 20].map((seconds) => fix(from + seconds * 1000, CENTRE, 8));
  it('is judged in the restricted hours only, and a tanker more severely', () => {
    expect(drive(stay(TEN), ferry, around(water)).values('water-metres').at(-1)).toBeLessThan(0);
    const night = TEN + 13 * 60 * MINUTE;
    const seen = drive(stay(night), ferry, around(water));
    expect(seen.values('water-metres').at(-1)).toBe(500);
    const last = seen.moved.at(-1)?.quantities.find(({ quantity }) => quantity === 'water-metres');
    expect(last).toMatchObject({ about: '桥区 · 禁入至 06:00', limits: { inside: 0 } });
    expect(last?.limits).not.toHaveProperty('severe');
    const tank = drive(stay(night), { ...ferry, category: 'tanker' }, around(water));
    expect(tank.moved.at(-1)?.quantities.find(({ quantity }) => quantity === 'water-metres')?.limits).toHaveProperty(
      'severe',
    );
  });
});

it('memory stays of constant size however many fences lie about', () => {
  const many = Array.from({ length: 60 }, (_, index) => fenceOf({ id: `f${index}`, delay: 0 }));
  const { motion } = drive([fix(TEN, CENTRE, 0), fix(TEN + 10_000, CENTRE, 0)], tanker, around(...many));
  expect(motion.within.length).toBeLessThanOrEqual(12);
  expect(JSON.stringify(motion).length).toBeLessThan(1500);
});
