import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { box, nearestFirst } from './near.ts';

const STATIONS_WITHIN = 4000;

/** A point with its station and that station's own wind points. */
export interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly device: string;
  readonly station: string;
  readonly lon: number;
  readonly lat: number;
  readonly speed: string | null;
  readonly direction: string | null;
}
/** What may leak. */
export interface CandidateRow {
  readonly id: string;
  readonly kind: 'enterprise' | 'tank';
  readonly name: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly lon: number;
  readonly lat: number;
}

/** The point, the stations that measure the same around it, and what may leak near it, under the scope. */
export async function registerOf(context: Context, scope: Scope, id: string) {
  return withScope(context.db, scope, async (tx) => {
    const columns = sql`
      p.id, p.name, p.kind, p.unit, d.id AS device, d.name AS station, d.lon, d.lat,
      (SELECT id FROM public.point WHERE device_id = d.id AND kind = 'wind-speed' LIMIT 1) AS speed,
      (SELECT id FROM public.point WHERE device_id = d.id AND kind = 'wind-direction' LIMIT 1) AS direction
      FROM public.point p JOIN device d ON d.id = p.device_id`;
    const { rows: own } = await sql<PointRow>`SELECT ${columns} WHERE p.id = ${id} AND d.lon IS NOT NULL`.execute(tx);
    const [point] = own;
    if (point === undefined) return undefined;
    const within = (alias: string) => box(alias, { lon: point.lon, lat: point.lat, radius: STATIONS_WITHIN });
    const stations = await sql<PointRow>`
      SELECT ${columns} WHERE p.kind = ${point.kind} AND d.retired_at IS NULL AND ${within('d')}
      ORDER BY ${nearestFirst('d', point)} LIMIT 60`.execute(tx);
    const candidates = await sql<CandidateRow>`
      SELECT * FROM (
      SELECT t.id, 'tank' AS kind, t.name, t.enterprise, e.name AS "enterpriseName", t.lon, t.lat
      FROM tank t JOIN enterprise e ON e.id = t.enterprise WHERE t.retired_at IS NULL AND ${within('t')}
      UNION ALL
      SELECT e.id, 'enterprise', e.name, e.id, e.name, e.lon, e.lat FROM enterprise e
      WHERE e.retired_at IS NULL AND e.sector LIKE 'hazchem%' AND ${within('e')}
      ) near ORDER BY ${nearestFirst('near', point)} LIMIT 600`.execute(tx);
    return { point, stations: stations.rows, candidates: candidates.rows };
  });
}
