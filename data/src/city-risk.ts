import { destination, distance } from '@anlan/domain/geo';
import { DEMONSTRATION_MARK } from './enterprises.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { DemonstrationCity, Enterprise, RiskLevel } from './records.ts';

export interface ProtectedObject {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly lon: number;
  readonly lat: number;
  readonly kind: string;
  readonly class: 'first' | 'second' | 'third';
  readonly people: number | null;
}

export interface DistanceReport {
  readonly id: string;
  readonly enterpriseId: string;
  readonly name: string;
  readonly method: 'qra' | 'consequence' | 'standard';
  readonly number: string;
  readonly determinedOn: string;
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly body: string;
}

export interface CityRiskSource {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly lon: number;
  readonly lat: number;
  readonly kind: string;
  readonly level: RiskLevel;
  readonly people: number | null;
  readonly hidden: boolean;
  readonly department: string;
  readonly measures: string | null;
  readonly surveyedOn: string | null;
}

export interface CityRiskRecords {
  readonly objects: readonly ProtectedObject[];
  readonly reports: readonly DistanceReport[];
  readonly sources: readonly CityRiskSource[];
}

const HAZCHEM: ReadonlySet<string> = new Set(['hazchem-production', 'hazchem-storage']);
/** Kind of target, what it is called, its class (GB 36894-2018), people. */
const TARGETS = [
  ['school', '中心小学', 'first', [180, 1600]],
  ['school', '幼儿园', 'first', [60, 320]],
  ['hospital', '卫生院', 'first', [40, 260]],
  ['care', '敬老院', 'first', [20, 120]],
  ['homes', '安置小区', 'first', [240, 2200]],
  ['homes', '村民小组', 'second', [32, 98]],
  ['homes', '散居农户', 'third', [4, 28]],
  ['office', '村委会', 'third', [6, 24]],
  ['commerce', '农贸市场', 'second', [110, 290]],
  ['assembly', '文化活动中心', 'second', [60, 240]],
  ['works', '木业加工厂', 'third', [12, 60]],
] as const;
const SOURCES = [
  ['industry', '危险化学品储罐区', 500, '应急管理局', false],
  ['crowd', '商业综合体', 3200, '商务局', false],
  ['crowd', '汽车客运站', 1800, '交通运输局', false],
  ['complex', '高层住宅群', 2600, '住建局', false],
  ['lifeline', '天然气门站', 400, '城管局', false],
  ['lifeline', '自来水厂液氯间', 300, '城管局', false],
  ['hidden', '燃气中压管道（老城段）', 900, '城管局', true],
  ['hidden', '地下综合管廊', 600, '住建局', true],
  ['hidden', '污水干管与化粪池', 500, '城管局', true],
  ['transport', '跨河大桥', 700, '交通运输局', false],
  ['works', '深基坑工程', 120, '住建局', false],
  ['nature', '地质灾害隐患点', 90, '自然资源局', false],
  ['nature', '低洼易涝区', 350, '水利局', false],
] as const;

const before = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Whom hazchem enterprises keep their distance from, what their reports say, and the risk sources of the city; invented. */
export function cityRiskOf(
  city: Pick<DemonstrationCity, 'enterprises'>,
  seed: string,
  today: string,
  placeName: (path: string) => string,
): CityRiskRecords {
  const firms = city.enterprises.filter(({ sector }) => HAZCHEM.has(sector));
  const reports = firms.flatMap((firm) => reportOf(firm, seed, today));
  const required = new Map(reports.map(({ enterpriseId, first }) => [enterpriseId, first]));
  const objects = firms
    .flatMap((firm, index) => objectsOf(firm, index, seed, required.get(firm.id) ?? 150, placeName))
    .filter(({ object, wanted }) => wanted || farFromOthers(object, firms, required));
  return {
    objects: objects.map(({ object }) => object),
    reports,
    sources: sourcesOf(city.enterprises, seed, today, placeName),
  };
}

function reportOf(firm: Enterprise, seed: string, today: string): DistanceReport[] {
  const random = randomOf(`${seed}/distance/${firm.id}`);
  if (!random.chance(firm.majorHazardLevel === null ? 0.3 : 0.93)) return [];
  const first = Math.round(
    random.between(90, firm.majorHazardLevel === '一级' ? 620 : firm.majorHazardLevel === null ? 160 : 420),
  );
  const year = before(today, random.whole(40, 1000));
  return [
    {
      id: uuidOf(seed, `distance/${firm.id}`),
      enterpriseId: firm.id,
      name: `${firm.name.replace(DEMONSTRATION_MARK, '')}外部安全防护距离评估报告`,
      method: 'qra',
      number: `AP-${year.slice(0, 4)}-${String(random.whole(1, 999)).padStart(3, '0')}`,
      determinedOn: year,
      first,
      second: Math.round(first * 0.7),
      third: Math.round(first * 0.5),
      body: random.pick(['安全评价检测检验有限公司', '化工安全技术咨询有限公司', '科学研究院安全技术中心']),
    },
  ];
}

interface Planned {
  readonly object: ProtectedObject;
  /** Too near on purpose: the list of those who have to go. */
  readonly wanted: boolean;
}

function objectsOf(
  firm: Enterprise,
  index: number,
  seed: string,
  required: number,
  placeName: (path: string) => string,
): Planned[] {
  const random = randomOf(`${seed}/object/${firm.id}`);
  const near = index % 29 === 7;
  return Array.from({ length: random.whole(2, 4) }, (_, number): Planned => {
    const [kind, word, group, [least, most]] = random.pick(TARGETS);
    const wanted = near && number === 0;
    const metres = wanted
      ? random.between(0.25, 0.7) * required * (group === 'first' ? 1 : 0.6)
      : required * 1.2 + random.between(320, 2300);
    const at = destination(firm, random.between(0, 360), metres);
    const place = placeName(firm.regionPath);
    return {
      wanted,
      object: {
        id: uuidOf(seed, `object/${firm.id}/${number}`),
        name: `${place}${random.pick(['东', '西', '南', '北', '新', '上', '下'])}${word}${number === 0 ? '' : random.whole(1, 9)}`,
        regionPath: firm.regionPath,
        lon: at.lon,
        lat: at.lat,
        kind,
        class: group,
        people: random.chance(0.95) ? random.whole(least, most) : null,
      },
    };
  });
}

/** Nobody else's distance is broken by chance: too near is only what is meant to be. */
function farFromOthers(
  object: ProtectedObject,
  firms: readonly Enterprise[],
  required: ReadonlyMap<string, number>,
): boolean {
  return firms.every((firm) => {
    if (Math.abs(firm.lat - object.lat) > 0.012 || Math.abs(firm.lon - object.lon) > 0.014) return true;
    return distance(firm, object) > (required.get(firm.id) ?? 150) * 1.1 + 300;
  });
}

/** A city's county has one part more in its path than a municipality's. */
const countyOf = (path: string): string =>
  `${path
    .split('.')
    .slice(0, path.startsWith('cn.50.') ? 3 : 4)
    .join('.')}.`;

function sourcesOf(
  enterprises: readonly Enterprise[],
  seed: string,
  today: string,
  placeName: (path: string) => string,
): CityRiskSource[] {
  const counties = new Map<string, Enterprise[]>();
  for (const firm of enterprises)
    counties.set(countyOf(firm.regionPath), [...(counties.get(countyOf(firm.regionPath)) ?? []), firm]);
  return [...counties].flatMap(([county, firms]) => {
    const random = randomOf(`${seed}/source/${county}`);
    const count = Math.min(34, 10 + Math.floor(firms.length / 8));
    return Array.from({ length: count }, (_, number) =>
      sourceOf(random, `${county}/${number}`, random.pick(firms), seed, today, placeName),
    );
  });
}

function sourceOf(
  random: Random,
  key: string,
  near: Enterprise,
  seed: string,
  today: string,
  placeName: (path: string) => string,
): CityRiskSource {
  const [kind, word, people, department, hidden] = random.pick(SOURCES);
  const at = destination(near, random.between(0, 360), random.between(300, 3500));
  const level = random.weighted([
    ['red', 1],
    ['orange', 4],
    ['yellow', 8],
    ['blue', 7],
  ] as const);
  return {
    id: uuidOf(seed, `source/${key}`),
    name: `${placeName(near.regionPath)}${word}${random.whole(1, 60)}号`,
    regionPath: near.regionPath,
    lon: at.lon,
    lat: at.lat,
    kind,
    level,
    people: random.chance(0.92) ? Math.round(people * random.between(0.3, 1.8)) : null,
    hidden,
    department,
    measures: random.chance(0.88) ? '纳入城市安全风险监测，责任单位每月巡查，汛期加密' : null,
    surveyedOn: random.chance(0.9) ? before(today, random.whole(20, 1500)) : null,
  };
}
