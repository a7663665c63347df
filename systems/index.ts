import type { System } from '@anlan/kernel/system';
import { disasterWarning } from './monitoring/disaster-warning/system.ts';
import { furtherSignals } from './monitoring/further-signals/systems.ts';
import { fireWater } from './monitoring/fire-water/system.ts';
import { iotPlatform } from './monitoring/iot-platform/system.ts';
import { majorHazardMonitoring } from './monitoring/major-hazard-monitoring/system.ts';
import { storageSafety } from './monitoring/storage-safety/system.ts';
import { tailingsPonds } from './monitoring/tailings-pond/system.ts';
import { vehicleSupervision } from './monitoring/vehicle-supervision/system.ts';
import { hazchemTransport } from './monitoring/hazchem-transport/system.ts';
import { voc } from './monitoring/voc/system.ts';
import { waterway } from './monitoring/waterway/system.ts';
import { campaigns } from './prevention/campaigns/system.ts';
import { dayWeekMonth } from './prevention/checks/system.ts';
import { threeLists } from './prevention/checks/three-lists.ts';
import { fireGrassroots } from './prevention/fire-grassroots/system.ts';
import { internalRules } from './prevention/internal-rules/system.ts';
import { newTechnologies } from './prevention/new-technology/system.ts';
import { lawLibrary } from './registry/law-library/system.ts';
import { expertService } from './prevention/expert-service/system.ts';
import { cityRiskSystem } from './prevention/city-risk/system.ts';
import { dualPrevention } from './prevention/dual-prevention/system.ts';
import { hiddenDangers } from './prevention/hidden-dangers/system.ts';
import { jointPrevention } from './prevention/joint/system.ts';
import { majorDangers } from './prevention/major-dangers/system.ts';
import { notification } from './prevention/notification/system.ts';
import { publicReports } from './prevention/public-report/system.ts';
import { rectificationFunds } from './prevention/rectification-fund/system.ts';
import { riskPoints } from './prevention/risk-points/system.ts';
import { selfChecks } from './prevention/self-check/system.ts';
import { standardisationSystem } from './technology/standardisation/system.ts';
import { enterprises } from './registry/enterprises/system.ts';
import { hazchemUnits } from './registry/hazchem-units/system.ts';
import { majorHazards } from './registry/major-hazards/system.ts';

export * from './hazchem.ts';
export * from './transport.ts';

/** Every declared system, in the order of the requirements. */
export const SYSTEMS: readonly System[] = [
  enterprises,
  hazchemUnits,
  majorHazards,
  iotPlatform,
  majorHazardMonitoring,
  storageSafety,
  tailingsPonds,
  vehicleSupervision,
  hazchemTransport,
  waterway,
  disasterWarning,
  voc,
  fireWater,
  ...furtherSignals,
  lawLibrary,
  riskPoints,
  hiddenDangers,
  internalRules,
  newTechnologies,
  selfChecks,
  majorDangers,
  notification,
  dayWeekMonth,
  threeLists,
  dualPrevention,
  cityRiskSystem,
  publicReports,
  expertService,
  rectificationFunds,
  jointPrevention,
  campaigns,
  fireGrassroots,
  standardisationSystem,
];
