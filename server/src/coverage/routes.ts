import { z } from 'zod';
import { iotTreeSchema } from '@anlan/systems/monitoring/iot-platform';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { iotTree } from './tree.ts';

/** The layers of connected supervision: city, county, town, enterprise (S16). */
export const coverageRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/iot-tree',
    {
      onRequest: need('device.read'),
      schema: {
        tags: ['监测 Telemetry'],
        summary: '三级接入拓扑 · Layers of connected supervision with their rates',
        querystring: z.object({
          open: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .optional()
            .describe('region path to open; the one with most silent devices where it is left out'),
        }),
        response: responses(iotTreeSchema),
      },
    },
    (request) => iotTree(context, actorOf(request).scope, request.query.open ?? null),
  );
};
