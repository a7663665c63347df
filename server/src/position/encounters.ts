import { encountersOf, type UnderWay } from '@anlan/systems';
import type { Latest } from '../ingest/latest.ts';
import type { Register, Subject } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

/** A fix older than this (ms) says nothing about where a ship is going. */
const FRESH = 3 * 60_000;
/** Beyond this (m) nobody meets anybody; also the value of who meets nobody. */
const FAR = 1000;

/** Ids of the vessels of a register; looked up once for as long as it stays. */
const known = new WeakMap<Pick<Register, 'devices' | 'version'>, { version: number; vessels: readonly Subject[] }>();

function vesselsOf(register: Pick<Register, 'devices' | 'version'>): readonly Subject[] {
  const before = known.get(register);
  if (before?.version === register.version()) return before.vessels;
  const moving = [...register.devices()].flatMap((device) => (device.moving?.kind === 'vessel' ? [device.moving] : []));
  const vessels = [...new Map(moving.map((vessel) => [vessel.id, vessel])).values()];
  known.set(register, { version: register.version(), vessels });
  return vessels;
}

/** Judges at platform time `now` (ms) how near each vessel will come to another within three minutes. */
export function lookForEncounters(
  register: Pick<Register, 'devices' | 'version'>,
  latest: Pick<Latest, 'fixes'>,
  rules: Pick<Rules, 'gauge'>,
  now: number,
): void {
  const vessels = vesselsOf(register);
  const moving = vessels.flatMap(({ id }): UnderWay[] => {
    const fix = latest.fixes.get(id);
    if (fix === undefined || fix.speed === null || fix.heading === null || now - fix.receivedAt > FRESH) return [];
    return [{ id, at: fix.at, lon: fix.lon, lat: fix.lat, speed: fix.speed, course: fix.heading }];
  });
  const nearest = new Map<string, number>();
  for (const { a, b, cpa } of encountersOf(moving, now, FAR))
    for (const id of [a, b]) nearest.set(id, Math.min(nearest.get(id) ?? FAR, cpa));
  for (const vessel of vessels) {
    const fix = latest.fixes.get(vessel.id);
    if (fix === undefined) continue;
    const subject = { ...vessel, quantity: 'cpa-metres', unit: 'm', lon: fix.lon, lat: fix.lat };
    rules.gauge(subject, { at: now, value: Math.round(nearest.get(vessel.id) ?? FAR), quality: 'good' });
  }
}
