import { historyStateSchema } from '@anlan/kernel/telemetry';
import { need, responses, type RouteModule } from '../http/index.ts';
import { historyState } from './state.ts';

/** For whoever keeps the platform running: what of the history is kept since when, and when the disk will be full. */
export const retentionRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/diagnostics/history',
    {
      onRequest: need('platform.diagnose'),
      schema: {
        tags: ['运行状态 Health'],
        summary: '历史数据保存 · What is kept of the history',
        response: responses(historyStateSchema),
      },
    },
    () => historyState(context, Date.now()),
  );
};
