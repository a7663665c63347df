import type { ChosenModel, Point, Release, Working, ZoneLevel } from '@anlan/domain/consequence';

export type LonLat = [lon: number, lat: number];

/** One zone on the map. */
export interface Zone {
  readonly name: string;
  readonly level: ZoneLevel;
  /** m; the band is where it may end by the models' scatter. */
  readonly distance: number;
  readonly nearest: number;
  readonly farthest: number;
  readonly beyond: boolean;
  /** m across at its widest, and m². */
  readonly width: number;
  readonly area: number;
  /** s until the front reaches its far end; null where there is no wind-borne front. */
  readonly arrival: number | null;
  /** Closed rings; empty where the level is not reached. */
  readonly ring: readonly LonLat[];
  /** Reached when the models are off by their scatter. */
  readonly band: readonly LonLat[];
  /** Reached when the wind turns by ± 1.96 σθ. */
  readonly swing: readonly LonLat[];
  /** The same outline in m downwind and across, for further computing. */
  readonly local: readonly Point[];
}

export interface Outlook {
  readonly ok: true;
  readonly release: Release;
  readonly chosen: ChosenModel | 'pool fire' | 'jet fire' | 'fireball' | 'multi-energy';
  readonly unit: ZoneLevel['unit'];
  readonly zones: readonly Zone[];
  /** Along the axis, in `unit`. */
  readonly profile: readonly { readonly distance: number; readonly value: number }[];
  /** kg that may burn or explode, where that was computed. */
  readonly burning?: number;
  readonly workings: readonly Working[];
  readonly warnings: readonly string[];
}

/** Why nothing can be shown: the input and the reason, as the formula gave them. */
export interface NoOutlook {
  readonly ok: false;
  readonly input: string;
  readonly reason: string;
  readonly model: string;
}

/** What happens at a place. */
export interface PlaceOutlook {
  /** ppm, s. */
  readonly peak: number;
  readonly arrival: number;
  readonly time: readonly number[];
  readonly outdoors: readonly number[];
  readonly indoors: readonly number[];
  readonly outdoorLoad: readonly number[];
  readonly indoorLoad: readonly number[];
  readonly outdoorDeath: number | null;
  readonly indoorDeath: number | null;
  readonly downwind: number;
  readonly crosswind: number;
  readonly advice: Advice;
}

/** `clear`: below the lowest level; `prepare`: only if the wind turns. */
export type Advice = 'evacuate' | 'shelter' | 'prepare' | 'clear';
