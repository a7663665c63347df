export { SLOWED, strokeOf, strokeTrend, type StrokeTrend } from './cause-effect.ts';
export { checkPlace, gapsOf, type Gap, type Installed, type Standing, type Verdict } from './compliance.ts';
export { safetyDevice } from './entities.ts';
export { firstOut, LINK_WINDOW, type Moment } from './linkage.ts';
export {
  requiredFor,
  REQUIREMENTS,
  SAFETY_DEVICES,
  type Place,
  type Requirement,
  type SafetyDevice,
} from './requirements.ts';
export { storageSafety } from './system.ts';
