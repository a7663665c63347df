import { dayOf } from '@anlan/domain/calendar';
import { match, type CatalogueItem } from '@anlan/kernel/catalogue';
import type { RewardEvent } from './catalogues.ts';

const DAY = 86_400_000;

/** One act in the trail of a hidden danger; `due` is the deadline that held when it was done. Times are epoch ms. */
export interface DangerAct {
  readonly action: string;
  readonly at: number;
  readonly by: string;
}

/** What the records say of one hidden danger. */
export interface DangerRecord {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly source: string;
  readonly grade: string | null;
  readonly level: string | null;
  readonly class: string | null;
  readonly round: string | null;
  readonly responsible: string | null;
  readonly acts: readonly DangerAct[];
  /** Ends of the periods within which it had to be rectified, each with the instant from which it held. */
  readonly deadlines: readonly { readonly from: number; readonly due: number }[];
}

export interface Happening {
  readonly event: RewardEvent;
  readonly at: number;
  readonly finder: string | null;
  readonly responsible: string | null;
  readonly daysLate: number;
}

export interface RewardLine {
  readonly rule: string;
  readonly ruleCode: string;
  readonly ruleTitle: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly caseTitle: string;
  readonly event: RewardEvent;
  readonly at: number;
  readonly person: string;
  readonly points: number;
  /** Yuan; negative = taken. */
  readonly amount: number;
}

const OWN = new Set(['self', 'alarm']);

/**
 * What in a danger's life can be rewarded or punished, in order. `rectified` and `rectified-late` are submissions against
 * the deadline that held then; `overdue` is the first instant past a deadline without a submission, up to `now`.
 */
export function happeningsOf(record: DangerRecord, now: number): Happening[] {
  const opened = record.acts.find(({ action }) => action === 'open');
  if (opened === undefined || record.acts.some(({ action }) => action === 'unfounded')) return [];
  const { responsible } = record;
  const own = OWN.has(record.source);
  const finder = own ? opened.by : null;
  const base = { finder, responsible, daysLate: 0 };
  const found: Happening = { ...base, event: own ? 'found' : 'found-outside', at: opened.at };
  const later = record.acts.flatMap((act): Happening[] => {
    if (act.action === 'return') return [{ ...base, event: 'returned', at: act.at }];
    if (act.action !== 'submit') return [];
    const due = dueAt(record, act.at);
    if (due === undefined) return [];
    const late = act.at > due;
    const daysLate = late ? Math.ceil((act.at - due) / DAY) : 0;
    return [{ ...base, event: late ? 'rectified-late' : 'rectified', at: act.at, daysLate }];
  });
  const missed = record.deadlines.flatMap(({ from, due }, index): Happening[] => {
    const end = Math.min(record.deadlines[index + 1]?.from ?? now, now);
    const submitted = record.acts.find(({ action, at }) => action === 'submit' && at >= from);
    const until = Math.min(end, submitted?.at ?? Number.POSITIVE_INFINITY);
    return until > due ? [{ ...base, event: 'overdue', at: due, daysLate: Math.ceil((until - due) / DAY) }] : [];
  });
  return [found, ...later, ...missed].sort((a, b) => a.at - b.at);
}

function dueAt({ deadlines }: DangerRecord, at: number): number | undefined {
  return deadlines.findLast(({ from }) => from <= at)?.due;
}

/** Lines of a month (`YYYY-MM`, Asia/Shanghai): every rule that held on the day of a happening, over every record. */
export function rewardLines(
  rules: readonly CatalogueItem[],
  records: readonly DangerRecord[],
  month: string,
  now: number,
): RewardLine[] {
  return records.flatMap((record) =>
    happeningsOf(record, now)
      .filter(({ at }) => dayOf(at).startsWith(month))
      .flatMap((happening) => {
        const { event, at, daysLate } = happening;
        const { grade, level, class: kind, round, source } = record;
        const facts = { event, grade, level, class: kind, round, source, daysLate };
        return match(rules, facts, dayOf(at)).flatMap(({ item }) => lineOf(item, record, happening));
      }),
  );
}

function lineOf(item: CatalogueItem, record: DangerRecord, happening: Happening): RewardLine[] {
  if (item.effect.kind !== 'propose') return [];
  const { points = 0, amount = 0, whom = 'responsible' } = item.effect.values;
  const person = whom === 'finder' ? happening.finder : happening.responsible;
  return [
    {
      rule: item.id,
      ruleCode: item.code,
      ruleTitle: item.title,
      caseId: record.id,
      caseNumber: record.number,
      caseTitle: record.title,
      event: happening.event,
      at: happening.at,
      person: person ?? '未明确',
      points: Number(points),
      amount: Number(amount),
    },
  ];
}

/** Sums of lines; money in yuan to the cent. */
export function totalOf(lines: readonly Pick<RewardLine, 'points' | 'amount'>[]): { points: number; amount: number } {
  const sum = (pick: (line: Pick<RewardLine, 'points' | 'amount'>) => number) =>
    Math.round(lines.reduce((total, line) => total + pick(line), 0) * 100) / 100;
  return { points: sum(({ points }) => points), amount: sum(({ amount }) => amount) };
}
