import { driveAt, fencesOf, haltsOf } from './fleet-ground.ts';
import { nearestAlong, positionAt } from './geometry.ts';
import { loadRoads, packs } from './packs.ts';
import { randomOf, uuidOf } from './random.ts';
import type { Enterprise, Vehicle } from './records.ts';

/** Goods of the demonstration's tankers by their Chinese name (UN numbers and classes of GB 12268; CAS numbers). */
export const GOODS: Readonly<
  Record<string, { readonly un: string; readonly cas: string | null; readonly goodsClass: string }>
> = {
  汽油: { un: '1203', cas: '86290-81-5', goodsClass: '3' },
  柴油: { un: '1202', cas: '68334-30-5', goodsClass: '3' },
  液化石油气: { un: '1075', cas: '68476-85-7', goodsClass: '2.1' },
  液化天然气: { un: '1972', cas: '74-82-8', goodsClass: '2.1' },
  甲醇: { un: '1230', cas: '67-56-1', goodsClass: '3' },
  液氨: { un: '1005', cas: '7664-41-7', goodsClass: '2.3' },
  液氯: { un: '1017', cas: '7782-50-5', goodsClass: '2.3' },
  硫酸: { un: '1830', cas: '7664-93-9', goodsClass: '8' },
  双氧水: { un: '2014', cas: '7722-84-1', goodsClass: '5.1' },
  烟花爆竹: { un: '0336', cas: null, goodsClass: '1' },
};

/** What a vehicle carries and has been fitted with. */
export interface VehiclePapers {
  readonly vehicleId: string;
  readonly suspended: boolean;
  readonly goodsClasses: string | null;
  readonly inspectionUntil: string | null;
  readonly lineLength: number | null;
  readonly relayed: boolean | null;
  readonly tankVehicle: boolean | null;
  readonly tankInspectionUntil: string | null;
  readonly barrier: boolean | null;
  readonly shutoff: boolean | null;
  readonly video: boolean | null;
  readonly activeSafety: boolean | null;
  readonly approved: boolean | null;
  readonly installed: boolean;
}

export interface Licence {
  readonly id: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly number: string;
  readonly classes: string;
  readonly validUntil: string;
}

export interface TransportPerson {
  readonly id: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly name: string;
  readonly kind: 'driver' | 'escort';
  readonly number: string;
  readonly classes: string;
  readonly validUntil: string;
}

export interface DemonstrationWaybill {
  readonly id: string;
  readonly number: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly vehicleId: string;
  readonly driverId: string;
  readonly escortId: string;
  readonly consignor: string;
  readonly consignee: string;
  readonly trailer: string | null;
  readonly cargo: string;
  readonly un: string;
  readonly cas: string | null;
  readonly goodsClass: string;
  readonly packing: string;
  readonly quantity: number;
  readonly routeId: string;
  readonly origin: string;
  readonly destination: string;
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly state: 'issued' | 'in-transit' | 'delivered';
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const dayAfter = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Papers of every vehicle; a few are missing or have run out, as in life. */
export function vehiclePapersOf(seed: string, vehicles: readonly Vehicle[], today: string): VehiclePapers[] {
  return vehicles.map((vehicle) => {
    const random = randomOf(`${seed}/papers/${vehicle.id}`);
    const hazmat = vehicle.kind === 'hazmat';
    const goods = GOODS[vehicle.substance ?? ''];
    const tank = hazmat && vehicle.substance !== '烟花爆竹';
    const some = (share: number): boolean | null => (random.chance(0.03) ? null : random.chance(share));
    return {
      vehicleId: vehicle.id,
      suspended: random.chance(0.02),
      installed: random.chance(0.985),
      approved: some(0.97),
      goodsClasses: goods?.goodsClass ?? null,
      inspectionUntil: random.chance(0.03) ? null : dayAfter(today, random.whole(-20, 360)),
      lineLength:
        vehicle.kind === 'coach'
          ? random.weighted([
              [random.whole(40, 380), 9],
              [random.whole(800, 1600), 1],
            ])
          : null,
      relayed: vehicle.kind === 'coach' ? random.chance(0.5) : null,
      tankVehicle: hazmat ? tank : null,
      tankInspectionUntil: tank ? dayAfter(today, random.whole(-30, 700)) : null,
      barrier: tank ? some(goods?.goodsClass === '3' || goods?.goodsClass === '2.1' ? 0.42 : 0.1) : null,
      shutoff: tank ? some(0.95) : null,
      video: some(0.9),
      activeSafety: some(0.55),
    };
  });
}

const operatorsOf = (vehicles: readonly Vehicle[]): Map<string, Vehicle[]> => {
  const byFirm = new Map<string, Vehicle[]>();
  for (const vehicle of vehicles.filter(({ kind }) => kind === 'hazmat'))
    byFirm.set(vehicle.enterpriseId, [...(byFirm.get(vehicle.enterpriseId) ?? []), vehicle]);
  return byFirm;
};

const classesOf = (vehicles: readonly Vehicle[]): string =>
  [...new Set(vehicles.map(({ substance }) => GOODS[substance ?? '']?.goodsClass ?? '3'))].toSorted().join('、');

/** One permit a firm, covering what its vehicles carry; one in thirty has run out. */
export function licencesOf(seed: string, vehicles: readonly Vehicle[], today: string): Licence[] {
  return [...operatorsOf(vehicles)].map(([enterpriseId, own], index) => {
    const random = randomOf(`${seed}/licence/${enterpriseId}`);
    return {
      id: uuidOf(seed, `licence/${enterpriseId}`),
      enterpriseId,
      regionPath: own[0]?.regionPath ?? '',
      number: `危运许可${String(index + 1).padStart(6, '0')}`,
      classes: classesOf(own),
      validUntil: dayAfter(today, random.chance(1 / 30) ? -random.whole(1, 90) : random.whole(60, 1400)),
    };
  });
}

/** A driver and an escort for every vehicle of dangerous goods; posts, never persons. */
export function transportPeopleOf(seed: string, vehicles: readonly Vehicle[], today: string): TransportPerson[] {
  return [...operatorsOf(vehicles)].flatMap(([enterpriseId, own]) =>
    own.flatMap((vehicle) =>
      (['driver', 'escort'] as const).map((kind): TransportPerson => {
        const random = randomOf(`${seed}/person/${vehicle.id}/${kind}`);
        const serial = vehicle.terminalPhone.slice(-6);
        return {
          id: personId(seed, vehicle, kind),
          enterpriseId,
          regionPath: vehicle.regionPath,
          name: `${kind === 'driver' ? '驾驶员' : '押运员'}${serial}（演示）`,
          kind,
          number: `${kind === 'driver' ? 'JS' : 'YY'}${serial}`,
          classes: classesOf(own),
          validUntil: dayAfter(today, random.chance(0.03) ? -random.whole(1, 60) : random.whole(30, 2000)),
        };
      }),
    ),
  );
}

const personId = (seed: string, vehicle: Vehicle, kind: string): string => uuidOf(seed, `person/${vehicle.id}/${kind}`);

/** Does a vehicle of the demonstration run with a waybill? One in twenty has none, so that the rule has something to find. */
export function hasWaybill(seed: string, vehicle: Vehicle): boolean {
  return vehicle.kind === 'hazmat' && !randomOf(`${seed}/billed/${vehicle.id}`).chance(0.05);
}

/** Waybills: one under way for nearly every vehicle of dangerous goods, some of the past days, some for tomorrow. */
export function waybillsOf(
  seed: string,
  vehicles: readonly Vehicle[],
  enterprises: readonly Enterprise[],
  today: string,
): DemonstrationWaybill[] {
  const midnight = Date.parse(`${today}T00:00:00Z`) - 8 * HOUR;
  const senders = enterprises.filter(({ sector }) => sector.startsWith('hazchem') || sector === 'gas-supply');
  const roads = new Map(packs.flatMap(({ key }) => loadRoads(key)).map((road) => [road.id, road]));
  const lots = fencesOf(seed).filter(({ purpose }) => purpose === 'parking' || purpose === 'service');
  let serial = 0;
  return vehicles
    .filter(({ kind }) => kind === 'hazmat')
    .flatMap((vehicle) => {
      const random = randomOf(`${seed}/waybill/${vehicle.id}`);
      const road = roads.get(vehicle.roadId);
      const cargo = vehicle.substance ?? '汽油';
      const goods = GOODS[cargo];
      if (road === undefined || goods === undefined || senders.length === 0) return [];
      const along = nearestAlong(road.line, [
        driveAt(vehicle, road, midnight).lon,
        driveAt(vehicle, road, midnight).lat,
      ]);
      const halts = haltsOf(road);
      const nameAt = (metres: number): string => {
        const { position } = positionAt(road.line, metres);
        const near = lots.reduce((a, b) =>
          Math.hypot(a.lon - position[0], a.lat - position[1]) <= Math.hypot(b.lon - position[0], b.lat - position[1])
            ? a
            : b,
        );
        return near.name;
      };
      const states: DemonstrationWaybill['state'][] = [];
      if (hasWaybill(seed, vehicle)) states.push('in-transit');
      if (random.chance(0.3)) states.push('delivered');
      if (random.chance(0.08)) states.push('issued');
      const load = vehicle.loadTonnes ?? 20;
      return states.map((state): DemonstrationWaybill => {
        serial += 1;
        const day = { 'in-transit': 0, delivered: -random.whole(1, 9), issued: 1 }[state];
        const start = midnight + day * DAY + random.whole(0, 5) * HOUR;
        const sender = random.pick(senders.filter(({ jurisdiction }) => jurisdiction === vehicle.jurisdiction));
        const receiver = random.pick(senders.filter(({ jurisdiction }) => jurisdiction === vehicle.jurisdiction));
        return {
          id: uuidOf(seed, `waybill/${vehicle.id}/${state}`),
          number: `YD${today.replaceAll('-', '')}${String(serial).padStart(5, '0')}`,
          enterpriseId: vehicle.enterpriseId,
          regionPath: vehicle.regionPath,
          vehicleId: vehicle.id,
          driverId: personId(seed, vehicle, 'driver'),
          escortId: personId(seed, vehicle, 'escort'),
          consignor: sender.name,
          consignee: receiver.name,
          trailer: random.chance(0.4) ? `${vehicle.plate.slice(0, 2)}${random.whole(1000, 9999)}挂` : null,
          cargo,
          un: goods.un,
          cas: goods.cas,
          goodsClass: goods.goodsClass,
          packing: goods.goodsClass === '1' ? '箱装' : '罐装',
          quantity: Math.round(load * random.between(0.55, 1) * 10) / 10,
          routeId: uuidOf(seed, `fence/${vehicle.jurisdiction}/route/${road.id}`),
          origin: nameAt(halts[0] ?? along),
          destination: nameAt(halts.at(-1) ?? along),
          start,
          end: start + random.whole(14, 60) * HOUR,
          state,
        };
      });
    });
}
