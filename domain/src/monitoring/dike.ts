/** What a dike must hold, and whether it does. Volumes in m³. */
export interface DikeCheck {
  /** Volume of the largest tank inside; null where no volume is registered. */
  readonly needed: number | null;
  /** Effective volume less what is needed. */
  readonly margin: number | null;
  readonly verdict: 'holds' | 'short' | 'unknown';
}

/**
 * A fire dike holds the largest tank inside it: its effective volume, below the crest less freeboard and less what stands
 * in it, is no smaller than that tank's volume. GB 50351-2014 chapter 3; GB 50160-2008 (2018) 6.2.12.
 */
export function dikeCheck(effectiveVolume: number, tanks: readonly (number | null)[]): DikeCheck {
  const known = tanks.filter((volume) => volume !== null);
  const needed = known.length === 0 ? null : Math.max(...known);
  if (needed === null) return { needed, margin: null, verdict: 'unknown' };
  const margin = effectiveVolume - needed;
  // A tank of unknown volume may be the largest: what is short stays short, what holds is not known to.
  const verdict = margin < 0 ? 'short' : known.length < tanks.length ? 'unknown' : 'holds';
  return { needed, margin, verdict };
}
