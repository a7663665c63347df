import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { vehiclesLiveSchema, violationSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { POLICE_OF_CASE, policeView, type PoliceRow } from './police.ts';
import { VIOLATION_RULES } from './rates.ts';
import { standing } from '../alarm/stands.ts';

const tags = ['位置 Position'];
/** Heard within this it is online; moving from this speed on (ms, km/h). */
const ONLINE = 10 * 60_000;
const MOVING = 5;
/** What is on the road comes first. */
const ORDER = ['moving', 'standing', 'offline', 'never'];

const liveQuery = z.object({
  state: z.enum(['moving', 'standing', 'offline', 'never', 'alarm']).optional(),
  category: z.string().max(30).optional(),
  search: z.string().trim().max(LENGTHS.search).optional(),
  page: z.coerce.number().int().min(1).default(1),
});
/** Vehicles as they are now, and the violations waiting for somebody with the police response to each. */
export const vehicleRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/live',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '车辆实时状态 · Vehicles by state',
        querystring: liveQuery,
        response: responses(vehiclesLiveSchema),
      },
    },
    (request) => live(context, actorOf(request), request.query),
  );
  app.get(
    '/api/vehicles/violations',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '违法处理队列 · Violations until they are handled',
        querystring: z.object({ state: z.enum(['open', 'all']).default('open'), vehicle: z.uuid().optional() }),
        response: responses(z.array(violationSchema)),
      },
    },
    (request) => violations(context, actorOf(request), request.query),
  );
};

interface LiveRow {
  id: string;
  name: string;
  category: string;
  enterprise: string | null;
  region: string;
  cargo: string | null;
  waybill: string | null;
  alarms: number;
}

async function live(
  context: Context,
  actor: Actor,
  wish: z.infer<typeof liveQuery>,
): Promise<z.infer<typeof vehiclesLiveSchema>> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<LiveRow>`
      SELECT v.id, v.name, v.category, e.name AS enterprise, r.name AS region, coalesce(w.cargo, v.cargo) AS cargo, w.number AS waybill,
             (SELECT count(*)::int FROM alarm a WHERE a.subject_id = v.id AND ${standing('a')} AND a.closed_at IS NULL) AS alarms
      FROM vehicle v JOIN region r ON r.path = v.region_path LEFT JOIN enterprise e ON e.id = v.enterprise
      LEFT JOIN LATERAL (SELECT b.number, b.cargo FROM waybill b WHERE b.vehicle = v.id AND b.state IN ('loaded', 'in-transit')
        ORDER BY b.planned_start DESC LIMIT 1) w ON true
      WHERE v.retired_at IS NULL AND (${wish.category ?? null}::text IS NULL OR v.category = ${wish.category ?? null})
        AND (${wish.search ?? ''} = '' OR strpos(v.name, ${wish.search ?? ''}) > 0 OR strpos(coalesce(e.name, ''), ${wish.search ?? ''}) > 0)
      ORDER BY v.name`.execute(tx),
  );
  const now = Date.now();
  const all = rows.map((row) => {
    const fix = context.mirror.fixes.get(row.id);
    const heard = fix !== undefined && now - fix.receivedAt <= ONLINE;
    const state = fix === undefined ? 'never' : !heard ? 'offline' : (fix.speed ?? 0) >= MOVING ? 'moving' : 'standing';
    return { ...row, state, speed: heard ? fix.speed : null, at: fix?.at ?? null } as const;
  });
  const count = (state: string): number => all.filter((row) => row.state === state).length;
  const alarmed = all.filter(({ alarms }) => alarms > 0);
  const shown =
    wish.state === undefined ? all : wish.state === 'alarm' ? alarmed : all.filter(({ state }) => state === wish.state);
  const ordered = shown.toSorted((a, b) => b.alarms - a.alarms || ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return {
    at: now,
    counts: {
      moving: count('moving'),
      standing: count('standing'),
      offline: count('offline'),
      never: count('never'),
      alarm: alarmed.length,
    },
    rows: ordered.slice((wish.page - 1) * 100, wish.page * 100),
    total: shown.length,
  };
}

type ViolationRow = AlarmRow &
  Omit<PoliceRow, 'unit'> & {
    police_unit: string | null;
    case_id: string | null;
    case_number: string | null;
    case_state: string | null;
    due_at: Date | null;
    joined: number;
  };

async function violations(
  context: Context,
  actor: Actor,
  { state, vehicle = null }: { state: 'open' | 'all'; vehicle?: string | null | undefined },
): Promise<z.infer<typeof violationSchema>[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<ViolationRow>`
      SELECT a.*, (SELECT count(*)::int FROM alarm j WHERE j.continues_id = a.id) AS joined, c.id AS case_id, c.number AS case_number, c.state AS case_state, c.due_at,
             p.reason, p.requested_at, p.requested_by, p.unit AS police_unit, p.dispatched_at, p.arrived_at, p.result, p.result_at
      FROM alarm a
      LEFT JOIN case_file c ON c.kind = 'vehicle-violation' AND c.origin_id = a.id
      ${POLICE_OF_CASE}
      WHERE a.rule = ANY(${[...VIOLATION_RULES]}) AND a.continues_id IS NULL AND (${vehicle}::uuid IS NULL OR a.subject_id = ${vehicle}::uuid)
        AND (${state} = 'all' OR (CASE WHEN c.id IS NULL THEN a.closed_at IS NULL ELSE c.state NOT IN ('handled', 'closed', 'void') END))
      ORDER BY a.raised_at DESC LIMIT 500`.execute(tx),
  );
  return rows.map((row) => ({
    alarm: alarmView(row),
    caseId: row.case_id,
    caseNumber: row.case_number,
    caseState: row.case_state,
    dueAt: row.due_at?.getTime() ?? null,
    joined: row.joined,
    police: policeView({ ...row, unit: row.police_unit }),
  }));
}
