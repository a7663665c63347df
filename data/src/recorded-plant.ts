import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { packFile } from './packs.ts';
import { uuidOf } from './random.ts';
import type { DemonstrationCity, Device, Limit, LimitKey, Point } from './records.ts';

/** A measurement of the Tennessee Eastman process and the point that carries it. */
interface Measurement {
  /** Kind of the point. */
  readonly kind: string;
  /** Column of the recording, and the factor into the point's unit. */
  readonly column: string;
  readonly scale: number;
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly precision: number;
}

const measurement = (
  kind: string,
  column: string,
  name: string,
  unit: string,
  [low, high]: readonly [number, number],
  precision: number,
  scale = 1,
): Measurement => ({ kind, column, scale, name, unit, low, high, precision });

/** Measured at the reactor and the vessels around it (Downs and Vogel 1993, table 4), in the units of the points. */
export const PLANT_MEASUREMENTS: readonly Measurement[] = [
  measurement('reactor-temperature', 'XMEAS_9', '反应温度', '℃', [-100, 800], 0.01),
  measurement('reactor-pressure', 'XMEAS_7', '反应压力', 'MPa', [-0.1, 35], 0.0001, 0.001),
  measurement('reactor-level', 'XMEAS_8', '反应器液位', '%', [0, 100], 0.01),
  measurement('feed-a', 'XMEAS_1', 'A 进料流量', '10³ m³/h', [0, 1], 0.00001),
  measurement('feed-d', 'XMEAS_2', 'D 进料流量', 'kg/h', [0, 6000], 0.1),
  measurement('feed-e', 'XMEAS_3', 'E 进料流量', 'kg/h', [0, 9000], 0.1),
  measurement('feed-ac', 'XMEAS_4', 'A 与 C 混合进料流量', '10³ m³/h', [0, 16], 0.001),
  measurement('recycle-flow', 'XMEAS_5', '循环气流量', '10³ m³/h', [0, 60], 0.01),
  measurement('reactor-feed', 'XMEAS_6', '反应器进料流量', '10³ m³/h', [0, 90], 0.01),
  measurement('purge-flow', 'XMEAS_10', '放空流量', '10³ m³/h', [0, 2], 0.00001),
  measurement('separator-temperature', 'XMEAS_11', '分离器温度', '℃', [0, 200], 0.01),
  measurement('separator-level', 'XMEAS_12', '分离器液位', '%', [0, 100], 0.01),
  measurement('separator-pressure', 'XMEAS_13', '分离器压力', 'MPa', [0, 4], 0.0001, 0.001),
  measurement('stripper-level', 'XMEAS_15', '汽提塔液位', '%', [0, 100], 0.01),
  measurement('stripper-pressure', 'XMEAS_16', '汽提塔压力', 'MPa', [0, 4], 0.0001, 0.001),
  measurement('stripper-temperature', 'XMEAS_18', '汽提塔温度', '℃', [0, 200], 0.01),
  measurement('compressor-power', 'XMEAS_20', '压缩机功率', 'kW', [0, 700], 0.1),
  measurement('cooling-outlet', 'XMEAS_21', '反应器冷却水出口温度', '℃', [0, 150], 0.01),
];

/**
 * A recording of the plant: values by kind of point, one per sample of 180 s, in the points' units. `normal` is fault-free;
 * in `feed-lost` the A feed fails from sample 160 on.
 */
export function plantRecording(which: 'normal' | 'feed-lost'): ReadonlyMap<string, readonly number[]> {
  const file = { normal: 'process/tep-d00.csv.gz', 'feed-lost': 'process/tep-d06.csv.gz' }[which];
  const [head, ...rows] = gunzipSync(readFileSync(packFile(file)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  return new Map(
    PLANT_MEASUREMENTS.map(({ kind, column, scale }) => {
      const index = head!.indexOf(column);
      return [kind, rows.map((row) => Number((Number(row[index]) * scale).toPrecision(7)))];
    }),
  );
}

/**
 * Operating and shut-down limits of the Tennessee Eastman reactor (Downs and Vogel 1993, table 6: pressure 2895 and 3000 kPa,
 * temperature 150 and 175 °C), in the units of the points.
 */
const LIMITS: Readonly<Record<string, Readonly<Partial<Record<LimitKey, number>>>>> = {
  'reactor-pressure': { H: 2.895, HH: 3 },
  'reactor-temperature': { H: 150, HH: 175 },
};
const BASIS = 'Downs & Vogel 1993 表 6';
const PERIOD = 10;

type Equipment = Pick<DemonstrationCity, 'devices' | 'points' | 'limits'>;

/** Gives the first reactor the points and limits of the recorded plant, whose measurements the replay sends as this device's. */
export function withRecordedPlant<City extends Equipment>(city: City, seed: string): City {
  const device = city.devices.find(({ kind }) => kind === 'reactor');
  if (device === undefined) return city;
  const own = new Map(city.points.filter(({ deviceId }) => deviceId === device.id).map((point) => [point.id, point]));
  const limitsOf = (point: Point) => LIMITS[point.kind] ?? point.limits;
  return {
    ...city,
    devices: city.devices.map((other): Device => (other === device ? { ...device, origin: 'recorded' } : other)),
    points: [
      ...city.points.map((point): Point => (own.has(point.id) ? { ...point, limits: limitsOf(point) } : point)),
      ...pointsBeside([...own.values()], device, seed),
    ],
    limits: city.limits.map((limit): Limit => {
      const point = own.get(limit.pointId);
      const value = point === undefined ? undefined : limitsOf(point)[limit.key];
      return value === undefined ? limit : { ...limit, value, basis: BASIS };
    }),
  };
}

/** The measurements a reactor of the city does not have by itself; nothing limits them one by one. */
function pointsBeside(own: readonly Point[], device: Device, seed: string): Point[] {
  const [first] = own;
  if (first === undefined) return [];
  const recording = plantRecording('normal');
  return PLANT_MEASUREMENTS.filter(({ kind }) => own.every((point) => point.kind !== kind)).map(
    ({ kind, name, unit, low, high, precision }): Point => {
      const values = recording.get(kind) as readonly number[];
      const m = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - m) ** 2, 0) / values.length);
      return {
        ...first,
        id: uuidOf(seed, `point/${device.serial}/${kind}`),
        kind,
        name,
        unit,
        rangeLow: low,
        rangeHigh: high,
        expectedPeriod: PERIOD,
        precision,
        limits: {},
        model: { low, high, precision, period: PERIOD, form: 'ou', params: { m, sd, tau: 600 } },
      };
    },
  );
}
