import { GOODS } from './fleet-papers.ts';
import { gaugesOf } from './fleet-water.ts';
import { event } from './quantities.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Device, Organisation, PackKey, Point, Vehicle, Vessel } from './records.ts';
import type { SignalModel } from './signal.ts';

/** A road tank by what it carries: design pressure MPa, working pressure and temperature (TSG R0005, GB 18564; typical figures). */
export interface RoadTank {
  readonly volume: number;
  readonly designPressure: number;
}
const PRESSURES: Readonly<Record<string, readonly [design: number, working: number, temperature: number]>> = {
  液化石油气: [1.77, 0.75, 24],
  液化天然气: [0.8, 0.32, -148],
  液氨: [2.0, 0.98, 22],
  液氯: [1.6, 0.7, 22],
};
/** Tanks of liquids at ordinary pressure: vapour above them only. */
const LIQUID = [0.2, 0.03, 26] as const;

const pressuresOf = ({ substance }: Vehicle) => PRESSURES[substance ?? ''] ?? LIQUID;

/** The tank of a vehicle of dangerous goods; undefined for goods in packages. */
export function roadTankOf(seed: string, vehicle: Vehicle): RoadTank | undefined {
  if (vehicle.kind !== 'hazmat' || GOODS[vehicle.substance ?? ''] === undefined || vehicle.substance === '烟花爆竹')
    return undefined;
  const random = randomOf(`${seed}/road-tank/${vehicle.id}`);
  return { volume: random.whole(18, 52), designPressure: pressuresOf(vehicle)[0] };
}

/** People a vessel may carry; null for those that carry none. */
export function passengersOf({ kind, lengthM }: Vessel): number | null {
  return kind === 'passenger' || kind === 'ferry' ? Math.max(12, Math.round((lengthM * 2.2) / 10) * 10) : null;
}

/** Vehicles of each jurisdiction whose tanks are watched, and ships whose people are counted. */
const WATCHED_TANKS = 9;
const COUNTED_SHIPS = 4;

interface Aboard {
  readonly devices: readonly Device[];
  readonly points: readonly Point[];
}
type Draft = Pick<Point, 'kind' | 'name' | 'unit' | 'rangeLow' | 'rangeHigh' | 'expectedPeriod' | 'precision'> & {
  readonly model: SignalModel;
};
type Carrier = NonNullable<Point['carrier']>;

/** Sensors of road tanks, counters of people on ships, and gauges of waterways, which the body `keeper` runs; of one jurisdiction. */
export function aboardOf(
  seed: string,
  pack: PackKey,
  vehicles: readonly Vehicle[],
  vessels: readonly Vessel[],
  keeper: Pick<Organisation, 'id'>,
): Aboard {
  const tanks = vehicles.filter((vehicle) => roadTankOf(seed, vehicle) !== undefined).slice(0, WATCHED_TANKS);
  const ships = vessels.filter((vessel) => passengersOf(vessel) !== null).slice(0, COUNTED_SHIPS);
  const made = [
    ...tanks.map((vehicle, index) => {
      const random = randomOf(`${seed}/tank-sensors/${vehicle.id}`);
      const names = { kind: 'road-tank', kindName: '罐体传感网关', name: `${vehicle.plate} 罐体传感` };
      const drafts = tankPoints(vehicle, random);
      return fitted(
        seed,
        serial(pack, 'TK', index),
        vehicle,
        names,
        { kind: 'vehicle', id: vehicle.id },
        'S34',
        drafts,
      );
    }),
    ...ships.map((vessel, index) => {
      const names = { kind: 'passenger-counter', kindName: '客流计数器', name: `${vessel.name} 客流计数` };
      const drafts = [people(passengersOf(vessel) ?? 0)];
      return fitted(seed, serial(pack, 'PX', index), vessel, names, { kind: 'vessel', id: vessel.id }, 'S38', drafts);
    }),
    ...gaugesOf(seed, pack).map((gauge, index) => {
      const owner = { ...gauge, enterpriseId: keeper.id };
      const names = { kind: 'water-gauge', kindName: '水位气象站', name: gauge.name };
      const drafts = gaugePoints(gauge.usual);
      return fitted(
        seed,
        serial(pack, 'WG', index),
        owner,
        names,
        { kind: 'shore-station', id: gauge.id },
        'S38',
        drafts,
      );
    }),
  ];
  return { devices: made.map(({ device }) => device), points: made.flatMap(({ points }) => points) };
}

const serial = (pack: PackKey, kind: string, index: number): string =>
  `${pack === 'shangrao' ? 'SR' : 'CQ'}-${kind}${String(index + 1).padStart(4, '0')}`;

type Owner = Pick<Vehicle, 'jurisdiction' | 'regionPath' | 'enterpriseId' | 'lon' | 'lat'>;

function fitted(
  seed: string,
  serial: string,
  owner: Owner,
  names: Pick<Device, 'kind' | 'kindName' | 'name'>,
  carrier: Carrier,
  system: string,
  drafts: readonly Draft[],
): { device: Device; points: Point[] } {
  const id = uuidOf(seed, `device/${serial}`);
  const { jurisdiction, regionPath, enterpriseId, lon, lat } = owner;
  const siteId = uuidOf(seed, `site/${enterpriseId}/1`);
  const device: Device = {
    id,
    jurisdiction,
    regionPath,
    enterpriseId,
    lon,
    lat,
    ...names,
    siteId,
    tankId: null,
    serial,
    protocol: 'mqtt',
    origin: 'generated',
    maker: '演示车载仪表厂',
    installedOn: null,
    calibrationDueOn: null,
  };
  const points = drafts.map((draft) => ({
    ...draft,
    id: uuidOf(seed, `point/${serial}/${draft.kind}`),
    jurisdiction,
    regionPath,
    enterpriseId,
    siteId,
    deviceId: id,
    tankId: null,
    system,
    limits: {},
    carrier,
  }));
  return { device, points };
}

const draft = (
  kind: string,
  name: string,
  unit: string,
  [rangeLow, rangeHigh]: readonly [number, number],
  expectedPeriod: number,
  precision: number,
  form: Pick<SignalModel, 'form' | 'params' | 'excursions'>,
): Draft => ({
  kind,
  name,
  unit,
  rangeLow,
  rangeHigh,
  expectedPeriod,
  precision,
  model: { ...form, low: rangeLow, high: rangeHigh, precision, period: expectedPeriod } as SignalModel,
});

/** Points of the catalogue's S34 with its forms: pressure and temperature follow the sun, the level stands, the valve is closed. */
function tankPoints(vehicle: Vehicle, random: Random): Draft[] {
  const [design, working, temperature] = pressuresOf(vehicle);
  const pressure = working * random.between(0.95, 1.05);
  const leak = event('valve-leak', '阀漏', 0.02, [10, 60], { add: -pressure * 0.6 });
  return [
    draft('cargo-tank-pressure', '罐体压力', 'MPa', [-0.1, 3], 30, 0.001, {
      form: 'ou',
      params: { m: pressure, sd: pressure * 0.013, tau: 1800, day: { amplitude: design * 0.05, hour: 15 } },
      excursions: [leak],
    }),
    draft('cargo-tank-temperature', '罐体温度', '℃', [-196, 120], 60, 0.1, {
      form: 'ou',
      params: { m: temperature, sd: 0.4, tau: 3600, day: { amplitude: temperature < -50 ? 1 : 5, hour: 15 } },
    }),
    draft('cargo-tank-level', '罐体液位', '%', [0, 100], 30, 0.1, {
      form: 'ou',
      params: { m: random.between(72, 88), sd: 0.15, tau: 600 },
    }),
    draft('cargo-valve', '紧急切断阀', '', [0, 1], 30, 1, { form: 'const', params: { v: 0 } }),
  ];
}

const people = (permitted: number): Draft =>
  draft('passengers-aboard', '在船人数', '人', [0, 1000], 60, 1, {
    form: 'shift',
    params: { day: permitted * 0.6, night: 0 },
  });

/** Points of the catalogue's S38 at a gauge; `usual` is its usual level in m. */
function gaugePoints(usual: number): Draft[] {
  const flood = event('flood', '洪峰', 2, [1440, 2800], { add: 4 });
  return [
    draft('river-level', '水位', 'm', [0, 400], 60, 0.01, {
      form: 'walk',
      params: { m: usual, sd: 0.2, drift: 0, noise: 0.01 },
      excursions: [flood],
    }),
    draft('river-flow', '流量', 'm³/s', [0, 100_000], 600, 1, {
      form: 'ou',
      params: { m: 9000, sd: 100, tau: 86_400 },
    }),
    draft('visibility', '能见度', 'm', [0, 20_000], 60, 1, {
      form: 'lognormal',
      params: { m: 6000, s: 0.3, tau: 7200 },
      excursions: [event('fog', '大雾', 8, [120, 480], { to: 160 })],
    }),
    draft('river-wind', '风速', 'm/s', [0, 50], 60, 0.1, { form: 'wind', params: { m: 2.6 } }),
    draft('station-link', '岸站在线', '', [0, 1], 60, 1, {
      form: 'flag',
      params: { p: 0.0002, dwell: 900, invert: true },
    }),
  ];
}
