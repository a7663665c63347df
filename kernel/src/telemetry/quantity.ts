/** What a point may measure at: an object of the enterprise, the enterprise as a whole, or the place of the device itself. */
export const MEASURED_AT = {
  tank: ['储罐', 'Tank'],
  'key-process': ['工艺装置', 'Process unit'],
  'hazard-source': ['重大危险源', 'Major hazard source'],
  'tailings-pond': ['尾矿库', 'Tailings pond'],
  building: ['建筑', 'Building'],
  vehicle: ['车辆', 'Vehicle'],
  vessel: ['船舶', 'Vessel'],
  'shore-station': ['岸基站', 'Shore station'],
  enterprise: ['企业', 'Enterprise'],
  device: ['设备所在处', 'Where the device stands'],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;
export type MeasuredAt = keyof typeof MEASURED_AT;

/** A quantity that a system measures: what rules watch under its key. */
export interface Quantity {
  /** Kind of its points: `level`, `water-level`. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** Units of its dimension in which it may be sent, the usual one first; '' for a state, 0 or 1. */
  readonly units: readonly [string, ...string[]];
  readonly at: readonly [MeasuredAt, ...MeasuredAt[]];
  /** Channels that say what they carry: factor codes of HJ 212. */
  readonly codes?: readonly string[];
}
