import { stateName } from '@anlan/kernel/case';
import { kindOf } from '../case/row.ts';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Fact, Facts } from '@anlan/kernel/grading';
import { isRefusal, refuse, type Refusal, both, type Words } from '@anlan/kernel/refusal';
import { dayOf, endOfPeriod, shift } from '@anlan/domain/calendar';
import { ELEMENTS, standardisationModelOf } from '@anlan/systems/technology';
import type { Tx } from '../access/scoped.ts';
import { actOn, PLATFORM } from '../case/write.ts';
import { keepGrading } from '../grading/index.ts';
import { nextNumber } from '../number/next.ts';
import { valuesFor, worldFor } from '../parameter/book.ts';
import { changeRecord } from '../registry/change.ts';
import { entityOf } from '../registry/table.ts';
import { runDefaults } from './defaults.ts';

export type Stage = 'self' | 'evaluation';

/** An application with the enterprise it is about. */
export interface Application {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly enterprise: string;
  readonly name: string;
  readonly sector: string | null;
  readonly region_path: string;
  readonly demonstration: boolean;
  readonly licence_until: string | null;
  readonly evaluator: string | null;
  readonly announced_until: string | null;
  readonly evaluation_score: number | null;
  readonly grade: string | null;
}

export async function applicationOf(tx: Tx, id: string): Promise<Application | undefined> {
  const { rows } = await sql<Application>`
    SELECT c.id, c.number, c.state, d.enterprise, e.name, e.sector, c.region_path, c.demonstration, e.licence_until, d.evaluator, d.announced_until,
      d.evaluation_score, d.grade
    FROM case_file c JOIN case_standardisation d ON d.case_id = c.id JOIN enterprise e ON e.id = d.enterprise WHERE c.id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

interface ElementSum {
  readonly element: string | null;
  readonly reached: number;
  readonly full: number;
  readonly open: number;
}

const WANTED_STATE: Readonly<Record<Stage, string>> = { self: 'self', evaluation: 'evaluating' };
const STAGE_WORD: Readonly<Record<Stage, Words>> = {
  self: both('自评', 'Self-score'),
  evaluation: both('现场评审', 'Evaluation on site'),
};

/** Points of a finished check by element; refused while items are unanswered, or where it is not this enterprise's. */
export async function elementsOf(
  tx: Tx,
  run: string,
  application: Application,
  stage: Stage,
): Promise<ElementSum[] | Refusal> {
  const head = await sql<{
    organisation: string;
    use: string;
    done: boolean;
    source: string | null;
    kind: string | null;
  }>`
    SELECT organisation_id AS organisation, use, done_at IS NOT NULL AS done, source_id AS source, source_kind AS kind FROM check_run WHERE id::text = ${run}`.execute(
    tx,
  );
  const [found] = head.rows;
  if (
    found === undefined ||
    found.organisation !== application.enterprise ||
    found.use !== 'standard' ||
    found.source !== application.id ||
    found.kind !== `standardisation-${stage}`
  )
    return refuse('not-found');
  if (!found.done) return refuse('standardisation-unscored', { what: STAGE_WORD[stage] });
  const { rows } = await sql<ElementSum>`
    SELECT v.element, coalesce(sum(v.weight) FILTER (WHERE a.result = 'ok'), 0)::float8 AS reached,
      coalesce(sum(v.weight) FILTER (WHERE a.result IN ('ok', 'bad')), 0)::float8 AS full, count(*) FILTER (WHERE a.result IS NULL)::int AS open
    FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id JOIN check_item_version v ON v.item_id = l.item_id AND v.from_version = l.from_version
      LEFT JOIN check_answer a ON a.run_id = r.id AND a.item_id = l.item_id
    WHERE r.id::text = ${run} GROUP BY v.element`.execute(tx);
  const open = rows.reduce((sum, row) => sum + row.open, 0);
  return open === 0
    ? rows
    : refuse('standardisation-unscored', {
        what: both(`${STAGE_WORD[stage].zh}还有 ${open} 项未答`, `${STAGE_WORD[stage].en}: ${open} items open`),
      });
}

/** Which of the eight elements an item of the master names: by key or by its Chinese heading. */
export function elementKey(element: string | null): string | undefined {
  return ELEMENTS.find(({ key, label }) => element === key || element === label || (element ?? '').endsWith(label))
    ?.key;
}

async function factsOf(
  tx: Tx,
  application: Application,
  run: string,
  sums: readonly ElementSum[],
  at: number,
): Promise<Facts> {
  const facts: Record<string, Fact> = {};
  for (const { key, label } of ELEMENTS) {
    const own = sums.filter(({ element }) => elementKey(element) === key);
    const full = own.reduce((sum, row) => sum + row.full, 0);
    const reached = own.reduce((sum, row) => sum + row.reached, 0);
    if (full === 0) continue;
    const value = Math.round((reached / full) * 10_000) / 100;
    facts[`element.${key}`] = {
      value,
      at,
      source: { kind: 'check-run', id: run, label: `${label} ${reached} / ${full} 分` },
    };
  }
  const { rows } = await sql<{ open: number; late: number; lies: number }>`
    SELECT (SELECT count(*)::int FROM case_file c JOIN case_hidden_danger h ON h.case_id = c.id
        WHERE c.organisation_id = ${application.enterprise} AND c.closed_at IS NULL AND h.grade = 'major') AS open,
      (SELECT count(c.overdue_since)::int FROM case_file c JOIN case_hidden_danger h ON h.case_id = c.id
        WHERE c.organisation_id = ${application.enterprise} AND c.closed_at IS NULL AND h.grade = 'major'
          AND c.owner = 'organisation') AS late,
      (SELECT count(*)::int FROM case_file c WHERE c.organisation_id = ${application.enterprise} AND c.kind = 'self-check' AND c.state = 'false'
        AND c.closed_at > ${new Date(at - 365 * 86_400_000)}) AS lies`.execute(tx);
  const { open, late, lies } = rows[0]!;
  const count = (value: number, label: string): Fact => ({ value, at, source: { kind: 'case', label } });
  const until = application.licence_until;
  return {
    ...facts,
    majorOpen: count(open, `在办重大隐患 ${open} 条`),
    majorLate: count(late, `逾期重大隐患 ${late} 条`),
    falseReports: count(lies, `一年内虚报 ${lies} 次`),
    ...(until !== null && {
      licenceExpired: {
        value: until < dayOf(at),
        at,
        source: { kind: 'enterprise', id: application.enterprise, label: `许可证有效期至 ${until}` },
      },
    }),
  };
}

/**
 * Scores the self-check or the evaluation of an application from its finished check: element by element, the result kept
 * with its facts. The evaluation also decides the grade and begins the announcement. Owner's transaction, outbox locked.
 */
export async function scoreStage(
  tx: Tx,
  application: Application,
  { stage, run, by, at }: { stage: Stage; run: string; by: string; at: number },
): Promise<Refusal | { readonly grading: string; readonly score: number; readonly grade: string }> {
  if (application.state !== WANTED_STATE[stage])
    return refuse('standardisation-state', {
      state: stateName(kindOf('standardisation'), application.state),
      action: STAGE_WORD[stage],
    });
  const sums = await elementsOf(tx, run, application, stage);
  if (isRefusal(sums)) return sums;
  const { enterprise, name, sector, region_path: regionPath, demonstration } = application;
  const subject = {
    kind: `standardisation-${stage}`,
    id: application.id,
    name,
    regionPath,
    organisationId: enterprise,
    sector,
    demonstration,
  };
  const facts = await factsOf(tx, application, run, sums, at);
  const kept = await keepGrading(tx, { key: standardisationModelOf(sector).key, subject, facts, at, by });
  if (isRefusal(kept)) return kept;
  const score = Math.round(kept.result.score * 100) / 100;
  const grade = kept.result.level;
  const acted =
    stage === 'self'
      ? await actOn(
          tx,
          application.id,
          { action: 'score', input: { selfRun: run, selfScore: score }, files: [] },
          PLATFORM,
          at,
        )
      : await actOn(
          tx,
          application.id,
          {
            action: 'evaluate',
            input: {
              evaluationRun: run,
              evaluationScore: score,
              grade,
              announcedUntil: await announcedUntil(tx, regionPath, at),
            },
            files: [],
          },
          PLATFORM,
          at,
        );
  return isRefusal(acted) ? acted : { grading: kept.id, score, grade };
}

async function announcedUntil(tx: Tx, place: string, at: number): Promise<string> {
  const world = await worldFor(tx, place, at);
  return dayOf(endOfPeriod(at, world.parameter('standardisation.announce'), 'working-days', world.days));
}

/**
 * Grants the certificate of an announced application without objection: the register of certificates and of enterprises
 * follow, and a default ends. Owner's transaction, outbox locked.
 */
export async function grantCertificate(
  tx: Tx,
  application: Application,
  { by, at }: { by: string; at: number },
): Promise<Refusal | { readonly certificate: string }> {
  if (application.state !== 'announced')
    return refuse('standardisation-state', {
      state: stateName(kindOf('standardisation'), application.state),
      action: both('发证', 'issuing the certificate'),
    });
  const today = dayOf(at);
  if ((application.announced_until ?? '') > today)
    return refuse('field-invalid', {
      field: both('公示', 'Announcement'),
      problem: both(
        `公示至 ${application.announced_until}，期满方可发证`,
        `announced until ${application.announced_until}; the certificate follows after that`,
      ),
    });
  const { grade } = application;
  if (grade === null || grade === 'none')
    return refuse('standardisation-unscored', {
      what: both('评审未达标，不能发证', 'the evaluation fell short: no certificate'),
    });
  const years = (await valuesFor(tx, application.region_path, at)).number('standardisation.valid');
  const certificate = await nextNumber(tx, 'AQBZ', at);
  const until = shift(`${Number(today.slice(0, 4)) + years}${today.slice(4)}`.replace('-02-29', '-02-28'), -1);
  await sql`
    INSERT INTO standardisation_certificate (id, name, region_path, organisation_id, sector, demonstration, provenance, updated_by, enterprise, number, grade, score,
      standard, evaluator, issued_on, valid_until)
    VALUES (${randomUUID()}, ${`${application.name}标准化证书`.slice(0, 120)}, ${application.region_path}, ${application.enterprise}, ${application.sector},
      ${application.demonstration}, 'case', ${by}, ${application.enterprise}, ${certificate}, ${grade}, ${application.evaluation_score}, 'GB/T 33000-2016',
      ${application.evaluator}, ${today}::date, ${until}::date)`.execute(tx);
  const register = await sql<{
    version: number;
  }>`SELECT version FROM enterprise WHERE id = ${application.enterprise}`.execute(tx);
  const changed = await changeRecord(
    tx,
    entityOf('enterprise'),
    application.enterprise,
    { version: register.rows[0]!.version, changes: { standardisation: grade } },
    { by, source: `standardisation:${application.id}` },
  );
  if (changed !== undefined && isRefusal(changed)) return changed;
  const acted = await actOn(
    tx,
    application.id,
    { action: 'grant', input: { certificate, decision: `${by}发证，有效期至 ${until}` }, files: [] },
    PLATFORM,
    at,
  );
  if (isRefusal(acted)) return acted;
  await runDefaults(tx, application.region_path, at);
  return { certificate };
}
