import { GRAVITY } from '../constants.ts';
import { lastCrossing } from '../numeric.ts';
import { chosen, positive, windSpeed, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { chartPoints, chartRatio } from './britter-mcquaid-curves.ts';

/** A heavy release as Britter & McQuaid see it: volumes of the undiluted source at its own temperature. */
export interface HeavyRelease {
  /** m³/s; for an instantaneous release leave out. */
  readonly volumeRate?: number;
  /** m³ in all; with `volumeRate` and `duration` it is their product. */
  readonly volume?: number;
  readonly duration?: number;
  /** g(ρ0 − ρa)/ρa, m/s². */
  readonly reducedGravity: number;
  readonly wind10: number;
  /** Source over air temperature (absolute). */
  readonly temperatureRatio: number;
  /** Volume fraction of the substance in the source. */
  readonly sourceFraction: number;
  /** Apply the non-isothermal correction: on for aerosol jets, off for pools boiling on water. */
  readonly temperatureCorrection: boolean;
}

export type Regime = 'plume' | 'puff' | 'between';

/** u10 T/x ≥ 2.5 plume, ≤ 0.6 puff, between: the smaller of both (Britter & McQuaid 1988). */
export function regimeAt(release: HeavyRelease, x: number): Regime {
  if (release.volumeRate === undefined) return 'puff';
  const ratio = (release.wind10 * (release.duration ?? Infinity)) / x;
  if (ratio >= 2.5) return 'plume';
  return ratio <= 0.6 ? 'puff' : 'between';
}

/** Non-isothermal correction of a chart value r: r/(r + (1 − r) T0/Ta). */
const warmed = (ratio: number, temperatureRatio: number): number => ratio / (ratio + (1 - ratio) * temperatureRatio);

/** α of both charts and D, V0^(1/3) in m; undefined where the release lacks a rate or a volume. */
export function scales(release: HeavyRelease): {
  plume?: { alpha: number; length: number };
  puff?: { alpha: number; length: number };
} {
  const { volumeRate, reducedGravity: g0, wind10: u } = release;
  const volume =
    release.volume ??
    (volumeRate !== undefined && release.duration !== undefined ? volumeRate * release.duration : undefined);
  return {
    ...(volumeRate !== undefined && {
      plume: { alpha: 0.2 * Math.log10((g0 * g0 * volumeRate) / u ** 5), length: Math.sqrt(volumeRate / u) },
    }),
    ...(volume !== undefined && {
      puff: { alpha: 0.5 * Math.log10((g0 * Math.cbrt(volume)) / (u * u)), length: Math.cbrt(volume) },
    }),
  };
}

/** Function from distance (m) to the maximum ground concentration as volume fraction of the substance. */
export function britterMcQuaidCurve(release: HeavyRelease): (x: number) => number {
  const { plume, puff } = scales(release);
  const of = (name: 'plume' | 'puff', scale: { alpha: number; length: number } | undefined) => {
    const points = scale && chartPoints(name, scale.alpha);
    return (x: number): number => (scale && points ? chartRatio(name, points, x / scale.length) : Infinity);
  };
  const steady = of('plume', plume);
  const sudden = of('puff', puff);
  return (x) => {
    const regime = regimeAt(release, x);
    const ratio = regime === 'plume' ? steady(x) : regime === 'puff' ? sudden(x) : Math.min(steady(x), sudden(x));
    return release.sourceFraction * (release.temperatureCorrection ? warmed(ratio, release.temperatureRatio) : ratio);
  };
}

/** Half-width (m) of the plume at x and its upwind reach. */
export function plumeShape(release: HeavyRelease): { halfWidth: (x: number) => number; upwind: number } {
  const { volumeRate = 0, reducedGravity, wind10 } = release;
  const buoyancy = (reducedGravity * volumeRate) / wind10 ** 3;
  const source = Math.sqrt(volumeRate / wind10);
  const start = source + 8 * buoyancy;
  return { halfWidth: (x) => start + 2.5 * Math.cbrt(buoyancy * x * x), upwind: source / 2 + 2 * buoyancy };
}

const share: InputRule = { unit: '-', above: 0, max: 1 };

export interface HeavyTarget extends HeavyRelease {
  /** Volume fraction whose farthest reach is sought. */
  readonly target: number;
}

/** Distance (m) to a volume fraction by Britter & McQuaid, plume, puff or between; refuses a source no heavier than air. */
export const britterMcQuaid = model<
  HeavyTarget,
  { alpha: number; distance: number; regime: Regime; upwind: number; halfWidth: number },
  'temperatureRatio' | 'sourceFraction' | 'temperatureCorrection'
>({
  name: 'Britter-McQuaid',
  title: '重气扩散（Britter–McQuaid）',
  equations: {
    plumeAlpha: [
      "α = 0.2 log10(g0'² V̇ u10^−5), β = log10(x/D), D = √(V̇/u10)",
      'Britter & McQuaid, HSE CRR 17/1988; CCPS (1999)',
      'confirmed',
    ],
    puffAlpha: [
      "α = 0.5 log10(g0' V0^(1/3)/u10²), β = log10(x/V0^(1/3))",
      'Britter & McQuaid, HSE CRR 17/1988',
      'confirmed',
    ],
    chart: [
      'Cm/C0 from β(α), ln C linear in β; near 306/(306 + (x/D)²) or 3.24/(3.24 + x²/V0^(2/3)); far x^−2 (plume)',
      'CCPS Consequence Analysis (1999) p. 115–122; far x^−3 of the puff assumed',
      'confirmed',
    ],
    temperature: ['c = c*/(c* + (1 − c*)T0/Ta)', 'Britter & McQuaid 1988; CCPS (1999) p. 122', 'confirmed'],
    regime: ['u10 T/x ≥ 2.5 plume, ≤ 0.6 puff, between the smaller', 'Britter & McQuaid 1988', 'from memory'],
    shape: [
      "LH = D + 8 lb + 2.5 (lb x²)^(1/3), Lu = D/2 + 2 lb, lb = g0' V̇/u10³",
      'Britter & McQuaid 1988',
      'confirmed',
    ],
  },
  inputs: {
    volumeRate: positive('m3/s'),
    volume: positive('m3'),
    duration: positive('s'),
    reducedGravity: positive('m/s2', [0.1, 60]),
    wind10: windSpeed,
    temperatureRatio: { unit: '-', above: 0.02, max: 5 },
    sourceFraction: share,
    temperatureCorrection: chosen,
    target: share,
  },
  defaults: { temperatureRatio: 1, sourceFraction: 1, temperatureCorrection: true },
  compute(input, work) {
    if (input.volumeRate === undefined && input.volume === undefined)
      return work.refuse('volumeRate', 'a volume rate or a volume is needed');
    if (input.target >= input.sourceFraction)
      return work.refuse('target', 'not exceeded: the target is above the source concentration');
    const { plume, puff } = scales(input);
    const scale = plume ?? puff ?? { alpha: 0, length: 1 };
    work.step(plume ? 'plumeAlpha' : 'puffAlpha', 'α', scale.alpha, '-');
    if (Math.abs(scale.alpha) > 1) work.warn(`α ${scale.alpha.toFixed(2)} is outside the correlated −1…1: clipped`);
    const curve = britterMcQuaidCurve(input);
    const distance = lastCrossing(curve, input.target, scale.length / 10, scale.length * 1e4) ?? 0;
    work.step(input.temperatureCorrection ? 'temperature' : 'chart', 'x', distance, 'm');
    if (plume && distance / plume.length > 2000) work.warn('beyond x/D 2000: outside the data');
    const regime = work.step('regime', 'regime', regimeAt(input, Math.max(distance, 1e-6)), '');
    const { halfWidth, upwind } = plumeShape(input);
    work.warn('flat ground without obstacles or jet momentum; 95 % of data within a factor 2 of the mean');
    return {
      alpha: scale.alpha,
      distance,
      regime,
      upwind: work.step('shape', 'Lu', upwind, 'm'),
      halfWidth: work.step('shape', 'LH', halfWidth(distance), 'm'),
    };
  },
});

/** Is a release dense enough to spread as a heavy gas (Britter & McQuaid)? Continuous with a volume rate, instantaneous with a volume. */
export const heavyGasCriterion = model<
  { volumeRate?: number; volume?: number; reducedGravity: number; wind10: number },
  { criterion: number; threshold: number; dense: boolean }
>({
  name: 'heavy-gas criterion',
  title: '重气判别',
  equations: {
    continuous: ["(g0' V̇/(u10³ D))^(1/3) ≥ 0.15", 'Britter & McQuaid, HSE CRR 17/1988', 'confirmed'],
    instantaneous: ["(g0' V0^(1/3))^½/u10 ≥ 0.20", 'Britter & McQuaid, HSE CRR 17/1988', 'from memory'],
  },
  inputs: { volumeRate: positive('m3/s'), volume: positive('m3'), reducedGravity: { unit: 'm/s2' }, wind10: windSpeed },
  defaults: {},
  compute({ volumeRate, volume, reducedGravity, wind10 }, work) {
    const g0 = Math.max(0, reducedGravity);
    if (volumeRate !== undefined) {
      const length = Math.sqrt(volumeRate / wind10);
      const criterion = work.step('continuous', 'Ric', Math.cbrt((g0 * volumeRate) / (wind10 ** 3 * length)), '-');
      return { criterion, threshold: 0.15, dense: criterion >= 0.15 };
    }
    if (volume === undefined) return work.refuse('volume', 'a volume rate or a volume is needed');
    const criterion = work.step('instantaneous', 'Rii', Math.sqrt(g0 * Math.cbrt(volume)) / wind10, '-');
    return { criterion, threshold: 0.2, dense: criterion >= 0.2 };
  },
});

/** g(ρ0 − ρa)/ρa, m/s². */
export const reducedGravity = (density: number, airDensity: number): number =>
  (GRAVITY * (density - airDensity)) / airDensity;
