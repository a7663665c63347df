import type { Substance } from '../substances/parse.ts';
import { toxicLevels } from '../substances/substances.ts';

/** Colours of a threat zone, worst first. */
export type ZoneColour = 'red' | 'orange' | 'yellow';
export const COLOURS: readonly ZoneColour[] = ['red', 'orange', 'yellow'];

/** A threshold with its unit and where it comes from. */
export interface ZoneLevel {
  readonly colour: ZoneColour;
  readonly value: number;
  readonly unit: 'ppm' | 'kW/m2' | 'kPa';
  readonly source: string;
}

const ALOHA = 'ALOHA 5.4.4 default (NOAA OR&R 43), from memory';

/** Heat flux on people for 60 s. */
export const THERMAL_LEVELS: readonly ZoneLevel[] = [
  { colour: 'red', value: 10, unit: 'kW/m2', source: ALOHA },
  { colour: 'orange', value: 5, unit: 'kW/m2', source: ALOHA },
  { colour: 'yellow', value: 2, unit: 'kW/m2', source: ALOHA },
];

/** 8, 3.5 and 1 psi: buildings destroyed, serious injury likely, glass shatters. */
export const OVERPRESSURE_LEVELS: readonly ZoneLevel[] = [
  { colour: 'red', value: 55.2, unit: 'kPa', source: ALOHA },
  { colour: 'orange', value: 24.1, unit: 'kPa', source: ALOHA },
  { colour: 'yellow', value: 6.9, unit: 'kPa', source: ALOHA },
];

/** Toxic levels of a substance, AEGL first, then ERPG, then PAC, then IDLH; levels not set are left out. */
export function toxicZoneLevels(substance: Substance): readonly ZoneLevel[] {
  const levels = toxicLevels(substance);
  if (levels === undefined) return [];
  const values: readonly (readonly [ZoneColour, number | undefined])[] = [
    ['red', levels.level3],
    ['orange', levels.level2],
    ['yellow', levels.level1],
  ];
  return values.flatMap(([colour, value]) =>
    value === undefined
      ? []
      : [{ colour, value, unit: 'ppm' as const, source: `${levels.source} (60 min), from memory` }],
  );
}

/** Flammable levels: 60 % (red), 50 % (orange) and 10 % (yellow) of the lower flammable limit, the first for unmixed pockets. */
export function flammableZoneLevels(substance: Substance): readonly ZoneLevel[] {
  const limit = substance.lowerFlammable;
  if (limit === undefined) return [];
  return [0.6, 0.5, 0.1].map((share, i) => ({
    colour: COLOURS[i] ?? 'yellow',
    value: share * limit * 1e6,
    unit: 'ppm' as const,
    source: `${share * 100} % LFL`,
  }));
}
