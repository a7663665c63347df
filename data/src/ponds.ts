import { shiftDate } from './enterprises.ts';
import { offset } from './geometry.ts';
import { fixed } from './ground.ts';
import { USUAL_SEEPAGE } from './instruments.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { DemonstrationCity, Point, Site } from './records.ts';

/** Slope of the beaches the stations' models are made for, in per cent. */
export const BEACH_SLOPE = 1.2;

/** A pond of the demonstration. Heights m above sea level; everything in it is invented. */
export interface Pond {
  readonly id: string;
  readonly siteId: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly grade: '3' | '4' | '5';
  readonly method: 'upstream' | 'downstream' | 'once';
  readonly state: 'operating' | 'stopped' | 'closed';
  readonly level: 'red' | 'orange' | 'yellow' | 'blue';
  readonly capacity: number;
  readonly damHeight: number;
  readonly crest: number;
  readonly operateLevel: number;
  readonly floodControlLevel: number;
  readonly floodLevel: number;
  readonly minFreeboard: number;
  readonly minBeach: number;
  readonly minPhreatic: number;
  readonly usualSeepage: number;
  readonly headTop: boolean;
  readonly downstreamPeople: number | null;
  readonly downstreamDistance: number | null;
  readonly downstreamPlaces: string | null;
}

export interface PondUpgrade {
  readonly id: string;
  readonly pondId: string;
  readonly name: string;
  readonly stage: 'planned' | 'designed' | 'building' | 'completed' | 'accepted';
  readonly measure: 'seepage' | 'drain' | 'toe' | 'closure';
  readonly budget: number;
  readonly plannedUntil: string;
  readonly doneOn: string | null;
}

export interface PondFund {
  readonly id: string;
  readonly pondId: string;
  readonly name: string;
  readonly source: 'state' | 'province' | 'local' | 'enterprise';
  readonly amount: number;
  readonly paidOn: string;
}

export interface PondVideo {
  readonly id: string;
  readonly pondId: string;
  readonly name: string;
  readonly place: 'dam' | 'beach' | 'drain';
  readonly channel: string;
  readonly lon: number;
  readonly lat: number;
}

/** Grades of GB 39496-2020 with their least freeboard and beach of an upstream dam (m), and what a pond of it measures. */
const GRADES = [
  { grade: '3', freeboard: 0.7, beach: 70, capacity: [1000, 3000], height: [60, 95] },
  { grade: '4', freeboard: 0.5, beach: 50, capacity: [120, 900], height: [32, 58] },
  { grade: '5', freeboard: 0.4, beach: 40, capacity: [12, 95], height: [12, 28] },
] as const;
const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
const STAGES = ['accepted', 'accepted', 'completed', 'building', 'designed', 'planned'] as const;
const CENT = (value: number): number => Math.round(value * 100) / 100;

/** The tailings ponds of the city with their upgrades, funds and cameras, from the stations that measure them. */
export function pondsOf(
  seed: string,
  today: string,
  city: Pick<DemonstrationCity, 'sites' | 'points'>,
): { ponds: Pond[]; upgrades: PondUpgrade[]; funds: PondFund[]; videos: PondVideo[] } {
  const sites = city.sites.filter(({ kind }) => kind === 'tailings-pond');
  const ponds = sites.flatMap((site) => {
    const water = city.points.find(({ siteId, kind }) => siteId === site.id && kind === 'water-level');
    const beach = city.points.find(({ siteId, kind }) => siteId === site.id && kind === 'dry-beach');
    return water === undefined || beach === undefined ? [] : [pondOf(seed, site, water, beach)];
  });
  const headTops = ponds.filter(({ headTop }) => headTop);
  return {
    ponds,
    upgrades: headTops.map((pond, index) => upgradeOf(seed, today, pond, index)),
    funds: headTops.flatMap((pond) => fundsOf(seed, today, pond)),
    videos: ponds.flatMap((pond) => videosOf(seed, pond)),
  };
}

/** The id of the pond on a site. */
export const pondId = (seed: string, siteId: string): string => uuidOf(seed, `pond/${siteId}`);

const middle = ({ model }: Point): number => (model.form === 'walk' ? model.params.m : 0);
const between = (random: Random, [low, high]: readonly [number, number]): number =>
  Math.round(random.between(low, high));

function pondOf(seed: string, site: Site, water: Point, beach: Point): Pond {
  const random = randomOf(`${seed}/pond/${site.id}`);
  const crest = CENT(middle(water) + (middle(beach) * BEACH_SLOPE) / 100);
  const grade = random.pick(GRADES);
  const headTop = random.chance(0.45);
  return {
    id: pondId(seed, site.id),
    siteId: site.id,
    enterpriseId: site.enterpriseId,
    regionPath: site.regionPath,
    name: site.name,
    lon: site.lon,
    lat: site.lat,
    grade: grade.grade,
    method: random.weighted([
      ['upstream', 80],
      ['downstream', 8],
      ['once', 12],
    ] as const),
    state: random.weighted([
      ['operating', 75],
      ['stopped', 15],
      ['closed', 10],
    ] as const),
    level: headTop ? random.pick(['red', 'orange'] as const) : random.pick(LEVELS.slice(1)),
    capacity: between(random, grade.capacity),
    damHeight: between(random, grade.height),
    crest,
    operateLevel: CENT(crest - 1.15),
    floodControlLevel: CENT(crest - 1),
    floodLevel: CENT(crest - grade.freeboard),
    minFreeboard: grade.freeboard,
    minBeach: grade.beach,
    minPhreatic: 6,
    usualSeepage: USUAL_SEEPAGE,
    headTop,
    downstreamPeople: headTop ? random.whole(35, 620) : random.chance(0.6) ? 0 : null,
    downstreamDistance: headTop ? random.whole(180, 950) : null,
    downstreamPlaces: headTop ? `下游自然村 ${random.whole(1, 4)} 个、村小学、县道` : null,
  };
}

function upgradeOf(seed: string, today: string, pond: Pond, index: number): PondUpgrade {
  const random = randomOf(`${seed}/pond-upgrade/${pond.id}`);
  const stage = STAGES[index % STAGES.length]!;
  return {
    id: uuidOf(seed, `pond-upgrade/${pond.id}`),
    pondId: pond.id,
    name: `${pond.name.replace('（演示）', '')}头顶库升级改造（演示）`,
    stage,
    measure: random.pick(['seepage', 'drain', 'toe', 'closure'] as const),
    budget: random.whole(8, 60) * 20,
    plannedUntil: shiftDate(today, random.whole(-60, 500)),
    doneOn: stage === 'accepted' ? shiftDate(today, -random.whole(30, 400)) : null,
  };
}

function fundsOf(seed: string, today: string, pond: Pond): PondFund[] {
  const random = randomOf(`${seed}/pond-fund/${pond.id}`);
  return (['state', 'local', 'enterprise'] as const).slice(0, random.whole(1, 3)).map((source, index) => ({
    id: uuidOf(seed, `pond-fund/${pond.id}/${index}`),
    pondId: pond.id,
    name: `${pond.name.replace('（演示）', '')}治理资金第 ${index + 1} 笔（演示）`,
    source,
    amount: random.whole(4, 40) * 10,
    paidOn: shiftDate(today, -random.whole(20, 700)),
  }));
}

const PLACES = [
  ['dam', '坝体'],
  ['beach', '滩面'],
  ['drain', '排洪口'],
] as const;

function videosOf(seed: string, pond: Pond): PondVideo[] {
  return PLACES.map(([place, label], index) => {
    const [lon, lat] = fixed(offset([pond.lon, pond.lat], 40 * (index - 1), 25 * index));
    const number = randomOf(`${seed}/pond-video/${pond.id}/${place}`).whole(1, 9_999_999);
    return {
      id: uuidOf(seed, `pond-video/${pond.id}/${place}`),
      pondId: pond.id,
      name: `${pond.name.replace('（演示）', '')}${label}视频（演示）`,
      place,
      // GB/T 28181 appendix E: area (8), industry 00, kind 132 (network camera), network 0, number 6.
      channel: `36110000001320${String(number % 1_000_000).padStart(6, '0')}`,
      lon,
      lat,
    };
  });
}
