import { describe, expect, it } from 'vitest';
import { destination, gridOf, type Place } from '@anlan/domain/geo';
import type { Fence } from './fence.ts';
import type { Fix } from './fix.ts';
import type { Profile } from './limits.ts';
import { move, UNMOVED, type Motion, type Moved } from './motion.ts';

/** 2026-03-18 10:00 in Asia/Shanghai. */
const TEN = Date.UTC(2026, 2, 18, 2);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ORIGIN = { lon: 117.97, lat: 28.45 };
const tanker: Profile = {
  kind: 'vehicle',
  category: 'dangerous-goods',
  speedLimit: 80,
  tank: true,
  coach: false,
  nightBan: false,
  waybill: 'W1',
  route: null,
};
const ship: Profile = { ...tanker, kind: 'vessel', category: 'cargo', speedLimit: 20, tank: false, waybill: null };

interface Told extends Partial<Fix> {
  readonly km?: number;
  readonly side?: number;
}
const fix = (after: number, { km = 0, side = 0, speed = 60, ...more }: Told = {}): Fix => {
  const along = destination(ORIGIN, 90, km * 1000);
  const { lon, lat } = destination(along, 0, side * 1000);
  return {
    at: TEN + after,
    lon,
    lat,
    speed,
    heading: 90,
    altitude: null,
    positioned: true,
    live: true,
    statusBits: 3,
    ...more,
  };
};
const EMPTY = { grid: gridOf<Fence>([], ({ shape }) => shape, 1000), fence: () => undefined };

function drive(fixes: readonly Fix[], profile = tanker, around: Parameters<typeof move>[3] = EMPTY) {
  let motion: Motion = UNMOVED;
  const moved: Moved[] = [];
  for (const one of fixes) {
    const result = move(motion, one, profile, around);
    motion = result.motion;
    moved.push(result);
  }
  const of = (key: string) => moved.flatMap(({ quantities }) => quantities.filter(({ quantity }) => quantity === key));
  return {
    motion,
    of,
    values: (key: string) => of(key).map(({ value }) => value),
    strays: moved.flatMap((one) => one.strays),
  };
}

describe('[S33.2] a track that leaps away and comes back', () => {
  it('is told once, with how far it leapt; one that goes on where it leapt to is not', () => {
    const steady = [0, 1, 2].map((step) => fix(step * 10_000, { km: step * 0.16 }));
    const back = [fix(30_000, { km: 40 }), fix(40_000, { km: 0.7 }), fix(50_000, { km: 0.9 })];
    expect(
      drive([...steady, ...back])
        .values('drift-km')
        .filter((value) => value > 0),
    ).toEqual([39.7]);
    const stays = [fix(30_000, { km: 40 }), fix(40_000, { km: 40.2 }), fix(50_000, { km: 40.3 })];
    expect(
      drive([...steady, ...stays])
        .values('drift-km')
        .every((value) => value === 0),
    ).toBe(true);
  });
});

describe('[S33.2] the speed that is judged', () => {
  it('is the recorder’s before that of the satellites', () => {
    expect(drive([fix(0, { speed: 70, recorded: 92 })]).values('speed')).toEqual([92]);
    expect(drive([fix(0, { speed: 70 })]).values('speed')).toEqual([70]);
  });
  it('is left out for one fix where no engine could have reached it, and believed when the next agrees', () => {
    const fixes = [60, 170, 60].map((speed, step) => fix(step * 10_000, { speed, km: step * 0.17 }));
    expect(drive(fixes).values('speed')).toEqual([60, 60]);
    const lasting = [60, 170, 170].map((speed, step) => fix(step * 10_000, { speed, km: step * 0.17 }));
    expect(drive(lasting).values('speed')).toEqual([60, 170]);
  });
});

describe('[S33.2] displacement while offline', () => {
  it('is the straight line or what the odometer says, whichever is more', () => {
    const away = [fix(0, { odometer: 1000 }), fix(2 * HOUR, { km: 5, odometer: 1064 })];
    expect(drive(away).values('gap-km')).toEqual([0, 64]);
    expect(drive([fix(0), fix(2 * HOUR, { km: 25 })]).values('gap-km')).toEqual([0, 25]);
    expect(drive([fix(0), fix(10 * MINUTE, { km: 12 })]).values('gap-km')).toEqual([0, 0]);
  });
  it('is none while the platform itself heard nobody, but for those it had not heard before or does not hear after', () => {
    const recess = { from: TEN, to: TEN + HOUR };
    const told = (left: number, back: number) =>
      drive([fix(left), fix(back, { km: 40 })], tanker, { ...EMPTY, recess })
        .values('gap-km')
        .at(-1);
    expect(told(-10_000, HOUR + 10_000)).toBe(0);
    expect(told(-HOUR, HOUR + 10_000)).toBe(40);
    expect(told(-10_000, 2 * HOUR)).toBe(40);
    expect(told(HOUR + 10_000, 2 * HOUR)).toBe(40);
  });
  it('has the graver limit from the third within thirty days on', () => {
    const journey = (every: number) =>
      [0, 1, 2, 3].map((time) => fix(time * every, { km: (time % 2) * 30, speed: 50 }));
    expect(
      drive(journey(5 * DAY))
        .of('gap-km')
        .map(({ limits }) => limits['displacedOften']),
    ).toEqual([undefined, undefined, undefined, 20]);
    expect(
      drive(journey(20 * DAY))
        .of('gap-km')
        .at(-1)!.limits['displacedOften'],
    ).toBeUndefined();
  });
});

describe('[S34.3] stops outside every lot', () => {
  const standing = (from: number, minutes: number): Fix[] =>
    Array.from({ length: minutes + 1 }, (_, minute) => fix(from + minute * MINUTE, { speed: 0 }));
  it('are remembered when they have lasted five minutes, and again when they are over', () => {
    const { strays } = drive([fix(-MINUTE, { km: -1 }), ...standing(0, 12), fix(13 * MINUTE, { km: 1 })]);
    expect(strays.map(({ since, until }) => [since - TEN, until === null ? null : until - TEN])).toEqual([
      [0, null],
      [0, 12 * MINUTE],
    ]);
  });
  it('are not where they are short or in a lot', () => {
    expect(drive([...standing(0, 4), fix(5 * MINUTE, { km: 1 })]).strays).toEqual([]);
    const lot: Fence = {
      id: 'lot',
      name: '专用停车场',
      purpose: 'parking',
      shape: { kind: 'circle', centre: [ORIGIN.lon, ORIGIN.lat] as Place, radius: 300 },
      categories: [],
      periods: [],
      validFrom: null,
      validTo: null,
      speedLimit: null,
      dwell: null,
      capacity: null,
      severe: false,
      margin: 30,
      delay: 0,
    };
    const around = { grid: gridOf([lot], ({ shape }) => shape, 1000), fence: () => lot };
    expect(drive([...standing(0, 30), fix(31 * MINUTE, { km: 1 })], tanker, around).strays).toEqual([]);
  });
});

describe('[S34.2] distance from the route', () => {
  it('is not judged by a fix of four satellites', () => {
    expect(drive([fix(0, { satellites: 4 })]).of('route-metres')).toEqual([]);
    expect(drive([fix(0, { satellites: 9 })]).of('route-metres')).toHaveLength(1);
  });
});

describe('[S38.2] a ship at anchor', () => {
  const at = (minutes: number, metres: number, speed: number, navStatus = 1): Fix =>
    fix(minutes * MINUTE, { km: metres / 1000, speed, navStatus });
  it('drags when it makes way beyond its circle', () => {
    expect(
      drive([at(0, 0, 0), at(1, 120, 1.5), at(2, 260, 1.5), at(3, 480, 1.5)], ship).values('anchor-metres'),
    ).toEqual([0, 0, 110, 330]);
  });
  it('swings within it, and does not drag when it only forgot to say that it sails', () => {
    expect(drive([at(0, 0, 0), at(1, 100, 0.4), at(2, 190, 0.4)], ship).values('anchor-metres')).toEqual([0, 0, 0]);
    expect(drive([at(0, 0, 0), at(1, 300, 18), at(2, 600, 18)], ship).values('anchor-metres')).toEqual([0, 0, 0]);
  });
  it('tells that it is not under command', () => {
    expect(drive([at(0, 0, 3, 0), at(1, 20, 3, 2), at(2, 40, 3, 0)], ship).values('not-under-command')).toEqual([
      0, 1, 0,
    ]);
  });
  it('is judged by ten and thirty per cent above its limit', () => {
    expect(drive([at(0, 0, 18, 0)], ship).of('speed')[0]!.limits).toMatchObject({ swift10: 22, swift30: 26 });
  });
});
