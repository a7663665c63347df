import { both } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sheetSchema } from '@anlan/kernel/telemetry';
import type { Context } from '../../access/context.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../../http/index.ts';
import { markErrors } from '../../registry/import/marked.ts';
import { LIMITS, readWorkbook } from '../../registry/import/workbook.ts';
import { attachment } from '../../registry/reading.ts';
import { compare, outside, registeredOf, shownOf, write, type Compared, type Registered } from './act.ts';
import { templateOf } from './template.ts';

const tags = ['设备接入 Devices'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const params = z.object({ id: z.guid() });
const onRequest = need('registry.write');
const workbook = responses(z.unknown().describe('The workbook'));

/** Points of an enterprise as a workbook: taken out, filled in, compared, brought back. The body is the workbook itself. */
export const pointSheetRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/enterprises/:id/points.xlsx',
    { onRequest, schema: { tags, summary: '点位登记表 · The points as a workbook', params, response: workbook } },
    async (request, reply) =>
      reply
        .type(XLSX)
        .header('content-disposition', attachment('points.xlsx', '监测点登记表.xlsx'))
        .send(Buffer.from(await templateOf(await registered(context, request, request.params.id)))),
  );
  app.post(
    '/api/enterprises/:id/points/sheet',
    {
      onRequest,
      bodyLimit: LIMITS.bytes,
      schema: {
        tags,
        summary: '批量登记点位 · Compare a workbook of points, or write it',
        params,
        querystring: z.strictObject({
          write: z.enum(['all', 'valid']).optional().describe('nothing is written where it is left out'),
          reason: z.string().trim().max(500).default('批量登记点位'),
        }),
        response: responses(sheetSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const compared = await comparedOf(context, request, id);
      const { write: what, reason } = request.query;
      if (what !== undefined) answer(await write(context, actor, compared, { enterprise: id, what, reason }));
      return shownOf(compared, what !== undefined);
    },
  );
  app.post(
    '/api/enterprises/:id/points/sheet/marked',
    {
      onRequest,
      bodyLimit: LIMITS.bytes,
      schema: {
        tags,
        summary: '标出错误的登记表 · The workbook with its wrong cells marked',
        params,
        response: workbook,
      },
    },
    async (request, reply) => {
      const { name, planned } = await comparedOf(context, request, request.params.id);
      const wrong = planned.flatMap(({ row: { line, errors } }) =>
        errors.length === 0 ? [] : [{ line, errors: errors.map((error) => ({ ...error, member: '', given: '' })) }],
      );
      return reply
        .type(XLSX)
        .header('content-disposition', attachment('points-marked.xlsx', '监测点登记表-标错.xlsx'))
        .send(Buffer.from(await markErrors(request.body as Buffer, name, wrong)));
    },
  );
};

async function registered(context: Context, request: FastifyRequest, id: string): Promise<Registered> {
  const actor = actorOf(request);
  return (await registeredOf(context, actor, id)) ?? answer(await outside(context, actor, id));
}

async function comparedOf(context: Context, request: FastifyRequest, id: string): Promise<Compared> {
  const bytes = request.body as Buffer | undefined;
  if (!Buffer.isBuffer(bytes))
    return refuseNow('import-unreadable', { problem: both('应上传 .xlsx 工作簿', 'an .xlsx workbook is expected') });
  const known = await registered(context, request, id);
  return answer(compare(actorOf(request), answer(await readWorkbook(bytes)), known));
}
