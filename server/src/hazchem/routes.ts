import type { RouteModule } from '../http/index.ts';
import { chemicalRoutes } from './chemical-routes.ts';
import { regrade } from './regrade.ts';
import { safetyRoutes } from './safety-routes.ts';
import { settleShutOffs } from './shut-off.ts';
import { sourceRoutes } from './source-routes.ts';

/** Levels, the focus list and shut-offs follow the registers and alarms at this pace. */
const PACE_MS = 2000;
/** Large registers take their time: what took a while rests so many times as long, so that it never fills a connection. */
const REST = 10;

/** Chemicals (S02), major hazard sources (S08) and storage safety (S18), and what keeps them up to date. */
export const hazchemRoutes: RouteModule = async (app, context) => {
  for (const routes of [chemicalRoutes, sourceRoutes, safetyRoutes]) await routes(app, context);
  let running: Promise<void> | undefined;
  let restUntil = 0;
  const work = async (): Promise<void> => {
    await settleShutOffs(context.db);
    const began = Date.now();
    if (began < restUntil) return;
    await regrade(context.db);
    restUntil = Date.now() + (Date.now() - began) * REST;
  };
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) =>
        context.log.warn({ error: (error as Error).message }, 'hazchem not brought up to date'),
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
