import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { chainSchema, DEVICE_REQUIREMENTS, matrixSchema, SAFETY_DEVICES } from '@anlan/systems';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule, seen } from '../http/index.ts';
import { chainsOf, safetyMatrix } from './cause-effect.ts';
import { csvLines } from './csv.ts';
import { gapList } from './gaps.ts';
import { gapsSchema, shutOffSchema, tankSafetySchema } from './shapes.ts';
import { readShutOffs, settleShutOffs } from './shut-off.ts';
import { tankSafety } from './tank.ts';

const tags = ['储存安全 Storage safety'];
const one = z.object({ id: z.uuid() });
const wish = z.object({
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
  enterprise: z.uuid().optional(),
  device: z.enum(SAFETY_DEVICES.map(({ value }) => value)).optional(),
});
const csv = {
  200: { description: 'CSV, UTF-8 with byte order mark', content: { 'text/csv': { schema: z.string() } } },
};
const EXPORT_LIMIT = 50_000;
const STANDING: Readonly<Record<string, string>> = { missing: '未安装', unusable: '未投用或故障', overdue: '检验超期' };

const requirementSchema = z.object({
  key: z.string(),
  device: z.string(),
  storages: z.array(z.string()),
  condition: z.string(),
  clause: z.string(),
  from: z.string(),
  mark: z.string(),
});

export const safetyRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/device-requirements',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '装置配备要求 · The requirement matrix',
        response: responses(z.array(requirementSchema)),
      },
    },
    () => DEVICE_REQUIREMENTS.map(({ holds: _, storages, ...row }) => ({ ...row, storages: [...storages] })),
  );
  app.get(
    '/api/safety-gaps',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '应装未装清单 · Missing devices with clauses',
        querystring: wish.extend({ limit: z.coerce.number().int().min(1).max(5000).default(500) }),
        response: responses(gapsSchema),
      },
    },
    (request) => {
      const { limit, ...question } = request.query;
      return gapList(context, actorOf(request).scope, question, limit);
    },
  );
  app.get(
    '/api/safety-gaps/export.csv',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '导出应装未装清单 · Export',
        querystring: wish,
        response: { ...responses(z.string()), ...csv },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { rows, total } = await gapList(context, actor.scope, request.query, EXPORT_LIMIT);
      await record(context.db, actor, 'registry.export', null, 'done', {
        entity: 'safety-gap',
        wish: request.query,
        records: total,
      });
      const head = ['企业', '所在辖区', '储存位置', '化学品', '缺项装置', '情形', '适用条件', '依据'];
      const lines = rows.map((row) => [
        row.enterpriseName,
        row.region,
        row.place,
        row.substanceName,
        row.label,
        STANDING[row.standing] ?? row.standing,
        row.condition,
        row.clause,
      ]);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="safety-gaps.csv"')
        .send(csvLines([head, ...lines]));
    },
  );
  app.get(
    '/api/shut-offs',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '联锁因果 · Shut-offs from cause to closed valve',
        querystring: wish.omit({ device: true }).extend({
          tank: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(200).default(30),
        }),
        response: responses(z.array(chainSchema)),
      },
    },
    async (request) => {
      const { limit, ...question } = request.query;
      await settleShutOffs(context.db);
      return chainsOf(context, actorOf(request).scope, question, limit);
    },
  );
  app.get(
    '/api/safety-matrix',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '装置配备矩阵 · Storage places against the devices they must have',
        querystring: wish.omit({ device: true }).extend({
          limit: z.coerce.number().int().min(1).max(500).default(60),
        }),
        response: responses(matrixSchema),
      },
    },
    (request) => {
      const { limit, ...question } = request.query;
      return safetyMatrix(context, actorOf(request).scope, question, limit);
    },
  );
  app.get(
    '/api/tanks/:id/safety',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '储罐安全页 · A tank’s content, points, devices and shut-offs',
        params: one,
        response: responses(tankSafetySchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await settleShutOffs(context.db);
      const found = await tankSafety(context, actor.scope, request.params.id);
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'tank', request.params.id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/alarms/:id/shut-offs',
    {
      onRequest: need('alarm.read'),
      preHandler: seen(context, 'alarm', 'alarm.read'),
      schema: {
        tags,
        summary: '与报警相连的紧急切断 · Shut-offs linked to an alarm',
        params: one,
        response: responses(z.array(shutOffSchema)),
      },
    },
    async (request) => {
      await settleShutOffs(context.db);
      return withScope(context.db, actorOf(request).scope, (tx) => readShutOffs(tx, { alarm: request.params.id }));
    },
  );
};
