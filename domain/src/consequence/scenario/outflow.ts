import { GAS_CONSTANT, GRAVITY } from '../constants.ts';
import { circleArea, interpolate } from '../numeric.ts';
import { liquidHole } from '../source/liquid.ts';
import { saturatedFlashing } from '../source/two-phase.ts';
import type { Substance } from '../substances/parse.ts';
import { discharge, notNegative, positive, pressure } from '../working/input.ts';
import { model } from '../working/model.ts';
import type { Outcome } from '../working/outcome.ts';
import type { Spilling } from './spilling.ts';

export interface Outflow {
  /** kg/s */
  readonly massRate: number;
}

/** Liquid density (kg/m³) at a temperature: linear through the values at the boiling point and 20 °C. */
export function liquidDensity(s: Substance, kelvin: number): number {
  const { liquidDensityAtBoiling: boiling, liquidDensityAt20C: room, boilingPoint } = s;
  if (boiling === undefined || room === undefined || Math.abs(boilingPoint - 293.15) < 1)
    return room ?? boiling ?? 1000;
  const slope = (room - boiling) / (293.15 - boilingPoint);
  return Math.max(0.4 * Math.min(room, boiling), boiling + slope * (kelvin - boilingPoint));
}

/** Share of the equilibrium flux that pipe friction leaves, by length over diameter. */
const FRICTION = { over: [0, 50, 100, 200, 400], factor: [1, 0.85, 0.75, 0.65, 0.55] } as const;

/** Flashing flow through a pipe: equilibrium rate with friction, and what sub-cooling adds. */
const flashingPipe = model<
  {
    equilibriumFlux: number;
    liquidDensity: number;
    pressure: number;
    saturationPressure: number;
    pipeLength: number;
    diameter: number;
    dischargeCoefficient: number;
  },
  { massRate: number }
>({
  name: 'flashing liquid through a pipe',
  title: '闪蒸液体经管泄漏',
  equations: {
    friction: [
      'F of L/d: 0.85 at 50, 0.75 at 100, 0.65 at 200, 0.55 at 400',
      'CCPS Consequence Analysis (1999)',
      'from memory',
    ],
    flux: ['G = √(Cd² 2ρl(P − Psat) + (F G_ERM)²)', 'CCPS Consequence Analysis (1999)', 'from memory'],
    rate: ['ṁ = A G', 'continuity', 'confirmed'],
  },
  inputs: {
    equilibriumFlux: positive('kg/m2/s'),
    liquidDensity: positive('kg/m3'),
    pressure,
    saturationPressure: pressure,
    pipeLength: notNegative('m'),
    diameter: positive('m'),
    dischargeCoefficient: discharge,
  },
  defaults: {},
  compute(input, work) {
    const factor = work.step(
      'friction',
      'F',
      interpolate(FRICTION.over, FRICTION.factor, input.pipeLength / input.diameter),
      '-',
    );
    const cooled =
      input.dischargeCoefficient ** 2 *
      2 *
      input.liquidDensity *
      Math.max(0, input.pressure - input.saturationPressure);
    const flux = work.step('flux', 'G', Math.sqrt(cooled + (factor * input.equilibriumFlux) ** 2), 'kg/m²/s');
    return { massRate: work.step('rate', 'ṁ', flux * circleArea(input.diameter), 'kg/s') };
  },
});

/** Liquid through a pipe with friction: Darcy–Weisbach with a constant Fanning factor. */
const liquidPipe = model<
  { density: number; gaugePressure: number; head: number; diameter: number; pipeLength: number },
  { massRate: number }
>({
  name: 'liquid through a pipe',
  title: '液体经管泄漏',
  equations: {
    velocity: ['u = √(2(ΔP/ρ + g h)/(1.5 + 4 f L/d)), f = 0.005', 'CPR 14E ch. 2; Crowl & Louvar ch. 4', 'from memory'],
    rate: ['ṁ = ρ A u', 'continuity', 'confirmed'],
  },
  inputs: {
    density: positive('kg/m3'),
    gaugePressure: notNegative('Pa'),
    head: notNegative('m'),
    diameter: positive('m'),
    pipeLength: notNegative('m'),
  },
  defaults: {},
  compute({ density, gaugePressure, head, diameter, pipeLength }, work) {
    const loss = 1.5 + (4 * 0.005 * pipeLength) / diameter;
    const velocity = work.step(
      'velocity',
      'u',
      Math.sqrt((2 * (gaugePressure / density + GRAVITY * head)) / loss),
      'm/s',
    );
    return { massRate: work.step('rate', 'ṁ', density * velocity * circleArea(diameter), 'kg/s') };
  },
});

/** A flow path from this length on (m) lets a superheated liquid flash inside it. */
const EQUILIBRIUM_LENGTH = 0.1;

/** Rate of a liquid through a hole or pipe: full pressure through a thin wall, flashing along a pipe. */
export function liquidOutflow(
  given: Spilling,
  s: Substance,
  driving: number,
  saturation: number,
  superheated: boolean,
): Outcome<Outflow> {
  const density = liquidDensity(s, given.temperature);
  const diameter = given.holeDiameter ?? 0;
  const gaugePressure = Math.max(0, driving - given.weather.pressure);
  const pipeLength = given.pipeLength ?? 0;
  if (given.breach === 'hole' || pipeLength < EQUILIBRIUM_LENGTH)
    return liquidHole({
      density,
      holeDiameter: diameter,
      dischargeCoefficient: given.dischargeCoefficient,
      gaugePressure,
      head: given.head,
    });
  if (!superheated) return liquidPipe({ density, gaugePressure, head: given.head, diameter, pipeLength });
  const vapourDensity = (saturation * s.molarMass) / (GAS_CONSTANT * given.temperature);
  const equilibrium = saturatedFlashing({
    heatOfVaporisation: s.heatOfVaporisation,
    volumeChange: 1 / vapourDensity - 1 / density,
    liquidHeatCapacity: s.liquidHeatCapacity,
    temperature: given.temperature,
    holeDiameter: diameter,
  });
  if (!equilibrium.ok) return equilibrium;
  return flashingPipe({
    equilibriumFlux: equilibrium.value.massFlux,
    liquidDensity: density,
    pressure: driving,
    saturationPressure: saturation,
    pipeLength,
    diameter,
    dischargeCoefficient: given.dischargeCoefficient,
  });
}
