import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Actor } from '@anlan/kernel/access';
import {
  assess,
  qualityRows,
  type QualityPart,
  type QualitySpan,
  type QualityStatement,
  type StatementHead,
} from '@anlan/kernel/alarm-quality';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { nextNumber } from '../number/next.ts';
import { observedOf, observedSince, readObserved } from './observed.ts';
import { readAlarms, readMonitored, readNames } from './read.ts';
import { breakdown, byEnterprise, limitsFor, observedBy, partOf } from './report.ts';

type Figures = Pick<QualityStatement, 'whole' | 'rows' | 'enterprises'>;
interface Row {
  id: string;
  number: string;
  revision: number;
  period_from: Date;
  period_to: Date;
  figures: Figures;
  hash: string;
  reason: string;
  by: string;
  at: Date;
  region_path: string;
  region_name: string;
}

/** The month in Asia/Shanghai as a span; `month` = `2026-10`. */
export function monthSpan(month: string): QualitySpan {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const begin = (ahead: number): number => Date.UTC(year, number - 1 + ahead, 1) - 8 * 3_600_000;
  return { from: begin(0), to: begin(1) };
}

/** Figures of a place, computed by its owner's right: a statement speaks for the place, not for who asked. */
async function figuresOf(tx: Tx, span: QualitySpan, region: string, name: string, judgedAt: number): Promise<Figures> {
  const limits = await limitsFor(tx, region, judgedAt);
  const alarms = await readAlarms(tx, span, { region });
  const names = await readNames(tx, new Set(alarms.flatMap(({ organisation }) => organisation ?? [])));
  const observations = await readObserved(tx, { region });
  const observed = observedOf(span, observedSince(observations, alarms), span.to);
  const ofEnterprise = observedBy(byEnterprise(names), observations, span, span.to);
  const whole = assess(alarms, span, limits, observed);
  const loud = breakdown(alarms, byEnterprise(names), span, ofEnterprise, limits).map(({ part }) => part);
  // An enterprise that is watched and was quiet is a figure as well: nobody is left out of what is published.
  const known = new Set(loud.map(({ key }) => key));
  const quiet = [...(await readMonitored(tx, region, span))]
    .filter(([id]) => !known.has(id))
    .map(([id, enterprise]): QualityPart => {
      const own = ofEnterprise(id, []);
      return partOf(id, enterprise, assess([], span, limits, own), limits, own);
    });
  return {
    whole: partOf('', name, whole, limits, observed),
    rows: qualityRows(whole, limits, (observed.to - observed.from) / 3_600_000),
    enterprises: [...loud, ...quiet].sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

const hashOf = (figures: Figures): string => createHash('sha256').update(JSON.stringify(figures)).digest('hex');

interface Entered {
  readonly number: string;
  readonly revision: number;
  readonly span: QualitySpan;
  readonly region: string;
  readonly figures: Figures;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

async function enter(tx: Tx, { number, revision, span, region, figures, reason, by, at }: Entered): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO alarm_quality_statement (id, number, revision, period_from, period_to, figures, hash, reason, by, at, region_path)
    VALUES (${id}, ${number}, ${revision}, ${new Date(span.from)}, ${new Date(span.to)}, ${JSON.stringify(figures)}::jsonb,
      ${hashOf(figures)}, ${reason}, ${by}, ${new Date(at)}, ${region})`.execute(tx);
  return id;
}

/** Issues the figures of a month that is over for the actor's place; once a month and place. */
export async function issue(
  db: Database,
  actor: Actor,
  month: string,
  reason: string,
  now: number,
): Promise<{ readonly id: string } | Refusal> {
  const { scope } = actor;
  if (scope.kind !== 'region' || (scope.sectors?.length ?? 0) > 0) return refuse('statement-scope');
  const span = monthSpan(month);
  if (span.to > now) return refuse('month-not-over', { month }, 'month');
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(7231)`.execute(tx);
    const known = await sql<{ number: string }>`
      SELECT number FROM alarm_quality_statement WHERE region_path = ${scope.path} AND period_from = ${new Date(span.from)} LIMIT 1`.execute(
      tx,
    );
    if (known.rows[0] !== undefined) return refuse('statement-issued', { number: known.rows[0].number }, 'month');
    const region = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${scope.path}`.execute(tx);
    const figures = await figuresOf(tx, span, scope.path, region.rows[0]?.name ?? scope.path, now);
    const number = await nextNumber(tx, 'AQ', now);
    const id = await enter(tx, {
      number,
      revision: 1,
      span,
      region: scope.path,
      figures,
      reason,
      by: actor.name,
      at: now,
    });
    await record(tx, actor, 'alarm.quality.issue', { kind: 'alarm-quality-statement', id }, 'done', { number, month });
    return { id };
  });
}

const ABOUT = sql`s.id, s.number, s.revision, s.period_from, s.period_to, s.hash, s.reason, s.by, s.at, s.region_path,
  (SELECT name FROM region WHERE path = s.region_path) AS region_name`;
const COLUMNS = sql`${ABOUT}, s.figures`;

const aboutOf = (row: Omit<Row, 'figures'>): Omit<StatementHead, 'whole' | 'enterprises' | 'quiet' | 'compliant'> => ({
  id: row.id,
  number: row.number,
  regionPath: row.region_path,
  regionName: row.region_name,
  from: row.period_from.getTime(),
  to: row.period_to.getTime(),
  revision: row.revision,
  reason: row.reason,
  by: row.by,
  at: row.at.getTime(),
  hash: row.hash,
});

/** Statements the transaction may see with all their revisions, newest first. */
export async function statements(tx: Tx): Promise<StatementHead[]> {
  const { rows } = await sql<
    Omit<Row, 'figures'> & Pick<StatementHead, 'whole' | 'enterprises' | 'quiet' | 'compliant'>
  >`
    SELECT ${ABOUT}, s.figures->'whole' AS whole, c.* FROM alarm_quality_statement s
    CROSS JOIN LATERAL (SELECT count(*)::int AS enterprises, count(*) FILTER (WHERE e->'count' = '0')::int AS quiet,
      count(*) FILTER (WHERE e->'met' = e->'judged' AND e->'judged' <> '0')::int AS compliant FROM jsonb_array_elements(s.figures->'enterprises') e) c
    ORDER BY s.period_from DESC, s.number, s.revision DESC LIMIT 200`.execute(tx);
  return rows.map(({ whole, enterprises, quiet, compliant, ...row }) => {
    return { ...aboutOf(row), whole, enterprises, quiet, compliant };
  });
}

/** One revision of a statement with the figures of every enterprise, as far as the transaction may see it. */
export async function statementOf(tx: Tx, id: string): Promise<QualityStatement | undefined> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM alarm_quality_statement s WHERE s.id = ${id}`.execute(tx);
  const [row] = rows;
  return row === undefined ? undefined : { ...aboutOf(row), ...row.figures };
}

const OF_SPAN = sql`a.raised_at < s.period_to AND coalesce(least(a.recovered_at, a.closed_at), 'infinity') > s.period_from
  AND starts_with(a.region_path, s.region_path)`;

/** What late data has changed since a revision: alarms found, and found ones that turned out to last. */
const reasonOf = ({ late, live }: { readonly late: number; readonly live: number }): string =>
  [
    ...(late === 0 ? [] : [`补传数据中发现 ${late} 条越限`]),
    ...(live === 0 ? [] : [`补传数据中发现的 ${live} 条越限转为实时报警`]),
  ].join('；');

/**
 * Restates what late data has changed: a further revision with the figures as they are now, judged by the numbers of the
 * first one. Gives how many were restated.
 */
export async function restate(db: Database, now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(7231)`.execute(tx);
    const { rows } = await sql<Row & { first_at: Date; late: number; live: number }>`
      SELECT * FROM (
        SELECT ${COLUMNS}, first_value(s.at) OVER (PARTITION BY s.number ORDER BY s.revision) AS first_at,
          row_number() OVER (PARTITION BY s.number ORDER BY s.revision DESC) AS place,
          (SELECT count(*) FROM alarm a WHERE a.retrospective AND a.seen_at > s.at AND ${OF_SPAN})::int AS late,
          (SELECT count(*) FROM alarm a WHERE a.came_live_at > s.at AND ${OF_SPAN})::int AS live
        FROM alarm_quality_statement s) x
      WHERE place = 1 AND late + live > 0`.execute(tx);
    for (const row of rows) {
      const span = { from: row.period_from.getTime(), to: row.period_to.getTime() };
      const figures = await figuresOf(tx, span, row.region_path, row.region_name, row.first_at.getTime());
      await enter(tx, {
        number: row.number,
        revision: row.revision + 1,
        span,
        region: row.region_path,
        figures,
        reason: reasonOf(row),
        by: '系统',
        at: now,
      });
    }
    return rows.length;
  });
}

const EVERY_MS = 60_000;

/** Looks every minute whether late data has changed what was issued. */
export function startStatementTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  const timer = setInterval(() => {
    restate(db, clock()).catch((error: unknown) =>
      log.warn({ error: (error as Error).message }, 'alarm quality statements'),
    );
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
