import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { dayOf, shift } from '@anlan/domain/calendar';
import { controlCheckedSchema, controlMeasuresSchema, KIND_KEYS, riskControlSchema } from '@anlan/systems/prevention';
import { withScope, type Tx } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { assessmentsOf } from './assessments.ts';
import { pointOf } from './figures.ts';
import { addMeasure, checkMeasure, checksOf, measuresDue, measuresOfPoint, retireMeasure } from './measures.ts';
import { notFound } from './not-found.ts';
import { one, paging, placeOf, region, rowsOf } from '../prevention/inputs.ts';

const tags = ['双重预防 Dual prevention'];

export const measureRoutes: RouteModule = (app, context) => {
  const control = async (actor: Actor, id: string) => {
    const found = await withScope(context.db, actor.scope, async (tx) => {
      const known = await pointOf(tx, id, Date.now());
      if (known === undefined) return undefined;
      return {
        point: known.point,
        measures: await measuresOfPoint(tx, id, known.rhythm),
        checks: await checksOf(tx, id),
        assessments: await assessmentsOf(tx, id),
        dangers: await dangersOf(tx, id),
      };
    });
    return found ?? notFound(context, actor, 'risk_point', id);
  };
  app.get(
    '/api/dual-prevention/points/:id',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '风险点管控 · How a risk is held', params: one, response: responses(riskControlSchema) },
    },
    (request) => control(actorOf(request), request.params.id),
  );
  app.get(
    '/api/dual-prevention/measures',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '待检查的管控措施 · Measures to be checked',
        querystring: z.strictObject({
          region,
          enterprise: z.uuid().optional(),
          days: z.coerce.number().int().min(0).max(365).default(0),
          ...paging,
        }),
        response: responses(controlMeasuresSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { enterprise, days } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const own = actor.scope.kind === 'organisation' ? actor.scope.organisationId : enterprise;
      const wish = { enterprise: own, until: shift(dayOf(Date.now()), days), ...rowsOf(request.query) };
      return withScope(context.db, actor.scope, (tx) => measuresDue(tx, place, wish, Date.now()));
    },
  );
  app.post(
    '/api/dual-prevention/points/:id/measures',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '增加管控措施 · Add a measure',
        params: one,
        body: z.strictObject({
          kind: z.enum(KIND_KEYS),
          text: z.string().trim().min(1).max(200),
          responsible: z.string().trim().min(1).max(40).nullish(),
          everyDays: z.int().min(1).max(365).nullish(),
          nextDue: z.iso.date().optional(),
        }),
        response: responses(riskControlSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const added = await addMeasure(context, actor, id, request.body, Date.now());
      if (added === undefined) return notFound(context, actor, 'risk_point', id);
      return reply.code(201).send(await control(actor, id));
    },
  );
  app.post(
    '/api/dual-prevention/measures/:id/retire',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '停用管控措施 · Take a measure out of use',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1).max(300) }),
        response: responses(riskControlSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const point = await retireMeasure(context, actor, id, request.body.reason, Date.now());
      return point === undefined ? notFound(context, actor, 'risk_measure', id) : control(actor, point);
    },
  );
  app.post(
    '/api/dual-prevention/measures/:id/checks',
    {
      onRequest: need('case.report'),
      schema: {
        tags,
        summary: '检查管控措施 · Check a measure; an ineffective one becomes a hidden danger',
        params: one,
        body: z.strictObject({
          id: z.uuid().describe('made by the sender: one sent twice is one check'),
          result: z.enum(['effective', 'ineffective']),
          note: z.string().trim().max(500).nullish(),
          files: z
            .array(
              z.strictObject({
                sha256: z.string().regex(/^[0-9a-f]{64}$/),
                name: z.string().max(120).nullable().optional(),
              }),
            )
            .max(9)
            .default([]),
        }),
        response: responses(controlCheckedSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await checkMeasure(context, actor, id, request.body, Date.now());
      if (done === undefined) return notFound(context, actor, 'risk_measure', id);
      return reply.code(201).send(answer(done));
    },
  );
  app.get(
    '/api/dual-prevention/checks/:id/photos/:sha256',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '检查照片 · A photo of a check',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, sha256 } = request.params;
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql`SELECT FROM risk_measure_check WHERE id = ${id} AND ${sha256} = ANY (photos)`.execute(tx),
      );
      const content = rows.length === 0 ? undefined : await context.files.read(sha256);
      if (content === undefined) return notFound(context, actor, 'risk_measure_check', id);
      const kind = await sql<{ type: string }>`SELECT type FROM upload WHERE sha256 = ${sha256} LIMIT 1`.execute(
        context.db,
      );
      return reply
        .type(kind.rows[0]?.type ?? 'application/octet-stream')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .send(content);
    },
  );
};

async function dangersOf(tx: Tx, point: string): Promise<z.infer<typeof riskControlSchema>['dangers']> {
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    state: string;
    openedAt: Date;
    closedAt: Date | null;
  }>`
    SELECT c.id, c.number, c.title, c.state, c.opened_at AS "openedAt", c.closed_at AS "closedAt"
    FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE d.risk_point = ${point}
    ORDER BY (c.closed_at IS NOT NULL), c.opened_at DESC LIMIT 50`.execute(tx);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.getTime(), closedAt: row.closedAt?.getTime() ?? null }));
}
