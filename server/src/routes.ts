import { evidenceRoutes } from './alarm/evidence.ts';
import { alarmRoutes } from './alarm/routes.ts';
import { auditRoutes } from './audit/index.ts';
import { deskRoutes } from './desk/routes.ts';
import { deviceRoutes } from './device/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { homeRoutes } from './home/routes.ts';
import type { RouteModule } from './http/index.ts';
import { identityRoutes, platformRoutes } from './identity/index.ts';
import { liveRoutes } from './live/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { positionRoutes } from './position/routes.ts';
import { registryRoutes } from './registry/index.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { telemetryRoutes } from './telemetry/routes.ts';

/** Every route of the platform, in the order of the API description. */
export const ROUTES: readonly RouteModule[] = [
  platformRoutes,
  identityRoutes,
  homeRoutes,
  registryRoutes,
  telemetryRoutes,
  positionRoutes,
  mapRoutes,
  alarmRoutes,
  evidenceRoutes,
  deskRoutes,
  deviceRoutes,
  supervisionRoutes,
  liveRoutes,
  auditRoutes,
  healthRoutes,
];
