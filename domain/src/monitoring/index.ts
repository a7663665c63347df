export { dikeCheck, type DikeCheck } from './dike.ts';
export {
  beachOnProfile,
  curveAt,
  fastestBetween,
  steepestBend,
  type Bend,
  type Curve,
  type SurveyedBeach,
} from './survey.ts';
export {
  coachSpeedAtNight,
  DRIVING,
  fatigue,
  fatigueOfTotal,
  longestStretch,
  monitorsNeeded,
  type Driving,
} from './driving.ts';
export {
  combustibleAlarm,
  confinedEntry,
  DETECTOR_LIMITS,
  lineAlarm,
  oxygenAlarm,
  toxicAlarm,
  toxicAlarmByIdlh,
  type ConfinedAir,
  type GasAlarm,
} from './gas.ts';
export { METHANE_PLACES, type MethanePlace } from './methane-places.ts';
export { methane, methanePlaces, type MethaneState } from './methane.ts';
export {
  INTAKE_AIR,
  isMineGas,
  MINE_GASES,
  mineGasAlarm,
  ROADWAY_WIND,
  windAllowed,
  type MineGas,
} from './mine-air.ts';
export { sources } from './sources.ts';
export {
  beachOf,
  BLOCKED_TUBE,
  blockedTubes,
  freeboardOf,
  LADDER_UP,
  levelUp,
  phreaticControlDepth,
  pondSafety,
  seepageRank,
  timeToFailure,
  type Colour,
  type Seepage,
} from './pond.ts';
export { pondGrade, pondKeeps, PONDS, pondWarning, type DamKind, type PondGrade } from './tailings.ts';
export { tankState, USUAL_LEVEL_LIMITS, type TankLimits, type TankState } from './tank.ts';
export {
  BALANCE_THRESHOLD,
  balanceThreshold,
  restVerdict,
  standardVolume,
  transferVerdict,
  TRANSFER_TOLERANCE,
  volumeChanges,
  type BalancedTank,
  type RestVerdict,
  type TankMoment,
  type TransferVerdict,
} from './tank-balance.ts';
