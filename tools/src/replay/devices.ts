import { type Device, excursionAt, faultAt, type Point, samplesAt, signal } from '@anlan/data';
import { disturbed, heated, type Episode } from './episodes.ts';
import type { Gateway, Measured } from './gateway.ts';
import type { RecordedPlant } from './plant.ts';
import type { Player } from './timeline.ts';

/** A point with its key within its device. */
export interface KeyedPoint {
  readonly key: string;
  readonly point: Point;
}

/** Keys within a device: the kind, and `kind-2`, `kind-3` … for further points of the same kind. */
export function keyed(points: readonly Point[]): KeyedPoint[] {
  const seen = new Map<string, number>();
  return points.map((point) => {
    const count = (seen.get(point.kind) ?? 0) + 1;
    seen.set(point.kind, count);
    return { key: count === 1 ? point.kind : `${point.kind}-${count}`, point };
  });
}

export interface MeasuringOptions {
  readonly device: Device;
  readonly points: readonly Point[];
  readonly gateway: Gateway;
  readonly origin: number;
  /** Instead of the models of its points. */
  readonly recorded?: RecordedPlant;
  episode(subject: string, at: number): Episode | undefined;
}

/** All values are sent within this time of the start, however slow their points. */
const FIRST_WITHIN = 10_000;
const RECORDED_PERIOD = 10_000;

/** A device whose points follow their signal models, with faults of instruments and planned disturbances. */
export class MeasuringDevice implements Player {
  readonly #options: MeasuringOptions;
  readonly #points: { readonly keyed: KeyedPoint; due: number }[];
  #sample = 0;
  due: number;

  constructor(options: MeasuringOptions) {
    this.#options = options;
    this.due = options.origin + (Number(options.device.serial.replace(/\D/g, '')) % 100) * (FIRST_WITHIN / 100);
    this.#points = keyed(options.points).map((point) => ({ keyed: point, due: this.due }));
  }

  ready(): boolean {
    return this.#options.gateway.ready;
  }

  play(stamp: number): void {
    const { gateway, device } = this.#options;
    if (this.#options.episode(device.id, this.due)?.kind === 'silence') return;
    const readings = this.#points
      .filter(({ due }) => due <= this.due)
      .flatMap(({ keyed }) => this.#measure(keyed, stamp));
    if (readings.length > 0) gateway.publish(Math.round(stamp), readings);
  }

  advance(): void {
    this.#sample += 1;
    for (const entry of this.#points) if (entry.due <= this.due) entry.due = this.due + this.#period(entry.keyed.point);
    this.due = Math.min(...this.#points.map(({ due }) => due));
  }

  /** The platform has asked for all values: every point is due at once. */
  ask(): void {
    for (const entry of this.#points) entry.due = this.due;
  }

  #period(point: Point): number {
    return this.#options.recorded ? RECORDED_PERIOD : Math.max(5, point.expectedPeriod) * 1000;
  }

  #measure({ key, point }: KeyedPoint, stamp: number): Measured[] {
    const recorded = this.#options.recorded?.values.get(point.kind);
    if (recorded) return [{ point: key, value: recorded[this.#sample % recorded.length]!, quality: 'good' }];
    const at = this.due;
    const valueAt = (t: number) => signal(point.model, point.id, t);
    const episode = this.#options.episode(point.id, at);
    if (episode) return [{ point: key, value: this.#disturbed(point, episode, valueAt(at), at), quality: 'good' }];
    const source = { valueAt, low: point.rangeLow, high: point.rangeHigh };
    // Late samples are left out: the device would send them when its fault is over.
    const samples = samplesAt(source, faultAt(point.id, at), at).filter(({ arrivesAt }) => arrivesAt <= at);
    return samples.map((sample) => {
      const value = { point: key, value: round(sample.value, point.precision), quality: sample.quality };
      return sample.at === at ? value : { ...value, at: Math.round(stamp + sample.at - at) };
    });
  }

  #disturbed(point: Point, episode: Episode, base: number, at: number): number {
    if (episode.kind === 'shut-off') return 1;
    if (episode.kind === 'tank-heats') return round(heated(episode, base, at), point.precision);
    if (episode.pulledTo !== undefined) {
      // A valve is open or closed.
      const minutes = (episode.to - episode.from) / 60_000;
      const pulled = excursionAt({ to: episode.pulledTo }, episode.from, minutes, base, at);
      return point.kind === 'cargo-valve' ? episode.pulledTo : round(pulled, point.precision);
    }
    const { first, second, H, HH } = point.limits;
    return round(disturbed(episode, base, first ?? H ?? base, second ?? HH ?? base, at), point.precision);
  }
}

function round(value: number, precision: number): number {
  return Number((Math.round(value / precision) * precision).toFixed(6));
}
