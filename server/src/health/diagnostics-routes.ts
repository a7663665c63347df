import { z } from 'zod';
import { diagnosticsSchema, tracesSchema } from '@anlan/kernel/diagnostics';
import { refuse } from '@anlan/kernel/refusal';
import { ROOTS, traceSchema, type Step } from '@anlan/kernel/trace';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { causeOfRequest } from '../trace/index.ts';
import { bundleOf } from './bundle.ts';
import { diagnose } from './diagnose.ts';
import { recentTraces, traceOf } from './traces.ts';

const tags = ['运行状态 Health'];
const read = { onRequest: need('platform.diagnose') };

/** For whoever keeps the platform running: what every part does now, what took long and why. */
export const diagnosticsRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/diagnostics',
    {
      ...read,
      schema: { tags, summary: '运行诊断 · One look at the whole platform', response: responses(diagnosticsSchema) },
    },
    () => diagnose(context),
  );
  app.get(
    '/api/diagnostics/bundle',
    {
      ...read,
      schema: {
        tags,
        summary: '诊断包 · Diagnostic bundle',
        description: 'JSON without secrets and personal data: values of settings that may hold either are left out.',
        response: responses(z.record(z.string(), z.unknown())),
      },
    },
    async (request, reply) => {
      const bundle = await bundleOf(context);
      await record(
        context.db,
        actorOf(request),
        'platform.diagnose',
        { kind: 'bundle', id: 'diagnostics' },
        'done',
        {},
      );
      const name = `anlan-diagnostics-${new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')}.json`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(bundle as Record<string, unknown>);
    },
  );
  app.get(
    '/api/traces',
    {
      ...read,
      schema: {
        tags,
        summary: '最近的链路 · Recent traces',
        querystring: z.object({
          order: z.enum(['newest', 'longest']).default('newest'),
          root: z.enum(ROOTS as [Step, ...Step[]]).optional(),
          limit: z.coerce.number().int().min(1).max(100).default(30),
        }),
        response: responses(tracesSchema),
      },
    },
    (request) => recentTraces(context.db, request.query),
  );
  app.get(
    '/api/traces/:cause',
    {
      ...read,
      schema: {
        tags,
        summary: '一条链路 · One trace',
        params: z.object({ cause: z.string().regex(/^[0-9a-f-]{32,36}$/, '应为 32 位十六进制的链路号') }),
        response: responses(traceSchema),
      },
    },
    async (request) => {
      const found = await traceOf(context.db, causeOfRequest(request.params.cause));
      return answer(found.spans.length === 0 ? refuse('not-found') : found);
    },
  );
};
