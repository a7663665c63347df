import {
  type CatalogItem,
  type Document,
  encodePtz,
  encodeSip,
  formatTime,
  type PtzCommand,
  type RecordItem,
} from '@anlan/gb28181';
import type { Centre } from './centre.ts';
import type { Device } from './device.ts';
import type { Asked, Recordings } from './options.ts';

/** Asks a device for all that is connected to it, and hands it on once it has come whole. */
export async function askCatalogue(centre: Centre, device: Device): Promise<Asked> {
  const sn = device.nextSn();
  const key = `${device.code} Response/Catalog ${sn}`;
  const answer = centre.gathered.expect<CatalogItem>(key);
  const sent = await asked(centre, device, { name: 'Query/Catalog', sn, deviceId: device.code, fields: {} });
  if (sent !== 'done') {
    centre.gathered.abandon(key);
    return sent;
  }
  const items = await answer;
  if (items === undefined) return 'timeout';
  for (const { DeviceID, Status } of items) {
    if (DeviceID !== undefined && /^(ON|OFF)$/i.test(Status ?? ''))
      centre.channelIs(device, DeviceID, /ON/i.test(Status!));
  }
  centre.options.catalogue(device.code, items, centre.options.clock());
  return 'done';
}

/** Asks for what is recorded of a channel between two times (epoch ms). */
export async function askRecordings(
  centre: Centre,
  device: Device,
  channel: string,
  from: number,
  to: number,
): Promise<Recordings> {
  const sn = device.nextSn();
  const key = `${device.code} Response/RecordInfo ${sn}`;
  const answer = centre.gathered.expect<RecordItem>(key);
  const fields = { StartTime: formatTime(from), EndTime: formatTime(to), Secrecy: 0, Type: 'all' };
  const sent = await asked(centre, device, { name: 'Query/RecordInfo', sn, deviceId: channel, fields });
  if (sent !== 'done') {
    centre.gathered.abandon(key);
    return { result: sent };
  }
  const items = await answer;
  return items === undefined ? { result: 'timeout' } : { result: 'done', items };
}

/** Moves a camera; the device answers by SIP only (9.3). */
export function askPtz(centre: Centre, device: Device, channel: string, command: PtzCommand): Promise<Asked> {
  const fields = { PTZCmd: encodePtz(command), ControlPriority: 5 };
  return asked(centre, device, { name: 'Control/DeviceControl', sn: device.nextSn(), deviceId: channel, fields });
}

async function asked(centre: Centre, device: Device, document: Document): Promise<Asked> {
  const request = device.message(centre.own, document);
  centre.options.witness?.(device.identity, 'out', encodeSip(request));
  const response = await centre.ask(device, request);
  if (response === undefined) return 'timeout';
  return response.status < 300 ? 'done' : 'refused';
}
