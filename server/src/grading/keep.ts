import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import {
  grade,
  hashOf,
  hashOfModel,
  modelOn,
  type Facts,
  type Grading,
  type GradingModel,
  type GradingResult,
} from '@anlan/kernel/grading';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Tx } from '../access/scoped.ts';

/** Every declared model in all its versions. */
export const MODELS: readonly GradingModel[] = SYSTEMS.flatMap(({ gradings = [] }) => gradings);

export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
  readonly demonstration: boolean;
}

export interface ResultRow {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly at: Date;
  readonly facts: Facts;
  readonly result: Grading;
  readonly hash: string;
  readonly by: string;
  readonly region_path: string;
  readonly model_hash: string;
}

/** The version of a declared model in force on the day of `at`; one that is not declared is a bug of the caller. */
export function modelAt(key: string, at: number): GradingModel {
  const model = modelOn(MODELS, key, dayOf(at)) ?? MODELS.find((one) => one.key === key);
  if (model === undefined) throw new Error(`no grading model ${key}`);
  return model;
}

/**
 * Grades a subject by the model in force at `at` (epoch ms) and keeps the result with its facts and the model itself.
 * Runs as the owner. Whoever asks again with the same facts at the same instant gets the row that is there.
 */
export async function keepGrading(
  tx: Tx,
  { key, subject, facts, at, by }: { key: string; subject: Subject; facts: Facts; at: number; by: string },
): Promise<{ readonly id: string; readonly result: Grading } | Refusal> {
  const model = modelAt(key, at);
  const result = grade(model, facts, at);
  if (isRefusal(result)) return result;
  await keepModel(tx, model);
  const id = randomUUID();
  const hash = hashOf(result);
  const known = await sql<{ id: string }>`
    SELECT id FROM grading_result
    WHERE model = ${key} AND subject_kind = ${subject.kind} AND subject_id = ${subject.id} AND hash = ${hash}`.execute(
    tx,
  );
  if (known.rows[0] !== undefined) return { id: known.rows[0].id, result };
  await sql`
    INSERT INTO grading_result (id, model, version, subject_kind, subject_id, subject_name, at, score, level, facts, result, hash, by,
      demonstration, region_path, organisation_id, sector)
    VALUES (${id}, ${model.key}, ${model.version}, ${subject.kind}, ${subject.id}, ${subject.name}, ${new Date(at)}, ${result.score},
      ${result.level}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(result)}::jsonb, ${hash}, ${by}, ${subject.demonstration},
      ${subject.regionPath}, ${subject.organisationId}, ${subject.sector})`.execute(tx);
  return { id, result };
}

/** Keeps a model at its first use. A version whose content was changed since is a bug and stops the grading. */
export async function keepModel(tx: Tx, model: GradingModel): Promise<void> {
  const hash = hashOfModel(model);
  await sql`
    INSERT INTO grading_model (key, version, hash, body) VALUES (${model.key}, ${model.version}, ${hash}, ${JSON.stringify(model)}::jsonb)
    ON CONFLICT (key, version) DO NOTHING`.execute(tx);
  const { rows } = await sql<{ hash: string }>`
    SELECT hash FROM grading_model WHERE key = ${model.key} AND version = ${model.version}`.execute(tx);
  if (rows[0]?.hash !== hash)
    throw new Error(`grading model ${model.key} ${model.version} was changed without a new version`);
}

export interface Rederived {
  readonly same: boolean;
  readonly hash: string;
  readonly kept: string;
  readonly score: number | null;
  readonly level: string | null;
}

/** Derives a kept result again from its facts and the model of then, and compares hash with hash. */
export async function rederive(tx: Tx, row: ResultRow): Promise<Rederived | Refusal> {
  const { rows } = await sql<{ body: GradingModel; hash: string }>`
    SELECT body, hash FROM grading_model WHERE key = ${row.model} AND version = ${row.version}`.execute(tx);
  const [model] = rows;
  if (model === undefined) return refuse('not-found');
  const again = grade(model.body, row.facts, row.at.getTime());
  if (isRefusal(again)) return again;
  const hash = hashOf(again);
  const same = hash === row.hash && hashOf(row.result) === row.hash && hashOfModel(model.body) === model.hash;
  return { same, hash, kept: row.hash, score: again.score, level: again.level };
}

/** The result that held for a subject at `at` (epoch ms): the newest made for that instant or before it. */
export async function resultAt(
  tx: Tx,
  { model, kind, id, at }: { model: string; kind: string; id: string; at: number },
): Promise<ResultRow | undefined> {
  const { rows } = await sql<ResultRow>`
    SELECT r.*, m.hash AS model_hash FROM grading_result r JOIN grading_model m ON m.key = r.model AND m.version = r.version
    WHERE r.model = ${model} AND r.subject_kind = ${kind} AND r.subject_id = ${id} AND r.at <= ${new Date(at)}
    ORDER BY r.at DESC LIMIT 1`.execute(tx);
  return rows[0];
}

export async function resultById(tx: Tx, id: string): Promise<ResultRow | undefined> {
  const { rows } = await sql<ResultRow>`
    SELECT r.*, m.hash AS model_hash FROM grading_result r JOIN grading_model m ON m.key = r.model AND m.version = r.version
    WHERE r.id = ${id}`.execute(tx);
  return rows[0];
}

export function resultView(row: ResultRow): GradingResult {
  return {
    id: row.id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    regionPath: row.region_path,
    by: row.by,
    hash: row.hash,
    modelHash: row.model_hash,
    result: row.result as GradingResult['result'],
  };
}
