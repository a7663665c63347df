import { ATMOSPHERE, GAS_CONSTANT, GRAVITY } from '../constants.ts';
import { bisect } from '../numeric.ts';
import { criticalRatio } from '../source/gas.ts';
import {
  between,
  heatCapacityRatio,
  molarMass,
  notNegative,
  positive,
  pressure,
  temperature,
} from '../working/input.ts';
import { model, type Recorder } from '../working/model.ts';

export interface JetFire {
  readonly massRate: number;
  readonly holeDiameter: number;
  readonly molarMass: number;
  readonly heatCapacityRatio: number;
  readonly temperature: number;
  readonly pressure: number;
  readonly wind: number;
  /** Between hole axis and the direction the wind blows to: 90 vertical jet, 0 along the wind. */
  readonly angle: number;
  readonly airTemperature: number;
  readonly heatOfCombustion: number;
}

export interface JetFlame {
  readonly mach: number;
  readonly velocity: number;
  readonly sourceDiameter: number;
  readonly stillLength: number;
  readonly length: number;
  /** Of the frustum from the hole axis, degrees. */
  readonly tilt: number;
  readonly liftOff: number;
  readonly frustumLength: number;
  readonly baseWidth: number;
  readonly tipWidth: number;
  readonly radiativeFraction: number;
  /** kW/m² */
  readonly emissivePower: number;
}

/** The expanded jet: Mach number, velocity, density, combustion source diameter. */
function expandedJet(input: JetFire): {
  mach: number;
  velocity: number;
  density: number;
  sourceDiameter: number;
  airDensity: number;
} {
  const { heatCapacityRatio: gamma, molarMass: m, pressure: p, temperature: ts } = input;
  const choked = ATMOSPHERE / p <= criticalRatio(gamma);
  const throat = p * criticalRatio(gamma);
  const flow = 3.6233e-5 * (input.massRate / input.holeDiameter ** 2) * Math.sqrt(ts / (gamma * m));
  const mach = choked
    ? Math.sqrt(((gamma + 1) * (throat / ATMOSPHERE) ** ((gamma - 1) / gamma) - 2) / (gamma - 1))
    : Math.sqrt((Math.sqrt(1 + 2 * (gamma - 1) * flow * flow) - 1) / (gamma - 1));
  const jetTemperature = choked ? ts * (ATMOSPHERE / p) ** ((gamma - 1) / gamma) : ts;
  const velocity = mach * Math.sqrt((gamma * GAS_CONSTANT * jetTemperature) / m);
  const density = (ATMOSPHERE * m) / (GAS_CONSTANT * jetTemperature);
  const airDensity = (ATMOSPHERE * 0.02896) / (GAS_CONSTANT * input.airTemperature);
  const jetDiameter = Math.sqrt((4 * input.massRate) / (Math.PI * velocity * density));
  return { mach, velocity, density, airDensity, sourceDiameter: jetDiameter * Math.sqrt(density / airDensity) };
}

/** Still-air flame length (m): Y of 0.024(g Ds/uj²)^(1/3) Y^(5/3) + 0.2 Y^(2/3) = (2.85/W)^(2/3), times Ds. */
function stillLength(molarMassKg: number, sourceDiameter: number, velocity: number): number {
  const share = molarMassKg / (15.816 * molarMassKg + 0.0395);
  const buoyancy = Math.cbrt((GRAVITY * sourceDiameter) / velocity ** 2);
  const y = bisect((y) => 0.024 * buoyancy * y ** (5 / 3) + 0.2 * y ** (2 / 3) - (2.85 / share) ** (2 / 3), 1e-3, 1e5);
  return (y ?? 0) * sourceDiameter;
}

/** Tilt (deg) from the hole axis and lift-off (m). */
function lean(
  length: number,
  still: number,
  ratio: number,
  sourceRichardson: number,
  angle: number,
): { tilt: number; liftOff: number } {
  const richardson = sourceRichardson * still;
  const turned = (angle - 90) * (1 - Math.exp(-25.6 * ratio));
  const blown = ratio <= 0.05 ? (8000 * ratio) / richardson : (134 + 1726 * Math.sqrt(ratio - 0.026)) / richardson;
  const tilt = turned + blown;
  const alpha = (tilt * Math.PI) / 180;
  const k = 0.185 * Math.exp(-20 * ratio) + 0.015;
  const straight = Math.abs(Math.sin(alpha)) < 1e-6;
  return { tilt, liftOff: straight ? length * k : (length * Math.sin(k * alpha)) / Math.sin(alpha) };
}

/** The frustum a Chamberlain jet flame is drawn as, and its emissive power; refuses a jet with no overpressure. */
export const jetFire = model<JetFire, JetFlame, 'wind' | 'angle' | 'airTemperature'>({
  name: 'jet fire (Chamberlain)',
  title: '喷射火（Chamberlain）',
  equations: {
    mach: ['choked Mj = √{[(γ+1)(Pc/Pa)^((γ−1)/γ) − 2]/(γ−1)}', 'Chamberlain 1987; CPR 14E §6.5.3', 'from memory'],
    velocity: ['uj = Mj √(γRTj/M), Tj = Ts(Pa/P)^((γ−1)/γ)', 'Chamberlain 1987', 'from memory'],
    source: ['Ds = dj √(ρj/ρa), dj = √(4ṁ/(π uj ρj))', 'Chamberlain 1987', 'from memory'],
    still: [
      '0.024(gDs/uj²)^(1/3)Y^(5/3) + 0.2Y^(2/3) − (2.85/W)^(2/3) = 0, Lb0 = Y Ds',
      'Kalghatgi 1984; Chamberlain 1987',
      'from memory',
    ],
    length: ['Lb = Lb0(0.51e^(−0.4uw) + 0.49)(1 − 0.00607(θ − 90))', 'Chamberlain 1987', 'from memory'],
    tilt: ['α of Rw = uw/uj and Ri(Lb0)', 'Chamberlain 1987', 'from memory'],
    lift: ['b = Lb sin(Kα)/sin α, RL = √(Lb² − b² sin²α) − b cos α', 'Chamberlain 1987', 'from memory'],
    widths: ['W1(Ds, Rw, Ri), W2 = Lb(0.18e^(−1.5Rw) + 0.31)(1 − 0.47e^(−25Rw))', 'Chamberlain 1987', 'from memory'],
    power: ['SEP = Fs ṁ Δhc/A, Fs = 0.21e^(−0.00323uj) + 0.11', 'Chamberlain 1987', 'from memory'],
  },
  inputs: {
    massRate: positive('kg/s', [0.1, 500]),
    holeDiameter: positive('m', [0.005, 1]),
    molarMass: molarMass,
    heatCapacityRatio,
    temperature,
    pressure,
    wind: notNegative('m/s', [0, 20]),
    angle: between(0, 180, 'deg'),
    airTemperature: temperature,
    heatOfCombustion: positive('J/kg'),
  },
  defaults: { wind: 0, angle: 90, airTemperature: 288.15 },
  compute(input, work) {
    if (input.pressure <= ATMOSPHERE) return work.refuse('pressure', 'no overpressure: not a jet');
    const jet = expandedJet(input);
    work.step('mach', 'Mj', jet.mach, '-');
    work.step('velocity', 'uj', jet.velocity, 'm/s');
    const still = stillLength(input.molarMass, jet.sourceDiameter, jet.velocity);
    work.step('source', 'Ds', jet.sourceDiameter, 'm');
    work.step('still', 'Lb0', still, 'm');
    const ratio = input.wind / jet.velocity;
    const length = still * (0.51 * Math.exp(-0.4 * input.wind) + 0.49) * (1 - 0.00607 * (input.angle - 90));
    work.step('length', 'Lb', length, 'm');
    const sourceRichardson = Math.cbrt(GRAVITY / (jet.sourceDiameter ** 2 * jet.velocity ** 2));
    const { tilt, liftOff } = lean(length, still, ratio, sourceRichardson, input.angle);
    work.step('tilt', 'α', tilt, 'deg');
    work.step('lift', 'b', liftOff, 'm');
    return {
      mach: jet.mach,
      velocity: jet.velocity,
      sourceDiameter: jet.sourceDiameter,
      stillLength: still,
      length,
      tilt,
      liftOff,
      ...surface(input, jet, { length, liftOff, tilt, ratio, sourceRichardson }, work),
    };
  },
});

/** Frustum length and widths (m), radiative fraction and emissive power (kW/m²). */
function surface(
  input: JetFire,
  jet: ReturnType<typeof expandedJet>,
  flame: { length: number; liftOff: number; tilt: number; ratio: number; sourceRichardson: number },
  work: Recorder,
): Pick<JetFlame, 'frustumLength' | 'baseWidth' | 'tipWidth' | 'radiativeFraction' | 'emissivePower'> {
  const alpha = (flame.tilt * Math.PI) / 180;
  const frustumLength =
    Math.sqrt(flame.length ** 2 - (flame.liftOff * Math.sin(alpha)) ** 2) - flame.liftOff * Math.cos(alpha);
  work.step('lift', 'RL', frustumLength, 'm');
  const exponent = (1000 * Math.exp(-100 * flame.ratio) + 0.8) * flame.ratio;
  const lifted =
    1 -
    (1 - Math.sqrt(jet.airDensity / jet.density) / 15) *
      Math.exp(-70 * (flame.sourceRichardson * jet.sourceDiameter) ** exponent);
  const baseWidth = work.step(
    'widths',
    'W1',
    jet.sourceDiameter * (13.5 * Math.exp(-6 * flame.ratio) + 1.5) * lifted,
    'm',
  );
  const tipWidth = work.step(
    'widths',
    'W2',
    flame.length * (0.18 * Math.exp(-1.5 * flame.ratio) + 0.31) * (1 - 0.47 * Math.exp(-25 * flame.ratio)),
    'm',
  );
  const area =
    (Math.PI / 4) * (baseWidth ** 2 + tipWidth ** 2) +
    (Math.PI / 2) * (baseWidth + tipWidth) * Math.sqrt(frustumLength ** 2 + ((tipWidth - baseWidth) / 2) ** 2);
  const heavy = input.molarMass > 0.021 ? Math.min(1.69, Math.sqrt(input.molarMass / 0.021)) : 1;
  const radiativeFraction = work.step('power', 'Fs', (0.21 * Math.exp(-0.00323 * jet.velocity) + 0.11) * heavy, '-');
  const emissivePower = work.step(
    'power',
    'SEP',
    (radiativeFraction * input.massRate * input.heatOfCombustion) / area / 1000,
    'kW/m²',
  );
  return { frustumLength, baseWidth, tipWidth, radiativeFraction, emissivePower };
}

/** Flame length (m), nozzle to tip, from heat release (W). */
export const apiFlameLength = model<{ heatRelease: number }, { length: number }>({
  name: 'jet flame length (API 521 fit)',
  title: '喷射火焰长度（API 521）',
  equations: { length: ['L = 0.00326 Q^0.478', 'API 521 figure, fitted', 'from memory'] },
  inputs: { heatRelease: positive('W', [1e5, 1e11]) },
  defaults: {},
  compute: ({ heatRelease }, work) => ({ length: work.step('length', 'L', 0.00326 * heatRelease ** 0.478, 'm') }),
});
