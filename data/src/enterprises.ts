import { placeNear, type District, type Ground } from './ground.ts';
import { demonstrationCreditCode } from './identity.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Enterprise, MajorHazardLevel, RiskLevel } from './records.ts';
import { SECTORS, type Sector } from './sectors.ts';
import type { Region } from './packs.ts';

/** Suffix of every generated name: nobody may take it for a real firm. */
export const DEMONSTRATION_MARK = '（演示）';

const FIRST = [...'鸿瑞恒安宏金祥泰盛兴昌信德嘉福顺润丰远江饶灵怀云青明东楚松岳岚沐铭皓'];
const SECOND = [...'源峰腾发利通泽康宇隆诚和邦城岭川坤翔锦晟岩禾朗庭'];
const ORDINALS = [...'甲乙丙丁'];
/** Share of names drawn long, as the registers are full of them. */
const LONG_NAMES = 0.06;

/** Names are unique over both jurisdictions: `taken` is shared. */
function nameOf(
  sector: Sector,
  ground: Ground,
  district: District,
  town: Region,
  random: Random,
  taken: Set<string>,
): string {
  for (let i = 0; i < 40; i++) {
    const brand = random.pick(FIRST) + random.pick(SECOND);
    const trade = random.pick(sector.trades);
    const form = random.pick(sector.forms);
    const village = sector.rural && random.chance(0.4) ? town.name.replace(/(街道|镇|乡)$/u, '') : '';
    const name = random.chance(LONG_NAMES)
      ? `${ground.root.name}${district.region.name}${town.name}${brand}${trade}${trade === '' ? '' : '科技发展'}${form}${random.pick(['第二分公司', '新区分公司', '生产基地'])}`
      : `${district.shortName}${village}${brand}${trade}${form}`;
    if (!taken.has(name)) {
      taken.add(name);
      return name + DEMONSTRATION_MARK;
    }
  }
  throw new Error(`ran out of names in ${sector.key}`);
}

function districtsFor(sector: Sector, ground: Ground): (readonly [District, number])[] {
  const spread = sector.spread[ground.pack.key];
  return ground.districts
    .filter((district) => district.streets.length > 0)
    .map((district) => {
      const usual = (district.region.kind === 'zone' ? 0.1 : 0.4) + district.streets.length / 16;
      const weight =
        spread === undefined
          ? usual
          : (spread.places[district.key] ?? (district.region.kind === 'zone' ? 0 : spread.elsewhere * usual));
      return [district, weight] as const;
    });
}

const SCALES: readonly (readonly [Enterprise['scale'], number])[] = [
  ['大型', 3],
  ['中型', 14],
  ['小型', 58],
  ['微型', 25],
];
const EMPLOYEES: Readonly<Record<Enterprise['scale'], readonly [number, number]>> = {
  大型: [800, 4200],
  中型: [180, 780],
  小型: [22, 170],
  微型: [4, 20],
};

/** A date `days` after (or before) an ISO date. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Known with the given chance, else null: registers have gaps. */
function known<T>(random: Random, chance: number, value: T): T | null {
  return random.chance(chance) ? value : null;
}

/** What the other sources add later: hazard levels come from the tanks. */
export type Draft = Omit<Enterprise, 'riskLevel' | 'majorHazardLevel'>;

/** What all enterprises of a jurisdiction are drawn from; `taken` holds the names used so far in both. */
interface Draw {
  readonly seed: string;
  readonly today: string;
  readonly ground: Ground;
  readonly taken: Set<string>;
}

function draft({ seed, today, ground, taken }: Draw, sector: Sector, index: number, serial: number): Draft {
  const key = `${ground.pack.key}/${sector.key}/${index}`;
  const random = randomOf(`${seed}/${key}`);
  const district = random.weighted(districtsFor(sector, ground));
  const town = random.pick(sector.rural ? district.rural : district.streets);
  const [lon, lat] = placeNear(ground, town, random, sector.rural ? 1900 : 1200, 350);
  const scale = random.weighted(SCALES);
  const [least, most] = EMPLOYEES[scale];
  return {
    id: uuidOf(seed, `enterprise/${key}`),
    jurisdiction: ground.pack.key,
    regionId: town.id,
    regionPath: town.path,
    name: nameOf(sector, ground, district, town, random, taken),
    lon,
    lat,
    creditCode: demonstrationCreditCode(town.boundaryCode ?? '000000', serial),
    sector: sector.key,
    sectorName: sector.name,
    industryCode: sector.industryCode,
    scale,
    status: random.weighted([
      ['生产', 90],
      ['停产', 8],
      ['关闭', 2],
    ]),
    address: `${ground.root.name}${district.region.name}${town.name}${random.whole(1, 88)}号`,
    park: parkOf(sector, district),
    legalRepresentative: `法定代表人${random.pick(ORDINALS)}`,
    safetyManager: known(random, 0.86, `安全总监${random.pick(ORDINALS)}`),
    employees: known(random, 0.9, random.whole(least, most)),
    establishedOn: known(random, 0.88, shiftDate(today, -random.whole(200, 9000))),
    ...licenceOf(sector, random, today, index),
    standardisationLevel: random.weighted<Enterprise['standardisationLevel']>([
      [null, 44],
      ['三级', 42],
      ['二级', 12],
      ['一级', 2],
    ]),
  };
}

function parkOf(sector: Sector, district: District): string | null {
  if (district.region.kind === 'zone') return district.region.name;
  return sector.key === 'hazchem-production' ? (CHEMICAL_PARKS[district.key] ?? null) : null;
}

/** Recognised chemical parks of the two jurisdictions; from public notices. */
const CHEMICAL_PARKS: Readonly<Record<string, string>> = {
  361181: '德兴市硫化工及精深加工产业基地',
  361129: '万年高新区凤巢工业园化工集中区',
  500115: '长寿经济技术开发区化工园区',
};

function licenceOf(
  sector: Sector,
  random: Random,
  today: string,
  index: number,
): Pick<Enterprise, 'licenceNumber' | 'licenceExpiresOn'> {
  if (sector.licence === null || random.chance(0.06)) return { licenceNumber: null, licenceExpiresOn: null };
  const expires = shiftDate(today, random.whole(-60, 1000));
  const year = Number(expires.slice(0, 4)) - 3;
  return {
    licenceNumber: `（演示）${sector.licence}许证字〔${year}〕${String(index + 1).padStart(4, '0')}号`,
    licenceExpiresOn: expires,
  };
}

/** All enterprises of a jurisdiction without their colours; `firstSerial` keeps credit codes apart. */
export function draftEnterprises(draw: Draw, firstSerial: number): Draft[] {
  const drafts: Draft[] = [];
  for (const sector of SECTORS) {
    for (let i = 0; i < sector.counts[draw.ground.pack.key]; i++) {
      drafts.push(draft(draw, sector, i, firstSerial + drafts.length));
    }
  }
  return drafts;
}

/** Shares of the four colours, worst first. */
const COLOURS: readonly (readonly [RiskLevel, number])[] = [
  ['red', 0.01],
  ['orange', 0.07],
  ['yellow', 0.27],
  ['blue', 0.65],
];
const HAZARD_SCORE: Readonly<Record<MajorHazardLevel, number>> = { 一级: 2, 二级: 1.4, 三级: 0.8, 四级: 0.3 };

/** Higher is worse: the sector's mean, size and major hazard, and what only an inspector would see. */
function riskScore(item: Draft, hazard: MajorHazardLevel | undefined): number {
  const sector = SECTORS.find(({ key }) => key === item.sector)?.hazard ?? 0;
  const size = item.scale === '大型' ? 0.4 : 0;
  return sector + size + (hazard === undefined ? 0 : HAZARD_SCORE[hazard]) + 0.8 * randomOf(`risk/${item.id}`).normal();
}

/** Colours a jurisdiction's enterprises: ranked by score, then cut at the shares. */
export function coloured(drafts: readonly Draft[], hazards: ReadonlyMap<string, MajorHazardLevel>): Enterprise[] {
  const order = drafts
    .map((item, index) => ({ index, worth: riskScore(item, hazards.get(item.id)) }))
    .sort((a, b) => b.worth - a.worth || a.index - b.index);
  const levels: RiskLevel[] = [];
  let reach = 0;
  let rank = 0;
  for (const [colour, share] of COLOURS) {
    reach += share;
    for (; rank < Math.round(reach * drafts.length); rank++) levels[order[rank]?.index ?? 0] = colour;
  }
  return drafts.map((item, index) => ({
    ...item,
    riskLevel: levels[index] ?? 'blue',
    majorHazardLevel: hazards.get(item.id) ?? null,
  }));
}
