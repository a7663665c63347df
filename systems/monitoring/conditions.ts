import type { LimitSetting, Silence, Threshold } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';

const MILD_FIRST = ['blue', 'yellow', 'orange', 'red'] as const;

const lasting = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;

/** Silence whose level rises with the seconds it lasts: `{ blue: 300, yellow: 1800 }`. */
export function silentFor(seconds: Readonly<Partial<Record<Level, number>>>, season?: Silence['season']): Silence {
  const levels = MILD_FIRST.filter((level) => seconds[level] !== undefined);
  const steps = levels.map((level, index) => ({
    level,
    seconds: seconds[level]!,
    label: index === 0 ? '数据中断' : `数据中断 ${lasting(seconds[level]!)}`,
    labelEn: index === 0 ? 'No data' : `No data for ${lasting(seconds[level]!)}`,
  }));
  return { kind: 'silence', steps, ...(season === undefined ? {} : { season }) };
}

/** A label, in Chinese alone or with its English. */
type Said = string | readonly [label: string, labelEn: string];

/** A signal of two states that acts: 1 = acting (`above`), or 0 = lost (`below`). */
export function acting(
  level: Level,
  limit: string,
  said: Said,
  onDelay = 0,
  offDelay = 10,
  kind: 'above' | 'below' = 'above',
): Threshold {
  const named = typeof said === 'string' ? { label: said } : { label: said[0], labelEn: said[1] };
  return { kind, steps: [{ level, limit, ...named }], deadband: 0.5, deadbandIn: 'unit', onDelay, offDelay };
}

type Names = readonly [label: string, labelEn: string, value: number];

/** Limits that jurisdictions set, all in one unit. */
export function settings(
  unit: string,
  limits: Readonly<Record<string, Names>>,
): Readonly<Record<string, LimitSetting>> {
  return Object.fromEntries(
    Object.entries(limits).map(([key, [label, labelEn, value]]) => [key, { label, labelEn, unit, value }]),
  );
}
