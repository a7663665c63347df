/** What an outcome does to people outdoors and indoors at (downwind, crosswind) m. */
export interface LethalOutcome {
  readonly frequency: number;
  /** Of the weather, 0–1. */
  readonly probability: number;
  /** Wind rose of this weather where it has one of its own. */
  readonly rose?: readonly number[];
  /** Nobody dies farther away, m. */
  readonly reach: number;
  readonly outdoors: (downwind: number, crosswind: number) => number;
  readonly indoors: (downwind: number, crosswind: number) => number;
}
