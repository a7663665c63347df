import {
  uuidOf,
  type DemonstrationCity,
  type Device,
  type Enterprise,
  type PackKey,
  type Point,
  type Region,
  type Tank,
  type Vehicle,
  type Vessel,
} from '@anlan/data';
import { buildingRows, fieldDeviceRows, fieldPointRows } from './protection.ts';
import { catalogueRows } from '../catalogue/demonstration.ts';
import { grassrootsRows } from '../grassroots/demonstration.ts';
import { hazchemRows } from '../hazchem/demonstration.ts';
import { pondPoint, pondRows } from './ponds.ts';
import { registryRows } from './registry.ts';
import { papersByVehicle, transportRows } from './transport.ts';

/** Rows of the demonstration city as the tables take them. */
export interface Rows {
  readonly [table: string]: readonly Readonly<Record<string, unknown>>[];
}

const GRADES: Record<string, string> = { 一级: 'one', 二级: 'two', 三级: 'three', 四级: 'four' };
const STATES = { 生产: 'running', 停产: 'stopped', 关闭: 'closed' } as const;
const SIZES = { 大型: 'large', 中型: 'medium', 小型: 'small', 微型: 'micro' } as const;
const PLATE_COLOURS: Record<Vehicle['plateColour'], string> = {
  蓝: 'blue',
  黄: 'yellow',
  绿: 'green',
  黄绿: 'yellow-green',
};
const CATEGORIES: Record<Vehicle['kind'], string> = {
  hazmat: 'dangerous-goods',
  'tour-coach': 'tourist-bus',
  coach: 'line-bus',
  'heavy-freight': 'freight',
};
const WATERWAYS: Record<string, string> = { changjiang: '长江', jialing: '嘉陵江', wujiang: '乌江', poyang: '鄱阳湖' };

const owned = (
  record: { enterpriseId: string; regionPath: string; lon: number; lat: number },
  sector: string | null,
) => ({
  region_path: record.regionPath,
  organisation_id: record.enterpriseId,
  sector,
  lon: record.lon,
  lat: record.lat,
});

/** Turns the generated city into table rows. `initials` gives the pinyin initials of a name, `placeName` a region's name. */
export function rowsOf(
  city: DemonstrationCity,
  initials: (name: string) => string,
  placeName: (regionPath: string) => string,
): Rows {
  const sectorOf = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise.sector]));
  const sector = (record: { enterpriseId: string }): string | null => sectorOf.get(record.enterpriseId) ?? null;
  const named = (name: string) => ({
    name,
    initials: initials(name),
    demonstration: true,
    provenance: 'demonstration',
  });
  const papersOf = papersByVehicle(city);
  const tankOf = new Map(city.tanks.map((tank) => [tank.id, tank]));
  return {
    enterprise: city.enterprises.map((record) => ({ ...named(record.name), ...enterpriseRow(record) })),
    site: city.sites.map((record) => ({
      ...named(record.name),
      ...owned(record, sector(record)),
      id: record.id,
      enterprise: record.enterpriseId,
      kind: record.kind,
    })),
    tank: city.tanks.map((record) => ({ ...named(record.name), ...owned(record, sector(record)), ...tankRow(record) })),
    vehicle: city.vehicles.map((record) => ({
      ...named(record.name),
      ...owned(record, sector(record)),
      ...vehicleRow(record),
      ...papersOf(record),
    })),
    vessel: city.vessels.map((record) => ({
      ...named(record.name),
      ...owned(record, sector(record)),
      ...vesselRow(record),
    })),
    building: buildingRows(city, named),
    device: [
      ...fieldDeviceRows(city, named),
      ...city.devices.map((record) => ({
        ...named(deviceName(record, tankOf)),
        ...owned(record, sector(record)),
        ...gatewayRow(record),
      })),
      ...city.vehicles.map((record) => ({
        ...named(`${record.plate} 车载终端`),
        ...owned(record, sector(record)),
        ...terminalRow(record),
      })),
      ...city.vessels.map((record) => ({
        ...named(`${record.name} AIS`),
        ...owned(record, sector(record)),
        ...transponderRow(record),
      })),
    ],
    point: [...pointRows(city.points, sector), ...fieldPointRows(city)],
    ...registryRows(city, named, sector),
    ...pondRows(city, named, sector),
    ...hazchemRows(city, named, sector),
    ...transportRows(city, named),
    ...grassrootsRows(city, named),
    ...catalogueRows(city, named),
    person: city.people.map((person) => personRow(person, city, placeName)),
  };
}

function enterpriseRow(record: Enterprise) {
  return {
    id: record.id,
    region_path: record.regionPath,
    organisation_id: record.id,
    sector: record.sector,
    lon: record.lon,
    lat: record.lat,
    credit_code: record.creditCode,
    risk_level: record.riskLevel,
    legal_representative: record.legalRepresentative,
    safety_manager: record.safetyManager,
    employees: record.employees,
    standardisation: record.standardisationLevel === null ? null : GRADES[record.standardisationLevel],
    licence_number: record.licenceNumber,
    licence_until: record.licenceExpiresOn,
    status: STATES[record.status],
    scale: SIZES[record.scale],
    industry_code: record.industryCode,
    established_on: record.establishedOn,
    address: record.address,
    park: record.park,
  };
}

function tankRow(record: Tank) {
  return {
    id: record.id,
    enterprise: record.enterpriseId,
    substance: record.substance,
    cas: record.cas,
    volume: record.volumeM3,
    hazard_level: record.majorHazardLevel === null ? 'none' : GRADES[record.majorHazardLevel],
  };
}

function vehicleRow(record: Vehicle) {
  return {
    id: record.id,
    lon: null,
    lat: null,
    enterprise: record.enterpriseId,
    category: CATEGORIES[record.kind],
    plate_colour: PLATE_COLOURS[record.plateColour],
    cargo: record.substance,
    speed_limit: record.maxSpeedKmh,
    terminal_installed: true,
  };
}

function vesselRow(record: Vessel) {
  return {
    id: record.id,
    lon: null,
    lat: null,
    mmsi: record.mmsi,
    enterprise: record.enterpriseId,
    category: record.kind,
    waterway: WATERWAYS[record.waterwayId] ?? record.waterwayId,
    length: record.lengthM,
    speed_limit: record.maxSpeedKmh,
  };
}

function deviceName(record: Device, tankOf: ReadonlyMap<string, Tank>): string {
  const tank = record.tankId === null ? undefined : tankOf.get(record.tankId);
  return tank === undefined ? `${record.name} ${record.serial}` : `${tank.name} ${record.kindName}`;
}

function gatewayRow(record: Device) {
  const { id, enterpriseId: enterprise, serial, maker, origin } = record;
  return { id, enterprise, identity: `mqtt:${serial}`, protocol: 'mqtt', origin, model: maker };
}

/** The id of the device that a vehicle or vessel carries: a UUID of its own, the same on every machine. */
function carriedId(id: string): string {
  return uuidOf('carried', id);
}

function terminalRow(record: Vehicle) {
  return {
    id: carriedId(record.id),
    lon: null,
    lat: null,
    enterprise: record.enterpriseId,
    identity: `jt808:${record.terminalPhone}`,
    protocol: 'jt808',
    origin: 'generated',
    model: `JT/T 808-${record.protocolVersion}`,
    vehicle: record.id,
  };
}

function transponderRow(record: Vessel) {
  return {
    id: carriedId(record.id),
    lon: null,
    lat: null,
    enterprise: record.enterpriseId,
    identity: `ais:${record.mmsi}`,
    protocol: 'ais',
    origin: 'carried-over',
    model: 'AIS',
    vessel: record.id,
  };
}

/** A point's key is its kind; a second point of the kind in one device gets a number. */
function pointRows(points: readonly Point[], sector: (record: { enterpriseId: string }) => string | null) {
  const used = new Map<string, number>();
  return points.map((point) => {
    const count = (used.get(`${point.deviceId} ${point.kind}`) ?? 0) + 1;
    used.set(`${point.deviceId} ${point.kind}`, count);
    return {
      id: point.id,
      device_id: point.deviceId,
      tank_id: point.tankId,
      key: count === 1 ? point.kind : `${point.kind}-${count}`,
      name: point.name,
      kind: point.kind,
      unit: point.unit,
      range_low: point.rangeLow,
      range_high: point.rangeHigh,
      expected_period: point.expectedPeriod,
      limits: point.limits,
      system: point.system,
      ...pondPoint(point),
      region_path: point.regionPath,
      organisation_id: point.enterpriseId,
      sector: sector(point),
    };
  });
}

function personRow(
  person: DemonstrationCity['people'][number],
  city: DemonstrationCity,
  placeName: (regionPath: string) => string,
) {
  const organisation = person.enterpriseId;
  return {
    id: person.id,
    account: person.account,
    name: person.name,
    role: person.role,
    scope_kind: organisation === null ? 'region' : 'organisation',
    scope_path: organisation === null ? person.regionPath : null,
    scope_organisation: organisation,
    scope_sectors: person.sectors ?? null,
    demonstration: true,
    offered: offerOf(person, city, placeName),
  };
}

/** Posts offered on the sign-in page, in this order; one county, town and enterprise stand for their kind. */
const OFFERED = [
  'duty-officer',
  'inspector',
  'safety-officer',
  'enterprise-manager',
  'team-worker',
  'town-officer',
  'commander',
  'leader',
  'expert',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
];

/** What the sign-in page shows of a post, or null for posts it does not offer. */
interface Offer {
  readonly order: number;
  readonly place: string;
  /** Region path of the jurisdiction. */
  readonly jurisdiction: string;
  readonly label?: string;
}

const ROOTS: Record<PackKey, string> = { shangrao: 'cn.36.11.', chongqing: 'cn.50.' };

function offerOf(
  person: DemonstrationCity['people'][number],
  city: DemonstrationCity,
  placeName: (regionPath: string) => string,
): Offer | null {
  const order = OFFERED.indexOf(person.role);
  if (order < 0) return null;
  const chosen = showcase(city, person.jurisdiction);
  const root = ROOTS[person.jurisdiction];
  const matches: Record<string, boolean> = {
    'safety-officer': person.enterpriseId === chosen.enterprise,
    'enterprise-manager': person.enterpriseId === chosen.enterprise,
    'team-worker': person.enterpriseId === chosen.enterprise,
    'town-officer': person.regionPath === chosen.town,
    inspector: person.regionPath === chosen.county,
    // Two of the city, so that one hands over to the other, and the county below them.
    'duty-officer': person.regionPath === root || person.regionPath === chosen.county,
    // The county's papers and notices are approved in the county, by another than who wrote them.
    leader: person.regionPath === root || person.regionPath === chosen.county,
  };
  const wanted = matches[person.role] ?? person.regionPath === root;
  if (!wanted) return null;
  const enterprise = city.enterprises.find(({ id }) => id === person.enterpriseId);
  const label = labelOf(person, root);
  return { order, place: enterprise?.name ?? placeName(person.regionPath), jurisdiction: root, ...label };
}

/** What a post is called where its role's own name would mislead. */
function labelOf(person: DemonstrationCity['people'][number], root: string): { label?: string } {
  if (person.sectors !== undefined) return { label: '消防救援值班员' };
  if (person.account.endsWith('.duty2')) return { label: '值班员（乙班）' };
  return person.role === 'leader' && person.regionPath !== root ? { label: '区县领导' } : {};
}

const chosenOf = new WeakMap<DemonstrationCity, Map<PackKey, { enterprise: string; town: string; county: string }>>();

/** The enterprise with the most monitored tanks of a jurisdiction, its town and its county. */
function showcase(
  city: DemonstrationCity,
  jurisdiction: PackKey,
): { enterprise: string; town: string; county: string } {
  const known = chosenOf.get(city) ?? new Map<PackKey, { enterprise: string; town: string; county: string }>();
  chosenOf.set(city, known);
  const before = known.get(jurisdiction);
  if (before !== undefined) return before;
  const counts = new Map<string, number>();
  for (const point of city.points) {
    if (point.jurisdiction === jurisdiction && point.system === 'S17')
      counts.set(point.enterpriseId, (counts.get(point.enterpriseId) ?? 0) + 1);
  }
  const [enterprise] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [''];
  const town = city.enterprises.find(({ id }) => id === enterprise)?.regionPath ?? '';
  const county = town.replace(/[^.]+\.$/, '');
  const chosen = { enterprise, town, county };
  known.set(jurisdiction, chosen);
  return chosen;
}

export function regionRow(region: Region, pack: PackKey, initials: (name: string) => string) {
  return {
    path: region.path,
    id: region.id,
    code: region.code,
    name: region.name,
    kind: region.kind,
    parent_path: region.parentPath,
    lon: region.lon,
    lat: region.lat,
    approximate: region.approximate,
    initials: initials(region.name),
    pack,
  };
}
