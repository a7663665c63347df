import type { RouteModule } from '../http/index.ts';
import { exportRoutes } from './export.ts';
import { runRoutes } from './runs.ts';
import { findingRoutes } from './finding-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { readRoutes } from './read-routes.ts';
import { writeRoutes } from './write-routes.ts';

/** Special campaigns (S68). */
export const campaignRoutes: RouteModule = async (app, context) => {
  for (const routes of [readRoutes, writeRoutes, findingRoutes, keyRoutes, runRoutes, exportRoutes])
    await routes(app, context);
};
