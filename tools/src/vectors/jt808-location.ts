import {
  encodeBody,
  type AlarmSign,
  type Item,
  type ItemName,
  type ItemValue,
  type LocationBase,
  type LocationBody,
  type Moment,
  type Version,
} from '@anlan/jt808';

/** A body under the member names of the vectors. */
export type Shape = Record<string, unknown>;

export const hex = (value: number, digits: number): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
const tenths = (value: number): number => Math.round(value * 10);
export const micro = (degrees: number): number => Math.round(Math.abs(degrees) * 1e6);
const setBits = (word: number): number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => word & (1 << bit));

function isMoment(value: object): value is Moment {
  return 'bcd' in value && 'epochMs' in value;
}

function timeText(digits: string): string {
  const [year, month, day, hour, minute, second] = digits.match(/../g)!;
  return `20${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** Bytes as lower-case hex digits. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Moments as text, bytes as hex, down through a body. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return hexOf(value);
  if (Array.isArray(value)) return value.map(plain);
  if (isMoment(value)) return timeText(value.bcd);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/** A body with members renamed: `{ theirs: 'ours' }`; members not named stay. */
export function rename(body: object, names: Record<string, string>): Shape {
  const shape = plain(body) as Shape;
  for (const [theirs, ours] of Object.entries(names)) {
    shape[theirs] = shape[ours];
    delete shape[ours];
  }
  return shape;
}

export const sign = (value: AlarmSign): Shape => ({
  ...rename(value, { seq: 'sequence' }),
  reserved: Number.parseInt(hexOf(value.reserved), 16),
});

type SafetyTail = Pick<ItemValue<'bsd'>, 'speed' | 'altitude' | 'latitude' | 'longitude' | 'sign'>;

/** The members the active-safety items share, over those of their own. */
function safety(value: SafetyTail, names: Record<string, string> = {}): Shape {
  const shape = rename(value, { ...names, speedKmh: 'speed', altitudeM: 'altitude', alarmSign: 'sign' });
  const { latitude: _, longitude: __, ...others } = shape;
  const latitudeRaw = micro(value.latitude);
  return { ...others, latitudeRaw, longitudeRaw: micro(value.longitude), alarmSign: sign(value.sign) };
}

const WHEEL = { type: 'alarms', pressureKPa: 'pressure', tempC: 'temperature', batteryPct: 'battery' };
const ADAS = {
  frontSpeedKmh: 'frontSpeed',
  deviation: 'departure',
  roadSignType: 'signType',
  roadSignData: 'signValue',
};

const ITEMS: { [N in ItemName]?: (value: ItemValue<N>) => Shape } = {
  mileage: (value) => ({ mileage0_1km: tenths(value) }),
  fuel: (value) => ({ fuel0_1L: tenths(value) }),
  recorderSpeed: (value) => ({ recorderSpeed0_1kmh: tenths(value) }),
  alarmEvent: (manualConfirmEventId) => ({ manualConfirmEventId }),
  tyrePressure: (tyrePressure) => ({ tyrePressure }),
  overspeed: (value) => rename(value, { locationType: 'place' }),
  area: (value) => rename(value, { locationType: 'place' }),
  drivingTime: (value) => ({ ...value }),
  videoAlarm: (videoAlarm) => ({ videoAlarm }),
  videoLoss: (videoLossChannels) => ({ videoLossChannels }),
  videoCovered: (videoShelterChannels) => ({ videoShelterChannels }),
  storageFault: (storageFault) => ({ storageFault }),
  vehicleSignals: (vehicleSignals) => ({ vehicleSignals }),
  io: (io) => ({ io }),
  analog: (value) => ({ ...value }),
  signalStrength: (rssi) => ({ rssi }),
  satellites: (satellites) => ({ satellites }),
  adas: (value) => ({ adas: safety(value, ADAS) }),
  dsm: (value) => ({ dsm: safety(value, { fatigueLevel: 'fatigue' }) }),
  tpms: ({ wheels, ...value }) => ({ tpms: { ...safety(value), items: wheels.map((wheel) => rename(wheel, WHEEL)) } }),
  bsd: (value) => ({ bsd: safety(value) }),
};

const BASE_BYTES = 28;

/** An item with its bytes, which come from encoding it again. */
function itemShape(item: Item, body: LocationBase, version: Version): Shape {
  const encoded = encodeBody({ kind: 'location', body: { ...body, items: [item] } }, version).subarray(BASE_BYTES);
  const decoded = item.name === 'raw' ? undefined : (ITEMS[item.name] as ((value: unknown) => Shape) | undefined);
  return { id: hex(encoded[0]!, 2), length: encoded[1]!, raw: hexOf(encoded.subarray(2)), ...decoded?.(item.value) };
}

export function locationShape(body: LocationBase & Partial<LocationBody>, version: Version): Shape {
  return {
    alarm: hex(body.alarm, 8),
    alarmBits: setBits(body.alarm),
    status: hex(body.status, 8),
    statusBits: setBits(body.status),
    latitudeRaw: micro(body.latitude),
    longitudeRaw: micro(body.longitude),
    latitude: body.latitude,
    longitude: body.longitude,
    altitudeM: body.altitude & 0xffff,
    speedKmh: body.speed,
    direction: body.direction,
    time: timeText(body.time.bcd),
    extras: (body.items ?? []).map((item) => itemShape(item, body, version)),
  };
}
