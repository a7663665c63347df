import { offset } from './geometry.ts';
import { fixed } from './ground.ts';
import type {
  ChemicalHolding,
  HazardSource,
  HazardSourcePoint,
  HazchemRecords,
  KeyProcess,
  SafetyDevice,
} from './hazchem-records.ts';
import { dayFrom } from './hazchem-days.ts';
import { devicesOf, type Fitted } from './hazchem-devices.ts';
import { loadingBays } from './loading-bays.ts';
import { PLANS, PLANT_PROCESSES, TANK_SUBSTANCES, UNCONNECTED, type Stock } from './hazchem-stock.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { DemonstrationCity, Enterprise, MajorHazardLevel, Point, Site, Tank } from './records.ts';

type City = Omit<DemonstrationCity, keyof HazchemRecords>;

const STORAGE: Readonly<Record<Tank['kind'], string>> = {
  vertical: 'atmospheric-tank',
  'internal-floating-roof': 'atmospheric-tank',
  sphere: 'pressure-tank',
  horizontal: 'pressure-tank',
  buried: 'buried-tank',
  'low-temperature': 'refrigerated-tank',
};
const AREAS: Readonly<Record<Stock['storage'], string>> = {
  warehouse: '库房',
  cylinders: '气瓶间',
  'in-process': '装置区',
  filling: '装卸区',
};
/** People within 500 m by the α the city's sites were graded with. GB 18218-2018 table 5 */
const POPULATION: Readonly<Record<string, number>> = { '0.5': 0, '1': 14, '1.2': 38, '1.5': 66, '2': 160 };
const BETA: Readonly<Record<string, number>> = { 液氨: 2, 液氯: 4, 液化石油气: 1.5, 液化天然气: 1.5, 环氧乙烷: 2 };
const LEVELS: readonly MajorHazardLevel[] = ['一级', '二级', '三级', '四级'];
/** Share of sources whose registered level was not renewed after a change. */
const OUTDATED = 0.07;
/** Share of depots with bulk stores and no sensor at all. */
const UNWATCHED = 0.09;

interface Context {
  readonly seed: string;
  readonly today: string;
  readonly records: { readonly [K in keyof HazchemRecords]: HazchemRecords[K][number][] };
  readonly tanksOf: ReadonlyMap<string, readonly Tank[]>;
  readonly sitesOf: ReadonlyMap<string, readonly Site[]>;
  readonly pointsOf: ReadonlyMap<string, readonly Point[]>;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return groups;
}

/** Adds holdings, hazard sources, safety devices and the fire and shut-off points of the tanks to a city. */
export function withHazchem(city: City, seed: string, today: string): DemonstrationCity {
  const records = {
    chemicalHoldings: [],
    hazardSources: [],
    hazardSourcePoints: [],
    keyProcesses: [],
    safetyDevices: [],
  };
  const context: Context = {
    seed,
    today,
    records,
    tanksOf: groupBy(city.tanks, ({ enterpriseId }) => enterpriseId),
    sitesOf: groupBy(city.sites, ({ enterpriseId }) => enterpriseId),
    pointsOf: groupBy(city.points, ({ enterpriseId }) => enterpriseId),
  };
  const fitted: Fitted = { points: [], limits: [] };
  for (const enterprise of city.enterprises) addEnterprise(context, enterprise, fitted);
  const bays = loadingBays(seed, records.chemicalHoldings, (enterprise) => context.sitesOf.get(enterprise)?.[0]);
  return {
    ...city,
    ...context.records,
    devices: [...city.devices, ...bays.devices],
    points: [...city.points, ...fitted.points, ...bays.points],
    limits: [...city.limits, ...fitted.limits],
  };
}

const owned = ({ jurisdiction, regionPath, id, lon, lat }: Enterprise) => ({
  jurisdiction,
  regionPath,
  enterpriseId: id,
  lon,
  lat,
});

function addEnterprise(context: Context, enterprise: Enterprise, fitted: Fitted): void {
  if (enterprise.status === '关闭') return;
  const random = randomOf(`${context.seed}/hazchem/${enterprise.id}`);
  const tanks = context.tanksOf.get(enterprise.id) ?? [];
  const source = tanks.length > 0 ? addSource(context, enterprise, tanks, random) : undefined;
  const own: ChemicalHolding[] = tanks.map((tank) => tankHolding(context, enterprise, tank, source));
  own.push(...stockOf(context, enterprise, random));
  if (tanks.length === 0 && enterprise.sector === 'hazchem-storage' && random.chance(UNWATCHED))
    own.push(...unconnected(context, enterprise, random));
  context.records.chemicalHoldings.push(...own);
  if (enterprise.sector === 'hazchem-production' && random.chance(0.62)) addProcesses(context, enterprise, random);
  const tankPoints = context.pointsOf.get(enterprise.id) ?? [];
  const devices: SafetyDevice[] = devicesOf(
    context,
    own,
    source,
    tankPoints,
    randomOf(`${context.seed}/safety/${enterprise.id}`),
    fitted,
  );
  context.records.safetyDevices.push(...devices);
}

function tankHolding(
  context: Context,
  enterprise: Enterprise,
  tank: Tank,
  source: HazardSource | undefined,
): ChemicalHolding {
  const known = TANK_SUBSTANCES[tank.substance];
  return {
    ...owned(enterprise),
    lon: tank.lon,
    lat: tank.lat,
    id: uuidOf(context.seed, `holding/${tank.id}`),
    name: tank.name,
    substance: known?.key ?? '',
    storage: STORAGE[tank.kind],
    state: known?.liquefied === true ? 'liquefied-gas' : 'liquid',
    designTonnes: tank.contentTonnes,
    actualTonnes: null,
    process: null,
    siteId: tank.siteId,
    tankId: tank.id,
    hazardSourceId: source?.id ?? null,
    area: '储罐区',
  };
}

/** The tank farm as one storage unit, where its site reaches the threshold. */
function addSource(
  context: Context,
  enterprise: Enterprise,
  tanks: readonly Tank[],
  random: Random,
): HazardSource | undefined {
  const site = (context.sitesOf.get(enterprise.id) ?? []).find(({ majorHazardR }) => majorHazardR !== null);
  if (site?.majorHazardLevel == null || site.majorHazardR === null) return undefined;
  const level = random.chance(OUTDATED) ? random.pick(LEVELS) : site.majorHazardLevel;
  const source = sourceOf(
    context,
    enterprise,
    `${enterprise.name.replace('（演示）', '')}储罐区`,
    level,
    populationOf(site, tanks),
    random,
  );
  context.records.hazardSources.push({ ...source, siteId: site.id });
  const detectors = (context.pointsOf.get(enterprise.id) ?? []).filter(
    ({ tankId, kind }) => tankId === null && ['combustible', 'toxic', 'chlorine'].includes(kind),
  );
  // Some detectors were connected and never bound to the source: the register shows the gap.
  if (random.chance(0.85))
    context.records.hazardSourcePoints.push(
      ...detectors.map(({ id }): HazardSourcePoint => ({
        id: uuidOf(context.seed, `bound/${source.id}/${id}`),
        sourceId: source.id,
        pointId: id,
      })),
    );
  return { ...source, siteId: site.id };
}

const THRESHOLDS: Readonly<Record<string, number>> = {
  液氨: 10,
  液氯: 5,
  液化石油气: 50,
  液化天然气: 50,
  环氧乙烷: 10,
  苯: 50,
  丙烯腈: 50,
  '硝酸（含硝酸＞70%）': 100,
  双氧水: 200,
  汽油: 200,
  柴油: 5000,
};

/** The number of neighbours that gives the α the site's R was drawn with. */
function populationOf(site: Site, tanks: readonly Tank[]): number {
  const weighted = tanks.reduce(
    (sum, { substance, contentTonnes }) =>
      sum + ((BETA[substance] ?? 1) * contentTonnes) / (THRESHOLDS[substance] ?? 500),
    0,
  );
  const alpha = (site.majorHazardR ?? 0) / weighted;
  const [nearest = '1'] = Object.keys(POPULATION).toSorted(
    (a, b) => Math.abs(Number(a) - alpha) - Math.abs(Number(b) - alpha),
  );
  return POPULATION[nearest] ?? 14;
}

function sourceOf(
  context: Context,
  enterprise: Enterprise,
  name: string,
  level: HazardSource['registeredLevel'],
  population: number | null,
  random: Random,
): HazardSource {
  const assessed = dayFrom(context.today, -random.whole(20, 1180));
  const filed = random.chance(0.94);
  const post = (chance: number, title: string) =>
    random.chance(chance) ? `${title}${random.pick([...'甲乙丙'])}` : null;
  return {
    ...owned(enterprise),
    id: uuidOf(context.seed, `hazard-source/${enterprise.id}`),
    name: `${name}（演示）`,
    siteId: null,
    number: filed ? `BA-DEM-${enterprise.creditCode.slice(8, 17)}` : null,
    unit: 'storage',
    registeredLevel: level,
    population,
    assessedOn: random.chance(0.96) ? assessed : null,
    filedOn: filed ? dayFrom(assessed, random.whole(3, 22)) : null,
    responsible: [`主要负责人${random.pick([...'甲乙丙'])}`, post(0.94, '技术负责人'), post(0.9, '操作负责人')],
  };
}

function stockOf(context: Context, enterprise: Enterprise, random: Random): ChemicalHolding[] {
  const plan = PLANS[enterprise.sector];
  if (plan === undefined || !random.chance(plan.chance)) return [];
  const [least, most] = plan.count;
  const taken = new Set<string>();
  return Array.from({ length: random.whole(least, most) }, (_, index) => {
    const stock = random.pick(plan.stock);
    const [from, to] = stock.tonnes;
    const design = Number(random.between(from, to).toFixed(to < 2 ? 2 : 1));
    // A substance is entered once for each room it is kept in.
    let room = random.whole(1, 4);
    while (taken.has(`${stock.name} ${AREAS[stock.storage]} ${room}`)) room += 1;
    taken.add(`${stock.name} ${AREAS[stock.storage]} ${room}`);
    const area = `${AREAS[stock.storage]} ${room}#`;
    const [lon, lat] = fixed(
      offset([enterprise.lon, enterprise.lat], random.between(-140, 140), random.between(-140, 140)),
    );
    return {
      ...owned(enterprise),
      lon,
      lat,
      id: uuidOf(context.seed, `holding/${enterprise.id}/${index}`),
      name: `${stock.name} ${area}`,
      substance: stock.substance,
      storage: stock.storage,
      state: stock.state,
      designTonnes: design,
      actualTonnes: random.chance(0.88) ? Number((design * random.between(0.1, 0.9)).toFixed(2)) : null,
      process: stock.storage === 'in-process' && random.chance(0.5) ? random.pick(PLANT_PROCESSES)[0] : null,
      siteId: null,
      tankId: null,
      hazardSourceId: null,
      area: random.chance(0.9) ? area : null,
    };
  });
}

/** A depot with bulk tanks that are registered and never connected. */
function unconnected(context: Context, enterprise: Enterprise, random: Random): ChemicalHolding[] {
  const [substance, name, tonnes] = random.pick(UNCONNECTED);
  const source = sourceOf(
    context,
    enterprise,
    `${enterprise.name.replace('（演示）', '')}大罐区`,
    '四级',
    random.pick([0, 12, 40]),
    random,
  );
  context.records.hazardSources.push(source);
  return Array.from({ length: 2 }, (_, index) => ({
    ...owned(enterprise),
    id: uuidOf(context.seed, `holding/${enterprise.id}/bulk/${index}`),
    name: `${name}储罐 T-${index + 1}`,
    substance,
    storage: 'atmospheric-tank',
    state: 'liquid' as const,
    designTonnes: tonnes,
    actualTonnes: random.chance(0.7) ? Math.round(tonnes * random.between(0.2, 0.8)) : null,
    process: null,
    siteId: null,
    tankId: null,
    hazardSourceId: source.id,
    area: '大罐区',
  }));
}

function addProcesses(context: Context, enterprise: Enterprise, random: Random): void {
  for (let index = 0; index < random.whole(1, 2); index++) {
    const [process, label] = random.pick(PLANT_PROCESSES);
    const added: KeyProcess = {
      ...owned(enterprise),
      id: uuidOf(context.seed, `process/${enterprise.id}/${index}`),
      name: `${label}装置 ${index + 1}#（演示）`,
      process,
      reactors: random.chance(0.9) ? random.whole(1, 8) : null,
      automation: random.weighted([
        ['sis', 46],
        ['interlock', 34],
        ['dcs', 14],
        ['none', 6],
      ]),
      thermalRisk: random.chance(0.9) ? random.chance(0.72) : null,
      commissionedOn: random.chance(0.85) ? dayFrom(context.today, -random.whole(300, 6000)) : null,
    };
    context.records.keyProcesses.push(added);
  }
}
