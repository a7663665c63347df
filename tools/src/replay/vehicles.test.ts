import { itemOf, type LocationBody } from '@anlan/jt808';
import { demonstrationCity, loadRoads, packs } from '@anlan/data';
import { distance } from '@anlan/domain/geo';
import { describe, expect, it } from 'vitest';
import type { Episode } from './episodes.ts';
import type { Terminal } from './terminal.ts';
import { DrivenVehicle } from './vehicles.ts';

const ORIGIN = Date.UTC(2026, 2, 18, 2);
const roads = new Map(packs.flatMap(({ key }) => loadRoads(key)).map((road) => [road.id, road]));
const vehicle = demonstrationCity('anlan').vehicles.find(({ roadId }) => roads.has(roadId))!;

/** What a vehicle reports of `count` steps. */
function reports(episode: (at: number) => Episode | undefined, count: number): LocationBody[] {
  const told: LocationBody[] = [];
  const terminal = { ready: true, report: (body: LocationBody) => void told.push(body) } as unknown as Terminal;
  const road = roads.get(vehicle.roadId)!;
  const player = new DrivenVehicle({ vehicle, road, terminal, origin: ORIGIN, keepTime: false, episode });
  for (let step = 0; step < count; step += 1) {
    player.play(player.due);
    player.advance();
  }
  return told;
}

describe('a vehicle of the demonstration', () => {
  it('[S33.2] in a drift leaps kilometres away and back at once, while its recorder and odometer go on', () => {
    const drift = { kind: 'drift', subject: vehicle.id, from: ORIGIN, to: ORIGIN + 90_000 } as const;
    const still = reports(() => undefined, 12);
    const drifting = reports((at) => (at < drift.to ? drift : undefined), 12);
    const away = drifting.map((body, index) => {
      const usual = still[index]!;
      return distance({ lon: body.longitude, lat: body.latitude }, { lon: usual.longitude, lat: usual.latitude });
    });
    const astray = away.flatMap((metres, index) => (metres > 2000 ? [index] : []));
    expect(astray.length).toBeGreaterThan(1);
    expect(astray.every((index) => away[index + 1]! < 1 && away[index - 1]! < 1)).toBe(true);
    expect(away.at(-1)).toBeLessThan(1);
    for (const [index, body] of drifting.entries()) {
      expect(itemOf(body.items, 'recorderSpeed')).toBe(itemOf(still[index]!.items, 'recorderSpeed'));
      expect(itemOf(body.items, 'mileage')).toBe(itemOf(still[index]!.items, 'mileage'));
    }
    expect(drifting[astray[0]!]!.speed).toBe(still[astray[0]!]!.speed + 40);
  });
});
