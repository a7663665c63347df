import { sql } from 'kysely';
import { destination, simplify, type LonLat } from '@anlan/domain/geo';
import type { Actor } from '@anlan/kernel/access';
import { isActive, type Period } from '@anlan/kernel/position';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { straightened, type Straightened } from '@anlan/systems';
import type { Gauge, WaterStrip } from '@anlan/systems/monitoring/waterway';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { RIVERS } from './rivers.ts';
import { standing } from '../alarm/stands.ts';

/** Fixes older than this (ms) tell nothing of where a ship goes. */
const FRESH = 10 * 60_000;
/** A ship that makes less way than this (km/h) lies. */
const LIES = 1.5;
const BREADTH = 4000;

/** Simplified once a waterway: lines do not change while the process runs. */
const straight = new Map<string, Straightened>();
function straightOf(waterway: string): Straightened | undefined {
  const line = RIVERS.get(waterway);
  if (line === undefined) return undefined;
  const known = straight.get(waterway) ?? straightened(simplify(line.path, 60).map((index) => line.path[index]!));
  straight.set(waterway, known);
  return known;
}

/** A river straightened, under the actor's scope; ships, gauges and bridges by their kilometre. */
export async function waterStrip(context: Context, actor: Actor, waterway: string): Promise<WaterStrip | Refusal> {
  const line = straightOf(waterway);
  if (line === undefined) return refuse('not-found');
  const kmOf = (place: LonLat): number | undefined => line.beside(place, BREADTH)?.km;
  const { stations, bridges, waters } = await withScope(context.db, actor.scope, async (tx) => ({
    stations: (
      await sql<GaugeRow>`
        SELECT s.id, s.name, s.lon, s.lat, s.warn_level AS warn, s.stop_level AS stop,
          coalesce((SELECT jsonb_object_agg(p.kind, p.id) FROM public.point p WHERE p.unit_id = s.id AND p.retired_at IS NULL), '{}') AS points
        FROM shore_station s WHERE s.retired_at IS NULL AND s.kind = 'gauge' AND s.waterway = ${waterway} AND s.lon IS NOT NULL`.execute(
        tx,
      )
    ).rows,
    bridges: (
      await sql<BridgeRow>`
        SELECT id, name, lon, lat, soffit, span, clearance FROM river_bridge
        WHERE retired_at IS NULL AND waterway = ${waterway} AND lon IS NOT NULL`.execute(tx)
    ).rows,
    waters: (
      await sql<{
        id: string;
        name: string;
        lon: number;
        lat: number;
        periods: Period[];
        valid_from: string | null;
        valid_to: string | null;
      }>`
        SELECT id, name, lon, lat, periods, valid_from, valid_to FROM fence
        WHERE retired_at IS NULL AND purpose = 'water' AND shape IS NOT NULL AND lon IS NOT NULL`.execute(tx)
    ).rows,
  }));
  const now = Date.now();
  const gauges = stations
    .flatMap((row) => {
      const km = kmOf(row);
      return km === undefined ? [] : [gaugeView(context, row, km)];
    })
    .sort((a, b) => a.km - b.km);
  return {
    waterway,
    length: line.length,
    gauges,
    bridges: bridges.flatMap(({ clearance, lon, lat, ...row }) => {
      const km = kmOf({ lon, lat });
      if (km === undefined) return [];
      const level = levelAt(gauges, km);
      const room = level === null || row.soffit === null ? null : Math.round((row.soffit - level) * 100) / 100;
      return [{ ...row, km, required: clearance, level, room }];
    }),
    waters: waters.flatMap(({ id, name, periods, valid_from: validFrom, valid_to: validTo, ...place }) => {
      const km = kmOf(place);
      return km === undefined ? [] : [{ id, name, km, active: isActive({ periods, validFrom, validTo }, now) }];
    }),
    ships: await shipsOn(context, actor, waterway, line, now),
  };
}

interface GaugeRow extends LonLat {
  readonly id: string;
  readonly name: string;
  readonly warn: number | null;
  readonly stop: number | null;
  readonly points: Readonly<Record<string, string>>;
}
interface BridgeRow extends LonLat {
  readonly id: string;
  readonly name: string;
  readonly soffit: number | null;
  readonly span: number | null;
  readonly clearance: number | null;
}
function gaugeView(context: Context, { id, name, warn, stop, points }: GaugeRow, km: number): Gauge {
  const of = (kind: string) => (points[kind] === undefined ? undefined : context.mirror.readings.get(points[kind]));
  const level = of('river-level');
  const link = of('station-link')?.value;
  return {
    id,
    name,
    km,
    level: level?.value ?? null,
    warn,
    stop,
    visibility: of('visibility')?.value ?? null,
    wind: of('river-wind')?.value ?? null,
    online: link == null ? null : link >= 1,
    at: level?.at ?? null,
  };
}

/** The level at a place: in proportion between the gauges above and below, else that of the nearest. */
function levelAt(gauges: readonly Pick<Gauge, 'km' | 'level'>[], km: number): number | null {
  const known = gauges.flatMap(({ km: at, level }) => (level === null ? [] : [{ at, level }]));
  const [above, below] = [known.findLast(({ at }) => at <= km), known.find(({ at }) => at >= km)];
  if (above === undefined || below === undefined) return (above ?? below)?.level ?? null;
  const share = below.at === above.at ? 0 : (km - above.at) / (below.at - above.at);
  return Math.round((above.level + (below.level - above.level) * share) * 100) / 100;
}

async function shipsOn(context: Context, actor: Actor, waterway: string, line: Straightened, now: number) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; name: string; category: string | null; alarms: number }>`
      SELECT v.id, v.name, v.category,
        (SELECT count(*)::int FROM alarm a WHERE a.subject_id = v.id AND ${standing('a')} AND a.closed_at IS NULL) AS alarms
      FROM vessel v WHERE v.retired_at IS NULL AND v.waterway = ${waterway}`.execute(tx),
  );
  return rows.flatMap((row) => {
    const fix = context.mirror.fixes.get(row.id);
    if (fix === undefined || now - fix.receivedAt > FRESH) return [];
    const beside = line.beside(fix, BREADTH);
    if (beside === undefined) return [];
    const lies = fix.heading === null || (fix.speed ?? 0) < LIES;
    const on = lies ? undefined : line.beside(destination(fix, fix.heading, 400), BREADTH);
    return [{ ...row, ...beside, speed: fix.speed, down: on === undefined ? null : on.km >= beside.km, at: fix.at }];
  });
}
