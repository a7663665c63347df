import { setTimeout as pause } from 'node:timers/promises';
import type { Vehicle } from '@anlan/data';
import { city, gatewayOf, locationAt, terminalOf, type Api, type DrivenPoint, type Platform } from '@anlan/journeys';

/** Between what leads up to a breach and the breach, and between rounds. */
export const BETWEEN_MS = 150;

/** A breach that was written at an instant; `end` lets the device go. */
export interface Breach {
  readonly subject: string;
  readonly at: number;
  end(): void;
}

export async function breachLevel(platform: Platform, { device, point, key }: DrivenPoint): Promise<Breach> {
  const gateway = await gatewayOf(platform, device);
  await gateway.publish(Date.now() - 10_000, [{ point: key, value: 50 }]);
  await pause(BETWEEN_MS);
  const at = Date.now();
  await gateway.publish(at, [{ point: key, value: (point.limits.HH as number) + 3 }]);
  return { subject: point.id, at, end: () => gateway.end() };
}

export async function breachSpeed(platform: Platform, vehicle: Vehicle): Promise<Breach> {
  const terminal = await terminalOf(platform, vehicle);
  const place = { lon: vehicle.lon, lat: vehicle.lat };
  // An overspeed is one that has lasted: the delay of the rule passes in the terminal's time, between these two reports.
  await terminal.send(locationAt(Date.now() - 20_000, { ...place, speed: vehicle.maxSpeedKmh * 1.6 }));
  await pause(BETWEEN_MS);
  const at = Date.now();
  await terminal.send(locationAt(at, { ...place, speed: vehicle.maxSpeedKmh * 1.6 }));
  return { subject: vehicle.id, at, end: () => terminal.end() };
}

export function vehiclesOf(jurisdiction: string): Vehicle[] {
  return city().vehicles.filter((vehicle) => vehicle.jurisdiction === jurisdiction);
}

/** Id of the vehicle's terminal in the register. */
export async function terminalIn(api: Api, { plate }: Vehicle): Promise<string> {
  const { rows } = await api.get<{ rows: { id: string }[] }>(`/api/devices?search=${encodeURIComponent(plate)}`);
  if (rows[0] === undefined) throw new Error(`${plate} has no terminal`);
  return rows[0].id;
}

/** Subjects whose device nobody else drives: those of the replay are connected. */
export async function unused<T>(
  api: Api,
  subjects: readonly T[],
  deviceOf: (subject: T) => Promise<string>,
  skip: number,
  count: number,
): Promise<T[]> {
  const free: T[] = [];
  for (const subject of subjects.slice(skip)) {
    if (free.length === count) break;
    const { connected } = await api.get<{ connected: boolean }>(`/api/devices/${await deviceOf(subject)}/intake`);
    if (!connected) free.push(subject);
  }
  return free;
}
