import { describe, expect, it } from 'vitest';
import { leastStaticPressure } from '@anlan/domain/fire-water';
import { demonstrationCity, FIRE_SECTOR, signal, type PackKey } from './index.ts';

const city = demonstrationCity('anlan', '2026-01-01');
const buildings = new Map(city.buildings.map((building) => [building.id, building]));
const fire = city.fieldDevices.filter(({ protocol }) => protocol === 'gb26875');
const air = city.fieldDevices.filter(({ protocol }) => protocol === 'hj212');

describe('buildings and field devices of the demonstration', () => {
  it('has two thousand key buildings, six hundred of them equipped', () => {
    expect(city.buildings.filter(({ key }) => key)).toHaveLength(2000);
    expect(new Set(fire.map(({ buildingId }) => buildingId)).size).toBe(600);
    for (const pack of ['shangrao', 'chongqing'] satisfies PackKey[])
      expect(fire.filter(({ jurisdiction }) => jurisdiction === pack).length).toBeGreaterThan(200);
  });

  it('equips key buildings whose owner is known, and places the points on their floors', () => {
    for (const device of fire) {
      const building = buildings.get(device.buildingId!)!;
      expect([building.key, device.sector, building.enterpriseId]).toEqual([true, FIRE_SECTOR, device.enterpriseId]);
      const end = device.points.find(({ kind }) => kind === 'fire-water-end')!;
      expect(end.limits['staticLeast']).toBe(leastStaticPressure(building.category, building.height));
      expect(Number(end.key.split('.')[2]) & 0xffff).toBe(building.floors);
    }
  });

  it('never names two devices or two points of a device alike', () => {
    expect(new Set(city.fieldDevices.map(({ protocol, address }) => `${protocol}:${address}`)).size).toBe(
      city.fieldDevices.length,
    );
    expect(new Set(city.fieldDevices.map(({ id }) => id)).size).toBe(city.fieldDevices.length);
    for (const { points } of city.fieldDevices) expect(new Set(points.map(({ key }) => key)).size).toBe(points.length);
  });

  it('keeps the usual values on the right side of the limits', () => {
    const at = Date.UTC(2026, 5, 1);
    const low = fire.filter((device) => {
      const end = device.points.find(({ kind }) => kind === 'fire-water-end')!;
      return signal(end.model, end.id, at) <= end.limits['staticNear']!;
    });
    expect(low.length / fire.length).toBeLessThan(0.05);
    expect(air.length).toBeGreaterThan(10);
    for (const station of air) {
      expect(station.address).toMatch(/^[0-9A-F]{24}$/);
      const nmhc = station.points.find(({ kind }) => kind === 'voc-nmhc')!;
      expect(signal(nmhc.model, nmhc.id, at)).toBeLessThan(4);
    }
  });

  it('has a mine in each jurisdiction that uploads files, whose usual values keep their limits', () => {
    const mines = city.fieldDevices.filter(({ protocol }) => protocol === 'coal');
    expect(mines.map(({ jurisdiction, address }) => [jurisdiction, address.length])).toEqual([
      ['shangrao', 12],
      ['chongqing', 12],
    ]);
    const at = Date.UTC(2026, 5, 1);
    for (const { points } of mines) {
      expect(points.map(({ kind }) => kind)).toEqual([
        ...Array.from({ length: 3 }, () => 'carbon-monoxide'),
        'people-underground',
      ]);
      const hours = Array.from({ length: 24 * 30 }, (_, hour) => at + hour * 3_600_000);
      for (const { id, model, limits } of points) {
        const above = hours.filter((hour) => signal(model, id, hour) >= (limits['first'] ?? limits['H']!)).length;
        expect(above).toBeGreaterThan(0);
        expect(above / hours.length).toBeLessThan(0.1);
      }
    }
  });

  it('leaves gaps in what registers leave out', () => {
    const share = (test: (building: (typeof city.buildings)[number]) => boolean) =>
      city.buildings.filter(test).length / city.buildings.length;
    expect(share(({ enterpriseId }) => enterpriseId === null)).toBeGreaterThan(0.05);
    expect(share(({ height }) => height === null)).toBeGreaterThan(0.02);
    expect(share(({ tankVolume }) => tankVolume === null)).toBeGreaterThan(0.1);
  });
});
