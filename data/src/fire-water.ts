import { leastStaticPressure, MAIN_LIMITS, staticPressureLimits, tankLevelLimits } from '@anlan/domain/fire-water';
import type { Building, FieldDevice, FieldPoint } from './field-devices.ts';
import { event } from './quantities.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { PackKey } from './records.ts';
import type { Daily, Excursion, SignalModel } from './signal.ts';

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
    points: [...pointsOf(building, random), ...pumpRoom(building, address)].map((point) => ({
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
    main(building, Math.min(HIGHEST_MAIN, staticAt(1) + 0.05)),
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

/** Fire-fighting with a pump, or a test of it: its switch, its run and the pressure in the main go together. */
const USE = { key: 'fire-use', label: '用水灭火或试泵', perYear: 4, minutes: [5, 20] as const };
const SWITCH = { low: 0, high: 1, precision: 1, period: 60 } as const;

/** What the pump room shows beside pressures: pump, its supply, pool, jockey pump, street main, temperature. */
function pumpRoom(building: Building, address: number): Unnumbered[] {
  const weak = address % 8 === 0;
  const steady = (m: number, sd: number, excursions: Excursion[], day?: Daily) =>
    ({ form: 'ou', params: { m, sd, tau: 1800, ...(day === undefined ? {} : { day }) }, excursions }) as const;
  const flag = (event: Excursion) => ({ ...SWITCH, form: 'const', params: { v: 0 }, excursions: [event] }) as const;
  const at = (number: number, part: string): string => `${HYDRANTS}.${componentAt(0, number)}.${part}`;
  const shared = `${building.id}/fire-use`;
  const named = (key: string, kind: string, name: string, unit: string) => ({ key, kind, name, unit, limits: {} });
  return [
    {
      ...named(at(3, 'started'), 'fire-pump-run', '消防泵运行', ''),
      model: flag({ ...USE, effect: { to: 1 } }),
      seed: shared,
      elevation: -4,
    },
    {
      ...named(at(4, 'feedback'), 'fire-flow-switch', '流量开关动作', ''),
      model: flag({ ...USE, effect: { to: 1 } }),
      seed: shared,
      elevation: null,
    },
    {
      ...named(at(3, 'fault'), 'fire-pump-fault', '消防泵控制柜故障或停止', ''),
      model: flag(event('fault', '控制柜停用', 1, [60, 600], { to: 1 })),
      elevation: null,
    },
    {
      ...named(at(3, 'powerFault'), 'fire-pump-power-fault', '消防泵电源故障', ''),
      model: flag(event('trip', '泵电源跳闸', 1, [30, 300], { to: 1 })),
      elevation: null,
    },
    {
      ...named(at(5, String(KILOPASCAL)), 'fire-street-pressure', '市政供水压力', 'MPa'),
      model: {
        ...PRESSURE,
        ...steady(0.26, 0.01, [event('cut', '市政停水', 2, [60, 480], { to: 0.08 })], { amplitude: -0.02, hour: 8 }),
      },
      elevation: 0,
    },
    {
      ...named(at(6, String(HEIGHT)), 'fire-pool-level', '消防水池液位', 'm'),
      limits: { poolNear: 3.15, poolLeast: 3, poolShort: 2.1, overflow: 3.7 },
      model: {
        ...LEVEL,
        ...steady(3.45, 0.02, [
          event('drawn', '水池挪用', 1, [240, 1440], { to: 1.9 }),
          event('overflow', '浮球阀失灵溢流', 1, [60, 480], { to: 3.75 }),
        ]),
      },
      elevation: -4,
    },
    {
      ...named(at(7, '1'), 'fire-jockey-starts', '稳压泵每小时启动次数', '次/h'),
      model: {
        low: 0,
        high: 200,
        precision: 1,
        period: 60,
        ...steady(5, 1, [event('leak', '管网渗漏', 2, [360, 1440], { to: 22 })]),
      },
      elevation: -4,
    },
    {
      ...named(at(8, '3'), 'fire-pump-room-temperature', '消防泵房温度', '℃'),
      model: {
        low: -20,
        high: 60,
        precision: 0.1,
        period: 60,
        ...steady(16, 0.5, [event('frost', '寒潮', 1, [240, 1440], { to: weak ? 1.5 : 4 })]),
      },
      elevation: -4,
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

/** In one building of eight the pump is weak: with it running the pressure falls. */
function main({ id, floors }: Building, usual: number): Unnumbered {
  return {
    key: `${HYDRANTS}.${componentAt(0)}.${KILOPASCAL}`,
    kind: 'fire-water-main',
    name: '消防主管网压力',
    unit: 'MPa',
    limits: MAIN_LIMITS,
    model: {
      ...PRESSURE,
      form: 'ou',
      params: { m: usual, sd: 0.008, tau: 1800 },
      excursions: [{ ...USE, effect: floors % 8 === 1 ? { to: 0.2 } : { add: 0.05 } }],
    },
    seed: `${id}/fire-use`,
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
