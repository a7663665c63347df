import { z } from 'zod';
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
export { QUALITIES, type Quality } from './quality.ts';

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

/** A point with its latest value, as screens show it. */
export const pointViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  origin: z.string(),
  limits: z.record(z.string(), z.number()),
  rangeLow: z.number().nullable(),
  rangeHigh: z.number().nullable(),
  expectedPeriod: z.number().describe('seconds; 0 = event driven'),
  latest: z.object({ at: z.number(), value: z.number().nullable(), quality: z.string() }).nullable(),
});
export type PointView = z.infer<typeof pointViewSchema>;

/** A series for a chart: columns of equal length; `value` null marks a gap. */
export const seriesSchema = z.object({
  pointId: z.string(),
  unit: z.string(),
  from: z.number(),
  to: z.number(),
  /** Bucket width in ms; 0 = raw readings. */
  resolution: z.number(),
  at: z.array(z.number()),
  value: z.array(z.number().nullable()),
  low: z.array(z.number().nullable()),
  high: z.array(z.number().nullable()),
});
export type Series = z.infer<typeof seriesSchema>;
export { pondStateSchema, pondUpgradesSchema, type PondState, type PondUpgrades } from './pond.ts';
