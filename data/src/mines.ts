import type { FieldDevice, FieldPoint } from './field-devices.ts';
import { event } from './quantities.ts';
import { randomOf, uuidOf } from './random.ts';
import type { Enterprise, PackKey } from './records.ts';

/** Mine codes as upload files begin with; invented. */
const CODES: Readonly<Record<PackKey, string>> = { shangrao: '361100009001', chongqing: '500100009001' };
/** Trades that dig below ground. */
const UNDERGROUND = /铜|铅锌|金矿|萤石/;
/** Approved number of people underground, and 5 % and 20 % above it. */
const CAPACITY = { H: 90, HH: 94, HHH: 108 } as const;
const PLACES = ['-120 中段运输巷', '-160 中段采场', '-160 中段回风巷'] as const;

/** One mine of each jurisdiction that uploads files of safety monitoring and personnel. */
export function minesOf(seed: string, pack: PackKey, enterprises: readonly Enterprise[]): FieldDevice[] {
  const owner = enterprises.find(({ sector, name }) => sector === 'non-coal-mine' && UNDERGROUND.test(name));
  if (owner === undefined) return [];
  const code = CODES[pack];
  const identified = (point: Omit<FieldPoint, 'id' | 'elevation'>): FieldPoint => ({
    ...point,
    id: uuidOf(seed, `point/coal/${code}/${point.key}`),
    elevation: null,
  });
  return [
    {
      id: uuidOf(seed, `device/coal/${code}`),
      jurisdiction: owner.jurisdiction,
      regionPath: owner.regionPath,
      name: `${owner.name.replace('（演示）', '')}井下监控与人员定位（演示）`,
      lon: owner.lon,
      lat: owner.lat,
      enterpriseId: owner.id,
      buildingId: null,
      sector: owner.sector,
      protocol: 'coal',
      address: code,
      maker: '演示矿山仪器公司',
      points: [...gases(seed, code), people(seed, code)].map(identified),
    },
  ];
}

function gases(seed: string, code: string): Omit<FieldPoint, 'id' | 'elevation'>[] {
  return PLACES.map((place, index) => {
    const random = randomOf(`${seed}/coal/${code}/${index}`);
    return {
      key: `${code}01MN0004${String(index + 1).padStart(4, '0')}`,
      system: 'S23',
      kind: 'carbon-monoxide',
      name: `${place} 一氧化碳`,
      unit: 'ppm',
      limits: { first: 24, second: 48 },
      model: {
        form: 'ou',
        params: { m: random.between(3, 7), sd: 1.5, tau: 900, floor: 0 },
        excursions: [event('blast', '爆破炮烟', 300, [15, 40], { to: 34 })],
        low: 0,
        high: 1000,
        precision: 0.1,
        period: 60,
      },
    };
  });
}

function people(seed: string, code: string): Omit<FieldPoint, 'id' | 'elevation'> {
  const random = randomOf(`${seed}/coal/${code}/people`);
  return {
    key: 'people',
    system: 'S27',
    kind: 'people-underground',
    name: '井下人数',
    unit: '人',
    limits: CAPACITY,
    model: {
      form: 'shift',
      params: { day: random.whole(70, 84), night: random.whole(30, 48) },
      excursions: [event('overlap', '交接班重叠超员', 300, [15, 40], { to: 97 })],
      low: 0,
      high: 500,
      precision: 1,
      period: 60,
    },
  };
}
