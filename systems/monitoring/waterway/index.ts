export { waterStripSchema, type Gauge, type WaterStrip } from './views.ts';
