import { describe, expect, it } from 'vitest';
import {
  carryOver,
  distance,
  lineOf,
  loadRoads,
  loadWaterways,
  nearestAlong,
  vehicleTrack,
  vesselTrack,
  type MovingFix,
  type RecordedFix,
} from './index.ts';

const roads = loadRoads('chongqing');
const [road] = roads;
const [changjiang] = loadWaterways('chongqing');
if (road === undefined || changjiang === undefined) throw new Error('packs are empty');
const FROM = Date.parse('2026-06-01T02:00:00Z');
const HOUR = 3_600_000;

/** Speeds in km/h implied by the positions. */
function implied(fixes: readonly { at: number; lon: number; lat: number }[]): number[] {
  return fixes.slice(1).map((fix, i) => {
    const last = fixes[i] ?? fix;
    return (distance([last.lon, last.lat], [fix.lon, fix.lat]) / (fix.at - last.at)) * 3600;
  });
}

describe('vehicle tracks', () => {
  const fleet = Array.from({ length: 60 }, (_, i) =>
    vehicleTrack(roads[i % roads.length] ?? road, `vehicle ${i}`, FROM, FROM + 4 * HOUR, 10),
  );
  const all = fleet.flat();

  it('give the same fix at a time whatever window is asked for', () => {
    const whole = vehicleTrack(road, 'a', FROM, FROM + 2 * HOUR, 30);
    const part = vehicleTrack(road, 'a', FROM + HOUR, FROM + HOUR, 30);
    expect(whole.find((fix) => fix.at === FROM + HOUR)).toEqual(part[0]);
  });

  it('move at the speed they state', () => {
    for (const fixes of fleet) {
      const speeds = implied(fixes);
      const odd = speeds.filter((speed, i) => {
        const around = [fixes[i]?.speed ?? 0, fixes[i + 1]?.speed ?? 0];
        return speed > Math.max(...around) + 12 || speed < Math.min(...around) - 12;
      });
      expect(odd.length).toBeLessThan(fixes.length / 200);
    }
  });

  it('stay on their road, mostly move, and rest at least twenty minutes at a time', () => {
    expect(all.filter((fix) => fix.speed > 0).length / all.length).toBeGreaterThan(0.5);
    for (const fixes of fleet) expect(shortestRest(fixes)).toBeGreaterThanOrEqual(20 * 60 - 20);
  });

  it('speed now and then, within reason', () => {
    const speeding = all.filter((fix) => fix.overspeed);
    expect(speeding.length).toBeGreaterThan(0);
    expect(speeding.length / all.length).toBeLessThan(0.02);
    for (const fix of all) expect(fix.speed).toBeLessThanOrEqual(fix.limitKmh * 1.26);
  });

  it('hold the lower of the vehicle’s and the road’s limit', () => {
    expect(vehicleTrack(road, 'lorry', FROM, FROM, 1, { maxSpeedKmh: 80 })[0]?.limitKmh).toBe(
      Math.min(80, road.speedLimitKmh),
    );
  });
});

/** Shortest whole standstill of a track in seconds; Infinity where there is none. */
function shortestRest(fixes: readonly MovingFix[]): number {
  let shortest = Infinity;
  let since: number | undefined;
  let whole = false;
  for (const fix of fixes) {
    if (fix.speed === 0) {
      since ??= fix.at;
      continue;
    }
    if (since !== undefined && whole) shortest = Math.min(shortest, (fix.at - since) / 1000);
    whole = true;
    since = undefined;
  }
  return shortest;
}

it('vessels keep to their waterway, slower than its limit but for seldom stretches', () => {
  const fixes = Array.from({ length: 20 }, (_, i) =>
    vesselTrack(changjiang, `vessel ${i}`, FROM, FROM + 6 * HOUR, 60),
  ).flat();
  expect(fixes.filter((fix) => fix.speed > 0).length / fixes.length).toBeGreaterThan(0.4);
  expect(Math.max(...fixes.map((fix) => fix.speed))).toBeLessThan(changjiang.speedLimitKmh * 1.13);
});

describe('carrying a recorded vessel over', () => {
  /** A vessel in other waters: a curved course at changing speed and cadence, with a stop. */
  const recorded: RecordedFix[] = [];
  for (let i = 0, lon = 11.2, lat = 55.7, at = FROM; i < 400; i++) {
    const speed = i % 100 > 80 ? 0 : 9 + 4 * Math.sin(i / 20);
    const seconds = i % 3 === 0 ? 10 : 6;
    const metres = (speed * 1852 * seconds) / 3600;
    lon += (metres * Math.sin(i / 60)) / 62_700;
    lat += (metres * Math.cos(i / 60)) / 111_195;
    recorded.push({ at: (at += seconds * 1000), lon, lat, speed, heading: 0 });
  }
  const carried = carryOver(recorded, changjiang.line, { startAlong: 100_000, downstream: true });

  it('keeps time, cadence and stated speed', () => {
    expect(carried.map(({ at, speed }) => ({ at, speed }))).toEqual(recorded.map(({ at, speed }) => ({ at, speed })));
  });

  it('keeps the speed the positions imply', () => {
    const before = implied(recorded);
    implied(carried).forEach((speed, i) => {
      expect(Math.abs(speed - (before[i] ?? 0))).toBeLessThan(Math.max(0.6, (before[i] ?? 0) * 0.05));
    });
  });

  it('puts every position on the line, further down the river', () => {
    const along = carried.map((fix) => nearestAlong(changjiang.line, [fix.lon, fix.lat]));
    expect(along.at(-1) ?? 0).toBeGreaterThan((along[0] ?? 0) + 5000);
    for (const fix of carried) {
      const at = changjiang.line.positions.map((vertex) => distance(vertex, [fix.lon, fix.lat]));
      expect(Math.min(...at)).toBeLessThan(400);
    }
  });

  it('turns at the end of the line instead of leaving it, and ignores jumps of the receiver', () => {
    const short = lineOf([
      [106, 29],
      [106.01, 29],
    ]);
    const turned = carryOver(recorded, short, { startAlong: 0, downstream: true });
    for (const fix of turned) {
      expect(fix.lon).toBeGreaterThanOrEqual(106);
      expect(fix.lon).toBeLessThanOrEqual(106.01);
    }
    const jump = [
      { at: 0, lon: 0, lat: 0, speed: 9, heading: null },
      { at: 1000, lon: 40, lat: 0, speed: 9, heading: null },
    ];
    const still = carryOver(jump, changjiang.line, { startAlong: 5000, downstream: false });
    expect([still[1]?.lon, still[1]?.lat]).toEqual([still[0]?.lon, still[0]?.lat]);
  });

  it('leaves a vessel at anchor where it is, whatever its receiver’s jitter', () => {
    const anchored = Array.from({ length: 50 }, (_, i) => ({
      at: i * 10_000,
      lon: 11 + (i % 3) * 1e-4,
      lat: 55,
      speed: 0.1,
      heading: null,
    }));
    const anchoredNow = carryOver(anchored, changjiang.line, { startAlong: 5000, downstream: true });
    expect(new Set(anchoredNow.map((fix) => fix.lon)).size).toBe(1);
  });
});
