import type { RouteModule } from '../http/index.ts';
import { appendixRoutes } from './appendix.ts';
import { aroundRoutes } from './around.ts';
import { calculatorRoutes } from './calculators.ts';
import { capRoutes } from './cap.ts';
import { neighbourRoutes } from './neighbours.ts';
import { scenarioRoutes } from './scenarios.ts';
import { seriesRoutes } from './series.ts';
import { tankRoutes } from './tank.ts';
import { traceRoutes } from './trace.ts';
import { weatherRoutes } from './weather.ts';

/** The consequence workbench: scenarios, what fills them in, what lies around, tracing, exports, calculators. */
export const workbenchRoutes: RouteModule = async (app, context) => {
  for (const routes of [
    scenarioRoutes,
    tankRoutes,
    aroundRoutes,
    neighbourRoutes,
    weatherRoutes,
    seriesRoutes,
    traceRoutes,
    capRoutes,
    appendixRoutes,
    calculatorRoutes,
  ])
    await routes(app, context);
};
