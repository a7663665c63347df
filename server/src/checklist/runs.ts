import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  ANSWER_FILE,
  type AnswerChange,
  type Item,
  type ItemUse,
  type RunUse,
  type Selection,
  type Signature,
} from '@anlan/kernel/checklist';
import type { Doer } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { nextNumber } from '../number/next.ts';
import { mergeAnswer } from './answers.ts';
import { openDangers } from './dangers.ts';
import { ensureList, itemsOf } from './lists.ts';
import type { AnswerRow, RunRow } from './rows.ts';

export interface NewRun {
  /** Made by the sender, so that a repeated request is one check. */
  readonly id?: string;
  readonly use: RunUse;
  readonly organisationId: string;
  readonly title: string;
  /** `2026-03-18`, Monday of the week, `2026-03`, or the day of the check. */
  readonly period: string;
  readonly unit?: string | null;
  readonly tier?: Selection['tier'];
  /** Narrows the generated list to these items of the master. */
  readonly items?: readonly string[];
  /** What it belongs to: campaign, contract, approval, standardisation … */
  readonly source?: { readonly kind: string; readonly id: string };
  /** Epoch ms. */
  readonly opensAt: number;
  readonly dueAt: number;
}

/** Which of the three lists a check is made from. */
export const LIST_OF: Record<RunUse, ItemUse> = {
  self: 'self',
  enforcement: 'enforcement',
  standard: 'standard',
  expert: 'enforcement',
  campaign: 'enforcement',
  conditions: 'enforcement',
};

/**
 * One check of one enterprise from the present master, inside the owner's transaction; a known `id`, or the round of a
 * plan that exists already, gives the known one. Refuses an unknown enterprise and items outside the master.
 */
export async function createRun(tx: Tx, run: NewRun): Promise<RunRow | Refusal> {
  const known = run.id === undefined ? undefined : await readRun(tx, run.id);
  if (known !== undefined) return known;
  const { rows } = await sql<{ name: string; sector: string | null }>`
    SELECT name, sector FROM enterprise WHERE id = ${run.organisationId} AND retired_at IS NULL`.execute(tx);
  const [firm] = rows;
  if (firm === undefined) return refuse('not-found');
  const tier = run.tier ?? null;
  const list = await ensureList(tx, { use: LIST_OF[run.use], sector: firm.sector, tier }, run.items);
  if (isRefusal(list)) return list;
  const id = run.id ?? randomUUID();
  const made = await sql<RunRow>`
    INSERT INTO check_run (id, number, list_id, use, tier, title, period, unit, state, master_version, organisation_id, organisation_name,
      region_path, region_name, sector, source_kind, source_id, opens_at, due_at, items, demonstration)
    SELECT ${id}, ${await nextNumber(tx, 'JC', run.opensAt)}, ${list.id}, ${run.use}, ${tier}, ${run.title}, ${run.period}, ${run.unit ?? null},
      'open', ${list.master_version}, e.id, e.name, e.region_path, r.name, e.sector, ${run.source?.kind ?? null}, ${run.source?.id ?? null}::uuid,
      ${new Date(run.opensAt)}, ${new Date(run.dueAt)}, ${list.items}, e.demonstration
    FROM enterprise e JOIN region r ON r.path = e.region_path WHERE e.id = ${run.organisationId}
    ON CONFLICT DO NOTHING RETURNING *`.execute(tx);
  if (made.rows[0] !== undefined) return made.rows[0];
  const round = await sql<RunRow>`
    SELECT * FROM check_run WHERE organisation_id = ${run.organisationId} AND tier = ${tier} AND coalesce(unit, '') = ${run.unit ?? ''}
      AND period = ${run.period} AND source_kind IS NULL`.execute(tx);
  return round.rows[0] as RunRow;
}

export async function readRun(db: Database | Tx, id: string, lock = false): Promise<RunRow | undefined> {
  const held = lock ? sql`FOR NO KEY UPDATE` : sql``;
  const { rows } = await sql<RunRow>`SELECT * FROM check_run WHERE id = ${id} ${held}`.execute(db);
  return rows[0];
}

/**
 * Changes of single fields of answers, inside the owner's transaction. Each change has its sender's id: what was taken
 * before changes nothing; what two people answered differently without having seen each other both stands until somebody
 * decides. A finished check takes none.
 */
export async function answerRun(
  tx: Tx,
  runId: string,
  changes: readonly AnswerChange[],
  by: Pick<Doer, 'id' | 'name'>,
  now: number,
): Promise<{ readonly taken: number; readonly known: number } | Refusal> {
  const run = await readRun(tx, runId, true);
  if (run === undefined) return refuse('not-found');
  const before = await sql<{ id: string; run_id: string }>`
    SELECT id, run_id FROM check_change WHERE id = ANY (${changes.map(({ id }) => id)}::uuid[])`.execute(tx);
  if (before.rows.some((row) => row.run_id !== runId))
    return refuse('already-exists', { field: both('变更编号', 'Change id'), value: runId });
  const seen = new Set(before.rows.map(({ id }) => id));
  const fresh = changes.filter(({ id }) => !seen.has(id));
  if (fresh.length === 0) return { taken: 0, known: changes.length };
  if (run.done_at !== null || run.state === 'excused') return refuse('check-finished', { number: run.number });
  const items = new Set((await itemsOf(tx, run.list_id)).map(({ id }) => id));
  const stranger = fresh.find(({ item }) => !items.has(item));
  if (stranger !== undefined) return refuse('check-outside-master', { version: run.master_version });
  const wrong = (await unknownFile(tx, runId, fresh, by.id)) ?? (await strangeRisk(tx, fresh, run.organisation_id));
  if (wrong !== undefined) return wrong;
  for (const item of new Set(fresh.map((change) => change.item))) {
    // No device is ahead of the server: a wrong clock does not win for ever.
    const own = fresh
      .filter((change) => change.item === item)
      .map((change) => ({ ...change, at: Math.min(change.at, now) }));
    await mergeAnswer(tx, run, item, own, by);
  }
  await recount(tx, runId);
  return { taken: fresh.length, known: seen.size };
}

/** Only what the sender brought in can be a photo of an answer: knowing a hash is no right to a file. */
async function unknownFile(
  tx: Tx,
  run: string,
  changes: readonly AnswerChange[],
  personId: string | null,
): Promise<Refusal | undefined> {
  const wanted = [...new Set(changes.flatMap(({ field }) => ANSWER_FILE.exec(field)?.[2] ?? []))];
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ sha256: string }>`
    SELECT sha256 FROM upload WHERE sha256 = ANY (${wanted}) AND person_id = ${personId}
    UNION SELECT split_part(field, ':', 2) FROM check_change WHERE run_id = ${run} AND split_part(field, ':', 2) = ANY (${wanted})`.execute(
    tx,
  );
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const missing = wanted.find((sha256) => !known.has(sha256));
  return missing === undefined ? undefined : refuse('file-missing', { file: missing.slice(0, 12) }, 'files');
}

async function strangeRisk(tx: Tx, changes: readonly AnswerChange[], firm: string): Promise<Refusal | undefined> {
  const wanted = changes.flatMap((change) =>
    change.field === 'riskPoint' && change.value !== null ? [change.value] : [],
  );
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM risk_point WHERE id = ANY (${wanted}::uuid[]) AND enterprise = ${firm}`.execute(tx);
  return rows.length === new Set(wanted).size
    ? undefined
    : refuse(
        'field-invalid',
        {
          field: both('关联风险点', 'Risk point'),
          problem: both('不是本企业的风险点', 'it is no risk point of this enterprise'),
        },
        'riskPoint',
      );
}

async function recount(tx: Tx, runId: string): Promise<void> {
  await sql`
    UPDATE check_run r SET answered = a.answered, bad = a.bad, na = a.na
    FROM (SELECT count(result)::int AS answered, count(*) FILTER (WHERE result = 'bad')::int AS bad,
        count(*) FILTER (WHERE result = 'na')::int AS na FROM check_answer WHERE run_id = ${runId}) a
    WHERE r.id = ${runId}`.execute(tx);
}

export async function answersOf(db: Database | Tx, runId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    SELECT id, item_id, result, value, note, photos, risk_point, case_id, conflicts FROM check_answer WHERE run_id = ${runId}`.execute(
    db,
  );
  return rows;
}

/** What still keeps a check from being finished. */
function lacking(items: readonly Item[], answers: ReadonlyMap<string, AnswerRow>): Refusal | undefined {
  const open = items.filter(({ id }) => (answers.get(id)?.result ?? null) === null);
  if (open.length > 0) return refuse('check-incomplete', { left: open.length, first: open[0]!.title });
  const torn = items.find(({ id }) => answers.get(id)!.conflicts > 0);
  if (torn !== undefined) return refuse('check-conflict', { item: torn.title }, torn.id);
  const bare = items.find((item) => {
    const answer = answers.get(item.id)!;
    const wanted = item.photo === 'always' ? answer.result !== 'na' : item.photo === 'bad' && answer.result === 'bad';
    return wanted && answer.photos.length === 0;
  });
  if (bare !== undefined) return refuse('check-photo', { item: bare.title }, bare.id);
  const beyond = items.find((item) => {
    const { value, result } = answers.get(item.id)!;
    if (value === null || result !== 'ok') return false;
    return (item.valueMax !== null && value > item.valueMax) || (item.valueMin !== null && value < item.valueMin);
  });
  return beyond === undefined ? undefined : refuse('check-value', { item: beyond.title }, beyond.id);
}

/** A signature's picture was brought in by who ends the check. */
async function unsigned(tx: Tx, signature: Signature | undefined, by: Doer): Promise<Refusal | undefined> {
  if (signature === undefined) return undefined;
  const { rows } = await sql`
    SELECT FROM upload WHERE sha256 = ${signature.sha256} AND person_id = ${by.id}`.execute(tx);
  return rows.length > 0 ? undefined : refuse('file-missing', { file: signature.sha256.slice(0, 12) }, 'files');
}

/**
 * Ends a check, inside the owner's transaction with the outbox's lock taken. What is bad becomes a hidden danger, once.
 * After its time it stays missed, with the instant it was made; `madeAt` is that instant where it was sent later (offline).
 * Repeated, it gives the check as it stands.
 */
export async function finishRun(
  tx: Tx,
  runId: string,
  by: Doer,
  now: number,
  { madeAt = now, signature }: { readonly madeAt?: number; readonly signature?: Signature | undefined } = {},
): Promise<RunRow | Refusal> {
  const run = await readRun(tx, runId, true);
  if (run === undefined) return refuse('not-found');
  if (run.done_at !== null) return run;
  if (run.state === 'excused') return refuse('check-finished', { number: run.number });
  const items = await itemsOf(tx, run.list_id);
  const answers = new Map((await answersOf(tx, runId)).map((answer) => [answer.item_id, answer]));
  const wrong = lacking(items, answers) ?? (await unsigned(tx, signature, by));
  if (wrong !== undefined) return wrong;
  const opened = await openDangers(tx, run, items, [...answers.values()], by, now);
  if (isRefusal(opened)) return opened;
  const late = run.due_at.getTime() < madeAt;
  const { rows } = await sql<RunRow>`
    UPDATE check_run SET state = ${late ? 'missed' : 'done'}, done_at = ${new Date(madeAt)}, done_by = ${by.name}, done_by_id = ${by.id},
      signature = ${signature === undefined ? null : JSON.stringify(signature)}::jsonb
    WHERE id = ${runId} RETURNING *`.execute(tx);
  return rows[0] as RunRow;
}
