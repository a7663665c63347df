import { sql } from 'kysely';
import {
  assess,
  mostWithin,
  priorityShares,
  qualityLimits,
  qualityRows,
  type QualityFigures,
  type QualityLimits,
  type QualityPart,
  type QualityReport,
  type QualitySpan,
} from '@anlan/kernel/alarm-quality';
import type { Tx } from '../access/scoped.ts';
import { ruleOf } from '../alarm/row.ts';
import { valuesFor } from '../parameter/book.ts';
import { observedOf, observedSince, readObserved, type Observation } from './observed.ts';
import { readAlarms, readNames, type Asked, type Names, type Placed } from './read.ts';
import { suppressionOf } from './suppression.ts';

const TEN = 600_000;
const BARS = 120;
const MOST_NUISANCES = 200;
const MOST_FLOODS = 100;

/** The numbers that hold for a place now. */
export async function limitsFor(tx: Tx, place: string, at: number): Promise<QualityLimits> {
  return qualityLimits((await valuesFor(tx, place, at)).number);
}

/** Figures of a group of alarms as one line of a table; the span is what was observed of it. */
export function partOf(
  key: string,
  name: string,
  figures: QualityFigures,
  limits: QualityLimits,
  { from, to }: QualitySpan,
): QualityPart {
  const hours = (to - from) / 3_600_000;
  const rows = qualityRows(figures, limits, hours);
  const known = (key: 'perTen' | 'perHour' | 'perDay'): number | null =>
    rows.find((row) => row.key === key)?.value ?? null;
  const judged = rows.filter(({ met }) => met !== null);
  const { high = null, middle = null, low = null } = priorityShares(figures) ?? {};
  const { floods, levels: _, sources: __, tensOver: ___, hoursOver: ____, answered: _____, ...rest } = figures;
  return {
    key,
    name,
    ...rest,
    observed: hours,
    perTen: known('perTen'),
    perHour: known('perHour'),
    perDay: known('perDay'),
    floods: floods.length,
    high,
    middle,
    low,
    met: judged.filter(({ met }) => met === true).length,
    judged: judged.length,
  };
}

interface Group {
  readonly key: string;
  readonly name: string;
  readonly alarms: Placed[];
}

function grouped(
  alarms: readonly Placed[],
  by: (alarm: Placed) => readonly [key: string, name: string] | null,
): Group[] {
  const groups = new Map<string, Group>();
  for (const alarm of alarms) {
    const named = by(alarm);
    if (named === null) continue;
    const [key, name] = named;
    const group = groups.get(key) ?? { key, name, alarms: [] };
    groups.set(key, group);
    group.alarms.push(alarm);
  }
  return [...groups.values()];
}

interface Assessed {
  readonly part: QualityPart;
  readonly figures: QualityFigures;
}

/** Groups by what the report is broken down to, the loudest first, each over what was observed of it. */
export function breakdown(
  alarms: readonly Placed[],
  by: Parameters<typeof grouped>[1],
  span: QualitySpan,
  observedOfGroup: (key: string, alarms: readonly Placed[]) => QualitySpan,
  limits: QualityLimits,
): Assessed[] {
  return grouped(alarms, by)
    .map(({ key, name, alarms: own }) => {
      const observed = observedOfGroup(key, own);
      const figures = assess(own, { ...span, to: observed.to }, limits, observed);
      return { part: partOf(key, name, figures, limits, observed), figures };
    })
    .sort((a, b) => b.part.count - a.part.count || (a.part.name < b.part.name ? -1 : 1));
}

/** What was observed of each group of a span: as it was noted, and since its first alarm at the latest. */
export function observedBy(
  by: (observation: Observation) => readonly [key: string, name: string] | null,
  observations: readonly Observation[],
  span: QualitySpan,
  now: number,
): Parameters<typeof breakdown>[3] {
  const own = new Map<string, Observation[]>();
  for (const one of observations) {
    const [key] = by(one) ?? [];
    if (key !== undefined) own.set(key, [...(own.get(key) ?? []), one]);
  }
  return (key, alarms) => observedOf(span, observedSince(own.get(key) ?? [], alarms), now);
}

/** Groupings a report is broken down by; an enterprise is an operator position, and so is a county's desk. */
export const byEnterprise =
  ({ enterprises }: Names) =>
  ({ organisation }: Pick<Placed, 'organisation'>): readonly [string, string] | null =>
    organisation === null ? null : [organisation, enterprises.get(organisation) ?? '未登记企业'];

const byCounty =
  ({ county }: Names) =>
  ({ regionPath }: Pick<Placed, 'regionPath'>): readonly [string, string] => {
    const { path, name } = county(regionPath);
    return [path, name];
  };

const byRule = ({ rule }: Placed): readonly [string, string] => [rule, ruleOf(rule)?.label ?? rule];

/** The whole report of what the transaction may see: one desk, and every enterprise, county and rule in it. */
export async function reportOf(
  tx: Tx,
  span: QualitySpan,
  asked: Asked,
  desk: { readonly name: string; readonly place: string },
  now: number,
): Promise<QualityReport> {
  const limits = await limitsFor(tx, desk.place, now);
  const alarms = await readAlarms(tx, span, asked);
  const names = await readNames(tx, new Set(alarms.flatMap(({ organisation }) => organisation ?? [])));
  const observations = await readObserved(tx, asked);
  const since = observedSince(observations, alarms);
  const observed = observedOf(span, since, now);
  const whole = assess(alarms, { ...span, to: observed.to }, limits, observed);
  const enterprises = breakdown(
    alarms,
    byEnterprise(names),
    span,
    observedBy(byEnterprise(names), observations, span, now),
    limits,
  );
  const parts = (all: readonly Assessed[]): QualityPart[] => all.map(({ part }) => part);
  return {
    ...span,
    observedFrom: since > now ? null : observed.from,
    judgeHours: limits.judgeHours,
    name: desk.name,
    rows: qualityRows(whole, limits, (observed.to - observed.from) / 3_600_000),
    whole: partOf('', desk.name, whole, limits, observed),
    levels: whole.levels,
    trend: trendOf(alarms, span),
    floods: enterprises
      .flatMap(({ part, figures }) => figures.floods.map((flood) => ({ ...flood, key: part.key, name: part.name })))
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_FLOODS),
    enterprises: parts(enterprises),
    counties: parts(
      breakdown(alarms, byCounty(names), span, observedBy(byCounty(names), observations, span, now), limits),
    ),
    rules: parts(breakdown(alarms, byRule, span, () => observed, limits)),
    nuisances: await nuisancesOf(tx, whole),
    suppression: await suppressionOf(tx, span, asked, now),
  };
}

/** Alarms of each part of the span, and the most in ten minutes within it. */
function trendOf(alarms: readonly Placed[], { from, to }: QualitySpan): QualityReport['trend'] {
  const width = Math.max(TEN, Math.ceil((to - from) / BARS / TEN) * TEN);
  const bars = Array.from({ length: Math.max(1, Math.ceil((to - from) / width)) }, (): number[] => []);
  for (const { at, retrospective } of alarms)
    if (!retrospective && at >= from && at < to) bars[Math.floor((at - from) / width)]?.push(at);
  return { width, counts: bars.map((times) => times.length), peaks: bars.map((times) => mostWithin(times, TEN)) };
}

/** Sources that trouble their operators, with their names as the newest alarm has them. */
async function nuisancesOf(tx: Tx, { sources }: QualityFigures): Promise<QualityReport['nuisances']> {
  const worst = sources.filter(({ nuisances }) => nuisances.length > 0).slice(0, MOST_NUISANCES);
  if (worst.length === 0) return [];
  const asked = JSON.stringify(worst.map(({ rule, subject }) => ({ rule, subject })));
  const { rows } = await sql<{ rule: string; subject: string; name: string; place: string }>`
    SELECT s.rule, s.subject, a.subject_name AS name, a.place_name AS place
    FROM jsonb_to_recordset(${asked}::jsonb) AS s(rule text, subject uuid)
    CROSS JOIN LATERAL (SELECT subject_name, place_name FROM alarm
      WHERE rule = s.rule AND subject_id = s.subject ORDER BY raised_at DESC LIMIT 1) a`.execute(tx);
  const named = new Map(rows.map((row) => [`${row.rule} ${row.subject}`, row]));
  return worst.map(({ rule, subject, count, fleeting, nuisances }) => {
    const { name = subject, place = '' } = named.get(`${rule} ${subject}`) ?? {};
    const ruleLabel = ruleOf(rule)?.label ?? rule;
    return { rule, ruleLabel, subject, subjectName: name, place, count, fleeting, nuisances: [...nuisances] };
  });
}
