import { DEMONSTRATION_MARK } from './enterprises.ts';
import { demonstrationVin } from './identity.ts';
import { loadRoads, loadWaterways } from './packs.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Enterprise, PackKey, Vehicle, Vessel } from './records.ts';

interface VehicleKind {
  readonly kind: Vehicle['kind'];
  readonly name: string;
  readonly share: number;
  readonly maxSpeedKmh: number;
  readonly load: readonly [number, number] | null;
  readonly seats: readonly number[] | null;
  /** The trade that a firm's name tells and that may run such vehicles. */
  readonly trade: RegExp;
}

/** Passengers, dangerous goods and freight each have a licence of their own; in the demonstration a firm has one of them. */
const PASSENGERS = /客运/u;
const DANGEROUS_GOODS = /危货运输/u;
const FREIGHT = /物流|汽车运输|(?<!危)货运|供应链/u;

/** 两客一危 and heavy freight. */
const VEHICLE_KINDS: readonly VehicleKind[] = [
  {
    kind: 'coach',
    name: '班线客车',
    share: 0.24,
    maxSpeedKmh: 100,
    load: null,
    seats: [19, 33, 39, 45, 51],
    trade: PASSENGERS,
  },
  {
    kind: 'tour-coach',
    name: '旅游包车',
    share: 0.1,
    maxSpeedKmh: 100,
    load: null,
    seats: [33, 45, 49, 55],
    trade: PASSENGERS,
  },
  {
    kind: 'hazmat',
    name: '危险货物运输车',
    share: 0.28,
    maxSpeedKmh: 80,
    load: [5, 31],
    seats: null,
    trade: DANGEROUS_GOODS,
  },
  {
    kind: 'heavy-freight',
    name: '重型载货汽车',
    share: 0.38,
    maxSpeedKmh: 90,
    load: [12, 34],
    seats: null,
    trade: FREIGHT,
  },
];
const CARGOES = ['汽油', '柴油', '液化石油气', '液化天然气', '甲醇', '液氨', '液氯', '硫酸', '双氧水', '烟花爆竹'];
const PLATE_LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];

interface Fleet {
  readonly vehicles: number;
  readonly plates: readonly string[];
  readonly vessels: readonly (readonly [waterway: string, count: number])[];
  /** First digits of the identities, so that the two jurisdictions never meet. */
  readonly block: number;
}

const FLEETS: Readonly<Record<PackKey, Fleet>> = {
  shangrao: { vehicles: 700, plates: ['赣E'], vessels: [['poyang', 15]], block: 1 },
  chongqing: {
    vehicles: 900,
    plates: ['渝A', '渝B', '渝C', '渝D', '渝F', '渝G', '渝H'],
    vessels: [
      ['changjiang', 96],
      ['jialing', 14],
      ['wujiang', 10],
    ],
    block: 2,
  },
};

/** Plates are drawn until unused; `taken` is the jurisdiction's. */
function plateOf(prefixes: readonly string[], random: Random, taken: Set<string>): string {
  for (let i = 0; i < 100; i++) {
    const plate = `${random.pick(prefixes)}${random.pick(PLATE_LETTERS)}${String(random.whole(0, 9999)).padStart(4, '0')}`;
    if (!taken.has(plate)) {
      taken.add(plate);
      return plate;
    }
  }
  throw new Error('ran out of plates');
}

/** Vehicles of a jurisdiction, run by its road-transport firms on its roads; expressways carry most. */
export function vehiclesOf(seed: string, pack: PackKey, enterprises: readonly Enterprise[]): Vehicle[] {
  const fleet = FLEETS[pack];
  const roads = loadRoads(pack).map(
    (road) => [road.id, Math.sqrt(road.line.length) * (road.class === 'expressway' ? 2 : 1)] as const,
  );
  const firms = enterprises.filter((enterprise) => enterprise.sector === 'logistics');
  const operators = new Map(
    VEHICLE_KINDS.map(({ kind, trade }) => [kind, firms.filter(({ name }) => trade.test(name))] as const),
  );
  const taken = new Set<string>();
  return Array.from({ length: fleet.vehicles }, (_, i) => {
    const random = randomOf(`${seed}/${pack}/vehicle/${i}`);
    const kind = random.weighted(VEHICLE_KINDS.map((item) => [item, item.share] as const));
    const operator = random.pick(operators.get(kind.kind)!);
    const serial = fleet.block * 100_000 + i;
    const plate = plateOf(fleet.plates, random, taken);
    return {
      id: uuidOf(seed, `vehicle/${serial}`),
      jurisdiction: pack,
      regionPath: operator.regionPath,
      name: plate,
      lon: operator.lon,
      lat: operator.lat,
      enterpriseId: operator.id,
      plate,
      plateColour: '黄',
      kind: kind.kind,
      kindName: kind.name,
      terminalPhone: `106490${String(serial).padStart(6, '0')}`,
      terminalId: `D${String(serial)}`,
      protocolVersion: random.chance(0.6) ? '2019' : '2013',
      vin: demonstrationVin(serial),
      loadTonnes: kind.load === null ? null : random.whole(...kind.load),
      seats: kind.seats === null ? null : random.pick(kind.seats),
      substance: kind.kind === 'hazmat' ? random.pick(CARGOES) : null,
      maxSpeedKmh: kind.maxSpeedKmh,
      roadId: random.weighted(roads),
    };
  });
}

interface VesselKind {
  readonly kind: Vessel['kind'];
  readonly name: string;
  readonly aisType: number;
  readonly length: readonly [number, number];
  readonly share: number;
  readonly lakeShare: number;
}

/** AIS types: ITU-R M.1371 table 53. */
const VESSEL_KINDS: readonly VesselKind[] = [
  { kind: 'cargo', name: '干散货船', aisType: 70, length: [70, 118], share: 46, lakeShare: 30 },
  { kind: 'container', name: '集装箱船', aisType: 79, length: [90, 130], share: 18, lakeShare: 0 },
  { kind: 'tanker', name: '危险品船', aisType: 80, length: [60, 105], share: 14, lakeShare: 0 },
  { kind: 'passenger', name: '客船', aisType: 60, length: [38, 150], share: 11, lakeShare: 10 },
  { kind: 'ferry', name: '渡船', aisType: 69, length: [16, 34], share: 6, lakeShare: 20 },
  { kind: 'fishing', name: '渔政船', aisType: 30, length: [12, 24], share: 0, lakeShare: 25 },
  { kind: 'patrol', name: '海巡艇', aisType: 55, length: [14, 30], share: 5, lakeShare: 15 },
];

/** Vessels of a jurisdiction, run by its port and shipping firms on its waterways. */
export function vesselsOf(seed: string, pack: PackKey, enterprises: readonly Enterprise[]): Vessel[] {
  const fleet = FLEETS[pack];
  const waterways = new Map(loadWaterways(pack).map((waterway) => [waterway.id, waterway]));
  const operators = enterprises.filter((enterprise) => enterprise.sector === 'port');
  const homes = fleet.vessels.flatMap(([waterway, count]) => Array.from({ length: count }, () => waterway));
  return homes.map((waterwayId, i) => {
    const random = randomOf(`${seed}/${pack}/vessel/${i}`);
    const kind = random.weighted(
      VESSEL_KINDS.map((item) => [item, waterwayId === 'poyang' ? item.lakeShare : item.share] as const),
    );
    const operator = random.pick(operators);
    const serial = fleet.block * 1000 + i;
    const lengthM = random.whole(...kind.length);
    return {
      id: uuidOf(seed, `vessel/${serial}`),
      jurisdiction: pack,
      regionPath: operator.regionPath,
      name: `${pack === 'shangrao' ? '鄱' : '渝'}${random.pick(['鸿', '安', '江', '顺', '泰', '航'])}${random.pick(['源', '通', '达', '运'])}${serial}${DEMONSTRATION_MARK}`,
      lon: operator.lon,
      lat: operator.lat,
      enterpriseId: operator.id,
      mmsi: `41399${String(serial).padStart(4, '0')}`,
      kind: kind.kind,
      kindName: kind.name,
      aisType: kind.aisType,
      lengthM,
      beamM: Math.max(4, Math.round(lengthM / 6.2)),
      deadweightTonnes: ['cargo', 'container', 'tanker'].includes(kind.kind)
        ? Math.round((lengthM * lengthM) / 2.4 / 10) * 10
        : null,
      maxSpeedKmh: waterways.get(waterwayId)?.speedLimitKmh ?? 20,
      waterwayId,
    };
  });
}
