/**
 * Least static pressure at the most unfavourable hydrant from the roof tank, MPa, by category of building
 * (GB 50974-2014 5.2.2): 0.10 for high-rise public buildings of class 1, 0.15 above 100 m; 0.07 for class 2, high-rise
 * residential and multi-storey public buildings; 0.10 for industrial ones (0.07 below 20 000 m³, which is not told here)
 * and for sprinklers.
 */
export function leastStaticPressure(category: string, height: number | null): number {
  if (category === 'high-public-1') return (height ?? 0) > 100 ? 0.15 : 0.1;
  return category === 'industrial' || category === 'storage' ? 0.1 : 0.07;
}

/** Least volume of the roof tank, m³, by category and height in m (GB 50974-2014 5.2.1); the least of the class where flow decides. */
export function leastTankVolume(category: string, height: number | null): number {
  const metres = height ?? 0;
  if (category === 'high-public-1') return metres > 150 ? 100 : metres > 100 ? 50 : 36;
  if (category === 'high-residential') return metres > 100 ? 36 : metres > 54 ? 18 : 12;
  return category === 'industrial' || category === 'storage' ? 12 : 18;
}

/**
 * Limits of a point of static pressure from the least pressure: notice at 110 %, below it, below 70 %, and 0.02 MPa as a
 * drained pipe. The least pressure is the clause's; the shares are a convention.
 */
export function staticPressureLimits(least: number): Readonly<Record<string, number>> {
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    staticNear: rounded(least * 1.1),
    staticLeast: least,
    staticShort: rounded(least * 0.7),
    staticNone: 0.02,
  };
}

/** Limits of the pressure in the main, MPa: static pressure at a hydrant above 1.0 asks for zones (GB 50974-2014 6.2.1); 1.2 and 1.6 by convention. */
export const MAIN_LIMITS: Readonly<Record<string, number>> = { mainZone: 1, mainHigh: 1.2, mainBurst: 1.6 };

/** Limits of the roof tank's level in m from the level that holds the least volume (GB 50974-2014 5.2.1); shares by convention. */
export function tankLevelLimits(leastLevel: number): Readonly<Record<string, number>> {
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return { tankNear: rounded(leastLevel * 1.1), tankLeast: rounded(leastLevel), tankShort: rounded(leastLevel * 0.5) };
}

/** Why water is missing at the most unfavourable point. */
export type WaterCause = 'leak' | 'valve' | 'drained' | 'sensor';

/** Pressures in MPa, heights in m above ground, starts of the jockey pump an hour; undefined where it is not measured. */
export interface TwoEnds {
  readonly end: number;
  readonly endHeight: number;
  readonly least: number;
  readonly main: number;
  readonly mainHeight: number;
  readonly jockeyStarts: number | undefined;
}

const MPA_PER_METRE = 0.0098;
const EMPTY = 0.02;
/** GB 50974-2014 5.3: a jockey pump that starts more often makes up for a leak. */
const OFTEN = 15;

/**
 * The likely cause of a low pressure at the end, from both ends of the riser: with both empty it is drained, or the test
 * valve is open; with the main as it should be a zone valve is shut or a reducing valve stuck, or where the end shows
 * nothing at all its sensor is faulty; with both low and the jockey pump busy it leaks. Undefined where the end is well, or
 * nothing tells. Convention of fire-water monitoring.
 */
export function waterCause({ end, endHeight, least, main, mainHeight, jockeyStarts }: TwoEnds): WaterCause | undefined {
  if (end >= least) return undefined;
  if (main <= EMPTY) return end <= EMPTY ? 'drained' : undefined;
  const needed = least + MPA_PER_METRE * (endHeight - mainHeight);
  if (main >= needed) return end === 0 ? 'sensor' : 'valve';
  return (jockeyStarts ?? 0) >= OFTEN ? 'leak' : undefined;
}
