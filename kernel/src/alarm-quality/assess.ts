import type { Level } from '../entity/index.ts';
import { floodsOf, mostWithin, type Flood } from './flood.ts';
import type { QualityLimits } from './limits.ts';

/** One alarm as its quality figures need it. Times are epoch ms. */
export interface Annunciated {
  readonly id: string;
  readonly at: number;
  /** When the condition was over, or the alarm closed; null = it stands. */
  readonly over: number | null;
  readonly answered: number | null;
  readonly level: Level;
  readonly rule: string;
  readonly subject: string;
  /** Found in late data: an excursion that rang nobody. */
  readonly retrospective: boolean;
}

/** Half-open, epoch ms. */
export interface QualitySpan {
  readonly from: number;
  readonly to: number;
}

/** What makes a source (one rule on one subject) a nuisance: ISA-18.2 16.5.4 to 16.5.6. */
export const NUISANCES = {
  frequent: { label: '高频', labelEn: 'Frequent' },
  chattering: { label: '抖动', labelEn: 'Chattering' },
  fleeting: { label: '瞬时', labelEn: 'Fleeting' },
  stale: { label: '陈旧', labelEn: 'Stale' },
} as const;
export type Nuisance = keyof typeof NUISANCES;

/** A rule on a subject with what it contributes. */
export interface SourceFigures {
  readonly rule: string;
  readonly subject: string;
  readonly count: number;
  readonly fleeting: number;
  readonly nuisances: readonly Nuisance[];
}

/** Figures of the alarms of one operator position over a span. Shares are 0…1; null = nothing to divide by. */
export interface QualityFigures {
  readonly count: number;
  readonly perTen: number;
  readonly perHour: number;
  readonly perDay: number;
  /** Most alarms in any ten minutes. */
  readonly peakTen: number;
  /** Shares of ten-minute and one-hour periods of the clock with more alarms than may be. */
  readonly tensOver: number;
  readonly hoursOver: number;
  readonly floods: readonly Flood[];
  readonly floodShare: number;
  readonly topShare: number | null;
  readonly chattering: number;
  readonly fleeting: number;
  /** Standing at the span's end, and of these for longer than a day. */
  readonly standing: number;
  readonly stale: number;
  readonly levels: Readonly<Record<Level, number>>;
  /** Mean seconds to the first answer. */
  readonly answer: number | null;
  readonly answered: number;
  readonly retrospective: number;
  /** Hours beyond the limits, late data included. */
  readonly hoursBeyond: number;
  readonly sources: readonly SourceFigures[];
}

const TEN = 600_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/**
 * Alarm-quality figures of one position (ISA-18.2 / IEC 62682 clause 16). `alarms` are in order of `at`; those raised
 * before the span count only as standing. What late data found rang nobody and is counted apart. Rates and shares of time are
 * those of what was `observed` of the span (the end of it), as nothing can ring where nothing is heard.
 */
export function assess(
  alarms: readonly Annunciated[],
  span: QualitySpan,
  limits: QualityLimits,
  observed: QualitySpan = span,
): QualityFigures {
  const heard = alarms.filter(({ at, retrospective }) => !retrospective && at >= span.from && at < span.to);
  const times = heard.map(({ at }) => at);
  const length = Math.max(1, observed.to - observed.from);
  const floods = floodsOf(times, limits, span.to);
  const standing = alarms.filter(({ at, over }) => at < span.to && (over === null || over >= span.to));
  const stale = standing.filter(({ at }) => span.to - at > limits.staleHours * HOUR);
  const sources = sourcesOf(heard, stale, limits);
  const top = sources.slice(0, 10).reduce((sum, { count }) => sum + count, 0);
  const answers = heard.flatMap(({ at, answered }) => (answered === null ? [] : [(answered - at) / 1000]));
  return {
    count: heard.length,
    perTen: (heard.length * TEN) / length,
    perHour: (heard.length * HOUR) / length,
    perDay: (heard.length * DAY) / length,
    peakTen: mostWithin(times, TEN),
    tensOver: shareOver(times, observed, TEN, limits.floodBegin),
    hoursOver: shareOver(times, observed, HOUR, limits.hourMost),
    floods,
    floodShare: floods.reduce((sum, { from, to }) => sum + Math.min(to, span.to) - from, 0) / length,
    topShare: heard.length === 0 ? null : top / heard.length,
    chattering: sources.filter(({ nuisances }) => nuisances.includes('chattering')).length,
    fleeting: sources.reduce((sum, { fleeting }) => sum + fleeting, 0),
    standing: standing.length,
    stale: stale.length,
    levels: levelsOf(heard),
    answer: answers.length === 0 ? null : answers.reduce((sum, one) => sum + one, 0) / answers.length,
    answered: answers.length,
    retrospective: alarms.filter(({ at, retrospective }) => retrospective && at >= span.from && at < span.to).length,
    hoursBeyond: alarms.reduce((sum, one) => sum + within(one, span), 0) / HOUR,
    sources,
  };
}

/** Time (ms) of the span in which the alarm's condition held. */
function within({ at, over }: Annunciated, { from, to }: QualitySpan): number {
  return Math.max(0, Math.min(over ?? to, to) - Math.max(at, from));
}

/** Share of the clock's periods of `width` ms in the span with more than `most` alarms. */
function shareOver(times: readonly number[], span: QualitySpan, width: number, most: number): number {
  const counts = new Map<number, number>();
  for (const at of times) {
    const period = Math.floor(at / width);
    counts.set(period, (counts.get(period) ?? 0) + 1);
  }
  const periods = Math.max(1, Math.ceil(span.to / width) - Math.floor(span.from / width));
  return [...counts.values()].filter((count) => count > most).length / periods;
}

function levelsOf(alarms: readonly Annunciated[]): Record<Level, number> {
  const levels = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const { level } of alarms) levels[level] += 1;
  return levels;
}

interface Source {
  readonly rule: string;
  readonly subject: string;
  readonly alarms: Annunciated[];
  stale: boolean;
}

/** The sources that rang, the most frequent first, each with what makes it a nuisance. */
function sourcesOf(
  heard: readonly Annunciated[],
  stale: readonly Annunciated[],
  limits: QualityLimits,
): SourceFigures[] {
  const sources = new Map<string, Source>();
  const sourceOf = ({ rule, subject }: Annunciated): Source => {
    const key = `${rule} ${subject}`;
    const known = sources.get(key) ?? { rule, subject, alarms: [], stale: false };
    sources.set(key, known);
    return known;
  };
  for (const alarm of heard) sourceOf(alarm).alarms.push(alarm);
  for (const alarm of stale) sourceOf(alarm).stale = true;
  const ordered = [...sources.values()].sort(
    (a, b) => b.alarms.length - a.alarms.length || (`${a.rule} ${a.subject}` < `${b.rule} ${b.subject}` ? -1 : 1),
  );
  return ordered.map((source, index) => {
    const times = source.alarms.map(({ at }) => at);
    const chattering = mostWithin(times, limits.chatterSeconds * 1000 + 1) >= limits.chatterTimes;
    const fleeting = chattering ? 0 : source.alarms.filter((alarm) => isFleeting(alarm, limits)).length;
    const nuisances: Nuisance[] = [];
    if (index < 10 && times.length > 1 && times.length / heard.length > limits.topShare / 10)
      nuisances.push('frequent');
    if (chattering) nuisances.push('chattering');
    if (fleeting > 0) nuisances.push('fleeting');
    if (source.stale) nuisances.push('stale');
    return { rule: source.rule, subject: source.subject, count: times.length, fleeting, nuisances };
  });
}

/** Over before anybody could answer: it told nobody anything. One that repeats at once is chattering instead. */
function isFleeting({ at, over, answered }: Annunciated, { fleetingSeconds }: QualityLimits): boolean {
  return over !== null && over - at <= fleetingSeconds * 1000 && (answered === null || answered > over);
}
