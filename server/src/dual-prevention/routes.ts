import type { RouteModule } from '../http/index.ts';
import { assessmentRoutes } from './assessment-routes.ts';
import { figureRoutes } from './figure-routes.ts';
import { measureRoutes } from './measure-routes.ts';

/** Dual prevention (S64): risks by object and level, who holds them, measures and their checks, assessments. */
export const dualPreventionRoutes: RouteModule = async (app, context) => {
  await figureRoutes(app, context);
  await assessmentRoutes(app, context);
  await measureRoutes(app, context);
};
