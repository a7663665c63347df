import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { LEVELS } from '@anlan/kernel/entity';
import { isRefusal, refuse, type Refusal, both, factsIn, type Words } from '@anlan/kernel/refusal';
import { dayOf } from '@anlan/domain/calendar';
import type { Edge } from '@anlan/domain/risk-scoring';
import {
  differsFrom,
  lacksReason,
  METHODS,
  riskPoint,
  scoreRow,
  worstOf,
  type Method,
  type RiskAssessment,
} from '@anlan/systems/prevention';
import { kept, refusalOf } from '../access/all-or-nothing.ts';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { changeRecord } from '../registry/change.ts';

/** A row of an assessment as it is entered; what is computed from it is never sent. */
export const rowInput = z.strictObject({
  step: z.string().trim().min(1).max(200),
  parameter: z.string().trim().max(40).nullish(),
  guideWord: z.string().trim().max(40).nullish(),
  hazard: z.string().trim().min(1).max(300),
  cause: z.string().trim().max(300).nullish(),
  consequence: z.string().trim().max(300).nullish(),
  existing: z.string().trim().max(500).nullish(),
  scale: z.enum(['LEC', 'LS']),
  l: z.number(),
  e: z.number().nullish(),
  c: z.number().nullish(),
  s: z.number().nullish(),
  level: z.enum(LEVELS).nullish().describe('where it differs from the computed one, with a reason'),
  reason: z.string().trim().max(300).nullish(),
  suggestion: z.string().trim().max(300).nullish(),
});
export type RowInput = z.infer<typeof rowInput>;

interface Head extends Omit<RiskAssessment, 'rows' | 'begunAt' | 'doneAt'> {
  readonly begunAt: Date;
  readonly doneAt: Date | null;
  readonly edge: Edge;
}

const HEAD = sql`
  a.id, a.risk_point AS "riskPoint", p.name AS "riskName", a.enterprise AS "enterpriseId", e.name AS "enterpriseName", a.method, a.title, a.team, a.state,
  a.version, a.level, a.computed_level AS "computedLevel", a.score, a.begun_at AS "begunAt", a.begun_by AS "begunBy", a.done_at AS "doneAt",
  a.done_by AS "doneBy", a.edge FROM risk_assessment a JOIN risk_point p ON p.id = a.risk_point LEFT JOIN enterprise e ON e.id = a.enterprise`;

const headView = ({ edge: _, begunAt, doneAt, ...head }: Head): Omit<RiskAssessment, 'rows'> => ({
  ...head,
  begunAt: begunAt.getTime(),
  doneAt: doneAt?.getTime() ?? null,
});

/** Assessments of a risk point, the newest first. */
export async function assessmentsOf(tx: Tx, point: string): Promise<Omit<RiskAssessment, 'rows'>[]> {
  const { rows } =
    await sql<Head>`SELECT ${HEAD} WHERE a.risk_point = ${point} ORDER BY a.begun_at DESC LIMIT 50`.execute(tx);
  return rows.map(headView);
}

/** One assessment with its rows, each derived again from what was entered; undefined outside the scope. */
export async function assessmentOf(tx: Tx, id: string): Promise<RiskAssessment | undefined> {
  const { rows } = await sql<Head>`SELECT ${HEAD} WHERE a.id = ${id}`.execute(tx);
  const [head] = rows;
  if (head === undefined) return undefined;
  const own = await sql<Omit<RiskAssessment['rows'][number], 'same'>>`
    SELECT seq, step, parameter, guide_word AS "guideWord", hazard, cause, consequence, existing, scale, l, e, c, s, score,
      computed_level AS "computedLevel", level, reason, suggestion, working
    FROM risk_assessment_row WHERE assessment = ${id} ORDER BY seq`.execute(tx);
  return {
    ...headView(head),
    rows: own.rows.map((row) => ({ ...row, same: differsFrom(row, head.edge) === undefined })),
  };
}

export interface NewAssessment {
  readonly id: string;
  readonly riskPoint: string;
  readonly method: Method;
  readonly title: string;
  readonly team?: string | null | undefined;
  readonly rows: readonly RowInput[];
}

/** Begins an assessment of a risk point in scope, with the rows there are; undefined = no such point in scope. */
export async function beginAssessment(
  context: Context,
  actor: Actor,
  input: NewAssessment,
  now: number,
): Promise<Refusal | true | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ path: string }>`
      SELECT region_path AS path FROM risk_point WHERE id = ${input.riskPoint} AND retired_at IS NULL`.execute(tx);
    const [point] = rows;
    if (point === undefined) return undefined;
    const known = await sql`SELECT FROM risk_assessment WHERE id = ${input.id}`.execute(tx);
    if (known.rows.length > 0) return refuse('already-exists', { field: both('评估', 'Assessment'), value: input.id });
    const edge: Edge = (await valuesFor(tx, point.path, now)).value('risk.edge-upper') === true ? 'upper' : 'lower';
    await sql`
      INSERT INTO risk_assessment (id, risk_point, enterprise, method, title, team, edge, begun_at, begun_by, demonstration, region_path, organisation_id, sector)
      SELECT ${input.id}, p.id, p.enterprise, ${input.method}, ${input.title}, ${input.team ?? null}, ${edge}, ${new Date(now)}, ${actor.name}, p.demonstration,
        p.region_path, p.organisation_id, p.sector
      FROM risk_point p WHERE p.id = ${input.riskPoint}`.execute(tx);
    kept(await writeRows(tx, input.id, input.method, edge, input.rows));
    await record(tx, actor, 'risk.assess', { kind: 'risk-point', id: input.riskPoint }, 'done', {
      assessment: input.id,
    });
    return true;
  }).catch(refusalOf);
}

/** Replaces the rows of a draft. Undefined = no such assessment in scope. */
export async function rewriteAssessment(
  context: Context,
  actor: Actor,
  id: string,
  { version, rows }: { readonly version: number; readonly rows: readonly RowInput[] },
): Promise<Refusal | true | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const draft = await draftOf(tx, id, version);
    if (draft === undefined || isRefusal(draft)) return draft;
    kept(await writeRows(tx, id, draft.method, draft.edge, rows));
    await sql`UPDATE risk_assessment SET version = version + 1 WHERE id = ${id}`.execute(tx);
    return true;
  }).catch(refusalOf);
}

interface Draft {
  readonly method: Method;
  readonly edge: Edge;
  readonly riskPoint: string;
}

async function draftOf(tx: Tx, id: string, version: number): Promise<Draft | Refusal | undefined> {
  const { rows } = await sql<Draft & { state: string; version: number }>`
    SELECT method, edge, risk_point AS "riskPoint", state, version FROM risk_assessment WHERE id = ${id} FOR UPDATE`.execute(
    tx,
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  if (found.state === 'done') return refuse('assessment-done');
  return found.version === version ? found : refuse('version-conflict', { version: found.version });
}

/** The field of a refusal with the row it stands in. */
function ofRow(index: number, { facts }: Refusal): Words {
  const [zh, en] = [factsIn(facts, 'zh')['field'], factsIn(facts, 'en')['field']];
  return both(`第 ${index + 1} 行 ${zh}`, `${en} of row ${index + 1}`);
}

/** Writes the rows anew, each scored; a refusal leaves the writing half done, so its transaction is to be undone. */
async function writeRows(
  tx: Tx,
  id: string,
  method: Method,
  edge: Edge,
  rows: readonly RowInput[],
): Promise<Refusal | undefined> {
  await sql`DELETE FROM risk_assessment_row WHERE assessment = ${id}`.execute(tx);
  for (const [index, row] of rows.entries()) {
    const scales: readonly string[] = METHODS[method].scales;
    if (!scales.includes(row.scale))
      return refuse(
        'field-invalid',
        {
          field: both(`第 ${index + 1} 行评分`, `Score of row ${index + 1}`),
          problem: both(`应为 ${scales.join('、')}`, `one of ${scales.join(', ')}`),
        },
        'scale',
      );
    const scored = scoreRow(row, edge);
    if (isRefusal(scored)) return { ...scored, facts: { ...scored.facts, field: ofRow(index, scored) } };
    const level = row.level ?? scored.level;
    if (lacksReason({ level, computedLevel: scored.level, reason: row.reason }))
      return refuse('risk-level-reason', {}, 'reason');
    await sql`
      INSERT INTO risk_assessment_row (assessment, seq, step, parameter, guide_word, hazard, cause, consequence, existing, scale, l, e, c, s, score,
        computed_level, level, reason, working, suggestion, region_path, organisation_id, sector)
      SELECT a.id, ${index + 1}, ${row.step}, ${row.parameter ?? null}, ${row.guideWord ?? null}, ${row.hazard}, ${row.cause ?? null}, ${row.consequence ?? null},
        ${row.existing ?? null}, ${row.scale}, ${row.l}, ${row.e ?? null}, ${row.c ?? null}, ${row.s ?? null}, ${scored.score}, ${scored.level}, ${level},
        ${row.reason ?? null}, ${JSON.stringify(scored.working)}::jsonb, ${row.suggestion ?? null}, a.region_path, a.organisation_id, a.sector
      FROM risk_assessment a WHERE a.id = ${id}`.execute(tx);
  }
  return undefined;
}

export interface Completion {
  readonly version: number;
  readonly control?: string | undefined;
  readonly responsible?: string | undefined;
}

/**
 * Completes an assessment: the risk point takes method, score and level of its worst row. A high level needs an owner at
 * the level of the enterprise, here or already entered. Undefined = no such assessment in scope.
 */
export async function completeAssessment(
  context: Context,
  actor: Actor,
  id: string,
  { version, control, responsible }: Completion,
  now: number,
): Promise<Refusal | true | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const draft = await draftOf(tx, id, version);
    if (draft === undefined || isRefusal(draft)) return draft;
    const found = (await assessmentOf(tx, id)) as RiskAssessment;
    const judged = worstOf(found.rows);
    if (judged === undefined)
      return refuse('assessment-empty', { what: both(METHODS[draft.method].row, METHODS[draft.method].rowEn) });
    const reasons = found.rows.flatMap(({ reason }) => (reason === null ? [] : [reason]));
    const point = await sql<{ version: number }>`SELECT version FROM risk_point WHERE id = ${draft.riskPoint}`.execute(
      tx,
    );
    const changes = {
      method: draft.method,
      ...judged,
      levelReason: judged.level === judged.computedLevel ? null : [...new Set(reasons)].join('；').slice(0, 300),
      reviewedOn: dayOf(now),
      ...(control !== undefined && { control }),
      ...(responsible !== undefined && { responsible }),
    };
    const changed = await changeRecord(
      tx,
      riskPoint,
      draft.riskPoint,
      { version: point.rows[0]!.version, changes },
      { by: actor.name, source: `assessment:${id}` },
    );
    if (changed === undefined) return undefined;
    kept(changed);
    await sql`
      UPDATE risk_assessment SET state = 'done', version = version + 1, level = ${judged.level}, computed_level = ${judged.computedLevel},
        score = ${judged.score}, done_at = ${new Date(now)}, done_by = ${actor.name} WHERE id = ${id}`.execute(tx);
    await record(tx, actor, 'risk.grade', { kind: 'risk-point', id: draft.riskPoint }, 'done', {
      assessment: id,
      ...judged,
    });
    return true as const;
  }).catch(refusalOf);
}
