import { GRAVITY } from '../constants.ts';
import { between, notNegative, positive, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import type { Mark } from '../working/outcome.ts';

/** Least depth in m to which a pool spreads, by surface. */
export const MINIMUM_DEPTHS: Readonly<
  Record<string, { readonly depth: number; readonly source: string; readonly mark: Mark }>
> = {
  concrete: { depth: 0.005, source: 'CPR 14E, CPR 18E', mark: 'from memory' },
  unpaved: { depth: 0.01, source: 'CPR 14E, CPR 18E', mark: 'from memory' },
  sand: { depth: 0.02, source: 'CPR 14E', mark: 'from memory' },
  gravel: { depth: 0.03, source: 'CPR 14E', mark: 'from memory' },
  'water (LNG)': { depth: 0.0018, source: 'CPR 14E', mark: 'from memory' },
};

const gravity: InputRule = { unit: 'm/s2', above: 0, max: 10 };
const spreadTime = notNegative('s', [0, 3600]);

export interface InstantaneousPool {
  readonly volume: number;
  readonly initialHeight: number;
  readonly time: number;
  /** Reduced on water to g(ρw − ρl)/ρw, m/s². */
  readonly gravity: number;
  readonly minimumDepth: number;
  /** Bund area, m²; undefined = unconfined. */
  readonly bundArea?: number;
}

/** Stops spreading at the bund or at the least depth. */
function stopped(radius: number, volume: number, minimumDepth: number, bundArea: number | undefined): number {
  const thin = minimumDepth > 0 ? Math.sqrt(volume / (Math.PI * minimumDepth)) : Infinity;
  const bund = bundArea === undefined ? Infinity : Math.sqrt(bundArea / Math.PI);
  return Math.min(radius, thin, bund);
}

const bundArea = positive('m2');

/** Radius (m) of a pool from an instantaneous spill, gravity–inertia regime. */
export const instantaneousPool = model<
  InstantaneousPool,
  { radius: number; depth: number },
  'gravity' | 'minimumDepth'
>({
  name: 'gravity-inertia spreading, instantaneous, land',
  title: '瞬时泄漏液池扩展',
  equations: {
    spread: ['r² = r0² + t √(8gV/π)', 'CPR 14E ch. 3; Briscoe & Shaw 1980', 'from memory'],
    stop: ['r ≤ √(V/(π hmin)), r ≤ √(Abund/π)', 'CPR 14E ch. 3', 'from memory'],
    depth: ['h = V/(π r²)', 'geometry', 'confirmed'],
  },
  inputs: {
    volume: positive('m3'),
    initialHeight: positive('m'),
    time: spreadTime,
    gravity,
    minimumDepth: between(0, 0.1, 'm'),
    bundArea,
  },
  defaults: { gravity: GRAVITY, minimumDepth: 0.005 },
  compute({ volume, initialHeight, time, gravity, minimumDepth, bundArea }, work) {
    const start = volume / (Math.PI * initialHeight);
    const free = work.step('spread', 'r', Math.sqrt(start + time * Math.sqrt((8 * gravity * volume) / Math.PI)), 'm');
    const radius = work.step('stop', 'r', stopped(free, volume, minimumDepth, bundArea), 'm');
    return { radius, depth: work.step('depth', 'h', volume / (Math.PI * radius * radius), 'm') };
  },
});

export interface ContinuousPool {
  readonly volumeRate: number;
  readonly time: number;
  readonly gravity: number;
  readonly minimumDepth: number;
  readonly bundArea?: number;
}

/** Radius (m) of a pool fed at a constant volume rate without loss, gravity–inertia regime. */
export const continuousPool = model<ContinuousPool, { radius: number }, 'gravity' | 'minimumDepth'>({
  name: 'gravity-inertia spreading, continuous, land',
  title: '连续泄漏液池扩展',
  equations: {
    spread: ['r = (32 g V̇/(9π))^(1/4) t^(3/4)', 'Briscoe & Shaw 1980', 'derived'],
    stop: ['r ≤ √(V̇t/(π hmin)), r ≤ √(Abund/π)', 'CPR 14E ch. 3', 'from memory'],
  },
  inputs: { volumeRate: positive('m3/s'), time: spreadTime, gravity, minimumDepth: between(0, 0.1, 'm'), bundArea },
  defaults: { gravity: GRAVITY, minimumDepth: 0.005 },
  compute({ volumeRate, time, gravity, minimumDepth, bundArea }, work) {
    const free = work.step('spread', 'r', ((32 * gravity * volumeRate) / (9 * Math.PI)) ** 0.25 * time ** 0.75, 'm');
    return { radius: work.step('stop', 'r', stopped(free, volumeRate * time, minimumDepth, bundArea), 'm') };
  },
});
