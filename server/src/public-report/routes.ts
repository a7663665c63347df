import { renderSVG } from 'uqr';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import {
  publicReportFiguresSchema,
  publicReportSchema,
  publicReportsSchema,
  REPORT_SUBJECTS,
  reporterSchema,
  reportReceiptSchema,
} from '@anlan/systems/prevention';
import { sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import type { CaseRow } from '../case/row.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { followReport, mergeReport, verifyReport } from './acts.ts';
import { openReportBox } from './box.ts';
import { readIdentity, readReport } from './dossier.ts';
import { authorityOf, seenReport, withHandling } from './handling.ts';
import { listReports, reportFigures, wishSchema } from './list.ts';
import { receive } from './receive.ts';
import { decideReward, lapseReward, payReward, proposeReward } from './reward.ts';

const tags = ['群众举报 Public reports'];
const LABELS = {
  statement: { zh: '举报内容', en: 'What was reported' },
  phone: { zh: '电话', en: 'Telephone' },
  voucher: { zh: '凭证号', en: 'Voucher' },
  code: { zh: '回执码', en: 'Receipt code' },
  pin: { zh: '查询口令', en: 'PIN' },
  into: { zh: '并入', en: 'Merge into' },
  title: { zh: '隐患或线索', en: 'Danger or lead' },
};
const one = z.object({ id: z.uuid() });
const version = { version: z.int().min(1) };
const follow = z.strictObject({
  kind: z.enum(['hidden-danger', 'enforcement']),
  title: z.string().trim().min(1, '不能为空').max(120),
  description: z.string().trim().min(1).max(1000).optional(),
  photos: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(20)
    .default([]),
});
const input = z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.null()]));
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);
const takenDown = z.strictObject({
  requestId: z.uuid(),
  channel: z.enum(['phone', 'letter']),
  subject: z.enum(REPORT_SUBJECTS.map(({ value }) => value)),
  statement: text(500),
  place: z.string().max(200).optional(),
  address: text(120).optional(),
  enterprise: z.uuid().optional(),
  insider: z.boolean().default(false),
  contact: z
    .strictObject({ name: text(30).optional(), phone: z.string().regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/) })
    .optional(),
});

/** Handling of public reports by the authority (S67): list, dossier, hand-over, identity, reward, figures. */
export const publicReportRoutes: RouteModule = async (app, context) => {
  const box = await openReportBox(context.configuration.home);
  readingRoutes(app, context);
  actingRoutes(app, context);
  rewardRoutes(app, context);
  app.post(
    '/api/public-reports',
    {
      onRequest: need('report.handle'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '登记电话、来信举报 · Take a report down',
        body: takenDown,
        response: responses(reportReceiptSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const wanted = request.body.place ?? '';
      const own = authorityOf(actor);
      if (own === undefined || (request.body.enterprise === undefined && !wanted.startsWith(own)))
        refuseNow('field-required', { field: both('地点', 'Place') }, 'place');
      const { id, receipt } = answer(await receive(context, box, { ...request.body, photos: [] }, actor));
      return reply.code(201).send({ id, ...receipt });
    },
  );
  app.post(
    '/api/public-reports/:id/identity',
    {
      onRequest: need('report.handle'),
      schema: {
        tags,
        summary: '查看举报人，读取留痕 · Who the reporter is; the reading is kept',
        params: one,
        body: z.strictObject({ reason: text(200) }),
        response: responses(reporterSchema),
      },
    },
    async (request) =>
      answer(
        await readIdentity(context, box, actorOf(request), { id: request.params.id, reason: request.body.reason }),
      ),
  );
};

const readingRoutes = (app: Parameters<RouteModule>[0], context: Context): void => {
  app.get(
    '/api/public-reports',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '举报列表 · Reports in scope',
        querystring: wishSchema,
        response: responses(publicReportsSchema),
      },
    },
    (request) => listReports(context, actorOf(request), request.query),
  );
  app.get(
    '/api/public-reports/figures',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '举报统计 · Figures',
        querystring: z.strictObject({
          from: z.coerce.number().int().min(0).max(8.64e15),
          to: z.coerce.number().int().min(0).max(8.64e15),
          region: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .max(200)
            .optional(),
        }),
        response: responses(publicReportFiguresSchema),
      },
    },
    (request) => reportFigures(context, actorOf(request), request.query),
  );
  app.get(
    '/api/public-reports/:id',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '一件举报 · One report', params: one, response: responses(publicReportSchema) },
    },
    async (request) => answer(await readReport(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/public-reports/:id/photos/:sha256',
    {
      onRequest: need('report.handle'),
      schema: {
        tags,
        summary: '看举报照片 · A picture of a report',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The picture')),
      },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const actor = actorOf(request);
      answer(await seenReport(context, actor, id, 'report.read'));
      const type = await withHandling(context.db, actor, undefined, async (tx) => {
        const { rows } = await sql<{ type: string }>`
          SELECT type FROM report_photo WHERE case_id = ${id} AND sha256 = ${sha256}`.execute(tx);
        return rows[0]?.type;
      });
      const content = type === undefined ? undefined : await context.files.read(sha256);
      if (type === undefined || content === undefined) return answer(refuse('not-found'));
      return reply.type(type).header('content-security-policy', "sandbox; default-src 'none'").send(content);
    },
  );
  app.get(
    '/api/public-reports/posters/:enterprise.svg',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '企业举报码 · The code on an enterprise’s door: anybody may report by it',
        params: z.object({ enterprise: z.uuid() }),
        response: responses(z.unknown().describe('SVG')),
      },
    },
    async (request, reply) => {
      const { enterprise } = request.params;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql`SELECT FROM enterprise WHERE id = ${enterprise}`.execute(tx),
      );
      if (rows.length === 0) return answer(refuse('not-found'));
      const address = `${context.configuration.publicUrl}/public/report?enterprise=${enterprise}`;
      return reply.type('image/svg+xml').send(renderSVG(address, { ecc: 'M', border: 2 }));
    },
  );
};

/** After an act: the report as it now stands for whoever did it. */
async function shown(context: Context, actor: Actor, result: CaseRow | Refusal) {
  if (isRefusal(result)) return answer(result);
  return answer(await readReport(context, actor, result.id));
}

const actingRoutes = (app: Parameters<RouteModule>[0], context: Context): void => {
  app.post(
    '/api/public-reports/:id/verify',
    {
      onRequest: need('report.handle'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '核查属实并转办 · Found true, and handed on',
        params: one,
        body: z.strictObject({ ...version, input, follow }),
        response: responses(publicReportSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await verifyReport(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/public-reports/:id/follow',
    {
      onRequest: need('report.handle'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '转办 · Hand on',
        params: one,
        body: z.strictObject({ ...version, follow }),
        response: responses(publicReportSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await followReport(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/public-reports/:id/merge',
    {
      onRequest: need('report.handle'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '并案 · The same matter was reported before',
        params: one,
        body: z.strictObject({ ...version, into: text(40) }),
        response: responses(publicReportSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await mergeReport(context, actor, { id: request.params.id, ...request.body }));
    },
  );
};

const rewardRoutes = (app: Parameters<RouteModule>[0], context: Context): void => {
  const result = { params: one, response: responses(publicReportSchema) };
  app.post(
    '/api/public-reports/:id/reward',
    {
      onRequest: need('report.handle'),
      schema: { tags, summary: '提出奖励 · Propose the reward', body: z.strictObject(version), ...result },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await proposeReward(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/public-reports/:id/reward/decision',
    {
      onRequest: need('reward.decide'),
      schema: {
        tags,
        summary: '审定奖励 · Grant or decline',
        body: z.strictObject({ ...version, granted: z.boolean(), reason: text(300) }),
        ...result,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await decideReward(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/public-reports/:id/reward/payment',
    {
      onRequest: need('reward.pay'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '发放奖励 · Pay the reward',
        body: z.strictObject({
          ...version,
          voucher: text(60),
          code: z.string().max(40).optional(),
          pin: z.string().max(20).optional(),
        }),
        ...result,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await payReward(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/public-reports/:id/reward/lapse',
    {
      onRequest: need('reward.pay'),
      schema: { tags, summary: '逾期未领 · Not claimed in time', body: z.strictObject(version), ...result },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(context, actor, await lapseReward(context, actor, { id: request.params.id, ...request.body }));
    },
  );
};
