import { stabilityClass, type Stability } from '@anlan/domain/consequence';
import type { WindStatistics } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { meansOf } from './means.ts';

const HOUR = 3_600_000;
/** Below this (m/s) an hour counts as calm. */
const CALM = 1;
const SECTORS = 16;
/** Upper ends of the wind classes, m/s. */
const SPEEDS = [2, 4, 6, Infinity] as const;
/** Classes rarer than this are counted with the commonest one. */
const RARE = 0.01;

export const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Stability by the hour of the day in China and the wind: sun by day, clear sky by night, as no cloud is measured. */
export function stabilityAt(at: number, speed: number): Stability {
  const hour = new Date(at + 8 * HOUR).getUTCHours();
  const day = hour >= 7 && hour < 18;
  return stabilityClass(speed, day ? (hour >= 10 && hour < 15 ? 'moderate sun' : 'slight sun') : 'night, cloudy');
}

interface HourlyWind {
  readonly stability: Stability;
  readonly speed: number;
  readonly from: number;
}

/** Weather classes of a station's stored hours; undefined where it stored none. */
export async function statisticsOf(
  context: Context,
  {
    id,
    name,
    speed,
    direction,
  }: { readonly id: string; readonly name: string; readonly speed: string; readonly direction: string },
  from: number,
  until: number,
): Promise<WindStatistics | undefined> {
  const means = await meansOf(context, [speed, direction], from, until, 3600);
  const directions = new Map(means.filter((one) => one.id === direction).map((one) => [one.at, one.direction]));
  const hours = means.flatMap(({ id: point, at, mean }): HourlyWind[] => {
    const blows = directions.get(at);
    return point !== speed || blows === undefined
      ? []
      : [{ stability: stabilityAt(at, mean), speed: mean, from: blows }];
  });
  if (hours.length === 0) return undefined;
  return {
    id,
    name,
    from: Math.min(...means.map(({ at }) => at)),
    until,
    hours: hours.length,
    calm: hours.filter((one) => one.speed < CALM).length / hours.length,
    classes: classesOf(hours),
  };
}

/** Hours as classes of stability and speed, each with its rose; shares sum to one. */
export function classesOf(hours: readonly HourlyWind[]): WindStatistics['classes'] {
  const groups = new Map<string, HourlyWind[]>();
  for (const hour of hours) {
    const key = `${hour.stability}${SPEEDS.findIndex((most) => hour.speed < most)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [hour]);
    else group.push(hour);
  }
  const ordered = [...groups.values()].toSorted((a, b) => b.length - a.length);
  const kept = ordered.filter((group, i) => i === 0 || group.length >= RARE * hours.length);
  for (const group of ordered.slice(kept.length)) kept[0] = [...(kept[0] ?? []), ...group];
  return kept.map((group) => {
    const rose = Array.from({ length: SECTORS }, () => 0);
    for (const { from } of group) {
      const sector = Math.round((from / 360) * SECTORS) % SECTORS;
      rose[sector] = (rose[sector] ?? 0) + 1 / group.length;
    }
    const mean = group.reduce((sum, one) => sum + one.speed, 0) / group.length;
    return {
      stability: group[0]?.stability ?? 'D',
      wind10: rounded(Math.max(CALM, mean), 0.1),
      share: group.length / hours.length,
      rose,
    };
  });
}
