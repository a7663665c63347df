import { hasWaybill, type Vehicle } from '@anlan/data';

/** What a vehicle of dangerous goods does out of order for a while. */
export interface Trip {
  readonly kind: 'stray' | 'detour';
  /** How far it has gone, 0…1. */
  readonly progress: number;
}

const SLOT = 40 * 60_000;
const PLANS = { stray: { after: 2 * 60_000, length: 24 * 60_000 }, detour: { after: 5 * 60_000, length: 10 * 60_000 } };
/** One vehicle in so many of each kind, in one slot of so many. */
const [RARITY, SELDOM] = [24, 6];

/** The stop or detour under way at a scenario time: the same for the same vehicle and time, most of the time none. */
export function tripAt(vehicle: Pick<Vehicle, 'kind' | 'terminalPhone'>, origin: number, at: number): Trip | undefined {
  if (vehicle.kind !== 'hazmat' || at < origin) return undefined;
  const slot = Math.floor((at - origin) / SLOT);
  if (slot % SELDOM !== 0) return undefined;
  const turn = (Number(vehicle.terminalPhone.slice(-6)) + slot * 7) % RARITY;
  const kind = turn === 0 ? 'stray' : turn === RARITY / 2 ? 'detour' : undefined;
  if (kind === undefined) return undefined;
  const { after, length } = PLANS[kind];
  const progress = (at - origin - slot * SLOT - after) / length;
  return progress >= 0 && progress < 1 ? { kind, progress } : undefined;
}

/** Metres to the right of the road: out to 900 m and back. */
export function aside(trip: Trip | undefined): number {
  return trip?.kind === 'detour' ? 900 * Math.sin(Math.PI * trip.progress) : 0;
}

const FULL = 0x300;

/** Load of JT/T 808 status bits 8–9: with a waybill it is full; the few without one drive full too. */
export function loadBits(seed: string, vehicle: Vehicle): number {
  if (vehicle.kind !== 'hazmat') return 0;
  return hasWaybill(seed, vehicle) || Number(vehicle.terminalPhone.slice(-1)) % 2 === 0 ? FULL : 0;
}
