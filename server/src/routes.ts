import { accessRoutes } from './access/routes.ts';
import { alarmQualityRoutes, statementRoutes } from './alarm-quality/index.ts';
import { evidenceRoutes } from './alarm/evidence.ts';
import { limitRoutes } from './alarm/limit-routes.ts';
import { noticeRoutes } from './alarm/notice-routes.ts';
import { alarmRoutes } from './alarm/routes.ts';
import { serviceRoutes } from './alarm/service-routes.ts';
import { attachmentRoutes } from './attachment/index.ts';
import { auditRoutes } from './audit/index.ts';
import { backTestRoutes } from './back-test/index.ts';
import { campaignRoutes } from './campaign/routes.ts';
import { cameraRoutes } from './camera/index.ts';
import { creditRoutes } from './case/credit.ts';
import { caseRoutes } from './case/routes.ts';
import { catalogueRoutes, internalRulesRoutes, lawRoutes, technologyRoutes } from './catalogue/index.ts';
import { uploadRoutes } from './case/uploads.ts';
import { comparisonRoutes } from './comparison/routes.ts';
import { collectionRoutes } from './collection/routes.ts';
import { checklistRoutes } from './checklist/routes.ts';
import { codeListRoutes } from './code-list/routes.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { conformanceRoutes } from './conformance/routes.ts';
import { documentRoutes, sealRoutes } from './document/index.ts';
import { flashRoutes } from './desk/flash-routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { cityRiskRoutes } from './city-risk/routes.ts';
import { dualPreventionRoutes } from './dual-prevention/routes.ts';
import { gradingRoutes } from './grading/routes.ts';
import { standardisationRoutes } from './standardisation/routes.ts';
import { alarmConfirmations } from './device/confirm.ts';
import { cutRoutes } from './device/cut-routes.ts';
import { driverRoutes } from './device/driver.ts';
import { instructionRoutes } from './device/instruction-routes.ts';
import { deviceRoutes } from './device/routes.ts';
import { expertRoutes } from './expert/routes.ts';
import { agendaRoutes } from './agenda/routes.ts';
import { followRoutes } from './follow/routes.ts';
import { fundRoutes } from './fund/routes.ts';
import { hazardDutyRoutes } from './hazard-duty/routes.ts';
import { hazchemRoutes } from './hazchem/routes.ts';
import { fireWaterRoutes } from './fire-water/routes.ts';
import { grassrootsRoutes } from './grassroots/routes.ts';
import { diagnosticsRoutes } from './health/diagnostics-routes.ts';
import { metricsRoutes } from './health/metrics.ts';
import { healthRoutes } from './health/routes.ts';
import { homeRoutes } from './home/routes.ts';
import type { RouteModule } from './http/index.ts';
import { indicatorRoutes } from './indicator/routes.ts';
import { identityRoutes, platformRoutes } from './identity/index.ts';
import { jointRoutes } from './joint/routes.ts';
import { liveRoutes } from './live/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { handOverRoutes } from './notify/hand-over-routes.ts';
import { offlineRoutes } from './merge/index.ts';
import { messageRoutes } from './notify/message-routes.ts';
import { rosterRoutes } from './notify/roster-routes.ts';
import { majorDangerRoutes } from './major-danger/routes.ts';
import { mediaRoutes } from './media/index.ts';
import { mineRoutes } from './mine/routes.ts';
import { notificationRoutes } from './notification/routes.ts';
import { platformLinkRoutes } from './platform-link/index.ts';
import { credentialRoutes } from './device/credential-routes.ts';
import { pointRoutes } from './point/routes.ts';
import { pointSheetRoutes } from './point/sheet/routes.ts';
import { parameterRoutes } from './parameter/routes.ts';
import { preventionRoutes } from './prevention/routes.ts';
import { fenceRoutes } from './position/fences.ts';
import { withinRoutes } from './position/within.ts';
import { trackExportRoutes } from './position/track-export.ts';
import { positionRoutes } from './position/routes.ts';
import { processWatchRoutes } from './process-watch/routes.ts';
import { publicationRoutes } from './publication/routes.ts';
import { publicRoutes } from './public/index.ts';
import { publicReportRoutes } from './public-report/routes.ts';
import { registryRoutes } from './registry/index.ts';
import { retentionRoutes } from './retention/index.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { pondRoutes } from './telemetry/ponds.ts';
import { readingExportRoutes } from './telemetry/export.ts';
import { telemetryRoutes } from './telemetry/routes.ts';
import { warningRoutes } from './warning/routes.ts';
import { wallRoutes } from './wall/routes.ts';
import { workbenchRoutes } from './workbench/routes.ts';

/** Every route of the platform, in the order of the API description. */
export const ROUTES: readonly RouteModule[] = [
  platformRoutes,
  identityRoutes,
  accessRoutes,
  homeRoutes,
  registryRoutes,
  followRoutes,
  agendaRoutes,
  telemetryRoutes,
  readingExportRoutes,
  cameraRoutes,
  processWatchRoutes,
  positionRoutes,
  trackExportRoutes,
  fenceRoutes,
  withinRoutes,
  mapRoutes,
  wallRoutes,
  hazchemRoutes,
  hazardDutyRoutes,
  comparisonRoutes,
  workbenchRoutes,
  alarmRoutes,
  alarmQualityRoutes,
  statementRoutes,
  backTestRoutes,
  noticeRoutes,
  limitRoutes,
  serviceRoutes,
  pondRoutes,
  evidenceRoutes,
  caseRoutes,
  creditRoutes,
  uploadRoutes,
  rosterRoutes,
  handOverRoutes,
  messageRoutes,
  parameterRoutes,
  preventionRoutes,
  majorDangerRoutes,
  notificationRoutes,
  documentRoutes,
  sealRoutes,
  publicationRoutes,
  checklistRoutes,
  gradingRoutes,
  dualPreventionRoutes,
  cityRiskRoutes,
  standardisationRoutes,
  catalogueRoutes,
  lawRoutes,
  internalRulesRoutes,
  technologyRoutes,
  jointRoutes,
  campaignRoutes,
  grassrootsRoutes,
  publicRoutes,
  publicReportRoutes,
  expertRoutes,
  fundRoutes,
  offlineRoutes,
  deskRoutes,
  flashRoutes,
  deviceRoutes,
  instructionRoutes,
  cutRoutes,
  driverRoutes,
  alarmConfirmations,
  pointRoutes,
  pointSheetRoutes,
  credentialRoutes,
  attachmentRoutes,
  mediaRoutes,
  platformLinkRoutes,
  collectionRoutes,
  conformanceRoutes,
  warningRoutes,
  mineRoutes,
  fireWaterRoutes,
  indicatorRoutes,
  codeListRoutes,
  coverageRoutes,
  supervisionRoutes,
  liveRoutes,
  auditRoutes,
  healthRoutes,
  metricsRoutes,
  diagnosticsRoutes,
  retentionRoutes,
];
