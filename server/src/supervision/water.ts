import { sql } from 'kysely';
import { z } from 'zod';
import { distance } from '@anlan/domain/geo';
import type { Actor, Scope } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { coverageOf, type Station } from '@anlan/systems';
import {
  baseSchema,
  coverageSchema,
  vesselSchema,
  waterAlarmsSchema,
  waterStripSchema,
} from '@anlan/systems/monitoring/waterway';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { along, RIVERS } from './rivers.ts';
import { orderRoutes } from './water-orders.ts';
import { waterStrip } from './water-strip.ts';
import { standing } from '../alarm/stands.ts';

const tags = ['水上 Waterway'];
const DAY = 86_400_000;
const KINDS = ['ais', 'vhf', 'cctv'] as const;

const idParams = z.object({ id: z.uuid() });

/** AIS by river, coverage of shore stations, key-water alarms with the nearest rescue bases. */
export const waterRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/waterways/coverage',
    {
      onRequest: need('position.read'),
      schema: { tags, summary: '各河段 AIS/VHF/CCTV 覆盖 · Coverage by river', response: responses(coverageSchema) },
    },
    (request) => coverageOfRivers(context, actorOf(request).scope),
  );
  app.get(
    '/api/waterways/strip',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '航道里程展开 · A waterway straightened: ships, bridges, levels',
        querystring: z.object({ waterway: z.string().max(40) }),
        response: responses(waterStripSchema),
      },
    },
    async (request) => answer(await waterStrip(context, actorOf(request), request.query.waterway)),
  );
  app.get(
    '/api/waterways/vessels',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '按河段的船舶 · Vessels by river',
        querystring: z.object({ waterway: z.string().max(40).optional() }),
        response: responses(z.array(vesselSchema)),
      },
    },
    (request) => vessels(context, actorOf(request), request.query.waterway),
  );
  app.get(
    '/api/waterways/alarms',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '水域报警与最近救援基地 · Alarms on the water with the nearest rescue bases',
        response: responses(waterAlarmsSchema),
      },
    },
    (request) => alarms(context, actorOf(request)),
  );
  app.get(
    '/api/vessels/:id/bases',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '最近救援基地 · Nearest rescue bases',
        params: idParams,
        response: responses(z.array(baseSchema)),
      },
    },
    async (request) => answer(await basesNear(context, actorOf(request), request.params.id)),
  );
  await orderRoutes(app, context);
};

/** Every river with its ships and how much of it the working stations of each kind reach. */
export async function coverageOfRivers(context: Context, scope: Scope): Promise<z.infer<typeof coverageSchema>> {
  const { ships, stations } = await withScope(context.db, scope, async (tx) => ({
    ships: (
      await sql<{ waterway: string; ids: string[] }>`
        SELECT coalesce(waterway, '未填') AS waterway, array_agg(id::text) AS ids FROM vessel WHERE retired_at IS NULL GROUP BY 1`.execute(
        tx,
      )
    ).rows,
    stations: (
      await sql<Station>`
        SELECT kind, waterway, lon, lat, coalesce(reach, 0) AS reach, coalesce(state, 'working') = 'working' AS working
        FROM shore_station WHERE retired_at IS NULL AND lon IS NOT NULL`.execute(tx)
    ).rows,
  }));
  const since = Date.now() - DAY;
  const rivers = [...new Set([...ships, ...stations].map(({ waterway }) => waterway))].toSorted();
  return rivers.map((waterway) => {
    const ids = ships.find((row) => row.waterway === waterway)?.ids ?? [];
    const line = RIVERS.get(waterway);
    const covered = coverageOf({ name: waterway, path: line?.path ?? [] }, stations, KINDS);
    return {
      waterway,
      length: line === undefined ? null : covered.length,
      vessels: ids.length,
      heard: ids.filter((id) => (context.mirror.fixes.get(id)?.receivedAt ?? 0) > since).length,
      kinds: covered.kinds.map((kind) => ({
        ...kind,
        stretches: kind.stretches.map(([from, to]): [number, number] => [from, to]),
      })),
    };
  });
}

async function vessels(context: Context, actor: Actor, waterway?: string): Promise<z.infer<typeof vesselSchema>[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; name: string; mmsi: string; category: string | null; waterway: string; alarms: number }>`
      SELECT v.id, v.name, v.mmsi, v.category, coalesce(v.waterway, '未填') AS waterway,
        (SELECT count(*)::int FROM alarm a WHERE a.subject_id = v.id AND ${standing('a')} AND a.closed_at IS NULL) AS alarms
      FROM vessel v WHERE v.retired_at IS NULL AND (${waterway ?? null}::text IS NULL OR v.waterway = ${waterway ?? null}) ORDER BY v.name`.execute(
      tx,
    ),
  );
  return rows.map((row) => {
    const fix = context.mirror.fixes.get(row.id);
    const place = fix === undefined ? null : along(row.waterway, fix.lon, fix.lat);
    return {
      ...row,
      at: fix?.at ?? null,
      lon: fix?.lon ?? null,
      lat: fix?.lat ?? null,
      speed: fix?.speed ?? null,
      heading: fix?.heading ?? null,
      km: place?.km ?? null,
    };
  });
}

interface BaseRow {
  id: string;
  name: string;
  kind: string;
  waterway: string | null;
  phone: string | null;
  boats: number | null;
  boat_speed: number | null;
  lon: number;
  lat: number;
}

async function readBases(context: Context): Promise<BaseRow[]> {
  // Rescue is asked of whoever is nearest, whichever county runs it: names and telephones of bases are public.
  const { rows } = await sql<BaseRow>`
    SELECT id, name, kind, waterway, phone, boats, boat_speed, lon, lat FROM rescue_base WHERE retired_at IS NULL AND lon IS NOT NULL`.execute(
    context.db,
  );
  return rows;
}

/** The three nearest bases to a place on a river: along it where the base lies on it too, else as the crow flies. */
export function nearestBases(
  bases: readonly BaseRow[],
  river: string | null,
  lon: number,
  lat: number,
): z.infer<typeof baseSchema>[] {
  const here = river === null ? null : along(river, lon, lat);
  return bases
    .map((base) => {
      const there = here === null || base.waterway !== river ? null : along(river as string, base.lon, base.lat);
      const onRiver = here !== null && there !== null;
      const metres = onRiver ? Math.abs(here.km - there.km) * 1000 : distance(base, { lon, lat });
      const minutes = base.boat_speed === null ? null : Math.round((metres / 1000 / base.boat_speed) * 60);
      return {
        id: base.id,
        name: base.name,
        kind: base.kind,
        phone: base.phone,
        boats: base.boats,
        distance: Math.round(metres),
        along: onRiver,
        minutes,
        lon: base.lon,
        lat: base.lat,
      };
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3);
}

async function basesNear(context: Context, actor: Actor, id: string): Promise<z.infer<typeof baseSchema>[] | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ waterway: string | null }>`SELECT waterway FROM vessel WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  const [vessel] = rows;
  if (vessel === undefined) {
    await auditOutside(context.db, actor, 'vessel', id, 'position.read');
    return refuse('not-found');
  }
  const fix = context.mirror.fixes.get(id);
  return fix === undefined ? [] : nearestBases(await readBases(context), vessel.waterway, fix.lon, fix.lat);
}

async function alarms(context: Context, actor: Actor) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<AlarmRow & { waterway: string | null }>`
      SELECT a.*, v.waterway FROM alarm a JOIN vessel v ON v.id = a.subject_id
      WHERE a.subject_kind = 'vessel' AND a.closed_at IS NULL ORDER BY a.recovered_at IS NOT NULL, a.raised_at DESC LIMIT 100`.execute(
      tx,
    ),
  );
  const bases = await readBases(context);
  return rows.map((row) => ({
    alarm: alarmView(row),
    bases: row.lon === null || row.lat === null ? [] : nearestBases(bases, row.waterway, row.lon, row.lat),
  }));
}
