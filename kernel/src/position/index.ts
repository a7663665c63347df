import { z } from 'zod';

export { type Fix } from './fix.ts';
export {
  concerns,
  follow,
  headCounts,
  isActive,
  PURPOSES,
  type Fence,
  type Passage,
  type Period,
  type Presence,
  type Purpose,
} from './fence.ts';
export {
  NIGHT,
  SETTINGS,
  speedLimitFor,
  speedSteps,
  speedLimitsBehind,
  speedStepSaid,
  vesselSteps,
  type Profile,
  type Settings,
} from './limits.ts';
export {
  move,
  MOST_PRESENCES,
  UNMOVED,
  type Motion,
  type Moved,
  type Quantity,
  type Stray,
  type Surroundings,
} from './motion.ts';
export { SAFETY_QUANTITIES, type SafetyEvent, type SafetyQuantity, type Severity } from './safety-event.ts';
export { sensed } from './safety.ts';
export {
  checkWaybill,
  CHECKS,
  coversClass,
  findingInEnglish,
  type BillFacts,
  type Finding as WaybillFinding,
  WAYBILL_STATES,
  WAYBILL_STEPS,
  type WaybillState,
} from './waybill.ts';

/** Latest positions as columns of equal length: the map holds tens of thousands. */
export const positionsSchema = z.object({
  at: z.number(),
  id: z.array(z.string()),
  kind: z.array(z.string()).describe('vehicle | vessel'),
  name: z.array(z.string()),
  time: z.array(z.number()),
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  speed: z.array(z.number().nullable()),
  heading: z.array(z.number().nullable()),
  origin: z.array(z.string()),
});
export type Positions = z.infer<typeof positionsSchema>;

/** A track: columns of equal length in time order. */
export const trackSchema = z.object({
  id: z.string(),
  time: z.array(z.number()),
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  speed: z.array(z.number().nullable()),
});
export type Track = z.infer<typeof trackSchema>;
