import { assess, mostWithin, qualityRows, type AlarmQuality } from '@anlan/kernel/alarm-quality';
import type { Tx } from '../access/scoped.ts';
import { observedOf, observedSince, readObserved } from './observed.ts';
import { readAlarms } from './read.ts';
import { limitsFor } from './report.ts';

const DAY = 86_400_000;
const BARS = 12;
/** What stands beside the desk; the report has all. */
const SHOWN = new Set(['perTen', 'peakTen', 'flood', 'top10', 'chattering', 'stale', 'acknowledge']);

/** The desk's own figures of the last `days`, over what was observed of them. */
export async function deskQuality(tx: Tx, place: string, days: number, now: number): Promise<AlarmQuality> {
  const asked = { from: now - days * DAY, to: now };
  const alarms = await readAlarms(tx, asked, {});
  const since = observedSince(await readObserved(tx, {}), alarms);
  const span = observedOf(asked, since, now);
  const { from } = span;
  const heard = alarms.filter(({ at, retrospective }) => at >= from && !retrospective).map(({ at }) => at);
  const limits = await limitsFor(tx, place, now);
  const figures = assess(alarms, asked, limits, span);
  const width = Math.max(1, (now - from) / BARS);
  const bars = Array.from({ length: BARS }, (): number[] => []);
  for (const at of heard) bars[Math.min(BARS - 1, Math.floor((at - from) / width))]!.push(at);
  // Bars of a short time would look like those of the days that were asked for.
  const drawn = now - from >= limits.judgeHours * 3_600_000;
  const trends: Readonly<Record<string, number[]>> = {
    perTen: bars.map((times) => times.length),
    peakTen: bars.map((times) => mostWithin(times, 600_000)),
  };
  return {
    ...span,
    rows: qualityRows(figures, limits, (now - from) / 3_600_000)
      .filter(({ key }) => SHOWN.has(key))
      .map(({ key, label, labelEn, unit, target, value, met, numerator, denominator }) => {
        return {
          key,
          label,
          labelEn,
          unit,
          target,
          value,
          met,
          numerator,
          denominator,
          trend: drawn ? (trends[key] ?? []) : [],
        };
      }),
    levels: figures.levels,
    floodBegin: limits.floodBegin,
    observedFrom: since > now ? null : from,
    judgeHours: limits.judgeHours,
  };
}
