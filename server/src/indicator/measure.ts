import { TRANSPORT_MEASURES } from '../supervision/measures.ts';
import type { Measure } from './asked.ts';
import { iot } from './devices.ts';
import { fire } from './fire-water.ts';
import { hazard } from './major-hazards.ts';
import { ponds } from './ponds.ts';
import { storage } from './storage-safety.ts';

/** How each declared indicator is counted. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  ...iot,
  ...hazard,
  ...storage,
  ...ponds,
  ...fire,
  ...TRANSPORT_MEASURES,
};
