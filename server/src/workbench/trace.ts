import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { exceedancesSchema, tracedSchema, vocPointsSchema, type Exceedance } from '@anlan/kernel/workbench';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { tags, untilSchema } from './near.ts';
import { trace } from './trace-rank.ts';

const VOC = ['voc-nmhc', 'voc-benzene', 'voc-hydrogen-sulfide'] as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Recent exceedances of VOC, and where one of them may come from (S20). */
export const traceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/exceedances',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: 'VOCs 超标 · Recent exceedances of VOC',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(31).default(7) }),
        response: responses(exceedancesSchema),
      },
    },
    async (request) => {
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<Omit<Exceedance, 'at'> & { at: Date }>`
          SELECT a.id, a.subject_id AS point, a.subject_name AS station, a.rule_label AS label, a.level, a.value, p.unit,
                 a.raised_at AS at, a.closed_at IS NULL AS open, a.lon, a.lat
          FROM alarm a JOIN public.point p ON p.id = a.subject_id
          WHERE p.kind = ANY (${[...VOC]}::text[]) AND a.rule <> 'voc-offline' AND a.raised_at > ${new Date(Date.now() - request.query.days * DAY)}
          ORDER BY a.raised_at DESC LIMIT 100`.execute(tx),
      );
      return rows.map((row) => ({ ...row, at: row.at.getTime() }));
    },
  );
  app.get(
    '/api/workbench/voc-points',
    {
      onRequest: need('telemetry.read'),
      schema: { tags, summary: 'VOCs 测点 · Points of VOC', response: responses(vocPointsSchema) },
    },
    async (request) => {
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{ id: string; name: string; station: string; unit: string }>`
          SELECT p.id, p.name, d.name AS station, p.unit FROM public.point p JOIN device d ON d.id = p.device_id
          WHERE p.kind = 'voc-nmhc' AND d.retired_at IS NULL ORDER BY d.name LIMIT 200`.execute(tx),
      );
      return rows.map((row) => {
        const latest = context.mirror.readings.get(row.id);
        return { ...row, value: latest?.value ?? null, at: latest?.at ?? null };
      });
    },
  );
  app.get(
    '/api/workbench/trace',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '风向溯源 · Candidates upwind of a VOC point, ranked',
        querystring: z.object({
          point: z.uuid(),
          until: untilSchema,
          hours: z.coerce.number().min(0.5).max(24).default(3),
        }),
        response: responses(tracedSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { point, until = Date.now(), hours } = request.query;
      const found = await trace(context, actor.scope, point, until - hours * HOUR, until);
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'point', point, 'telemetry.read');
      return answer(refuse('not-found'));
    },
  );
};
