export {
  dailyReduction,
  exposureClass,
  milligrams,
  mixture,
  peaks,
  stel,
  twa,
  weeklyReduction,
  weeklyTwa,
  type Component,
  type Concentration,
  type Peak,
  type Sample,
} from './chemical.ts';
export { CHEMICAL_LIMITS, type ChemicalLimit } from './chemical-limits.ts';
export { DUST_LIMITS, type DustLimit } from './dust-limits.ts';
export { alarmLimit, chemicalLimits, dustLimits } from './limits.ts';
export {
  handVibration,
  heat,
  impulseLimit,
  NOISE_LIMIT,
  NOISE_WORK,
  noiseDay,
  noiseHours,
  noiseWeek,
  type Heat,
  type LabourClass,
} from './physical.ts';
export { sources } from './sources.ts';
export { sampleStatistics, type SampleStatistics } from './statistics.ts';
