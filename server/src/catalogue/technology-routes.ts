import { LENGTHS } from '@anlan/kernel/entity';
import { technologySchema } from '@anlan/kernel/catalogue';
import { z } from 'zod';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { paging, rowsOf } from '../prevention/inputs.ts';
import { technologyOf } from './technology.ts';

/** New business forms, processes, materials and equipment (S70): the register with what may be used. */
export const technologyRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/new-technology',
    {
      onRequest: need('case.read'),
      schema: {
        tags: ['风险与隐患 Prevention'],
        summary: '四新项目使用许可 · New technology and whether it may be used',
        querystring: z.strictObject({
          permission: z.enum(['forbidden', 'monitored', 'permitted']).optional(),
          category: z.enum(['business', 'process', 'material', 'equipment']).optional(),
          enterprise: z.uuid().optional(),
          search: z.string().trim().max(LENGTHS.search).default(''),
          ...paging,
        }),
        response: responses(technologySchema),
      },
    },
    (request) => {
      const { page, size, ...wish } = request.query;
      return withScope(context.db, actorOf(request).scope, (tx) =>
        technologyOf(tx, { ...wish, ...rowsOf({ page, size }) }),
      );
    },
  );
};
