import { bisect, circleArea } from '../numeric.ts';
import { discharge, fraction, notNegative, positive, pressure, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface SubcooledLiquid {
  readonly liquidDensity: number;
  readonly pressure: number;
  readonly saturationPressure: number;
  readonly holeDiameter: number;
  readonly dischargeCoefficient: number;
}

const liquidDensity = positive('kg/m3', [50, 5000]);
const heatOfVaporisation = positive('J/kg', [1e4, 3e6]);
const volumeChange = positive('m3/kg');
const liquidHeatCapacity = positive('J/kg/K', [200, 2e4]);

/** Equilibrium-rate bound (kg/s) of sub-cooled liquid flashing at the exit; refuses liquid that is not sub-cooled. */
export const subcooledFlashing = model<SubcooledLiquid, { massRate: number; massFlux: number }, 'dischargeCoefficient'>(
  {
    name: 'two-phase: sub-cooled liquid (equilibrium-rate bound)',
    title: '过冷液体闪蒸泄漏',
    equations: {
      flux: ['G = Cd √(2ρl(P − Psat))', 'CCPS Consequence Analysis (1999); Crowl & Louvar ch. 4', 'from memory'],
      rate: ['ṁ = A G', 'continuity', 'confirmed'],
    },
    inputs: {
      liquidDensity,
      pressure,
      saturationPressure: pressure,
      holeDiameter: positive('m'),
      dischargeCoefficient: discharge,
    },
    defaults: { dischargeCoefficient: 0.61 },
    compute({ liquidDensity, pressure, saturationPressure, holeDiameter, dischargeCoefficient }, work) {
      if (pressure <= saturationPressure)
        return work.refuse('pressure', 'the liquid is saturated, not sub-cooled: use the equilibrium-rate model');
      const flux = dischargeCoefficient * Math.sqrt(2 * liquidDensity * (pressure - saturationPressure));
      return {
        massFlux: work.step('flux', 'G', flux, 'kg/m²/s'),
        massRate: work.step('rate', 'ṁ', flux * circleArea(holeDiameter), 'kg/s'),
      };
    },
  },
);

export interface SaturatedLiquid {
  readonly heatOfVaporisation: number;
  /** vg − vl, m³/kg. */
  readonly volumeChange: number;
  readonly liquidHeatCapacity: number;
  readonly temperature: number;
  readonly holeDiameter: number;
  /** Length of the flow path, m; at or above 0.1 m the flow is in equilibrium. */
  readonly pathLength: number;
  /** Length that reaches equilibrium, m. */
  readonly equilibriumLength: number;
  readonly pressureDrop?: number;
  readonly liquidDensity?: number;
  readonly dischargeCoefficient: number;
}

/** Fauske's equilibrium-rate model of saturated liquid with the non-equilibrium factor of short paths: mass flux (kg/m²/s), rate (kg/s), N. */
export const saturatedFlashing = model<
  SaturatedLiquid,
  { massFlux: number; massRate: number; nonEquilibrium: number },
  'pathLength' | 'equilibriumLength' | 'dischargeCoefficient' | 'holeDiameter'
>({
  name: 'two-phase: Fauske ERM with non-equilibrium factor',
  title: '饱和液体闪蒸泄漏（Fauske 平衡速率）',
  equations: {
    erm: ['G_ERM = (hfg/vfg)/√(T cp)', 'Fauske & Epstein 1988; Crowl & Louvar ch. 4', 'from memory'],
    factor: ['N = hfg²/(2ΔP ρl Cd² vfg² T cp) + L/Le, L < Le', 'Fauske 1985', 'from memory'],
    flux: ['G = G_ERM/√N', 'Fauske 1985', 'from memory'],
    rate: ['ṁ = A G', 'continuity', 'confirmed'],
  },
  inputs: {
    heatOfVaporisation,
    volumeChange,
    liquidHeatCapacity,
    temperature,
    holeDiameter: positive('m'),
    pathLength: notNegative('m'),
    equilibriumLength: positive('m'),
    pressureDrop: positive('Pa'),
    liquidDensity,
    dischargeCoefficient: discharge,
  },
  defaults: { pathLength: 0.1, equilibriumLength: 0.1, dischargeCoefficient: 0.61, holeDiameter: 0.01 },
  compute(input, work) {
    const { heatOfVaporisation: h, volumeChange: v, liquidHeatCapacity: cp, temperature: t } = input;
    const equilibrium = work.step('erm', 'G_ERM', h / v / Math.sqrt(t * cp), 'kg/m²/s');
    const short = input.pathLength < input.equilibriumLength;
    if (short && (input.pressureDrop === undefined || input.liquidDensity === undefined)) {
      return work.refuse(
        'pressureDrop',
        'a path shorter than the equilibrium length needs the pressure drop and the liquid density',
      );
    }
    const liquid = 2 * (input.pressureDrop ?? 1) * (input.liquidDensity ?? 1) * input.dischargeCoefficient ** 2;
    const n = short ? equilibrium ** 2 / liquid + input.pathLength / input.equilibriumLength : 1;
    const massFlux = work.step('flux', 'G', equilibrium / Math.sqrt(work.step('factor', 'N', n, '-')), 'kg/m²/s');
    return {
      massFlux,
      nonEquilibrium: n,
      massRate: work.step('rate', 'ṁ', massFlux * circleArea(input.holeDiameter), 'kg/s'),
    };
  },
});

export interface OmegaInlet {
  readonly pressure: number;
  readonly temperature: number;
  readonly liquidDensity: number;
  readonly vapourDensity: number;
  readonly heatOfVaporisation: number;
  readonly liquidHeatCapacity: number;
  readonly inletQuality: number;
  readonly ambientPressure: number;
}

/** Homogeneous equilibrium nozzle flux (kg/m²/s, Cd 1) of a saturated two-phase inlet by Leung's omega method. */
export const omegaMethod = model<
  OmegaInlet,
  { omega: number; criticalRatio: number; massFlux: number },
  'inletQuality' | 'ambientPressure'
>({
  name: 'two-phase: HEM, omega method',
  title: '均相平衡模型（ω 法）',
  equations: {
    omega: ['ω = x0 vfg/v0 + cp T P (vfg/hfg)²/v0, v0 = vl + x0 vfg', 'Leung 1986; CCPS (1999)', 'from memory'],
    ratio: ['η² + (ω²−2ω)(1−η)² + 2ω² ln η + 2ω²(1−η) = 0', 'Leung 1986', 'from memory'],
    flux: ['G = η √(P/(v0 ω))', 'Leung 1986', 'from memory'],
    subsonic: ['G = √(P/v0)·√(−2[ω ln r + (ω−1)(1−r)])/(ω(1/r − 1) + 1)', 'Leung 1986', 'from memory'],
  },
  inputs: {
    pressure,
    temperature,
    liquidDensity,
    vapourDensity: positive('kg/m3'),
    heatOfVaporisation,
    liquidHeatCapacity,
    inletQuality: fraction,
    ambientPressure: notNegative('Pa'),
  },
  defaults: { inletQuality: 0, ambientPressure: 0 },
  compute(input, work) {
    const liquid = 1 / input.liquidDensity;
    const change = 1 / input.vapourDensity - liquid;
    if (change <= 0) return work.refuse('vapourDensity', 'vapour must be lighter than liquid');
    const v0 = liquid + input.inletQuality * change;
    const boiling =
      (input.liquidHeatCapacity * input.temperature * input.pressure * (change / input.heatOfVaporisation) ** 2) / v0;
    const omega = work.step('omega', 'ω', (input.inletQuality * change) / v0 + boiling, '-');
    const f = (eta: number): number =>
      eta * eta +
      (omega * omega - 2 * omega) * (1 - eta) ** 2 +
      2 * omega * omega * Math.log(eta) +
      2 * omega * omega * (1 - eta);
    const eta = bisect(f, 1e-6, 1 - 1e-9);
    if (eta === undefined) return work.refuse('pressure', 'no critical pressure ratio between 0 and 1');
    work.step('ratio', 'η', eta, '-');
    const r = input.ambientPressure / input.pressure;
    const flux =
      r > eta
        ? subsonicOmega(omega, Math.min(r, 1), input.pressure / v0)
        : eta * Math.sqrt(input.pressure / (v0 * omega));
    return { omega, criticalRatio: eta, massFlux: work.step(r > eta ? 'subsonic' : 'flux', 'G', flux, 'kg/m²/s') };
  },
});

function subsonicOmega(omega: number, ratio: number, pressureTimesDensity: number): number {
  const work = -2 * (omega * Math.log(ratio) + (omega - 1) * (1 - ratio));
  return (Math.sqrt(pressureTimesDensity) * Math.sqrt(Math.max(0, work))) / (omega * (1 / ratio - 1) + 1);
}
