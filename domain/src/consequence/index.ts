export type * from './working/outcome.ts';
export type { About } from './working/model.ts';
export type * from './substances/parse.ts';
export {
  SUBSTANCES,
  substance,
  toxicLevels,
  vapourPressure,
  saturationPressure,
  concentrationUnits,
  massConcentration,
  gasDensity,
} from './substances/substances.ts';
export * from './source/liquid.ts';
export * from './source/vessel.ts';
export { gasHole, type GasHole, type GasOutflow } from './source/gas.ts';
export * from './source/blowdown.ts';
export * from './source/two-phase.ts';
export * from './source/flash.ts';
export * from './source/pool-spread.ts';
export * from './source/evaporation.ts';
export * from './source/spill.ts';
export * from './atmosphere/stability.ts';
export * from './atmosphere/wind.ts';
export * from './dispersion/sigma.ts';
export * from './dispersion/plume.ts';
export * from './dispersion/puff.ts';
export * from './dispersion/similarity.ts';
export * from './dispersion/jet.ts';
export * from './heavy/aerosol-source.ts';
export * from './heavy/britter-mcquaid.ts';
export * from './heavy/box.ts';
export * from './fire/view-factor.ts';
export * from './fire/pool-fire.ts';
export * from './fire/point-source.ts';
export * from './fire/fireball.ts';
export * from './fire/jet-fire.ts';
export * from './explosion/tnt.ts';
export * from './explosion/cloud.ts';
export * from './explosion/vessel-burst.ts';
export * from './vulnerability/probit.ts';
export * from './vulnerability/indoor.ts';
export * from './zones/levels.ts';
export * from './zones/footprint.ts';
export * from './zones/gaussian-zones.ts';
export * from './risk/criteria.ts';
export * from './risk/domino.ts';
export * from './risk/risk.ts';
export * from './risk/field.ts';
export * from './risk/contours.ts';
export * from './validation/metrics.ts';
export * from './scenario/scenario.ts';
export type { CloudSource, ReleaseSize, Weather } from './scenario/source.ts';
export { probitConstants, type ProbitRow } from './vulnerability/probit-table.ts';
export { absolutePressure, release } from './scenario/release.ts';
export { BREACHES, type Breach, type Release, type Spilling } from './scenario/spilling.ts';
export * from './scenario/exposure.ts';
export * from './scenario/effects.ts';
export type { Effect, EffectZone } from './scenario/effect-zones.ts';
export * from './risk/societal.ts';
export type { LethalOutcome } from './risk/lethal-outcome.ts';
export type { Reading, Wind } from './estimate/reading.ts';
export * from './estimate/estimate.ts';
export * from './estimate/trace.ts';
export { sources } from './sources.ts';
