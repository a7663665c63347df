import { describe, expect, it } from 'vitest';
import {
  creditCodeHolds,
  demonstrationCity,
  inside,
  loadBoundaries,
  loadRegions,
  loadRoads,
  loadWaterways,
  packs,
  SECTORS,
} from './index.ts';
import type { DemonstrationCity, PackKey } from './index.ts';

const city = demonstrationCity('anlan', '2026-01-01');
const of = <T extends { readonly jurisdiction: PackKey }>(records: readonly T[], pack: PackKey) =>
  records.filter((record) => record.jurisdiction === pack);
const share = <T>(records: readonly T[], test: (record: T) => boolean) => records.filter(test).length / records.length;

describe('the demonstration city', () => {
  it('is the same for the same seed and another for another seed', () => {
    // As text: a deep comparison of so many records takes longer than making them.
    expect(JSON.stringify(demonstrationCity('anlan', '2026-01-01')) === JSON.stringify(city)).toBe(true);
    const other = demonstrationCity('anlan-2', '2026-01-01');
    const ids = new Set(city.enterprises.map((enterprise) => enterprise.id));
    expect(other.enterprises.some((enterprise) => ids.has(enterprise.id))).toBe(false);
  });

  it('is generated in less than three seconds of processor time', () => {
    const start = process.cpuUsage();
    demonstrationCity('timed', '2026-01-01');
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });

  it('has the numbers of firms the sources name', () => {
    const count = (pack: PackKey, sector: string) =>
      of(city.enterprises, pack).filter((enterprise) => enterprise.sector === sector).length;
    expect(count('shangrao', 'non-coal-mine')).toBe(280);
    expect(count('shangrao', 'hazchem-production')).toBe(65);
    expect(count('shangrao', 'fireworks')).toBe(72);
    for (const sector of SECTORS) expect(count('chongqing', sector.key)).toBe(sector.counts.chongqing);
    expect(of(city.enterprises, 'shangrao').length).toBeGreaterThan(1250);
    expect(of(city.enterprises, 'chongqing').length).toBeGreaterThan(1850);
    expect([of(city.vehicles, 'shangrao').length, of(city.vehicles, 'chongqing').length]).toEqual([700, 900]);
    expect([of(city.vessels, 'shangrao').length, of(city.vessels, 'chongqing').length]).toEqual([15, 120]);
    expect(Math.abs(city.tanks.length - 900)).toBeLessThan(90);
    expect(Math.abs(city.devices.length - 1750)).toBeLessThan(200);
    expect(Math.abs(city.points.length - 5800)).toBeLessThan(600);
  });

  it.each(packs)('colours the firms of $name as registers do: few red, most blue', ({ key }) => {
    const firms = of(city.enterprises, key);
    expect(share(firms, (firm) => firm.riskLevel === 'red')).toBeCloseTo(0.01, 2);
    expect(share(firms, (firm) => firm.riskLevel === 'orange')).toBeCloseTo(0.07, 2);
    expect(share(firms, (firm) => firm.riskLevel === 'yellow')).toBeCloseTo(0.27, 2);
    expect(share(firms, (firm) => firm.riskLevel === 'blue')).toBeCloseTo(0.65, 2);
  });

  it.each(packs)('places every firm of $name in its town, inside its county', ({ key }) => {
    const towns = new Map(loadRegions(key).map((region) => [region.path, region]));
    const polygons = loadBoundaries(key);
    const astray = of(city.enterprises, key).filter((firm) => {
      const town = towns.get(firm.regionPath);
      return town?.kind !== 'town' || !inside([firm.lon, firm.lat], polygons.get(town.boundaryCode ?? '') ?? []);
    });
    expect(astray).toEqual([]);
  });

  it('gives every firm a unique, valid and recognisable credit code', () => {
    const codes = city.enterprises.map((firm) => firm.creditCode);
    expect(codes.filter((code) => !creditCodeHolds(code))).toEqual([]);
    expect(codes.filter((code) => code.slice(8, 11) !== 'DEM')).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('marks firms, sites and vessels as demonstration in their unique names', () => {
    for (const records of [city.enterprises, city.sites, city.vessels]) {
      expect(records.filter((record) => !record.name.endsWith('（演示）'))).toEqual([]);
    }
    expect(new Set(city.enterprises.map((firm) => firm.name)).size).toBe(city.enterprises.length);
    expect(city.enterprises.some((firm) => firm.name.length > 30)).toBe(true);
  });

  it('leaves gaps in optional facts, as registers have them', () => {
    expect(share(city.enterprises, (firm) => firm.employees === null)).toBeGreaterThan(0.05);
    expect(share(city.enterprises, (firm) => firm.safetyManager === null)).toBeGreaterThan(0.08);
    expect(share(city.tanks, (tank) => tank.inspectionDueOn === null)).toBeGreaterThan(0.1);
  });

  it('never gives one identity to two things', () => {
    const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
    const { limits: _, ...registered } = city;
    unique(
      Object.values(registered satisfies Omit<DemonstrationCity, 'limits'>).flatMap(
        (records: readonly { id: string }[]) => records.map(({ id }) => id),
      ),
    );
    unique(city.devices.map((device) => device.serial));
    unique(city.vehicles.map((vehicle) => vehicle.plate));
    unique(city.vehicles.map((vehicle) => vehicle.terminalPhone));
    unique(city.vehicles.map((vehicle) => vehicle.vin));
    unique(city.vessels.map((vessel) => vessel.mmsi));
    unique(city.people.map((person) => person.account));
  });

  it('refers only to what exists', () => {
    const ids = (records: readonly { id: string }[]) => new Set(records.map(({ id }) => id));
    const firms = ids(city.enterprises);
    const sites = ids(city.sites);
    const devices = ids(city.devices);
    const tanks = ids(city.tanks);
    // A gauge of public waters belongs to the body that runs it, and stands on nobody's site.
    const bodies = new Map(city.organisations.map((body) => [body.id, body]));
    const gauges = city.devices.filter(({ kind }) => kind === 'water-gauge');
    const isGauge = ({ enterpriseId }: { enterpriseId: string }) => bodies.has(enterpriseId);
    expect(gauges.length).toBeGreaterThan(2);
    for (const { enterpriseId, jurisdiction } of gauges)
      expect(bodies.get(enterpriseId)).toMatchObject({ kind: 'authority', jurisdiction });
    for (const record of [
      ...city.sites,
      ...city.tanks,
      ...city.devices.filter((device) => !gauges.includes(device)),
      ...city.points.filter((point) => !isGauge(point)),
      ...city.vehicles,
      ...city.vessels,
    ])
      expect(firms.has(record.enterpriseId)).toBe(true);
    for (const record of [...city.tanks, ...city.devices, ...city.points])
      expect(sites.has(record.siteId)).toBe(!isGauge(record));
    for (const point of city.points) {
      expect(devices.has(point.deviceId)).toBe(true);
      expect(point.tankId === null || tanks.has(point.tankId)).toBe(true);
    }
    const roads = new Set(packs.flatMap(({ key }) => loadRoads(key).map((road) => road.id)));
    const waterways = new Set(packs.flatMap(({ key }) => loadWaterways(key).map((waterway) => waterway.id)));
    expect(city.vehicles.filter((vehicle) => !roads.has(vehicle.roadId))).toEqual([]);
    expect(city.vessels.filter((vessel) => !waterways.has(vessel.waterwayId))).toEqual([]);
  });

  it('has passengers, dangerous goods and freight carried by firms of that trade', () => {
    const nameOf = new Map(city.enterprises.map(({ id, name }) => [id, name]));
    const tradeOf = (name: string): string =>
      name.includes('客运') ? 'passengers' : name.includes('危货运输') ? 'dangerous goods' : 'freight';
    const carried = new Set(city.vehicles.map((one) => `${one.kind} ${tradeOf(nameOf.get(one.enterpriseId)!)}`));
    expect([...carried].sort()).toEqual([
      'coach passengers',
      'hazmat dangerous goods',
      'heavy-freight freight',
      'tour-coach passengers',
    ]);
  });

  it('derives the major-hazard level from what the tanks hold', () => {
    const levels = new Set(city.sites.map((site) => site.majorHazardLevel));
    expect(levels).toEqual(new Set(['一级', '二级', '三级', '四级', null]));
    for (const site of city.sites) expect(site.majorHazardLevel === '一级').toBe((site.majorHazardR ?? 0) >= 100);
  });

  it('orders the limits of every point within its range', () => {
    for (const { kind, limits, rangeLow, rangeHigh } of city.points) {
      const order = [
        rangeLow,
        limits.LL,
        limits.L,
        limits.first ?? limits.H,
        limits.second ?? limits.HH,
        rangeHigh,
      ].filter((limit) => limit !== undefined);
      expect([kind, ...order]).toEqual([kind, ...[...order].sort((a, b) => a - b)]);
    }
  });
});

describe('the recorded plant', () => {
  it('is one reactor of the city with the limits of the Tennessee Eastman process', () => {
    const city = demonstrationCity('anlan');
    const recorded = city.devices.filter((device) => device.origin === 'recorded');
    expect(recorded).toHaveLength(1);
    const points = city.points.filter((point) => point.deviceId === recorded[0]?.id);
    expect(points.find((point) => point.kind === 'reactor-pressure')?.limits).toEqual({ H: 2.895, HH: 3 });
    expect(
      city.limits.find(
        (limit) =>
          limit.pointId === points.find((point) => point.kind === 'reactor-temperature')?.id && limit.key === 'HH',
      )?.value,
    ).toBe(175);
  });
});
