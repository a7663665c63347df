import { accessRoutes } from './access/routes.ts';
import { evidenceRoutes } from './alarm/evidence.ts';
import { limitRoutes } from './alarm/limit-routes.ts';
import { noticeRoutes } from './alarm/notice-routes.ts';
import { alarmRoutes } from './alarm/routes.ts';
import { serviceRoutes } from './alarm/service-routes.ts';
import { auditRoutes } from './audit/index.ts';
import { caseRoutes } from './case/routes.ts';
import { uploadRoutes } from './case/uploads.ts';
import { conformanceRoutes } from './conformance/routes.ts';
import { flashRoutes } from './desk/flash-routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { deviceRoutes } from './device/routes.ts';
import { hazchemRoutes } from './hazchem/routes.ts';
import { fireWaterRoutes } from './fire-water/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { homeRoutes } from './home/routes.ts';
import type { RouteModule } from './http/index.ts';
import { identityRoutes, platformRoutes } from './identity/index.ts';
import { liveRoutes } from './live/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { handOverRoutes } from './notify/hand-over-routes.ts';
import { messageRoutes } from './notify/message-routes.ts';
import { rosterRoutes } from './notify/roster-routes.ts';
import { parameterRoutes } from './parameter/routes.ts';
import { preventionRoutes } from './prevention/routes.ts';
import { fenceRoutes } from './position/fences.ts';
import { withinRoutes } from './position/within.ts';
import { positionRoutes } from './position/routes.ts';
import { registryRoutes } from './registry/index.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { pondRoutes } from './telemetry/ponds.ts';
import { telemetryRoutes } from './telemetry/routes.ts';

/** Every route of the platform, in the order of the API description. */
export const ROUTES: readonly RouteModule[] = [
  platformRoutes,
  identityRoutes,
  accessRoutes,
  homeRoutes,
  registryRoutes,
  telemetryRoutes,
  positionRoutes,
  fenceRoutes,
  withinRoutes,
  mapRoutes,
  hazchemRoutes,
  alarmRoutes,
  noticeRoutes,
  limitRoutes,
  serviceRoutes,
  pondRoutes,
  evidenceRoutes,
  caseRoutes,
  uploadRoutes,
  rosterRoutes,
  handOverRoutes,
  messageRoutes,
  parameterRoutes,
  preventionRoutes,
  deskRoutes,
  flashRoutes,
  deviceRoutes,
  conformanceRoutes,
  fireWaterRoutes,
  supervisionRoutes,
  liveRoutes,
  auditRoutes,
  healthRoutes,
];
