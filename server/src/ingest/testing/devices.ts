import type { Register, RegisteredDevice, Subject } from '../register.ts';

/** A fixed id for every number. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

export function subject(id: string, change: Partial<Subject> = {}): Subject {
  return {
    id,
    kind: 'point',
    quantity: 'level',
    name: '液位 V-101',
    placeName: '信江化工 · V-101',
    deviceId: uuid(1),
    regionPath: 'cn.36.11.02.001.',
    regionName: '水南街道',
    organisationId: null,
    sector: null,
    unit: '%',
    origin: 'generated',
    lon: 117.9,
    lat: 28.4,
    limits: { H: 80, HH: 90, span: 100 },
    expectedPeriod: 10,
    rangeLow: 0,
    rangeHigh: 100,
    demonstration: true,
    ...change,
  };
}

/** A device with points by key; `moving` where it is carried. */
export function device(
  id: string,
  identity: string,
  points: Record<string, Subject> = {},
  moving: Subject | null = null,
): RegisteredDevice {
  const own = subject(id, {
    kind: 'device',
    quantity: 'silence',
    name: identity,
    unit: 's',
    limits: {},
    expectedPeriod: 0,
    rangeLow: null,
    rangeHigh: null,
  });
  const credential = { generation: 0, previousUntil: 0 };
  return { id, identity, secretHash: null, subject: own, moving, points: new Map(Object.entries(points)), credential };
}

/** A register that holds these devices and never changes. */
export function registerOf(...devices: readonly RegisteredDevice[]): Register {
  const subjects = devices.flatMap((item) => [
    item.subject,
    ...(item.moving === null ? [] : [item.moving]),
    ...item.points.values(),
  ]);
  const byId = new Map(subjects.map((item) => [item.id, item]));
  const byIdentity = new Map(devices.map((item) => [item.identity, item]));
  return {
    find: (identity) => byIdentity.get(identity),
    subject: (id) => byId.get(id),
    fences: () => [],
    links: () => [],
    devices: () => byIdentity.values(),
    version: () => 0,
    refresh: async () => {},
    readDeclared: async () => {},
  };
}
