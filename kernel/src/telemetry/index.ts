import type { Quality } from './quality.ts';

export {
  INTAKE_REFUSALS,
  type Envelope,
  type Intake,
  type IntakeRefusal,
  type KnownDevice,
  type KnownPoint,
  type Receipt,
  type Signal,
} from './intake.ts';
export { CHANNELS, componentAddress, MADE_POINTS, type Channel } from './channel.ts';
export { PACKED, packReadings, unpackReadings, type Packed } from './packed.ts';
export {
  devicePointsSchema,
  pointChangeSchema,
  pointInputSchema,
  secretShownSchema,
  secretStandingSchema,
  sheetSchema,
  type DevicePoints,
  type PointChange,
  type PointInput,
  type PointSetting,
  type SecretShown,
  type SecretStanding,
  type Sheet,
  type SheetRow,
  type Undeclared,
} from './point.ts';
export { QUALITIES, type Quality } from './quality.ts';
export { MEASURED_AT, type MeasuredAt, type Quantity } from './quantity.ts';

/** Where a device's signal comes from; shown beside every live value. */
export const ORIGINS = {
  live: { label: '实时接入', labelEn: 'live' },
  recorded: { label: '真实录制', labelEn: 'recorded' },
  'carried-over': { label: '真实录制·移植', labelEn: 'recorded, carried over' },
  generated: { label: '模型生成', labelEn: 'generated' },
} as const;
export type Origin = keyof typeof ORIGINS;

/** One value of one point: `at` epoch milliseconds UTC at the device, value in the point's unit. */
export interface Reading {
  readonly pointId: string;
  readonly at: number;
  readonly value: number;
  readonly quality: Quality;
}

/** Milliseconds after which a value is stale: three expected periods, at least 30 s (convention of the catalogue's silence rule). */
export function staleAfter(expectedPeriodSeconds: number): number {
  return Math.max(3 * expectedPeriodSeconds, 30) * 1000;
}

export {
  exportSizeSchema,
  manySeriesSchema,
  pointViewSchema,
  seriesSchema,
  type ExportSize,
  type ManySeries,
  type PointView,
  type Series,
} from './views.ts';
export { pondStateSchema, pondUpgradesSchema, type PondState, type PondUpgrades } from './pond.ts';
export {
  contributionsSchema,
  WATCH_QUANTITIES,
  watchInput,
  watchListSchema,
  watchSchema,
  watchTrainingInput,
  watchTrialSchema,
  type ProcessWatch,
  type WatchContributions,
  type WatchModelView,
  type WatchQuantity,
  type WatchRow,
  type WatchTraining,
  type WatchTrial,
} from './process-watch.ts';
export { HISTORY_PARAMETERS, historyStateSchema, type HistoryState } from './retention.ts';
