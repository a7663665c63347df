import { AIR_HEAT_CAPACITY, AIR_MOLAR_MASS, ATMOSPHERE, GAS_CONSTANT, GRAVITY, KARMAN } from '../constants.ts';
import { windShape } from '../atmosphere/stability.ts';
import { interpolate } from '../numeric.ts';
import {
  between,
  chosen,
  molarMass,
  notNegative,
  positive,
  pressure,
  temperature,
  windSpeed,
  type InputRule,
} from '../working/input.ts';
import { model } from '../working/model.ts';

export interface BoxPlume {
  readonly massRate: number;
  /** kg/s of air already mixed in at the source. */
  readonly airRate: number;
  readonly molarMass: number;
  readonly gasHeatCapacity: number;
  readonly sourceTemperature: number;
  readonly sourceDiameter: number;
  readonly wind10: number;
  readonly frictionVelocity?: number;
  /** m; negative unstable; 1e9 neutral. */
  readonly obukhovLength: number;
  readonly roughness: number;
  readonly airTemperature: number;
  readonly pressure: number;
  readonly groundHeat: boolean;
  /** Farthest distance, m. */
  readonly until: number;
}

/** The plume's section at successive distances. */
export interface BoxSections {
  readonly distance: readonly number[];
  readonly fraction: readonly number[];
  readonly halfWidth: readonly number[];
  readonly height: readonly number[];
  readonly richardson: readonly number[];
}

interface Section {
  readonly fraction: number;
  readonly temperature: number;
  readonly density: number;
  readonly height: number;
  readonly speed: number;
  readonly richardson: number;
}

/** State carried along: total mass flux (kg/s), half-width (m), heat taken from the ground (W). */
interface March {
  readonly flux: number;
  readonly halfWidth: number;
  readonly heat: number;
}

/** Composition, depth and speed of the section; depth and speed by fixed point from the last depth. */
function sectionOf(input: BoxPlume, friction: number, { flux, halfWidth, heat }: March, lastHeight: number): Section {
  const air = flux - input.massRate;
  const gasHeat = input.massRate * input.gasHeatCapacity;
  const airHeat = air * AIR_HEAT_CAPACITY;
  const sourceAir = Math.min(air, input.airRate) * AIR_HEAT_CAPACITY;
  const entered =
    gasHeat * input.sourceTemperature +
    sourceAir * input.sourceTemperature +
    (airHeat - sourceAir) * input.airTemperature;
  const temperature = (entered + heat) / (gasHeat + airHeat);
  const moles = input.massRate / input.molarMass + air / AIR_MOLAR_MASS;
  const density = (input.pressure * flux) / (moles * GAS_CONSTANT * temperature);
  const airDensity = (input.pressure * AIR_MOLAR_MASS) / (GAS_CONSTANT * input.airTemperature);
  const windAt = (z: number): number => Math.max(0.05, friction * windShape(z, input.roughness, input.obukhovLength));
  let height = lastHeight;
  for (let i = 0; i < 30; i++) {
    const next = flux / (2 * halfWidth * density * windAt(height / 2));
    if (Math.abs(next - height) < 1e-6 * height) break;
    // Relaxed by the local power of the wind profile, d ln u/d ln z ≈ 1/ln(z/z0): a few rounds suffice, also close to the roughness.
    height += (next - height) / (1 + 1 / Math.log(Math.max(1.3, height / 2 / input.roughness)));
  }
  const reduced = (GRAVITY * (density - airDensity)) / airDensity;
  return {
    fraction: input.massRate / input.molarMass / moles,
    temperature,
    density,
    height,
    speed: windAt(height / 2),
    richardson: (reduced * height) / friction ** 2,
  };
}

/** DEGADIS damping φ of top entrainment, not below the ambient value in stable air, helped by convection in unstable air. */
export function entrainmentDamping(richardson: number, height: number, length: number): number {
  const own = richardson >= 0 ? 0.88 + 0.099 * richardson ** 1.04 : 0.88 / (1 + 0.65 * Math.abs(richardson) ** 0.6);
  if (length > 0) return Math.max(own, 0.88 * (1 + 5 * Math.min(height / length, 1)));
  return richardson <= 1 ? Math.min(own, 0.88 / Math.sqrt(1 - (16 * height) / length)) : own;
}

function slopes(input: BoxPlume, friction: number, march: March, section: Section): March {
  const airDensity = (input.pressure * AIR_MOLAR_MASS) / (GAS_CONSTANT * input.airTemperature);
  const entrainment =
    (KARMAN * friction * 1.2) / entrainmentDamping(section.richardson, section.height, input.obukhovLength);
  const front = 1.15 * Math.sqrt(Math.max(0, section.richardson)) * friction;
  const warming = input.groundHeat ? Math.max(0, input.airTemperature - section.temperature) : 0;
  return {
    flux: airDensity * 2 * march.halfWidth * entrainment,
    halfWidth: (front + 0.8 * friction) / section.speed,
    heat: (2 * march.halfWidth * section.density * AIR_HEAT_CAPACITY * 3 * friction ** 2 * warming) / section.speed,
  };
}

/** Marches the box from the pool's edge, step 0.5 m near the source growing to 1 % of the distance. */
export function boxSections(input: BoxPlume): BoxSections {
  const friction = input.frictionVelocity ?? input.wind10 / windShape(10, input.roughness, input.obukhovLength);
  const out = {
    distance: [] as number[],
    fraction: [] as number[],
    halfWidth: [] as number[],
    height: [] as number[],
    richardson: [] as number[],
  };
  let x = input.sourceDiameter / 2;
  let march: March = { flux: input.massRate + input.airRate, halfWidth: x, heat: 0 };
  let height = 0.5;
  for (let i = 0; i < 20_000 && x <= input.until; i++) {
    const section = sectionOf(input, friction, march, height);
    height = section.height;
    out.distance.push(x);
    out.fraction.push(section.fraction);
    out.halfWidth.push(march.halfWidth);
    out.height.push(section.height);
    out.richardson.push(section.richardson);
    const dx = Math.max(0.5, x / 100);
    const slope = slopes(input, friction, march, section);
    march = {
      flux: march.flux + slope.flux * dx,
      halfWidth: march.halfWidth + slope.halfWidth * dx,
      heat: march.heat + slope.heat * dx,
    };
    x += dx;
  }
  return out;
}

/** Volume fraction on the centreline at `x` m, linear between sections. */
export const along = (sections: BoxSections, x: number): number => interpolate(sections.distance, sections.fraction, x);

const obukhov: InputRule = { unit: 'm' };

/** Sections of a steady heavy plume from a ground source by a box model with ground heating; the second opinion beside Britter & McQuaid. */
export const boxPlume = model<
  BoxPlume,
  BoxSections,
  'airRate' | 'roughness' | 'obukhovLength' | 'pressure' | 'groundHeat' | 'until'
>({
  name: 'heavy-gas box model',
  title: '重气箱模型',
  equations: {
    mixture: [
      'T from the enthalpy balance, c from moles, ρ = P M/(R T)',
      'SLAB/DEGADIS family (Havens & Spicer 1985)',
      'from memory',
    ],
    depth: ['H = M/(2 B ρ u(H/2))', 'continuity', 'confirmed'],
    entrainment: [
      'dM/dx = ρa 2B κu*(1+p)/φ(Ri*), φ = 0.88 + 0.099 Ri*^1.04; 0.88/(1 + 0.65|Ri*|^0.6)',
      'DEGADIS (Spicer & Havens 1989)',
      'from memory',
    ],
    width: ["dB/dx = 1.15 √(g'H)/u + 0.8 u*/u", 'van Ulden 1984; passive spread', 'from memory'],
    heat: ['dQ/dx = 2Bρcp (3u*²/u)(Tg − T)', 'forced convection', 'from memory'],
  },
  inputs: {
    massRate: positive('kg/s'),
    airRate: notNegative('kg/s'),
    molarMass,
    gasHeatCapacity: positive('J/kg/K'),
    sourceTemperature: temperature,
    sourceDiameter: positive('m', [0.5, 300]),
    wind10: windSpeed,
    frictionVelocity: between(0.02, 2, 'm/s'),
    obukhovLength: obukhov,
    roughness: between(1e-5, 1, 'm'),
    airTemperature: temperature,
    pressure,
    groundHeat: chosen,
    until: between(1, 20_000, 'm'),
  },
  defaults: { airRate: 0, roughness: 0.03, obukhovLength: 1e9, pressure: ATMOSPHERE, groundHeat: true, until: 2000 },
  compute(input, work) {
    if (input.obukhovLength === 0) return work.refuse('obukhovLength', 'the Obukhov length is never zero');
    const sections = boxSections(input);
    const last = sections.distance.length - 1;
    const at = (values: readonly number[]): number => values[last] ?? 0;
    work.step('mixture', 'c', at(sections.fraction), '-');
    work.step('depth', 'H', at(sections.height), 'm');
    work.step('width', 'B', at(sections.halfWidth), 'm');
    work.warn('scored against seven LNG trials: FAC2 about 0.5, over-predicts in stable air');
    return sections;
  },
});
