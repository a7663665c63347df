import { DEMONSTRATION_MARK, shiftDate } from './enterprises.ts';
import { placeNear, type Ground } from './ground.ts';
import { randomOf, uuidOf } from './random.ts';
import type { Organisation } from './records.ts';

type Row = readonly [
  kind: Organisation['kind'],
  title: string,
  strength: readonly [number, number],
  qualification: string | null,
];

/** Runs the gauges of its waters (水文条例第七条：水文机构). */
const HYDROLOGY: Row = ['authority', '水文水资源监测中心', [30, 80], null];
/** Bodies of a city, of each county or zone, and of some towns. */
const CITY: readonly Row[] = [
  ['authority', '应急管理局', [60, 140], null],
  ['rescue-team', '危险化学品应急救援队', [30, 60], '危险化学品专业应急救援'],
  ['rescue-team', '矿山救护队', [40, 80], '二级矿山救护队'],
  ['service-body', '安全评价检测检验有限公司', [25, 60], '安全评价机构资质 APJ'],
  ['service-body', '职业卫生技术服务有限公司', [15, 40], '职业卫生技术服务乙级'],
  ['training-body', '安全生产培训考试中心', [12, 30], '特种作业考试点'],
  ['insurer', '财产保险市分公司', [80, 200], '安全生产责任保险'],
  ['hospital', '第一人民医院', [800, 2200], '三级甲等，烧伤科、中毒救治'],
  ['association', '安全生产协会', [6, 15], null],
  HYDROLOGY,
];
const COUNTY: readonly Row[] = [
  ['authority', '应急管理局', [18, 45], null],
  ['fire-brigade', '消防救援大队', [20, 50], null],
  ['rescue-team', '综合应急救援大队', [20, 60], null],
  ['hospital', '人民医院', [200, 900], '二级甲等'],
];

/** Organisations of a jurisdiction that are no enterprises; invented, and marked so in their names. */
export function bodiesOf(seed: string, today: string, ground: Ground): Organisation[] {
  const { pack, root, districts } = ground;
  const made = (
    row: Row,
    region: { readonly path: string; readonly name: string },
    town: Parameters<typeof placeNear>[1],
    index: number,
  ): Organisation => {
    const [kind, title, [least, most], qualification] = row;
    const random = randomOf(`${seed}/body/${region.path}/${index}`);
    const [lon, lat] = placeNear(ground, town, random, 900, 200);
    return {
      id: uuidOf(seed, `body/${region.path}/${index}`),
      jurisdiction: pack.key,
      regionPath: region.path,
      name: `${region.name}${title}${DEMONSTRATION_MARK}`,
      lon,
      lat,
      kind,
      strength: random.chance(0.9) ? random.whole(least, most) : null,
      qualification,
      validUntil: qualification === null ? null : shiftDate(today, random.whole(-40, 1200)),
      address: random.chance(0.8) ? `${region.name}${town.name}${random.whole(1, 120)}号` : null,
    };
  };
  const centre = districts.find(({ streets }) => streets.length > 0)?.streets[0];
  const city = centre === undefined ? [] : CITY.map((row, index) => made(row, root, centre, index));
  const counties = districts.flatMap(({ region, streets }) => {
    const [town] = streets;
    return town === undefined ? [] : COUNTY.map((row, index) => made(row, region, town, index));
  });
  const brigades = districts.flatMap(({ region, streets, rural }) =>
    [...new Set([...streets, ...rural])].slice(1, 4).map((town, index) => {
      const body = made(
        ['fire-brigade', `${town.name.replace(/(街道|镇|乡)$/u, '')}消防救援站`, [12, 32], null],
        region,
        town,
        100 + index,
      );
      return { ...body, regionPath: town.path };
    }),
  );
  return [...city, ...counties, ...brigades];
}

/** The body among these that runs the gauges of its waters. */
export const gaugeKeeperOf = (bodies: readonly Organisation[]): Organisation =>
  bodies.find(({ name }) => name.includes(HYDROLOGY[1]))!;
