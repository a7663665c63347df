import * as c from '@anlan/domain/consequence';
import { number, optional, value, stability, type Case, type Inputs } from './case.ts';
import { estimationFigure } from './estimation.ts';
import type { Pair, TrialFamily } from './trial-family.ts';

interface Arc {
  readonly x_m: number;
  readonly max_conc_kg_m3?: number;
  readonly cmax_vol_pct?: number;
  readonly max_conc_ppm?: number;
}

const arcs = (trial: Case): readonly Arc[] => (trial.observed as { readonly arcs: readonly Arc[] }).arcs;

/** Below this the samplers of Prairie Grass say nothing, kg/m³. */
const SAMPLER_THRESHOLD = 1e-7;

const grassArcs = (trial: Case): readonly Arc[] =>
  arcs(trial).filter(({ max_conc_kg_m3: c = 0 }) => c >= SAMPLER_THRESHOLD);

function bySimilarity(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  return grassArcs(trial).map(({ x_m, max_conc_kg_m3 = 0 }) => ({
    observed: max_conc_kg_m3,
    predicted: value(
      c.similarityPlume({
        rate: number(i, 'Q_kg_s'),
        distance: x_m,
        height: number(i, 'receptor_height_m'),
        releaseHeight: number(i, 'release_height_m'),
        wind: number(i, 'u_2m_m_s'),
        windHeight: 2,
        frictionVelocity: number(i, 'ustar_m_s'),
        obukhovLength: number(i, 'L_m'),
        roughness: number(i, 'z0_m'),
        directionSpread: (number(i, 'sigma_theta_deg') * Math.PI) / 180,
      }),
    ).concentration,
  }));
}

function byBriggs(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  return grassArcs(trial).map(({ x_m, max_conc_kg_m3 = 0 }) => ({
    observed: max_conc_kg_m3,
    predicted: value(
      c.gaussianPlume({
        rate: number(i, 'Q_kg_s'),
        wind: number(i, 'u_2m_m_s'),
        distance: x_m,
        height: number(i, 'receptor_height_m'),
        releaseHeight: number(i, 'release_height_m'),
        stability: i['stability_derived_from_L'] as c.Stability,
      }),
    ).concentration,
  }));
}

/** Heavy-gas curve of a cold methane pool: undiluted vapour at its boiling point. */
function lngRelease(i: Inputs, temperatureCorrection: boolean, finite: boolean): c.HeavyRelease {
  const pressure = optional(i, 'p_amb_Pa') ?? 101_325;
  const airTemperature = number(i, 'T_amb_K');
  const density = c.gasDensity(0.01604, number(i, 'T_source_K'), pressure);
  return {
    volumeRate: number(i, 'rate_kg_s') / density,
    duration: finite ? number(i, 'duration_s') : undefined,
    reducedGravity: c.reducedGravity(density, c.airDensity(airTemperature, pressure)),
    wind10: number(i, 'u10_m_s'),
    temperatureRatio: number(i, 'T_source_K') / airTemperature,
    sourceFraction: 1,
    temperatureCorrection,
  };
}

const lng =
  (temperatureCorrection: boolean, finite: boolean) =>
  (trial: Case): readonly Pair[] => {
    const curve = c.britterMcQuaidCurve(lngRelease(trial.inputs, temperatureCorrection, finite));
    return arcs(trial).map(({ x_m, cmax_vol_pct = 0 }) => ({ observed: cmax_vol_pct, predicted: 100 * curve(x_m) }));
  };

/** Burning-free LNG boil-off on water, kg/m²/s, where a trial states no pool diameter. */
const BOIL_OFF = 0.167;

function lngBox(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  const sections = value(
    c.boxPlume({
      massRate: number(i, 'rate_kg_s'),
      molarMass: 0.01604,
      gasHeatCapacity: 2226,
      sourceTemperature: number(i, 'T_source_K'),
      sourceDiameter:
        optional(i, 'pool_diameter_assumed_m') ?? Math.sqrt((4 * number(i, 'rate_kg_s')) / (Math.PI * BOIL_OFF)),
      wind10: number(i, 'u10_m_s'),
      frictionVelocity: number(i, 'ustar_m_s'),
      obukhovLength: number(i, 'L_m'),
      roughness: number(i, 'z0_m'),
      airTemperature: number(i, 'T_amb_K'),
      pressure: optional(i, 'p_amb_Pa'),
      until: 1000,
    }),
  );
  return arcs(trial).map(({ x_m, cmax_vol_pct = 0 }) => ({
    observed: cmax_vol_pct,
    predicted: 100 * c.along(sections, x_m),
  }));
}

/** Two-phase jet: flash at ambient storage temperature unless stated, air drawn in until the droplets are gone, then Britter & McQuaid. */
function jet(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  const s = c.substance(String(i['substance']));
  if (s === undefined) throw new Error(`no substance ${String(i['substance'])}`);
  const airTemperature = number(i, 'T_amb_K');
  const flash = c.adiabaticFlash({
    liquidHeatCapacity: s.liquidHeatCapacity,
    temperature: airTemperature,
    boilingPoint: s.boilingPoint,
    heatOfVaporisation: s.heatOfVaporisation,
  });
  const source = value(
    c.evaporatedSource({
      massRate: number(i, 'rate_kg_s'),
      vapourFraction: optional(i, 'flash_vapour_fraction') ?? value(flash).exponential,
      molarMass: s.molarMass,
      boilingPoint: s.boilingPoint,
      heatOfVaporisation: s.heatOfVaporisation,
      gasHeatCapacity: s.gasHeatCapacity ?? 1005,
      antoine: s.antoine,
      airTemperature,
    }),
  );
  const roughness = number(i, 'z0_m');
  const length = c.obukhovLength(stability(i), roughness);
  const wind10 = value(
    c.similarityWind({
      speed: number(i, 'u_2m_m_s'),
      measuredAt: 2,
      height: 10,
      roughness,
      obukhovLength: Number.isFinite(length) ? length : 1e9,
    }),
  ).speed;
  const curve = c.britterMcQuaidCurve({
    volumeRate: source.volumeRate,
    duration: number(i, 'duration_s'),
    reducedGravity: c.reducedGravity(source.density, c.airDensity(airTemperature, 101_325, number(i, 'RH_pct') / 100)),
    wind10,
    temperatureRatio: source.temperature / airTemperature,
    sourceFraction: source.fraction,
    temperatureCorrection: true,
  });
  return arcs(trial).map(({ x_m, max_conc_ppm = 0 }) => ({ observed: max_conc_ppm, predicted: 1e6 * curve(x_m) }));
}

/** Quantitative band of the LNG model evaluation protocol. */
const evaluationProtocol = (s: c.Scores): boolean =>
  s.fac2 >= 0.5 && s.mg >= 0.5 && s.mg <= 2 && s.vg <= 3.3 && Math.abs(s.mrb) <= 0.4;

/** Prairie Grass, the LNG spills on water and the two-phase jets. */
export const GAS_TRIALS: readonly TrialFamily[] = [
  {
    model: 'Gaussian plume',
    predictions: [
      {
        name: 'similarity plume',
        of: bySimilarity,
        baseline: 'Prairie Grass, similarity plume (models.md 3.7)',
      },
      {
        name: 'Briggs rural by class',
        of: byBriggs,
        baseline: 'Prairie Grass, Gaussian plume, Briggs rural sigma, u at 2 m, class from L',
      },
    ],
    accepts: (s) =>
      s.fac2 >= 0.5 && Math.abs(s.fb) <= 0.3 && s.nmse <= 1.5 && s.mg >= 0.7 && s.mg <= 1.3 && s.vg <= 1.6,
    aim: { text: 'FAC2 ≥ 0.95', met: (s) => s.fac2 >= 0.95 },
    further: estimationFigure,
  },
  {
    model: 'heavy gas plume',
    predictions: [
      { name: 'Britter-McQuaid with release duration', of: lng(false, true) },
      {
        name: 'Britter-McQuaid steady plume',
        of: lng(false, false),
        baseline: 'LNG trials, Britter-McQuaid, no temperature correction',
      },
      {
        name: 'Britter-McQuaid steady plume, temperature correction',
        of: lng(true, false),
        baseline: 'LNG trials, Britter-McQuaid, with temperature correction',
      },
      { name: 'box model', of: lngBox },
    ],
    accepts: evaluationProtocol,
    aim: { text: 'FAC2 ≥ 0.75, |MG − 1| < 0.25', met: (s) => s.fac2 >= 0.75 && Math.abs(s.mg - 1) < 0.25 },
  },
  {
    model: 'heavy gas plume (two-phase jet)',
    predictions: [{ name: 'Britter-McQuaid, evaporated source', of: jet }],
    accepts: evaluationProtocol,
  },
];
