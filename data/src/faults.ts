import { hash, normalAt, uniformAt } from './random.ts';

export type FaultKey =
  | 'gap'
  | 'frozen'
  | 'spike'
  | 'drift'
  | 'zero'
  | 'saturate'
  | 'clock-skew'
  | 'duplicate'
  | 'late'
  | 'calibration';

/** A fault of one point with its time; `from` and `to` are epoch ms. */
export interface Fault {
  readonly key: FaultKey;
  readonly from: number;
  readonly to: number;
  /** Distinguishes the numbers drawn by one fault from those of the next. */
  readonly seed: number;
}

/** A sample as it reaches the platform: `at` by the device's clock, `arrivesAt` by ours, both epoch ms. */
export interface Sample {
  readonly at: number;
  readonly arrivesAt: number;
  readonly value: number;
  readonly quality: 'good' | 'calibration';
}

/** The undisturbed signal a fault acts on. */
export interface Undisturbed {
  readonly valueAt: (t: number) => number;
  readonly low: number;
  readonly high: number;
}

type Effect = (sample: Sample, fault: Fault, signal: Undisturbed) => readonly Sample[];
interface FaultKind {
  readonly label: string;
  /** Shortest and longest duration in minutes. */
  readonly minutes: readonly [number, number];
  /** Chance per point and day in the demonstration. */
  readonly perDay: number;
  readonly effect: Effect;
}

const change = (value: (sample: Sample, fault: Fault, signal: Undisturbed) => number): Effect => {
  return (sample, fault, signal) => [{ ...sample, value: value(sample, fault, signal) }];
};
const share = (sample: Sample, fault: Fault): number => (sample.at - fault.from) / (fault.to - fault.from);

/** Ways an instrument goes wrong, after the catalogue of the monitoring family. */
export const FAULTS: Readonly<Record<FaultKey, FaultKind>> = {
  gap: { label: '无数据', minutes: [5, 180], perDay: 0.03, effect: () => [] },
  frozen: {
    label: '数值不变',
    minutes: [60, 1440],
    perDay: 0.003,
    effect: change((_, fault, signal) => signal.valueAt(fault.from)),
  },
  spike: {
    label: '尖峰',
    minutes: [1, 3],
    perDay: 0.01,
    effect: change((sample, fault, signal) => {
      const jump = (0.1 + 0.3 * uniformAt(fault.seed, 1)) * (signal.high - signal.low);
      return sample.value + (normalAt(fault.seed, 2) < 0 ? -jump : jump);
    }),
  },
  drift: {
    label: '漂移',
    minutes: [14_400, 43_200],
    perDay: 0.0005,
    effect: change((sample, fault, signal) => sample.value + 0.05 * (signal.high - signal.low) * share(sample, fault)),
  },
  zero: { label: '归零', minutes: [10, 120], perDay: 0.002, effect: change(() => 0) },
  saturate: { label: '满量程', minutes: [10, 120], perDay: 0.0005, effect: change((_, __, signal) => signal.high) },
  'clock-skew': {
    label: '时钟偏差',
    minutes: [60, 600],
    perDay: 0.001,
    effect: (sample, fault) => [
      {
        ...sample,
        at: sample.at + (uniformAt(fault.seed, 3) < 0.3 ? -8 * 3_600_000 : 600_000 * normalAt(fault.seed, 4)),
      },
    ],
  },
  duplicate: { label: '重复', minutes: [1, 30], perDay: 0.01, effect: (sample) => [sample, sample] },
  late: {
    label: '迟到',
    minutes: [5, 120],
    perDay: 0.02,
    effect: (sample, fault) => [{ ...sample, arrivesAt: fault.to }],
  },
  calibration: {
    label: '标定',
    minutes: [5, 15],
    perDay: 0.002,
    effect: (sample, fault, signal) => [
      {
        ...sample,
        value: share(sample, fault) < 0.5 ? signal.low : signal.low + (signal.high - signal.low) * 0.5,
        quality: 'calibration',
      },
    ],
  },
};

const DAY_MS = 86_400_000;

/** The fault a point has at `t` (epoch ms), if any; at most one of a kind begins on a day. `scale` multiplies all chances. */
export function faultAt(seed: string, t: number, scale = 1): Fault | undefined {
  const base = hash(`fault ${seed}`);
  const today = Math.floor(t / DAY_MS);
  for (const [kind, [key, { minutes, perDay }]] of (Object.entries(FAULTS) as [FaultKey, FaultKind][]).entries()) {
    const longest = Math.ceil(minutes[1] / 1440);
    for (let day = today - longest; day <= today; day++) {
      const index = day * 16 + kind;
      if (uniformAt(base, index) >= perDay * scale) continue;
      const from = (day + uniformAt(base ^ 1, index)) * DAY_MS;
      const to = from + (minutes[0] + (minutes[1] - minutes[0]) * uniformAt(base ^ 2, index)) * 60_000;
      if (t >= from && t < to) return { key, from, to, seed: base ^ index };
    }
  }
  return undefined;
}

/** What reaches the platform of the sample taken at `at`: nothing, one sample, or the same twice. */
export function samplesAt(signal: Undisturbed, fault: Fault | undefined, at: number): readonly Sample[] {
  const sample: Sample = { at, arrivesAt: at, value: signal.valueAt(at), quality: 'good' };
  return fault === undefined ? [sample] : FAULTS[fault.key].effect(sample, fault, signal);
}
