import { leastStaticPressure, MAIN_LIMITS, staticPressureLimits, tankLevelLimits } from '@anlan/domain/fire-water';
import type { Building, FieldDevice, FieldPoint } from './field-devices.ts';
import { event } from './quantities.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { PackKey } from './records.ts';
import type { SignalModel } from './signal.ts';

/** Sector of fire protection: rows of it are what a fire service sees. */
export const FIRE_SECTOR = 'fire-protection';

/** Equipped key buildings; demonstration numbers. */
const EQUIPPED: Readonly<Record<PackKey, number>> = { shangrao: 240, chongqing: 360 };
const FIRST_ADDRESS: Readonly<Record<PackKey, number>> = { shangrao: 36_110_001, chongqing: 50_000_001 };
const MAKERS = ['演示消防甲厂', '演示消防乙厂', '演示物联丁公司'];

/** MPa per metre of water. */
const MPA_PER_METRE = 0.0098;
const HIGHEST_MAIN = 0.9;
const PRESSURE = { low: 0, high: 2.5, precision: 0.0001, period: 60 } as const;
const LEVEL = { low: 0, high: 6, precision: 0.01, period: 60 } as const;
/** Hydrant system, and where on it: floor in the low word of the component address, number in the high word. */
const HYDRANTS = '11.1';
const KILOPASCAL = 5;
const HEIGHT = 2;
const componentAt = (floor: number, number = 1): number => number * 65_536 + floor;

/** Fire transmission devices of the equipped key buildings of a jurisdiction, every third building or so. */
export function fireWaterOf(seed: string, pack: PackKey, buildings: readonly Building[]): FieldDevice[] {
  const able = buildings.filter(
    (building) => building.key && building.enterpriseId !== null && building.fireWaterSystem !== 'none',
  );
  const count = Math.min(EQUIPPED[pack], able.length);
  return Array.from({ length: count }, (_, i) => {
    const building = able[Math.floor((i * able.length) / count)]!;
    return transmitter(seed, building, FIRST_ADDRESS[pack] + i);
  });
}

function transmitter(seed: string, building: Building, address: number): FieldDevice {
  const random = randomOf(`${seed}/fire-water/${building.id}`);
  return {
    id: uuidOf(seed, `device/gb26875/${address}`),
    jurisdiction: building.jurisdiction,
    regionPath: building.regionPath,
    name: `${building.name} 用户信息传输装置`,
    lon: building.lon,
    lat: building.lat,
    enterpriseId: building.enterpriseId!,
    buildingId: building.id,
    sector: FIRE_SECTOR,
    protocol: 'gb26875',
    address: String(address),
    maker: random.chance(0.85) ? random.pick(MAKERS) : null,
    points: pointsOf(building, random).map((point) => ({
      ...point,
      id: uuidOf(seed, `point/gb26875/${address}/${point.key}`),
      system: 'S44',
    })),
  };
}

type Unnumbered = Omit<FieldPoint, 'id' | 'system'>;

function pointsOf(building: Building, random: Random): Unnumbered[] {
  const { floors } = building;
  const height = building.height ?? floors * 3.9;
  const storey = height / floors;
  const least = leastStaticPressure(building.category, building.height);
  const top = least * random.between(1.55, 2.2);
  const elevationOf = (floor: number): number => Math.round(((floor - 1) * storey + 1.1) * 10) / 10;
  const staticAt = (floor: number): number => top + MPA_PER_METRE * (elevationOf(floors) - elevationOf(floor));
  const middle = floors >= 8 ? [Math.round(floors / 2)] : [];
  return [
    ...middle
      .filter((floor) => staticAt(floor) < HIGHEST_MAIN)
      .map((floor) => pressure('fire-water-pressure', '消火栓静压', floor, staticAt(floor), least, elevationOf(floor))),
    pressure('fire-water-end', '最不利点静压', floors, top, least, elevationOf(floors)),
    main(Math.min(HIGHEST_MAIN, staticAt(1) + 0.05)),
    tank(random, height),
    {
      key: `${HYDRANTS}.manual`,
      kind: 'fire-pump-manual',
      name: '消防泵手动状态',
      unit: '',
      limits: { manual: 1 },
      model: {
        form: 'flag',
        params: { p: 0.0004, dwell: 1800, invert: false },
        low: 0,
        high: 1,
        precision: 1,
        period: 300,
      },
      elevation: null,
    },
  ];
}

function pressure(
  kind: string,
  name: string,
  floor: number,
  usual: number,
  least: number,
  elevation: number,
): Unnumbered {
  const model: SignalModel = {
    ...PRESSURE,
    form: 'ou',
    params: { m: usual, sd: 0.004, tau: 1800 },
    excursions: [
      event('valve-shut', '检修关阀', 2, [60, 1440], { to: least * 0.6 }),
      event('drain-test', '末端试水', 12, [5, 30], { add: -0.02 }),
    ],
  };
  const key = `${HYDRANTS}.${componentAt(floor)}.${KILOPASCAL}`;
  return { key, kind, name: `${name} ${floor}F`, unit: 'MPa', limits: staticPressureLimits(least), model, elevation };
}

function main(usual: number): Unnumbered {
  return {
    key: `${HYDRANTS}.${componentAt(0)}.${KILOPASCAL}`,
    kind: 'fire-water-main',
    name: '消防主管网压力',
    unit: 'MPa',
    limits: MAIN_LIMITS,
    model: { ...PRESSURE, form: 'ou', params: { m: usual, sd: 0.008, tau: 1800 } },
    elevation: -4,
  };
}

function tank(random: Random, height: number): Unnumbered {
  const least = 1.6;
  return {
    key: `${HYDRANTS}.${componentAt(0, 2)}.${HEIGHT}`,
    kind: 'fire-tank-level',
    name: '高位消防水箱液位',
    unit: 'm',
    limits: tankLevelLimits(least),
    model: {
      ...LEVEL,
      form: 'saw',
      params: { lo: random.between(1.85, 1.95), hi: random.between(2.05, 2.2), hours: 4, sd: 0.01 },
      excursions: [event('emptied', '水箱放空清洗', 1, [240, 1440], { to: 0.3 })],
    },
    elevation: Math.round((height + 3) * 10) / 10,
  };
}
