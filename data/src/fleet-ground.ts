import { distance, offset, positionAt, type Line, type Position } from './geometry.ts';
import { loadRegions, loadRoads, loadWaterways, packs, type Region, type Road, type Waterway } from './packs.ts';
import { randomOf, uuidOf } from './random.ts';
import type { PackKey, Vehicle } from './records.ts';
import { vehicleTrack, type MovingFix } from './track.ts';

/** An extent as the register keeps it; degrees WGS-84, metres. */
export type Extent =
  | { readonly kind: 'polygon'; readonly polygons: readonly (readonly (readonly Position[])[])[] }
  | { readonly kind: 'circle'; readonly centre: Position; readonly radius: number }
  | { readonly kind: 'corridor'; readonly path: readonly Position[]; readonly halfWidth: number };

/** Hours and days a fence holds; left out = always. */
export interface Hours {
  readonly weekdays?: readonly number[];
  readonly from?: string;
  readonly to?: string;
}

/** A fence of the demonstration: derived from roads, waters and towns, invented like everything here. */
export interface DemonstrationFence {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly purpose: 'speed' | 'forbidden' | 'parking' | 'service' | 'route' | 'water' | 'area';
  readonly extent: Extent;
  readonly categories: readonly string[];
  readonly periods: readonly Hours[];
  readonly speedLimit: number | null;
  readonly roadClass: Road['class'] | null;
  readonly dwell: number | null;
  readonly capacity: number | null;
  readonly severe: boolean;
  readonly margin: number;
  readonly delay: number;
  readonly note: string;
}

const HAZMAT = 'dangerous-goods';
/** Metres between places where dangerous goods may stop. */
const HALT = 24_000;
const HALT_RADIUS = 400;

/** Metres along a road of its lots and service areas, from the first kilometres to the last. */
export function haltsOf({ line }: Pick<Road, 'line'>): number[] {
  const count = Math.max(2, Math.round(line.length / HALT));
  const last = line.closed ? line.length * ((count - 1) / count) : line.length - 1500;
  return Array.from({ length: count }, (_, index) => 1500 + ((last - 1500) * index) / (count - 1));
}

/** How a vehicle of the demonstration drives a road: dangerous goods slower off the expressway and between lots only. */
export function driveAt(vehicle: Vehicle, road: Road, at: number): MovingFix {
  const hazmat = vehicle.kind === 'hazmat';
  const maxSpeedKmh = hazmat && road.class === 'national' ? Math.min(60, vehicle.maxSpeedKmh) : vehicle.maxSpeedKmh;
  const coach = vehicle.kind === 'coach' || vehicle.kind === 'tour-coach';
  return vehicleTrack(road, vehicle.id, at, at, 1, { maxSpeedKmh, coach, ...(hazmat && { halts: haltsOf(road) }) })[0]!;
}

/** Fences of both jurisdictions; the same seed gives the same ids. */
export function fencesOf(seed: string): DemonstrationFence[] {
  return packs.flatMap(({ key }) => {
    const towns = loadRegions(key).filter(({ kind }) => kind === 'town' || kind === 'county');
    const roads = loadRoads(key);
    const around: Around = { seed, pack: key, towns, roads };
    return [
      ...roads.flatMap((road) => [...speedOf(around, road), routeOf(around, road), ...lotsOf(around, road)]),
      ...loadWaterways(key).flatMap((water) => [...intakesOf(around, water), ...keyWatersOf(around, water)]),
      ...townsOf(around),
    ];
  });
}

interface Around {
  readonly seed: string;
  readonly pack: PackKey;
  readonly towns: readonly Region[];
  readonly roads: readonly Road[];
}

/** The town whose seat is nearest. */
export function nearestTown(towns: readonly Region[], place: Position): Region {
  let best = towns[0] as Region;
  let least = Infinity;
  for (const town of towns) {
    const far = distance([town.lon, town.lat], place);
    if (far < least) [best, least] = [town, far];
  }
  return best;
}

const PLAIN = {
  categories: [],
  periods: [],
  speedLimit: null,
  roadClass: null,
  dwell: null,
  capacity: null,
  severe: false,
  margin: 30,
  delay: 10,
} as const;

type Draft = Pick<DemonstrationFence, 'name' | 'purpose' | 'extent' | 'note'> & Partial<DemonstrationFence>;

function fence({ seed, pack, towns }: Around, key: string, [lon, lat]: Position, draft: Draft): DemonstrationFence {
  const id = uuidOf(seed, `fence/${pack}/${key}`);
  return { ...PLAIN, id, jurisdiction: pack, regionPath: nearestTown(towns, [lon, lat]).path, lon, lat, ...draft };
}

const middleOf = (line: Line): Position => positionAt(line, line.length / 2).position;
const pathOf = ({ line }: Road): readonly Position[] =>
  line.closed ? [...line.positions, line.positions[0] as Position] : line.positions;

function speedOf(around: Around, road: Road): DemonstrationFence[] {
  const extent: Extent = { kind: 'corridor', path: pathOf(road), halfWidth: 60 };
  const common = { purpose: 'speed', extent, roadClass: road.class, delay: 15 } as const;
  const all = fence(around, `speed/${road.id}`, middleOf(road.line), {
    ...common,
    name: `${road.ref ?? ''}${road.name} 限速`,
    speedLimit: road.speedLimitKmh,
    note: '示意线形；限速按道路等级取值',
  });
  if (road.class !== 'national') return [all];
  const hazmat = fence(around, `speed60/${road.id}`, middleOf(road.line), {
    ...common,
    name: `${road.ref ?? ''}${road.name} 危货限速`,
    speedLimit: 60,
    categories: [HAZMAT],
    note: '危险货物道路运输安全管理办法：高速公路 80，其他道路 60',
  });
  return [all, hazmat];
}

function routeOf(around: Around, road: Road): DemonstrationFence {
  return fence(around, `route/${road.id}`, middleOf(road.line), {
    name: `${road.ref ?? ''}${road.name} 危货线路`,
    purpose: 'route',
    extent: { kind: 'corridor', path: pathOf(road), halfWidth: 150 },
    categories: [HAZMAT],
    note: '核准线路（示意）',
  });
}

function lotsOf(around: Around, road: Road): DemonstrationFence[] {
  return haltsOf(road).map((along, index) => {
    const { position } = positionAt(road.line, along);
    const random = randomOf(`${around.seed}/lot/${road.id}/${index}`);
    const parking = index % 3 === 0;
    const town = nearestTown(around.towns, position).name;
    return fence(around, `lot/${road.id}/${index}`, position, {
      name: parking ? `${town}危货车辆专用停车场` : `${road.ref ?? road.name}${town}服务区`,
      purpose: parking ? 'parking' : 'service',
      extent: { kind: 'circle', centre: position, radius: HALT_RADIUS },
      categories: [HAZMAT],
      capacity: random.whole(12, 120),
      delay: 0,
      note: parking ? 'D4:187 危险货物运输车专用停车场地' : '服务区危货车专用停车区',
    });
  });
}

/** How far a place lies from the nearest road, in metres. */
function roadDistance(roads: readonly Road[], place: Position): number {
  return Math.min(...roads.map(({ line }) => Math.min(...line.positions.map((one) => distance(one, place)))));
}

/** First places by a water, well away from every road. */
function intakesOf(around: Around, water: Waterway): DemonstrationFence[] {
  const fences: DemonstrationFence[] = [];
  for (let along = 8000; along < water.line.length && fences.length < 6; along += 9000) {
    const { position } = positionAt(water.line, along);
    if (roadDistance(around.roads, position) < 2600) continue;
    const town = nearestTown(around.towns, position).name;
    const ring = ringAround(position, 700, 10);
    fences.push(
      fence(around, `intake/${water.id}/${along}`, position, {
        name: `${town}饮用水水源一级保护区`,
        purpose: 'forbidden',
        extent: { kind: 'polygon', polygons: [[ring]] },
        categories: [HAZMAT],
        severe: true,
        note: '危险化学品安全管理条例第四十九条；范围为示意',
      }),
    );
    along += 20_000;
  }
  return fences;
}

const ringAround = (centre: Position, radius: number, corners: number): Position[] =>
  Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * index) / corners;
    const reach = radius * (index % 2 === 0 ? 1 : 0.82);
    return offset(centre, reach * Math.cos(angle), reach * Math.sin(angle));
  });

/** Old towns closed to dangerous goods in the hours people are about; drawn beside the roads that pass. */
function townsOf(around: Around): DemonstrationFence[] {
  const counties = around.towns.filter(({ kind }) => kind === 'county').slice(0, 24);
  return counties.flatMap((county) => {
    const spots = [
      [0, 0],
      [2200, 0],
      [-2200, 0],
      [0, 2200],
      [0, -2200],
    ].map(([east = 0, north = 0]) => offset([county.lon, county.lat], east, north));
    const free = spots.find((spot) => roadDistance(around.roads, spot) > 1900);
    if (free === undefined) return [];
    return [
      fence(around, `town/${county.id}`, free, {
        name: `${county.name}城区危货禁行区`,
        purpose: 'forbidden',
        extent: { kind: 'polygon', polygons: [[ringAround(free, 900, 12)]] },
        categories: [HAZMAT],
        periods: [{ from: '06:30', to: '21:00' }],
        note: '公安机关划定的限制通行区域（示意）',
      }),
    ];
  });
}

/** Kinds of key water: every so many kilometres, for whom and when (D4:212 重点水域、重点船舶、重点时段). */
const WATERS = [
  {
    key: 'bridge',
    name: '桥区',
    every: 62_000,
    categories: ['tanker', 'passenger'],
    periods: [{ from: '22:00', to: '06:00' }],
  },
  { key: 'intake', name: '取水口水域', every: 110_000, categories: ['tanker'], periods: [] },
  {
    key: 'ferry',
    name: '渡口水域',
    every: 85_000,
    categories: ['ferry', 'passenger'],
    periods: [{ from: '20:00', to: '06:00' }],
  },
  {
    key: 'bend',
    name: '弯道控制河段',
    every: 95_000,
    categories: ['tanker', 'container'],
    periods: [{ weekdays: [6, 7], from: '00:00', to: '05:00' }],
  },
] as const;

function keyWatersOf(around: Around, water: Waterway): DemonstrationFence[] {
  return WATERS.flatMap(({ key, name, every, categories, periods }, kind) => {
    const count = Math.max(1, Math.floor(water.line.length / every));
    return Array.from({ length: count }, (_, index) => {
      const along = Math.min(water.line.length - 2000, 6000 + kind * 13_000 + index * every);
      const { position } = positionAt(water.line, Math.max(1000, along));
      return fence(around, `water/${water.id}/${key}/${index}`, position, {
        name: `${shortName(water)}${nearestTown(around.towns, position).name}${name}`,
        purpose: 'water',
        extent: { kind: 'polygon', polygons: [[ringAround(position, key === 'bridge' ? 900 : 1300, 12)]] },
        categories,
        periods,
        speedLimit: key === 'bridge' ? 15 : null,
        margin: 80,
        delay: 30,
        note: '航行通告（示意）',
      });
    });
  });
}

const shortName = (water: Waterway): string => water.name.replace(/（.*/, '');
