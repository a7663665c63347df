import { massConcentration, type Estimate, type Reading, type Substance } from '@anlan/domain/consequence';
import { fromLocal, local } from '@anlan/domain/geo';
import type { LonLat } from './outlook.ts';
import type { Setup } from './setup.ts';
import type { Sensor, SensorSeries } from './views.ts';

const PRESSURE = 101_325;
/** Readings older than this are no part of what leaks now, ms. */
const FRESH = 10 * 60_000;
/** Below this (m/s) a wind has no direction. */
const CALM = 0.5;
/** Height of detectors above ground, m. */
const HEIGHT = 1;
/** Means of one sensor in winds of the same sector are one reading: minutes apart they err together. */
const SECTOR = 15;

/** Smallest step that says something, in the sensor's unit. */
const DETECTION: Readonly<Record<string, number>> = { ppm: 0.5, '%LEL': 1, 'mg/m³': 0.01 };

/** Organic compounds but methane: what an NMHC analyser counts. */
const organic = ({ formula }: Substance): boolean => /^C\d*H/.test(formula) && formula !== 'CH4';

/** Which substances a kind of sensor sees; a kind without a row sees none. */
const SEES: Readonly<Record<string, (s: Substance) => boolean>> = {
  toxic: () => true,
  combustible: ({ lowerFlammable }) => lowerFlammable !== undefined,
  ammonia: ({ cas }) => cas === '7664-41-7',
  'carbon-monoxide': ({ cas }) => cas === '630-08-0',
  'voc-nmhc': organic,
  'voc-benzene': ({ cas }) => cas === '71-43-2',
  'voc-hydrogen-sulfide': ({ cas }) => cas === '7783-06-4',
};

/** Does a sensor of this kind measure the substance? */
export const seesSubstance = (kind: string, s: Substance): boolean => SEES[kind]?.(s) === true;

/** mg/m³ of a sensor's value for a substance; null for units that cannot be. */
export function milligramsOf(value: number, unit: string, s: Substance, kelvin: number): number | null {
  const perPpm = 1e6 * massConcentration(1e-6, s.molarMass, kelvin, PRESSURE);
  if (unit === 'ppm') return value * perPpm;
  if (unit === '%LEL') return s.lowerFlammable === undefined ? null : (value / 100) * s.lowerFlammable * 1e6 * perPpm;
  return unit === 'mg/m³' ? value : null;
}

interface Measured {
  readonly sensor: Sensor;
  readonly value: number;
  readonly speed: number;
  readonly from: number;
}

/** Stored means with the wind of their own minutes, one for each sensor and wind sector. */
function fromSeries(sensors: readonly Sensor[], { means }: SensorSeries): Measured[] {
  const known = new Map(sensors.map((one) => [one.id, one]));
  const groups = new Map<string, Measured[]>();
  for (const { id, value, speed, from } of means) {
    const sensor = known.get(id);
    if (sensor === undefined || speed === null || from === null || speed < CALM) continue;
    const key = `${id}/${Math.round(from / SECTOR) % (360 / SECTOR)}`;
    groups.set(key, [...(groups.get(key) ?? []), { sensor, value, speed, from }]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const mean = (of: (one: Measured) => number) => group.reduce((sum, one) => sum + of(one), 0) / group.length;
    const [s, c] = [
      mean((one) => Math.sin((one.from * Math.PI) / 180)),
      mean((one) => Math.cos((one.from * Math.PI) / 180)),
    ];
    const from = ((Math.atan2(s, c) * 180) / Math.PI + 360) % 360;
    return [{ sensor: first.sensor, value: mean((one) => one.value), speed: mean((one) => one.speed), from }];
  });
}

const fromNewest = (setup: Setup, sensors: readonly Sensor[], now: number): Measured[] =>
  sensors.flatMap((sensor) =>
    sensor.value === null || sensor.at === null || now - sensor.at > FRESH
      ? []
      : [{ sensor, value: sensor.value, speed: Math.max(CALM, setup.weather.wind10), from: setup.weather.from }],
  );

/**
 * Readings as the estimation takes them, m about the release point, mg/m³ of the setup's substance: from the stored series
 * where one is given and holds winds, else from the newest values and the setup's wind.
 */
export function readingsOf(
  setup: Setup,
  s: Substance,
  sensors: readonly Sensor[],
  series: SensorSeries | null,
  now: number,
): Reading[] {
  const { weather, place } = setup;
  const fit = sensors.filter(({ kind }) => seesSubstance(kind, s));
  const stored = series === null ? [] : fromSeries(fit, series);
  const measured = stored.length > 0 ? stored : fromNewest(setup, fit, now);
  return measured.flatMap(({ sensor, value: shown, speed, from }): Reading[] => {
    const value = milligramsOf(Math.max(0, shown), sensor.unit, s, weather.airTemperature);
    const detection = milligramsOf(DETECTION[sensor.unit] ?? 1, sensor.unit, s, weather.airTemperature);
    if (value === null || detection === null) return [];
    const [east, north] = local({ lon: place[0], lat: place[1] }, sensor);
    return [
      {
        id: stored.length > 0 ? `${sensor.id}/${Math.round(from)}` : sensor.id,
        east,
        north,
        height: HEIGHT,
        value,
        detection,
        wind: { speed, from, stability: weather.stability },
      },
    ];
  });
}

/** The sensor that a reading belongs to. */
export const sensorOf = (reading: string): string => reading.split('/')[0] ?? reading;

function placeOf({ place }: Setup, east: number, north: number): LonLat {
  const { lon, lat } = fromLocal({ lon: place[0], lat: place[1] }, [east, north]);
  return [lon, lat];
}

/** Where an estimated release may be, on the map. */
export interface EstimateArea {
  readonly cells: readonly { readonly ring: readonly LonLat[]; readonly share: number }[];
}

/** Cells of an estimate as rings on the map. */
export function areaOfEstimate(setup: Setup, { cells, cell }: Estimate): EstimateArea {
  const [w, h] = [cell.width / 2, cell.height / 2];
  const corners = [
    [-w, -h],
    [w, -h],
    [w, h],
    [-w, h],
    [-w, -h],
  ] as const;
  return {
    cells: cells.map(({ east, north, share }) => ({
      share,
      ring: corners.map(([x, y]) => placeOf(setup, east + x, north + y)),
    })),
  };
}

/** Setup that lets out what was estimated, where it was estimated; `which` end of the rate's interval. */
export const setupOfEstimate = (
  setup: Setup,
  { best, rate }: Estimate,
  which: 'low' | 'median' | 'high' = 'median',
): Setup => ({
  ...setup,
  place: placeOf(setup, best.east, best.north),
  origin: { kind: 'estimate', id: null, name: '' },
  breach: { ...setup.breach, kind: 'steady', rate: Number(rate[which].toPrecision(3)) },
});
