import { evidenceRoutes } from './alarm/evidence.js';
import { alarmRoutes } from './alarm/routes.js';
import { auditRoutes } from './audit/index.js';
import { deskRoutes } from './desk/routes.js';
import { deviceRoutes } from './device/routes.js';
import { healthRoutes } from './health/routes.js';
import { homeRoutes } from './home/routes.js';
import { identityRoutes, platformRoutes } from './identity/index.js';
import { liveRoutes } from './live/routes.js';
import { mapRoutes } from './map/routes.js';
import { positionRoutes } from './position/routes.js';
import { registryRoutes } from './registry/index.js';
import { supervisionRoutes } from './supervision/routes.js';
import { telemetryRoutes } from './telemetry/routes.js';
/** Every route of the platform, in the order of the API description. */
export const ROUTES = [
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
//# sourceMappingURL=routes.js.map