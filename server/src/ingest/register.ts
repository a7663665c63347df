import { sql } from 'kysely';
import type { Limits } from '@anlan/kernel/alarm';
import { LINK_ROLES } from '@anlan/kernel/platform-link';
import { speedSteps } from '@anlan/kernel/position';
import type { KnownDevice } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
import { deviceLimits, readLimitSettings, type LimitSettings } from './limit-settings.ts';
import { credentialOf, type Credential, type CredentialRow } from './credential.ts';
import { paced } from './pace.ts';
import {
  readLimitSets,
  readOutages,
  readStates,
  readUnits,
  type LimitSet,
  type Span,
  type StateSpan,
  type Unit,
} from './units.ts';

/** What a rule is about: a point, a vehicle, a vessel, a device or a unit of points, with all an alarm says of it. */
export interface Subject {
  readonly id: string;
  /** `point`, `vehicle`, `vessel`, `device`; of a unit the key of its entity, `tailings-pond`. */
  readonly kind: string;
  /** The measured quantity: a point's kind, `speed` of a moving object, `silence` of a device. */
  readonly quantity: string;
  readonly name: string;
  readonly placeName: string;
  readonly deviceId: string;
  readonly regionPath: string;
  readonly regionName: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
  readonly unit: string;
  readonly origin: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly limits: Limits;
  /** Where the limits changed lately, or will: oldest first. The last one in force at a sample's time judges it. */
  readonly sets?: readonly LimitSet[];
  /** What the point belongs to; the device where nothing else is named. */
  readonly unitId?: string;
  readonly unitKind?: string;
  /** When the point, or its device, is out of service. */
  readonly outages?: readonly Span[] | undefined;
  /** Of a unit: its declared operating states, and its record. */
  readonly states?: readonly StateSpan[] | undefined;
  readonly record?: Readonly<Record<string, unknown>>;
  /** Seconds; 0 = event driven. */
  readonly expectedPeriod: number;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  /** Of a point: value = raw number × scale, where its device sends in steps of its own. */
  readonly scale?: number | null;
  /** Of a vehicle: the id its terminal must register with, where it is known. */
  readonly terminalId?: string | null;
  /** Of a vehicle: does it carry dangerous goods? */
  readonly dangerousGoods?: boolean;
  readonly demonstration: boolean;
}

/** A registered device with its points by key and the object it is carried by. */
export interface RegisteredDevice extends KnownDevice {
  readonly subject: Subject;
  readonly moving: Subject | null;
  readonly points: ReadonlyMap<string, Subject>;
  readonly credential: Credential;
}

export interface Register {
  find(identity: string): RegisteredDevice | undefined;
  subject(id: string): Subject | undefined;
  devices(): Iterable<RegisteredDevice>;
  /** Fences that hold no more than so many. */
  fences(): readonly Subject[];
  /** Links to other platforms: who is checked on each, and must answer. */
  links(): readonly Subject[];
  /** Another number after every reading of the register. */
  version(): number;
  /** Reads the register anew, in pieces that hold up nobody; what was read before stays in use until all is read. */
  refresh(): Promise<void>;
  /**
   * Reads what people have declared, what is out of service and in which state units are, and judges by it from then on:
   * who takes an instrument out of service does not wait until the whole register has been read.
   */
  readDeclared(): Promise<void>;
}

interface DeviceRow extends CredentialRow {
  id: string;
  identity: string;
  secret_hash: string | null;
  name: string;
  origin: string;
  region_path: string;
  region_name: string;
  organisation_id: string | null;
  sector: string | null;
  lon: number | null;
  lat: number | null;
  demonstration: boolean;
  enterprise_name: string | null;
  vehicle: string | null;
  vehicle_name: string | null;
  vehicle_limit: number | null;
  vehicle_cargo: string | null;
  vehicle_terminal: string | null;
  vehicle_category: string | null;
  vessel: string | null;
  vessel_name: string | null;
  vessel_limit: number | null;
  vessel_waterway: string | null;
}

interface PointRow {
  id: string;
  device_id: string;
  key: string;
  name: string;
  kind: string;
  unit: string;
  range_low: number | null;
  range_high: number | null;
  expected_period: number;
  scale: number | null;
  limits: Record<string, number>;
  tank_name: string | null;
  unit_kind: string | null;
  unit_id: string | null;
}

interface PlacedRow {
  id: string;
  name: string;
  region_path: string;
  region_name: string;
  organisation_id: string | null;
  sector: string | null;
  lon: number | null;
  lat: number | null;
  demonstration: boolean;
}

/** What people have declared, by point, device or unit. */
interface Declared {
  readonly outages: ReadonlyMap<string, Span[]>;
  readonly states: ReadonlyMap<string, StateSpan[]>;
}

/** What is read beside devices and points. */
interface Around extends Declared {
  readonly units: ReadonlyMap<string, Unit>;
  readonly sets: ReadonlyMap<string, LimitSet[]>;
  readonly settings: LimitSettings;
  readonly deviceLimits: (regionPath: string) => Limits;
}

/** Of the process, for making something of what was read beside its work. */
const SHARE = 0.4;

/** The device register in memory, read from the system of record. */
export async function openRegister(db: Database): Promise<Register> {
  let byIdentity = new Map<string, RegisteredDevice>();
  let subjects = new Map<string, Subject>();
  let fences: readonly Subject[] = [];
  let links: readonly Subject[] = [];
  let version = 0;
  /** Readings of what is declared are numbered as they begin: an older one does not take the place of a newer. */
  let begun = 0;
  let declared: Declared & { readonly number: number } = { outages: new Map(), states: new Map(), number: 0 };

  /** Puts right what was made by `made`; `declared` holds. */
  function declare(made: Declared): void {
    const changed = new Set([made, declared].flatMap(({ outages, states }) => [...outages.keys(), ...states.keys()]));
    if (changed.size === 0) return;
    const put = (subject: Mutable): void => {
      if (subject.kind === 'point' || subject.kind === 'device') subject.outages = outagesOf(subject, declared);
      if (subject.kind !== 'point') subject.states = declared.states.get(subject.id);
    };
    for (const id of changed) {
      const subject = subjects.get(id);
      if (subject !== undefined) put(subject);
    }
    for (const device of byIdentity.values())
      if (changed.has(device.id)) for (const point of device.points.values()) put(point);
  }

  /** `share` of the process is what it takes at most. */
  async function read(share: number): Promise<void> {
    const devices = await readDevices(db);
    const points = await readPoints(db);
    const number = ++begun;
    const around = await readAround(db, points);
    const nextFences = await readFences(db);
    const nextLinks = await readLinkPosts(db);
    const pointsOf = await grouped(points, share);
    const nextByIdentity = new Map<string, RegisteredDevice>();
    const nextSubjects = new Map<string, Subject>();
    const rest = paced(share);
    for (const row of devices) {
      const resting = rest();
      if (resting !== undefined) await resting;
      const device = registered(row, pointsOf.get(row.id) ?? [], around);
      nextByIdentity.set(device.identity, device);
      for (const subject of [device.subject, device.moving, ...device.points.values()]) {
        if (subject !== null) nextSubjects.set(subject.id, subject);
      }
      for (const point of device.points.values()) addUnit(nextSubjects, point, around);
    }
    for (const counted of [...nextFences, ...nextLinks]) nextSubjects.set(counted.id, counted);
    fences = nextFences;
    links = nextLinks;
    byIdentity = nextByIdentity;
    subjects = nextSubjects;
    version += 1;
    if (number > declared.number) declared = { ...around, number };
    else declare(around);
  }

  async function readDeclared(): Promise<void> {
    const number = ++begun;
    const next = { ...(await readDeclarations(db)), number };
    if (number < declared.number) return;
    const before = declared;
    declared = next;
    declare(before);
  }

  // Nobody is served yet: at a start the register is read as fast as it goes.
  await read(1);
  return {
    find: (identity) => byIdentity.get(identity),
    subject: (id) => subjects.get(id),
    devices: () => byIdentity.values(),
    fences: () => fences,
    links: () => links,
    version: () => version,
    refresh: () => read(SHARE),
    readDeclared,
  };
}

async function grouped(points: readonly PointRow[], share: number): Promise<Map<string, PointRow[]>> {
  const pointsOf = new Map<string, PointRow[]>();
  const rest = paced(share);
  for (const point of points) {
    const own = pointsOf.get(point.device_id);
    if (own === undefined) pointsOf.set(point.device_id, [point]);
    else own.push(point);
    const resting = rest();
    if (resting !== undefined) await resting;
  }
  return pointsOf;
}

async function readDevices(db: Database): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT d.id, d.identity, d.secret_hash, d.name, d.origin, d.region_path, r.name AS region_name, d.organisation_id, d.sector,
           d.lon, d.lat, d.demonstration, coalesce(e.name, o.name) AS enterprise_name,
           d.vehicle, v.name AS vehicle_name, v.speed_limit AS vehicle_limit, v.cargo AS vehicle_cargo, v.terminal_id AS vehicle_terminal, v.category AS vehicle_category,
           d.vessel, s.name AS vessel_name, s.speed_limit AS vessel_limit, s.waterway AS vessel_waterway,
           c.generation, c.previous_until
    FROM device d
    JOIN region r ON r.path = d.region_path
    LEFT JOIN enterprise e ON e.id = d.enterprise
    LEFT JOIN organisation o ON o.id = d.organisation_id
    LEFT JOIN vehicle v ON v.id = d.vehicle
    LEFT JOIN vessel s ON s.id = d.vessel
    LEFT JOIN device_credential c ON c.identity = d.identity
    WHERE d.retired_at IS NULL`.execute(db);
  return rows;
}

async function readPoints(db: Database): Promise<PointRow[]> {
  const { rows } = await sql<PointRow>`
    SELECT p.id, p.device_id, p.key, p.name, p.kind, p.unit, p.range_low, p.range_high, p.expected_period, p.scale, p.limits, t.name AS tank_name,
      coalesce(p.unit_kind, CASE WHEN p.tank_id IS NULL THEN NULL ELSE 'tank' END) AS unit_kind, coalesce(p.unit_id, p.tank_id) AS unit_id
    FROM public.point p LEFT JOIN tank t ON t.id = p.tank_id WHERE p.retired_at IS NULL`.execute(db);
  return rows;
}

async function readAround(db: Database, points: readonly PointRow[]): Promise<Around> {
  const kinds = new Set(points.flatMap(({ unit_kind }) => unit_kind ?? []));
  const settings = await readLimitSettings(db, Date.now());
  return {
    units: await readUnits(db, kinds),
    ...(await readDeclarations(db)),
    sets: await readLimitSets(db),
    settings,
    deviceLimits: deviceLimits(settings),
  };
}

async function readDeclarations(db: Database): Promise<Declared> {
  return { outages: await readOutages(db), states: await readStates(db) };
}

type Mutable = { -readonly [K in keyof Subject]: Subject[K] };

/** Of a point its own and its device's; undefined = none. */
function outagesOf({ id, deviceId }: Pick<Subject, 'id' | 'deviceId'>, { outages }: Declared): Span[] | undefined {
  const own = outages.get(id) ?? [];
  const all = id === deviceId ? own : [...own, ...(outages.get(deviceId) ?? [])];
  return all.length === 0 ? undefined : all;
}

/** Fences with a capacity, each a subject whose head-count is judged. */
async function readFences(db: Database): Promise<Subject[]> {
  const { rows } = await sql<PlacedRow & { capacity: number }>`
    SELECT f.id, f.name, f.capacity, f.region_path, r.name AS region_name, f.organisation_id, f.sector, f.lon, f.lat, f.demonstration
    FROM fence f JOIN region r ON r.path = f.region_path
    WHERE f.retired_at IS NULL AND f.shape IS NOT NULL AND f.capacity IS NOT NULL`.execute(db);
  return rows.map((row) => ({
    ...counted(row),
    kind: 'fence',
    quantity: 'fence-inside',
    unit: '辆',
    limits: { over: row.capacity + 1, over20: Math.max(row.capacity + 2, Math.ceil(row.capacity * 1.2)) },
  }));
}

/** Links in use, each a subject whose checks are judged; `answerMinutes` is what is agreed with the other platform. */
async function readLinkPosts(db: Database): Promise<Subject[]> {
  const { rows } = await sql<PlacedRow & { role: 'upper' | 'lower'; answer_minutes: number }>`
    SELECT l.id, l.name, l.role, l.answer_minutes, l.region_path, r.name AS region_name, l.organisation_id, l.sector,
      NULL::float8 AS lon, NULL::float8 AS lat, false AS demonstration
    FROM platform_link l JOIN region r ON r.path = l.region_path WHERE l.enabled AND l.retired_at IS NULL`.execute(db);
  return rows.map((row) => ({
    ...counted(row),
    kind: 'platform-link',
    quantity: 'check-minutes',
    placeName: `${LINK_ROLES[row.role].label} · ${row.region_name}`,
    unit: 'min',
    limits: { unanswered: row.answer_minutes },
  }));
}

/** What is no device's: counted or timed by the platform itself. */
function counted(row: PlacedRow): Omit<Subject, 'kind' | 'quantity' | 'unit' | 'limits'> {
  return {
    id: row.id,
    name: row.name,
    placeName: row.region_name,
    deviceId: row.id,
    regionPath: row.region_path,
    regionName: row.region_name,
    organisationId: row.organisation_id,
    sector: row.sector,
    origin: 'live',
    lon: row.lon,
    lat: row.lat,
    expectedPeriod: 0,
    rangeLow: null,
    rangeHigh: null,
    demonstration: row.demonstration,
  };
}

/** A unit is a subject too: rules over several of its points are about it. It is where it, or its first point, is. */
function addUnit(subjects: Map<string, Subject>, point: Subject, around: Around): void {
  const { unitId } = point;
  if (unitId === undefined || subjects.has(unitId)) return;
  const unit = around.units.get(unitId);
  if (unit === undefined) return;
  const states = around.states.get(unitId);
  subjects.set(unitId, {
    ...withoutOwn(point),
    id: unitId,
    kind: unit.kind,
    unitKind: unit.kind,
    quantity: unit.kind,
    name: unit.name,
    unit: '',
    lon: unit.lon ?? point.lon,
    lat: unit.lat ?? point.lat,
    limits: unit.facts,
    expectedPeriod: 0,
    rangeLow: null,
    rangeHigh: null,
    record: unit.record,
    ...(states === undefined ? {} : { states }),
  });
}

function withoutOwn({ outages: _, sets: __, ...rest }: Subject): Subject {
  return rest;
}

function registered(row: DeviceRow, points: readonly PointRow[], around: Around): RegisteredDevice {
  const base = {
    deviceId: row.id,
    regionPath: row.region_path,
    regionName: row.region_name,
    organisationId: row.organisation_id,
    sector: row.sector,
    origin: row.origin,
    lon: row.lon,
    lat: row.lat,
    demonstration: row.demonstration,
    expectedPeriod: 0,
    rangeLow: null,
    rangeHigh: null,
  };
  const enterprise = row.enterprise_name ?? '未登记企业';
  const outages = outagesOf({ id: row.id, deviceId: row.id }, around);
  // A device whose points belong to no tank or pond is the unit that an operating state is declared of.
  const states = around.states.get(row.id);
  const subject: Subject = {
    ...base,
    ...(outages === undefined ? {} : { outages }),
    ...(states === undefined ? {} : { states }),
    id: row.id,
    unitId: row.id,
    kind: 'device',
    quantity: 'silence',
    name: row.name,
    placeName: enterprise,
    unit: 's',
    limits: around.deviceLimits(row.region_path),
  };
  const bykey = new Map(points.map((point) => [point.key, pointSubject(base, row, point, enterprise, around)]));
  return {
    id: row.id,
    identity: row.identity,
    secretHash: row.secret_hash,
    subject,
    moving: movingSubject(base, row, enterprise, around),
    points: bykey,
    credential: credentialOf(row),
  };
}

type Base = Pick<
  Subject,
  | 'deviceId'
  | 'regionPath'
  | 'regionName'
  | 'organisationId'
  | 'sector'
  | 'origin'
  | 'lon'
  | 'lat'
  | 'demonstration'
  | 'expectedPeriod'
  | 'rangeLow'
  | 'rangeHigh'
>;

function pointSubject(base: Base, device: DeviceRow, point: PointRow, enterprise: string, around: Around): Subject {
  const span: Limits =
    point.range_low !== null && point.range_high !== null ? { span: point.range_high - point.range_low } : {};
  const unit = point.unit_id === null ? undefined : around.units.get(point.unit_id);
  const about = { quantity: point.kind, kind: 'point', unitKind: unit?.kind };
  const facts = { ...around.settings(about, device.region_path), ...unit?.facts };
  const sets = around.sets
    .get(point.id)
    ?.map(({ from, limits }) => ({ from, limits: { ...facts, ...limits, ...span } }));
  const outages = outagesOf({ id: point.id, deviceId: device.id }, around);
  // One shape for nearly all of them: there may be a million.
  const subject: Mutable = {
    ...base,
    unitId: unit?.id ?? device.id,
    id: point.id,
    kind: 'point',
    quantity: point.kind,
    name: `${point.name} ${unit?.name ?? point.tank_name ?? device.name}`,
    placeName: unit === undefined && point.tank_name === null ? enterprise : `${enterprise} · ${device.name}`,
    unit: point.unit,
    limits: { ...facts, ...point.limits, ...span },
    expectedPeriod: point.expected_period,
    scale: point.scale,
    rangeLow: point.range_low,
    rangeHigh: point.range_high,
  };
  if (unit !== undefined) subject.unitKind = unit.kind;
  if (sets !== undefined) subject.sets = sets;
  if (outages !== undefined) subject.outages = outages;
  return subject;
}

function movingSubject(base: Base, row: DeviceRow, enterprise: string, around: Around): Subject | null {
  const id = row.vehicle ?? row.vessel;
  if (id === null) return null;
  const kind = row.vehicle === null ? 'vessel' : 'vehicle';
  const limit = row.vehicle === null ? row.vessel_limit : row.vehicle_limit;
  const note = row.vehicle === null ? row.vessel_waterway : row.vehicle_cargo;
  return {
    ...base,
    id,
    // What is measured in it, and how it moves, is about one thing.
    unitId: id,
    kind,
    quantity: 'speed',
    name: (row.vehicle_name ?? row.vessel_name) as string,
    placeName: note === null ? enterprise : `${enterprise} · ${note}`,
    unit: 'km/h',
    limits: {
      ...(limit === null ? {} : { ...speedSteps(limit, row.vehicle_category), span: limit }),
      ...(kind === 'vessel' && around.settings({ quantity: 'cpa-metres', kind }, row.region_path)),
    },
    terminalId: row.vehicle_terminal,
    dangerousGoods: row.vehicle_category === 'dangerous-goods',
  };
}
