import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assess,
  estimateRelease,
  milligramsOf,
  placesUnder,
  readingsOf,
  seesSubstance,
  setupOfEstimate,
  startAt,
  substance,
  type Sensor,
  type SensorSeries,
  type Setup,
} from './index.ts';

const METRES = 111_195;
const at = (east: number, north: number): { lon: number; lat: number } => ({
  lon: 117.2 + east / (METRES * Math.cos((28.4 * Math.PI) / 180)),
  lat: 28.4 + north / METRES,
});
const chlorine = substance('7782-50-5')!;
const start = startAt(117.2, 28.4);
const WINDS = [25, 40, 55, 70];

/** A steady neutral release whose rate and place are known. */
const leak = (rate: number, east: number, north: number): Setup => {
  const { lon, lat } = at(east, north);
  return {
    ...start,
    place: [lon, lat],
    model: 'neutral',
    breach: { ...start.breach, kind: 'steady', rate },
    weather: { ...start.weather, wind10: 3, from: 45 },
  };
};

/** Detectors on a grid of 300 m about the plant. */
const sensors: readonly Sensor[] = Array.from({ length: 30 }, (_, i) => ({
  ...at(-800 + 300 * (i % 6), -800 + 320 * Math.floor(i / 6)),
  id: `s${i}`,
  name: `探头 ${i}`,
  kind: 'toxic',
  unit: 'ppm',
  device: '',
  enterprise: null,
  distance: 0,
  value: null,
  at: null,
  low: 0,
  first: null,
  alarm: null,
}));

/** What the workbench's own dispersion gives at the detectors while the wind turns, with their noise. */
function series(truth: Setup, noise: number): SensorSeries {
  const means = WINDS.flatMap((from, k) => {
    const under = placesUnder({ ...truth, weather: { ...truth.weather, from } });
    if (!under.ok) throw new Error(under.refusal.reason);
    return sensors.map((sensor, i) => {
      const { peak } = under.value.at([sensor.lon, sensor.lat]);
      const value = peak * Math.exp(noise * Math.sin(12.9898 * (i + 1) + 78.233 * k));
      return { id: sensor.id, at: k * 300_000, value: value < 0.5 ? 0 : value, speed: 3, from };
    });
  });
  return { station: null, from: 0, until: 1_200_000, step: 300, means };
}

function estimated(setup: Setup, given: SensorSeries) {
  const readings = readingsOf(setup, chlorine, sensors, given, 0);
  const found = estimateRelease({
    readings,
    within: { west: -1500, south: -1500, east: 1500, north: 1500 },
    releaseHeight: 1,
  });
  if (!found.ok) throw new Error(found.refusal.reason);
  return { readings, found: found.value };
}

describe('a release seen by detectors', () => {
  it('in ppm and %LEL are milligrams of the substance: 1 ppm of chlorine is 2.95 mg/m³ at 20 ℃', () => {
    expect(milligramsOf(1, 'ppm', chlorine, 293.15)).toBeCloseTo(2.948, 2);
    expect(milligramsOf(1, '%LEL', chlorine, 293.15)).toBeNull();
    const propane = substance('74-98-6')!;
    // 1 % of a lower limit of about 2 % by volume is about 200 ppm.
    expect(milligramsOf(1, '%LEL', propane, 293.15)).toBeCloseTo(0.01 * propane.lowerFlammable! * 1.833e6, -1);
  });

  it('is found again: rate, place and the redrawn zones, from a turning wind and noisy detectors', () => {
    let [rates, places, zones, tried] = [0, 0, 0, 0];
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.integer({ min: -200, max: 250 }),
        fc.integer({ min: -200, max: 250 }),
        (rate, east, north) => {
          const truth = leak(rate, east, north);
          // The page stands at the plant's middle and knows neither rate nor place.
          const { readings, found } = estimated(leak(1, 0, 0), series(truth, 0.3));
          fc.pre(readings.filter(({ value, detection }) => value > detection).length >= 4);
          tried += 1;
          if (found.rate.low <= rate && rate <= found.rate.high) rates += 1;
          if (Math.hypot(found.best.east - east, found.best.north - north) <= found.radius + 60) places += 1;
          const [drawn, wanted] = [assess(setupOfEstimate(leak(1, 0, 0), found)), assess(truth)];
          if (!drawn.ok || !wanted.ok) throw new Error('refused');
          const ratio = (drawn.zones[1]?.distance ?? 0) / (wanted.zones[1]?.distance ?? 1);
          if (ratio > 0.5 && ratio < 2) zones += 1;
        },
      ),
      { numRuns: 8, seed: 5 },
    );
    expect(tried).toBe(8);
    expect(rates).toBeGreaterThanOrEqual(6);
    expect(places).toBeGreaterThanOrEqual(6);
    expect(zones).toBeGreaterThanOrEqual(7);
  });

  it('is told from what other instruments measure: a VOC analyser says nothing of chlorine, an ammonia detector of propane', () => {
    const kinds = ['toxic', 'voc-nmhc', 'ammonia', 'combustible', 'carbon-monoxide'];
    const fit = (cas: string) => kinds.filter((kind) => seesSubstance(kind, substance(cas)!));
    expect(fit('7782-50-5')).toEqual(['toxic']);
    expect(fit('74-98-6')).toEqual(['toxic', 'voc-nmhc', 'combustible']);
    expect(fit('7664-41-7')).toEqual(['toxic', 'ammonia', 'combustible']);
    expect(fit('630-08-0')).toContain('carbon-monoxide');
  });

  it('counts minutes in the same wind once: they err together', () => {
    const steady = series(leak(1, 0, 0), 0);
    const first = steady.means.filter(({ from }) => from === 25);
    const repeated = { ...steady, means: [0, 1, 2, 3].flatMap((k) => first.map((one) => ({ ...one, at: k }))) };
    expect(readingsOf(start, chlorine, sensors, repeated, 0)).toHaveLength(sensors.length);
    expect(readingsOf(start, chlorine, sensors, steady, 0)).toHaveLength(sensors.length * WINDS.length);
  });

  it('without stored winds the newest values and the wind as set are taken, none older than ten minutes', () => {
    const newest = sensors.map((one, i) => ({ ...one, value: i, at: i % 2 === 0 ? 1_000_000 : 0 }));
    const calm: SensorSeries = {
      ...series(leak(1, 0, 0), 0),
      means: [{ id: 's0', at: 0, value: 1, speed: null, from: null }],
    };
    const readings = readingsOf(start, chlorine, newest, calm, 1_000_000);
    expect(readings).toHaveLength(15);
    expect(readings[0]?.wind).toMatchObject({ speed: start.weather.wind10, from: start.weather.from });
  });
});
