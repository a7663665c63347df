import type { INSTRUMENTS } from './instruments.ts';
import type { SubstanceKey } from './substances.ts';

/** How a sector's main site is fitted out; chances are those of having it at all. */
export interface Outfit {
  readonly tanks?: {
    readonly chance: number;
    readonly count: readonly [number, number];
    readonly substances: readonly SubstanceKey[];
  };
  /** Pairs of gas detectors beside the tanks. */
  readonly detectors?: readonly [number, number];
  readonly instruments?: readonly (readonly [keyof typeof INSTRUMENTS, number])[];
}

/** Outfits by sector; sectors not named have nothing to measure. */
export const OUTFITS: Readonly<Record<string, Outfit>> = {
  'hazchem-production': {
    tanks: {
      chance: 0.92,
      count: [2, 5],
      substances: [
        'methanol',
        'ethanol',
        'benzene',
        'toluene',
        'acetone',
        'ethylAcetate',
        'acrylonitrile',
        'nitricAcid',
        'hydrogenPeroxide',
        'ammonia',
        'chlorine',
        'lpg',
        'ethyleneOxide',
      ],
    },
    detectors: [1, 2],
    instruments: [
      ['mast', 0.25],
      ['reactor', 0.25],
    ],
  },
  'hazchem-storage': {
    tanks: {
      chance: 0.16,
      count: [1, 4],
      substances: ['gasoline', 'diesel', 'methanol', 'gasolineBuried', 'dieselBuried'],
    },
    detectors: [1, 2],
    instruments: [['mast', 0.05]],
  },
  'ammonia-refrigeration': {
    tanks: { chance: 0.5, count: [1, 1], substances: ['ammoniaReceiver'] },
    instruments: [['ammonia', 0.7]],
  },
  'gas-supply': {
    tanks: { chance: 0.3, count: [1, 2], substances: ['lng', 'lpg'] },
    instruments: [['gasStation', 0.4]],
  },
  metallurgy: { instruments: [['carbonMonoxide', 0.4]] },
  'non-coal-mine': { instruments: [['underground', 0.07]] },
  fireworks: { instruments: [['store', 0.35]] },
  warehouse: { instruments: [['fireWater', 0.15]] },
  'dust-explosion': { instruments: [['dust', 0.25]] },
  'public-place': { instruments: [['fireWater', 0.18]] },
  port: {
    tanks: { chance: 0.1, count: [1, 3], substances: ['gasoline', 'diesel', 'methanol'] },
    detectors: [1, 1],
    instruments: [['quayMast', 0.2]],
  },
};
/** Share of non-coal mines with a tailings pond of their own. */
export const TAILINGS_SHARE = 0.07;
