import type { RouteModule } from '../http/index.ts';
import { settleActions } from './actions.ts';
import { shareAlerts } from './alerts.ts';
import { inspectRoutes } from './inspections.ts';
import { shareRisks } from './share.ts';
import { actionRoutes } from './action-routes.ts';
import { aidRoutes } from './aid-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { sharingRoutes } from './share-routes.ts';

/** Sharing and closing follow the registers, alarms and confirmations at this pace. */
const PACE_MS = 2000;

/** Joint prevention of neighbours and groups (S65), and what keeps it up to date. */
export const jointRoutes: RouteModule = async (app, context) => {
  for (const routes of [sharingRoutes, groupRoutes, actionRoutes, inspectRoutes, aidRoutes]) await routes(app, context);
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    await shareRisks(context.db, Date.now());
    await shareAlerts(context.db, Date.now());
    await settleActions(context.db, Date.now());
  };
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) =>
        context.log.warn({ error: (error as Error).message }, 'joint prevention not brought up to date'),
      )
      .finally(() => {
        running = undefined;
      });
  }, PACE_MS);
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
};
