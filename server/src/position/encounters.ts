import { encountersOf, type Encounter, type UnderWay } from '@anlan/systems';
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

/** The encounters a ship answers for: each is told once, by the ship whose id comes first. */
function byShip(encounters: readonly Encounter[]): ReadonlyMap<string, Encounter[]> {
  const own = new Map<string, Encounter[]>();
  for (const one of encounters) {
    const [first, other] = one.a < one.b ? [one.a, one.b] : [one.b, one.a];
    own.set(first, [...(own.get(first) ?? []), { ...one, a: first, b: other }]);
  }
  return own;
}

/** `甲轮 ⇄ 乙轮`, and when they will be nearest; the nearest other ship first where several meet. */
function told(vessel: Subject, met: readonly Encounter[], nameOf: (id: string) => string): Partial<Subject> {
  const nearest = met.toSorted((a, b) => a.cpa - b.cpa);
  const [first] = nearest;
  if (first === undefined) return {};
  const others = nearest.map(({ b }) => nameOf(b)).join('、');
  return {
    name: `${vessel.name} ⇄ ${others}`,
    placeName: `${vessel.placeName} · 距最近会遇 ${Math.round(first.tcpa)} s`,
  };
}

/**
 * Judges at platform time `now` (ms) how near vessels will come to each other within three minutes. A pair is one alarm, that
 * of the ship whose id comes first; who meets several at once has one, of the nearest, that names them all.
 */
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
  const names = new Map(vessels.map(({ id, name }) => [id, name]));
  const encounters = byShip(encountersOf(moving, now, FAR));
  for (const vessel of vessels) {
    const fix = latest.fixes.get(vessel.id);
    if (fix === undefined) continue;
    const met = encounters.get(vessel.id) ?? [];
    const value = met.reduce((nearest, { cpa }) => Math.min(nearest, cpa), FAR);
    const words = told(
      vessel,
      met.filter(({ cpa }) => cpa <= nearRange(vessel)),
      (id) => names.get(id) ?? id,
    );
    const subject = { ...vessel, ...words, quantity: 'cpa-metres', unit: 'm', lon: fix.lon, lat: fix.lat };
    rules.gauge(subject, { at: now, value: Math.round(value), quality: 'good' });
  }
}

/** Ships farther off than the mildest limit of the place (m) have nothing to do with the alarm. */
const nearRange = ({ limits }: Subject): number => limits['near'] ?? FAR;
