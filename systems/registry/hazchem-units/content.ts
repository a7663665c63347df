/** Where the present content of a holding comes from: measured beats declared, declared beats the design maximum. */
export const PRESENT_SOURCES = {
  sensor: { label: '液位计', labelEn: 'from the level sensor' },
  declared: { label: '申报', labelEn: 'declared' },
  design: { label: '设计最大量', labelEn: 'design maximum' },
} as const;

/** What a holding has now, in t. `at` is the sensor's time in epoch ms, null where nothing was measured. */
export interface Content {
  readonly tonnes: number;
  readonly source: keyof typeof PRESENT_SOURCES;
  readonly at: number | null;
  /** The sensor's value is older than it may be: still the last that is known. */
  readonly stale: boolean;
}

interface Facts {
  readonly designQuantity: number;
  readonly actualQuantity: number | null;
  /** Tank volume in m³ and the substance's density in t/m³, where both are known. */
  readonly volume: number | null;
  readonly density: number | null;
  /** Newest level in % of the volume. */
  readonly level: { readonly at: number; readonly value: number; readonly stale: boolean } | null;
}

/**
 * The present content: level × volume × density where a tank has a level sensor, else what was declared, else the design
 * maximum. The level counts as the share of the volume: exact for standing tanks, a few per cent off in lying ones.
 */
export function contentOf({ designQuantity, actualQuantity, volume, density, level }: Facts): Content {
  if (level !== null && volume !== null && density !== null) {
    const share = Math.min(1, Math.max(0, level.value / 100));
    return { tonnes: share * volume * density, source: 'sensor', at: level.at, stale: level.stale };
  }
  if (actualQuantity !== null) return { tonnes: actualQuantity, source: 'declared', at: null, stale: false };
  return { tonnes: designQuantity, source: 'design', at: null, stale: false };
}
