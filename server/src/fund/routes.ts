import type { RouteModule } from '../http/index.ts';
import { applicationRoutes } from './application-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { statementRoute } from './statement-routes.ts';

/** The rectification fund (S73): ledger, applications, payment in stages, effect, statement. */
export const fundRoutes: RouteModule = (app, context) => {
  ledgerRoutes(app, context);
  statementRoute(app, context);
  applicationRoutes(app, context);
};
