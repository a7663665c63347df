import { sql } from 'kysely';
import { z } from 'zod';
import { regionPathSchema, type Actor } from '@anlan/kernel/access';
import {
  alarmQualitySchema,
  floodDetailSchema,
  qualityReportSchema,
  type AlarmQuality,
  type QualityReport,
} from '@anlan/kernel/alarm-quality';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';
import { deskQuality } from './desk.ts';
import { EXPORTS, exportOf } from './export.ts';
import { floodOf } from './flood.ts';
import { openMemo } from './memo.ts';
import { reportOf } from './report.ts';

const tags = ['报警质量 Alarm quality'];
const LONGEST_DAYS = 366;
/** Every desk asks once a minute; those of one scope share the answer for so long. */
const DESK_MS = 20_000;
const query = z.object({
  from: momentSchema,
  to: momentSchema,
  region: regionPathSchema.optional().describe('region path'),
  organisation: z.uuid().optional(),
  rule: z.string().max(60).optional(),
});
type Query = z.infer<typeof query>;
const CSV = {
  200: { description: 'CSV, UTF-8 with byte order mark', content: { 'text/csv': { schema: z.string() } } },
} as const;

/** Alarm quality (ISA-18.2 / IEC 62682): reports, floods under their first cause, statements with revisions. */
export const alarmQualityRoutes: RouteModule = (app, context) => {
  const read = { onRequest: need('alarm.read') };
  const figures = openMemo<AlarmQuality>(DESK_MS);
  app.get(
    '/api/alarms/quality',
    {
      ...read,
      schema: {
        tags,
        summary: '值班台报警质量 · Figures beside the desk',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(92).default(30) }),
        response: responses(alarmQualitySchema),
      },
    },
    (request) => {
      const { scope } = actorOf(request);
      const place = scope.kind === 'region' ? scope.path : 'cn.';
      const { days } = request.query;
      return figures.read(JSON.stringify([scope, days]), () =>
        withScope(context.db, scope, (tx) => deskQuality(tx, place, days, Date.now())),
      );
    },
  );
  app.get(
    '/api/alarm-quality',
    {
      ...read,
      schema: { tags, summary: '报警质量报告 · Report', querystring: query, response: responses(qualityReportSchema) },
    },
    async (request) => answer(await report(context, actorOf(request), request.query)),
  );
  app.get(
    '/api/alarm-quality/flood',
    {
      ...read,
      schema: {
        tags,
        summary: '泛滥按首出归组 · A flood under its first causes',
        querystring: query,
        response: responses(floodDetailSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => floodOf(tx, request.query, request.query)),
  );
  app.get(
    '/api/alarm-quality/:by/csv',
    {
      ...read,
      schema: {
        tags,
        summary: '报警质量导出 · Export',
        params: z.object({ by: z.enum(Object.keys(EXPORTS)) }),
        querystring: query,
        response: { ...responses(z.unknown()), ...CSV },
      },
    },
    async (request, reply) => {
      const found = answer(await report(context, actorOf(request), request.query));
      const name = encodeURIComponent(`报警质量-${request.params.by}.csv`);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .send(exportOf(found, request.params.by));
    },
  );
};

async function report(context: Context, actor: Actor, asked: Query): Promise<QualityReport | Refusal> {
  if (asked.to <= asked.from || asked.to - asked.from > LONGEST_DAYS * 86_400_000)
    return refuse('span-days', { days: LONGEST_DAYS }, 'to');
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const desk = await deskOf(tx, actor, asked);
    if (desk === undefined) return refuse('not-found');
    return reportOf(tx, asked, asked, desk, Date.now());
  });
  if (isRefusal(found) && asked.organisation !== undefined)
    await auditOutside(context.db, actor, 'enterprise', asked.organisation, 'alarm.read');
  return found;
}

/** Whose desk the report is of: the enterprise's, the place's, or the reader's own. */
async function deskOf(
  tx: Tx,
  { scope }: Actor,
  { organisation, region }: Query,
): Promise<{ name: string; place: string } | undefined> {
  const owner = organisation ?? (scope.kind === 'organisation' ? scope.organisationId : undefined);
  if (owner !== undefined) {
    const { rows } = await sql<{ name: string; place: string }>`
      SELECT name, region_path AS place FROM enterprise WHERE id = ${owner}`.execute(tx);
    return rows[0];
  }
  const place = region ?? (scope.kind === 'region' ? scope.path : 'cn.');
  const { rows } = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${place}`.execute(tx);
  return { name: rows[0]?.name ?? '', place };
}
