/** Where a sector's enterprises lie: weights of counties (GB/T 2260 code) and zones (`k1`); the rest share `elsewhere`. */
export interface Spread {
  readonly places: Readonly<Record<string, number>>;
  /** Weight of every county not named. */
  readonly elsewhere: number;
}

/** A spread: weight of the places not named, then those named. */
export const spread = (elsewhere: number, places: Readonly<Record<string, number>>): Spread => ({ places, elsewhere });

/** Counties on the 长江 below 永川. */
export const RIVER_COUNTIES = spread(0, {
  500116: 5,
  500107: 6,
  500104: 3,
  500105: 5,
  500108: 4,
  500112: 4,
  500113: 4,
  500115: 6,
  500102: 8,
  500230: 4,
  500233: 5,
  500101: 10,
  500235: 4,
  500236: 4,
  500237: 4,
  500118: 2,
  500240: 2,
  k01: 6,
});
/** Where Chongqing's factories are. */
export const CHONGQING_INDUSTRY = spread(0.6, {
  500112: 5,
  500107: 5,
  500120: 5,
  500113: 4,
  500116: 6,
  500115: 4,
  500118: 4,
  500153: 3,
  500111: 4,
  500151: 3,
  500102: 4,
  500101: 3,
  500109: 3,
  k01: 10,
  k03: 5,
  k04: 3,
  k02: 2,
});
/** Where Shangrao's factories are. */
export const SHANGRAO_INDUSTRY = spread(1.5, {
  361104: 4,
  361103: 4,
  361102: 2,
  361123: 3,
  361181: 2,
  361128: 2,
  k1: 9,
});
