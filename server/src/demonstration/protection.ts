import type { DemonstrationCity } from '@anlan/data';
import { FIRE_SECTOR } from '@anlan/data';

type Named = (name: string) => object;

/** Buildings as table rows; their rows are the fire service's as well as the owner's. */
export function buildingRows(city: DemonstrationCity, named: Named) {
  return city.buildings.map((record) => ({
    ...named(record.name),
    id: record.id,
    region_path: record.regionPath,
    organisation_id: record.enterpriseId,
    sector: FIRE_SECTOR,
    lon: record.lon,
    lat: record.lat,
    enterprise: record.enterpriseId,
    category: record.category,
    purpose: record.purpose,
    key: record.key,
    height: record.height,
    floors: record.floors,
    fire_water_system: record.fireWaterSystem,
    tank_volume: record.tankVolume,
  }));
}

/** Fire transmission devices and pollution stations as rows of the device register. */
export function fieldDeviceRows(city: DemonstrationCity, named: Named) {
  return city.fieldDevices.map((record) => ({
    ...named(record.name),
    id: record.id,
    region_path: record.regionPath,
    organisation_id: record.enterpriseId,
    sector: record.sector,
    lon: record.lon,
    lat: record.lat,
    enterprise: record.enterpriseId,
    identity: `${record.protocol}:${record.address}`,
    protocol: record.protocol,
    origin: 'generated',
    model: record.maker,
    building: record.buildingId,
  }));
}

/** Their points, under the keys their protocols give them. */
export function fieldPointRows(city: DemonstrationCity) {
  return city.fieldDevices.flatMap((device) =>
    device.points.map((point) => ({
      id: point.id,
      device_id: device.id,
      key: point.key,
      name: point.name,
      kind: point.kind,
      unit: point.unit,
      range_low: point.model.low,
      range_high: point.model.high,
      expected_period: point.model.period,
      limits: point.limits,
      system: point.system,
      region_path: device.regionPath,
      organisation_id: device.enterpriseId,
      sector: device.sector,
      elevation: point.elevation,
    })),
  );
}
