import type { Api } from './api.ts';
import {
  demonstrationCity,
  type DemonstrationCity,
  type Device,
  type PackKey,
  type Point,
  type Vehicle,
} from '@anlan/data';
import { demonstrationSecret } from '@anlan/gateways';
import { connectGateway, type Gateway } from './gateway.ts';
import type { Platform } from './platform.ts';
import { connectTerminal, type Terminal } from './terminal.ts';

/** The seed of the demonstration city, as the platform loads it. */
const SEED = 'anlan';
let known: DemonstrationCity | undefined;

/** The demonstration city: the same here and in the platform, by its seed. */
export function city(): DemonstrationCity {
  return (known ??= demonstrationCity(SEED));
}

/** A point with the device that sends it and its key there. */
export interface DrivenPoint {
  readonly point: Point;
  readonly device: Device;
  readonly key: string;
}

/** Tank levels with the four limits, each the only level of its device, of one jurisdiction or of all. */
export function levelPoints(jurisdiction?: PackKey): DrivenPoint[] {
  const devices = new Map(city().devices.map((device) => [device.id, device]));
  return city().points.flatMap((point) => {
    const device = devices.get(point.deviceId);
    const wanted =
      point.kind === 'level' &&
      point.limits.HH !== undefined &&
      (jurisdiction ?? point.jurisdiction) === point.jurisdiction;
    return device === undefined || !wanted ? [] : [{ point, device, key: 'level' }];
  });
}

export async function gatewayOf(platform: Platform, device: Pick<Device, 'serial'>): Promise<Gateway> {
  const { serial } = device;
  return connectGateway({
    port: platform.ports.mqtt,
    serial,
    secret: demonstrationSecret(await platform.key(), `mqtt:${serial}`),
  });
}

export async function terminalOf(
  platform: Platform,
  vehicle: Pick<Vehicle, 'terminalPhone' | 'protocolVersion'>,
): Promise<Terminal> {
  const { terminalPhone: phone, protocolVersion } = vehicle;
  const secret = demonstrationSecret(await platform.key(), `jt808:${phone}`);
  return connectTerminal({
    port: platform.ports.jt808,
    phone,
    secret,
    version: protocolVersion === '2019' ? 2019 : 2013,
  });
}

/** Lets the county be told after `ms` without acknowledgement, as the city's parameter from now on. */
export async function setLadder(system: Api, ms: number): Promise<void> {
  const body = { regionPath: 'cn.36.11.', from: Date.now(), value: ms / 1000, reason: '加密升级' };
  await system.post('/api/parameters/alarm.ladder.county/settings', body);
}
