import { positionAt } from './geometry.ts';
import { nearestTown } from './fleet-ground.ts';
import { loadRegions, loadWaterways, packs, type Region, type Waterway } from './packs.ts';
import { randomOf, uuidOf } from './random.ts';
import type { PackKey, Vessel } from './records.ts';

interface Placed {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly waterwayId: string;
}

export interface RescueBase extends Placed {
  readonly kind: 'centre' | 'base' | 'station';
  readonly phone: string;
  readonly boats: number;
  readonly boatSpeed: number;
}

export interface ShoreStation extends Placed {
  readonly kind: 'ais' | 'vhf' | 'cctv' | 'gauge';
  /** km */
  readonly reach: number;
  readonly channel: string | null;
  readonly state: 'working' | 'faulty' | 'planned';
}

export interface VhfCall {
  readonly vesselId: string;
  readonly vesselName: string;
  readonly waterwayId: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly enterpriseId: string;
  /** Minutes before the day's end. */
  readonly minutesAgo: number;
  readonly channel: string;
  readonly direction: 'ship-to-shore' | 'shore-to-ship';
  readonly seconds: number;
  readonly priority: 'routine' | 'safety';
  readonly text: string;
}

interface Water {
  readonly pack: PackKey;
  readonly towns: readonly Region[];
  readonly water: Waterway;
}

function waters(): Water[] {
  return packs.flatMap(({ key }) => {
    const towns = loadRegions(key).filter(({ kind }) => kind === 'town');
    return loadWaterways(key).map((water) => ({ pack: key, towns, water }));
  });
}

function placed(seed: string, { pack, towns, water }: Water, key: string, along: number) {
  const { position } = positionAt(water.line, Math.min(along, water.line.length));
  const town = nearestTown(towns, position);
  const [lon, lat] = position;
  return {
    id: uuidOf(seed, `water/${pack}/${water.id}/${key}`),
    jurisdiction: pack,
    regionPath: town.path,
    town: town.name,
    lon: Number(lon.toFixed(5)),
    lat: Number(lat.toFixed(5)),
    waterwayId: water.id,
  };
}

/** One centre on the longest water, bases every hundred kilometres, stations between them. */
export function rescueBasesOf(seed: string): RescueBase[] {
  return waters().flatMap((where) => {
    const { length } = where.water.line;
    const count = Math.max(2, Math.round(length / 60_000));
    return Array.from({ length: count }, (_, index) => {
      const kind = where.water.id === 'changjiang' && index === 2 ? 'centre' : index % 2 === 0 ? 'base' : 'station';
      const random = randomOf(`${seed}/rescue/${where.water.id}/${index}`);
      const { town, ...place } = placed(seed, where, `rescue/${index}`, ((index + 0.5) / count) * length);
      const word = { centre: '水上救助中心', base: '水上救助基地', station: '水上救助站' }[kind];
      return {
        ...place,
        name: `${town}${word}`,
        kind,
        phone: `0${where.pack === 'shangrao' ? '793' : '23'}-12395-${random.whole(10, 99)}`,
        boats: { centre: 6, base: 3, station: 1 }[kind] + random.whole(0, 1),
        boatSpeed: random.whole(30, 48),
      } as const;
    });
  });
}

/** Reach in km and spacing in km of the stations of each kind; the two tributaries are not yet fully covered (D2:152). */
const KINDS = [
  { kind: 'ais', word: 'AIS 基站', reach: 22, main: 36, other: 62 },
  { kind: 'vhf', word: 'VHF 岸台', reach: 18, main: 34, other: 70 },
  { kind: 'cctv', word: 'CCTV', reach: 1.6, main: 6, other: 11 },
] as const;

export function shoreStationsOf(seed: string): ShoreStation[] {
  return waters().flatMap((where) =>
    KINDS.flatMap(({ kind, word, reach, main, other }) => {
      const spacing = (where.water.id === 'changjiang' ? main : other) * 1000;
      const count = Math.max(1, Math.floor(where.water.line.length / spacing));
      return Array.from({ length: count }, (_, index) => {
        const random = randomOf(`${seed}/station/${where.water.id}/${kind}/${index}`);
        const { town, ...place } = placed(seed, where, `${kind}/${index}`, (index + 0.5) * spacing);
        const state = random.chance(0.9) ? 'working' : random.chance(0.6) ? 'faulty' : 'planned';
        const channel = { ais: 'CH87B/88B', vhf: random.pick(['06', '08', '16', '72']), cctv: `C${index + 1}` }[kind];
        return { ...place, name: `${town}${word}${index + 1}`, kind, reach, channel, state } as const;
      });
    }),
  );
}

/** A water and weather gauge of the demonstration; levels in m above datum, invented. */
export interface WaterGauge extends Placed {
  readonly usual: number;
  readonly warn: number;
  readonly stop: number;
}

/** Usual levels of the waters, m; half a metre lower every so many kilometres downstream. */
const USUAL: Readonly<Record<string, number>> = { changjiang: 168, jialing: 176, wujiang: 172, poyang: 15 };
const GAUGE_SPACING = 90_000;
const FALL = 0.5;

/** Gauges of one jurisdiction: one every ninety kilometres of water. */
export function gaugesOf(seed: string, pack: PackKey): WaterGauge[] {
  return waters()
    .filter((where) => where.pack === pack)
    .flatMap((where) => {
      const { length } = where.water.line;
      const count = Math.max(1, Math.round(length / GAUGE_SPACING));
      return Array.from({ length: count }, (_, index) => {
        const { town, ...place } = placed(seed, where, `gauge/${index}`, ((index + 0.5) / count) * length);
        const usual = (USUAL[where.water.id] ?? 30) - index * FALL;
        return { ...place, name: `${town}水位气象站`, usual, warn: usual + 5, stop: usual + 8 };
      });
    });
}

/** A bridge over a waterway of the demonstration; soffit and clearance in m, invented. */
export interface RiverBridge extends Placed {
  readonly soffit: number;
  readonly span: number;
  readonly clearance: number;
}
const BRIDGE_SPACING = 62_000;

/** Bridges of all waters: where the key waters of bridges are. */
export function riverBridgesOf(seed: string): RiverBridge[] {
  return waters().flatMap((where) => {
    const { length } = where.water.line;
    const count = Math.max(1, Math.floor(length / BRIDGE_SPACING));
    return Array.from({ length: count }, (_, index) => {
      const random = randomOf(`${seed}/bridge/${where.water.id}/${index}`);
      const along = Math.min(length - 2000, 6000 + index * BRIDGE_SPACING);
      const { town, ...place } = placed(seed, where, `bridge/${index}`, along);
      const usual = (USUAL[where.water.id] ?? 30) - (along / GAUGE_SPACING) * FALL;
      const main = where.water.id === 'changjiang';
      const clearance = main ? 18 : 10;
      const room = clearance + random.between(5, 13);
      return {
        ...place,
        name: `${town}大桥`,
        clearance,
        soffit: Math.round((usual + room) * 10) / 10,
        span: main ? random.whole(180, 460) : random.whole(60, 160),
      };
    });
  });
}

const TALKS = [
  ['ship-to-shore', 'routine', '上水船报告船位，申请通过控制河段'],
  ['shore-to-ship', 'routine', '同意通过，注意下水船队，保持 16 频道守听'],
  ['ship-to-shore', 'safety', '报告前方能见度下降，约 600 米'],
  ['shore-to-ship', 'safety', '桥区水域有施工船，减速通过，服从现场海巡艇指挥'],
  ['ship-to-shore', 'routine', '报告抵达锚地，抛锚待泊'],
] as const;

/** The VHF log of about a week. */
export function vhfCallsOf(seed: string, vessels: readonly Vessel[], count = 320): VhfCall[] {
  return Array.from({ length: vessels.length === 0 ? 0 : count }, (_, index) => {
    const random = randomOf(`${seed}/vhf/${index}`);
    const vessel = random.pick(vessels);
    const [direction, priority, text] = random.pick(TALKS);
    return {
      vesselId: vessel.id,
      vesselName: vessel.name,
      waterwayId: vessel.waterwayId,
      jurisdiction: vessel.jurisdiction,
      regionPath: vessel.regionPath,
      enterpriseId: vessel.enterpriseId,
      minutesAgo: random.whole(5, 7 * 1440),
      channel: random.pick(['06', '08', '16', '72']),
      direction,
      seconds: random.whole(8, 90),
      priority,
      text,
    };
  });
}
