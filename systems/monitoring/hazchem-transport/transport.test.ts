import { describe, expect, it } from 'vitest';
import { equipmentOf, type Equipped } from './compliance.ts';
import { responseCard } from './response.ts';

const tanker: Equipped = {
  terminalInstalled: true,
  terminalApproved: true,
  videoMonitoring: true,
  activeSafety: false,
  tankVehicle: true,
  tankInspectionUntil: '2027-01-01',
  emergencyShutoff: true,
  barrierExplosionProof: false,
  goodsClass: '3',
};
const line = (vehicle: Equipped, key: string) =>
  equipmentOf(vehicle, '2026-03-18').lines.find((one) => one.key === key);

describe('[S34.5] equipment of a dangerous-goods vehicle', () => {
  it('is compliant with everything required, whatever is only encouraged', () => {
    expect(equipmentOf(tanker, '2026-03-18').compliant).toBe(true);
  });
  it('is not with a thing missing, run out or not filled in', () => {
    expect(equipmentOf({ ...tanker, emergencyShutoff: false }, '2026-03-18').compliant).toBe(false);
    expect(equipmentOf({ ...tanker, tankInspectionUntil: '2026-03-17' }, '2026-03-18').compliant).toBe(false);
    expect(equipmentOf({ ...tanker, videoMonitoring: null }, '2026-03-18').compliant).toBe(false);
    expect(line({ ...tanker, videoMonitoring: null }, 'video')?.met).toBeNull();
  });
  it('asks no shut-off of a vehicle without a tank', () => {
    expect(line({ ...tanker, tankVehicle: false }, 'shutoff')).toBeUndefined();
  });
});

describe('[S34.6] barrier explosion-proof', () => {
  it('is looked at in tank vehicles of flammable goods and in no other', () => {
    expect(line(tanker, 'barrier')).toMatchObject({ required: false, met: false });
    expect(line({ ...tanker, goodsClass: '8' }, 'barrier')).toBeUndefined();
    expect(line({ ...tanker, tankVehicle: false }, 'barrier')).toBeUndefined();
  });
});

describe('[S34.4] the response card', () => {
  it('of chlorine gives the distances of its UN number, farther by night', () => {
    const [day, night] = [responseCard('1017', '2.3', false, 2), responseCard('1017', '2.3', true, 2)];
    expect(day.guide).toBe('124');
    expect(day.distances.map(({ size }) => size)).toEqual(['small', 'large']);
    expect(night.distances[0]!.protectKm!).toBeGreaterThan(day.distances[0]!.protectKm!);
    expect(day.measures.protection).toContain('空气呼吸器');
  });
  it('of petrol has the measures of its class and no table distance', () => {
    const card = responseCard('1203', '3', false, 2);
    expect(card).toMatchObject({ className: '易燃液体', guide: null, distances: [] });
    expect(card.measures).toMatchObject({ isolation: 50, fireIsolation: 800 });
  });
  it('of unknown goods assumes the worst and says so', () => {
    expect(responseCard(null, '7', false, 2).measures.hazard).toContain('不明');
  });
});
