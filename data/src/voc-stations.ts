import type { FieldDevice, FieldPoint } from './field-devices.ts';
import { fixed } from './ground.ts';
import { offset } from './geometry.ts';
import { event } from './quantities.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Enterprise, PackKey } from './records.ts';
import type { SignalModel } from './signal.ts';

/** Sides of a park's border that have a station. */
const SIDES = ['东', '南', '西', '北'] as const;
const OFFSETS: Readonly<Record<(typeof SIDES)[number], readonly [east: number, north: number]>> = {
  东: [900, 0],
  南: [0, -900],
  西: [-900, 0],
  北: [0, 900],
};
/** Parks with fewer plants have no stations. */
const LEAST_PLANTS = 3;
const SERIALS: Readonly<Record<PackKey, number>> = { shangrao: 0x36_11_00_00, chongqing: 0x50_00_00_00 };

/** VOC stations at the borders of chemical parks; each belongs to the park's first plant. */
export function vocStationsOf(seed: string, pack: PackKey, enterprises: readonly Enterprise[]): FieldDevice[] {
  const parks = new Map<string, Enterprise[]>();
  for (const enterprise of enterprises) {
    if (enterprise.sector !== 'hazchem-production' || enterprise.park === null) continue;
    parks.set(enterprise.park, [...(parks.get(enterprise.park) ?? []), enterprise]);
  }
  return [...parks]
    .filter(([, plants]) => plants.length >= LEAST_PLANTS)
    .flatMap(([park, plants], p) =>
      SIDES.map((side, s) => station(seed, park, side, plants[0]!, SERIALS[pack] + p * SIDES.length + s)),
    );
}

function station(
  seed: string,
  park: string,
  side: (typeof SIDES)[number],
  plant: Enterprise,
  serial: number,
): FieldDevice {
  // EPC-96 in 24 hexadecimal digits, as HJ 212-2017 6.3.2 has it.
  const mn = `010000A8900016F0${serial.toString(16).toUpperCase().padStart(8, '0')}`;
  const random = randomOf(`${seed}/voc/${mn}`);
  const [lon, lat] = fixed(offset([plant.lon, plant.lat], ...OFFSETS[side]));
  return {
    id: uuidOf(seed, `device/hj212/${mn}`),
    jurisdiction: plant.jurisdiction,
    regionPath: plant.regionPath,
    name: `${park}${side}厂界VOCs监测站（演示）`,
    lon,
    lat,
    enterpriseId: plant.id,
    buildingId: null,
    sector: plant.sector,
    protocol: 'hj212',
    address: mn,
    maker: random.chance(0.9) ? '演示环境仪器公司' : null,
    points: pointsOf(random).map((point) => ({
      ...point,
      id: uuidOf(seed, `point/hj212/${mn}/${point.key}`),
      system: 'S20',
      elevation: null,
    })),
  };
}

function pointsOf(random: Random): Omit<FieldPoint, 'id' | 'system' | 'elevation'>[] {
  const air = (m: number, s: number, high: number, precision: number, leak: number): SignalModel => ({
    form: 'lognormal',
    params: { m: m * random.between(0.7, 1.2), s, tau: 5400 },
    excursions: [event('plume', '装置泄漏羽流', 2, [20, 180], { add: leak })],
    low: 0,
    high,
    precision,
    period: 60,
  });
  const nmhc = { nmhcHalf: 2, nmhcLimit: 4, nmhcFar: 10 };
  return [
    point('a24088', 'voc-nmhc', '非甲烷总烃', 'mg/m³', nmhc, air(0.7, 0.25, 1000, 0.001, 5)),
    point(
      'a25002',
      'voc-benzene',
      '苯',
      'mg/m³',
      { benzeneLimit: 0.4, benzeneFar: 1 },
      air(0.012, 0.4, 100, 0.0001, 0.5),
    ),
    point(
      'a21028',
      'voc-hydrogen-sulfide',
      '硫化氢',
      'mg/m³',
      { sulfideLimit: 0.06, sulfideFar: 0.6 },
      air(0.004, 0.4, 50, 0.001, 0.05),
    ),
    point(
      'a01007',
      'wind-speed',
      '风速',
      'm/s',
      {},
      {
        form: 'wind',
        params: { m: 1.8 },
        low: 0,
        high: 60,
        precision: 0.1,
        period: 60,
      },
    ),
    point(
      'a01008',
      'wind-direction',
      '风向',
      '°',
      {},
      {
        form: 'winddir',
        params: { m: random.between(0, 360) },
        low: 0,
        high: 360,
        precision: 1,
        period: 60,
      },
    ),
    point(
      'a24088.hour',
      'voc-nmhc-hour',
      '非甲烷总烃小时均值',
      'mg/m³',
      {},
      {
        ...air(0.7, 0.25, 1000, 0.001, 5),
        period: 3600,
      },
    ),
  ];
}

const point = (
  key: string,
  kind: string,
  name: string,
  unit: string,
  limits: Readonly<Record<string, number>>,
  model: SignalModel,
) => ({ key, kind, name, unit, limits, model });
