import {
  passengersOf,
  uuidOf,
  type DemonstrationCity,
  type Device,
  type Enterprise,
  type Point,
  type Site,
  type Tank,
  type Vehicle,
  type Vessel,
} from '@anlan/data';
import { buildingRows, fieldDeviceRows, fieldPointRows } from './protection.ts';
import { cameraRows, recorderRows } from '../camera/demonstration.ts';
import { catalogueRows } from '../catalogue/demonstration.ts';
import { grassrootsRows } from '../grassroots/demonstration.ts';
import { hazchemRows } from '../hazchem/demonstration.ts';
import type { Row, Rows } from './insert.ts';
import { personRow } from './people.ts';
import { pondPoint, pondRows } from './ponds.ts';
import { registryRows } from './registry.ts';
import { restRows } from './tanks.ts';
import { papersByVehicle, transportRows } from './transport.ts';

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
export function* rowsOf(
  city: DemonstrationCity,
  initials: (name: string) => string,
  placeName: (regionPath: string) => string,
): Generator<Rows> {
  const sectorOf = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise.sector]));
  const sector = (record: { enterpriseId: string }): string | null => sectorOf.get(record.enterpriseId) ?? null;
  const named = (name: string) => ({
    name,
    initials: initials(name),
    demonstration: true,
    provenance: 'demonstration',
  });
  const placed = (record: Parameters<typeof owned>[0] & { name: string }) => ({
    ...named(record.name),
    ...owned(record, sector(record)),
  });
  yield { enterprise: city.enterprises.map((record) => ({ ...named(record.name), ...enterpriseRow(record) })) };
  yield { site: city.sites.map((record) => ({ ...placed(record), ...siteRow(record) })) };
  yield { tank: city.tanks.map((record) => ({ ...placed(record), ...tankRow(record) })) };
  const papersOf = papersByVehicle(city);
  yield {
    vehicle: city.vehicles.map((record) => ({ ...placed(record), ...vehicleRow(record), ...papersOf(record) })),
    vessel: city.vessels.map((record) => ({ ...placed(record), ...vesselRow(record) })),
  };
  yield { building: buildingRows(city, named) };
  yield { device: [...deviceRows(city, placed, named), ...recorderRows(city, named, placeName)] };
  yield { unit_state: restRows(city, sector) };
  yield { point: [...pointRows(city.points, sector), ...fieldPointRows(city)] };
  yield registryRows(city, named, sector);
  yield pondRows(city, named, sector);
  yield hazchemRows(city, named, sector);
  yield transportRows(city, named);
  yield grassrootsRows(city, named);
  yield cameraRows(city, named);
  yield catalogueRows(city, named);
  yield { person: city.people.map((person) => personRow(person, city, placeName)) };
}

/** Devices of plants and buildings, and those that vehicles and vessels carry. */
function deviceRows(
  city: DemonstrationCity,
  placed: (record: Device | Vehicle | Vessel) => Row,
  named: (name: string) => Row,
): Row[] {
  const firms = new Set(city.enterprises.map(({ id }) => id));
  const tankOf = new Map(city.tanks.map((tank) => [tank.id, tank]));
  return [
    ...fieldDeviceRows(city, named),
    ...city.devices.map((record) => ({
      ...placed({ ...record, name: deviceName(record, tankOf) }),
      ...gatewayRow(record, firms.has(record.enterpriseId)),
    })),
    ...city.vehicles.map((record) => ({
      ...placed({ ...record, name: `${record.plate} 车载终端` }),
      ...terminalRow(record),
    })),
    ...city.vessels.map((record) => ({
      ...placed({ ...record, name: `${record.name} AIS` }),
      ...transponderRow(record),
    })),
  ];
}

function siteRow(record: Site) {
  return { id: record.id, enterprise: record.enterpriseId, kind: record.kind };
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
    passengers: passengersOf(record),
    speed_limit: record.maxSpeedKmh,
  };
}

function deviceName(record: Device, tankOf: ReadonlyMap<string, Tank>): string {
  const tank = record.tankId === null ? undefined : tankOf.get(record.tankId);
  return tank === undefined ? `${record.name} ${record.serial}` : `${tank.name} ${record.kindName}`;
}

function gatewayRow(record: Device, isEnterprise: boolean) {
  const { id, serial, maker, origin } = record;
  // A public body that runs an instrument is in the register of organisations, not in that of enterprises.
  const enterprise = isEnterprise ? record.enterpriseId : null;
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
      ...(point.carrier !== undefined && { unit_kind: point.carrier.kind, unit_id: point.carrier.id }),
      region_path: point.regionPath,
      organisation_id: point.enterpriseId,
      sector: sector(point),
    };
  });
}
