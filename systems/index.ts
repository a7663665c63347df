import type { System } from '@anlan/kernel/system';
import { fireWater } from './monitoring/fire-water/system.ts';
import { iotPlatform } from './monitoring/iot-platform/system.ts';
import { majorHazardMonitoring } from './monitoring/major-hazard-monitoring/system.ts';
import { storageSafety } from './monitoring/storage-safety/system.ts';
import { tailingsPonds } from './monitoring/tailings-pond/system.ts';
import { vehicleSupervision } from './monitoring/vehicle-supervision/system.ts';
import { hazchemTransport } from './monitoring/hazchem-transport/system.ts';
import { voc } from './monitoring/voc/system.ts';
import { waterway } from './monitoring/waterway/system.ts';
import { hiddenDangers } from './prevention/hidden-dangers/system.ts';
import { riskPoints } from './prevention/risk-points/system.ts';
import { selfChecks } from './prevention/self-check/system.ts';
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
  voc,
  fireWater,
  riskPoints,
  hiddenDangers,
  selfChecks,
];
