export {
  baseSchema,
  callSchema,
  coverageSchema,
  orderSchema,
  vesselSchema,
  waterAlarmsSchema,
  waterStripSchema,
  type Base,
  type Gauge,
  type RiverCoverage,
  type VesselRow,
  type WaterStrip,
} from './views.ts';
