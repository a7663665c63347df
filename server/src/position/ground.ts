import { sql } from 'kysely';
import { gridOf, type Shape } from '@anlan/domain/geo';
import { UNMOVED, type Fence, type Motion, type Period, type Profile, type Surroundings } from '@anlan/kernel/position';
import type { Database, Tx } from '../access/scoped.ts';

/** Registered extents and what is known of the objects that move among them, as the rules need them. */
export interface Ground {
  readonly around: Surroundings;
  readonly profile: (object: string) => Profile | undefined;
}

/** Fences answer within this many metres of their edge. */
const NEAR = 1000;
const COACHES: ReadonlySet<string> = new Set(['line-bus', 'tourist-bus']);
/** Lines longer than this run through the night (长途客运, 800 km). */
const LONG_LINE = 800;

interface FenceRow {
  id: string;
  name: string;
  purpose: Fence['purpose'];
  shape: Shape;
  categories: string | null;
  periods: Period[];
  valid_from: string | null;
  valid_to: string | null;
  speed_limit: number | null;
  dwell: number | null;
  capacity: number | null;
  severe: boolean | null;
  margin: number;
  delay: number;
}

/** A fence of the register as the engine judges it. */
export function fenceOf(row: FenceRow): Fence {
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    shape: row.shape,
    categories: row.categories === null || row.categories === '' ? [] : row.categories.split(','),
    periods: row.periods,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    speedLimit: row.speed_limit,
    dwell: row.dwell,
    capacity: row.capacity,
    severe: row.severe ?? false,
    margin: row.margin,
    delay: row.delay,
  };
}

/** Columns of `fenceOf`. */
export const FENCE_COLUMNS = sql`id, name, purpose, shape, categories, periods, valid_from, valid_to, speed_limit, dwell, capacity, severe, margin, delay`;

/** Fences, as the engine judges them, that reach into a box of degrees (west, south, east, north). */
export async function fencesWithin(
  db: Database | Tx,
  [west, south, east, north]: readonly [number, number, number, number],
): Promise<Fence[]> {
  const { rows } = await sql<FenceRow>`
    SELECT ${FENCE_COLUMNS} FROM fence
    WHERE retired_at IS NULL AND shape IS NOT NULL AND west <= ${east} AND east >= ${west} AND south <= ${north} AND north >= ${south}
    ORDER BY id LIMIT 5000`.execute(db);
  return rows.map(fenceOf);
}

/** The surroundings of an object among fences. */
export function among(fences: readonly Fence[]): Surroundings {
  const byId = new Map(fences.map((fence) => [fence.id, fence]));
  const grid = gridOf(
    fences.filter(({ purpose }) => purpose !== 'route'),
    ({ shape }) => shape,
    NEAR,
  );
  return { grid, fence: (id) => byId.get(id) };
}

/** Routes are asked of the vehicle that has one, not of everything near: they stay out of the grid. */
export async function readGround(db: Database): Promise<Ground> {
  const { rows } = await sql<FenceRow>`
    SELECT ${FENCE_COLUMNS} FROM fence WHERE retired_at IS NULL AND shape IS NOT NULL ORDER BY id`.execute(db);
  const fences = rows.map(fenceOf);
  const byId = new Map(fences.map((fence) => [fence.id, fence]));
  const profiles = new Map([...(await vehicleProfiles(db, byId)), ...(await vesselProfiles(db))]);
  return {
    around: among(fences),
    profile: (object) => profiles.get(object),
  };
}

interface VehicleRow {
  id: string;
  category: string;
  speed_limit: number | null;
  line_length: number | null;
  relayed: boolean | null;
  tank_vehicle: boolean | null;
  waybill: string | null;
  route: string | null;
}

/** What the rules must know of vehicles, or of one of them. */
export async function vehicleProfiles(
  db: Database | Tx,
  fences: ReadonlyMap<string, Fence>,
  only?: string,
): Promise<[string, Profile][]> {
  const { rows } = await sql<VehicleRow>`
    SELECT v.id, v.category, v.speed_limit, v.line_length, v.relayed, v.tank_vehicle, w.id AS waybill, w.route
    FROM vehicle v
    LEFT JOIN LATERAL (
      SELECT b.id, b.route FROM waybill b WHERE b.vehicle = v.id AND b.state IN ('loaded', 'in-transit')
      ORDER BY b.planned_start DESC LIMIT 1) w ON v.category = 'dangerous-goods'
    WHERE v.retired_at IS NULL AND (${only ?? null}::uuid IS NULL OR v.id = ${only ?? null}::uuid)`.execute(db);
  return rows.map((row) => {
    const route = row.route === null ? undefined : fences.get(row.route);
    return [
      row.id,
      {
        kind: 'vehicle',
        category: row.category,
        speedLimit: row.speed_limit,
        tank: row.tank_vehicle === true,
        coach: COACHES.has(row.category),
        nightBan: row.category === 'line-bus' && (row.line_length ?? 0) >= LONG_LINE && row.relayed !== true,
        waybill: row.waybill,
        route: route === undefined ? null : { name: route.name, shape: route.shape },
      },
    ];
  });
}

async function vesselProfiles(db: Database): Promise<[string, Profile][]> {
  const { rows } = await sql<{ id: string; category: string | null; speed_limit: number | null }>`
    SELECT id, category, speed_limit FROM vessel WHERE retired_at IS NULL`.execute(db);
  const still = { coach: false, nightBan: false, waybill: null, route: null };
  return rows.map((row) => [
    row.id,
    { ...still, kind: 'vessel', category: row.category ?? 'other', speedLimit: row.speed_limit },
  ]);
}

/** Memories of moving objects as they were stored with the journal's position. */
export async function readMotions(db: Database): Promise<Map<string, Motion>> {
  const { rows } = await sql<{ object_id: string; memory: Motion }>`SELECT object_id, memory FROM motion`.execute(db);
  return new Map(rows.map((row) => [row.object_id, { ...UNMOVED, ...row.memory }]));
}
