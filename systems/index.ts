import type { System } from '@anlan/kernel/system';
import { iotPlatform } from './monitoring/iot-platform/system.ts';
import { majorHazardMonitoring } from './monitoring/major-hazard-monitoring/system.ts';
import { vehicleSupervision } from './monitoring/vehicle-supervision/system.ts';
import { waterway } from './monitoring/waterway/system.ts';
import { enterprises } from './registry/enterprises/system.ts';

/** Every declared system, in the order of the requirements. */
export const SYSTEMS: readonly System[] = [
  enterprises,
  iotPlatform,
  majorHazardMonitoring,
  vehicleSupervision,
  waterway,
];
