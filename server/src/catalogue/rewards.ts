import { type Statement } from '@anlan/kernel/catalogue';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { endOf, startOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import type { CatalogueItem } from '@anlan/kernel/catalogue';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { rewardLines, totalOf, type DangerRecord, type RewardLine } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '形如 2026-03');

interface Firm {
  readonly id: string;
  readonly name: string;
  readonly region_path: string;
  readonly sector: string | null;
  readonly demonstration: boolean;
}

async function firmOf(tx: Tx, id: string): Promise<Firm | undefined> {
  const { rows } = await sql<Firm>`
    SELECT id, name, region_path, sector, demonstration FROM enterprise WHERE id = ${id}`.execute(tx);
  return rows[0];
}

/** Every reward rule the enterprise ever had: a happening is judged by those of its day. */
async function rulesOf(tx: Tx, enterprise: string): Promise<CatalogueItem[]> {
  const { rows } = await sql<CatalogueItem>`
    SELECT i.id, i.code, i.title, i.valid_from AS "from", i.valid_until AS until, i.rule AS "when", i.effect, i.clauses
    FROM catalogue_item i JOIN catalogue c ON c.id = i.catalogue
    WHERE c.kind = 'reward-rule' AND c.organisation_id = ${enterprise} ORDER BY i.place, i.code`.execute(tx);
  return rows;
}

/** What the trails say of the enterprise's hidden dangers that were alive in the month. */
async function recordsOf(tx: Tx, enterprise: string, month: string): Promise<DangerRecord[]> {
  const from = new Date(startOf(`${month}-01`));
  const { rows } = await sql<
    Omit<DangerRecord, 'acts' | 'deadlines'> & {
      acts: { action: string; at: number; by: string; until: string | null }[];
    }
  >`
    SELECT c.id, c.number, c.title, c.source, d.grade, d.level, d.class, d.round, d.responsible,
      (SELECT json_agg(json_build_object('action', e.action, 'by', e.by, 'at', (extract(epoch FROM e.at) * 1000)::bigint,
          'until', coalesce(e.input ->> 'rectifyBy', e.input ->> 'extendTo')) ORDER BY e.seq)
        FROM case_entry e WHERE e.case_id = c.id) AS acts
    FROM case_file c JOIN case_hidden_danger d ON d.case_id = c.id
    WHERE c.organisation_id = ${enterprise} AND c.kind = 'hidden-danger' AND c.opened_at < ${new Date(afterMonth(month))}
      AND (c.closed_at IS NULL OR c.closed_at >= ${from}) ORDER BY c.opened_at, c.id`.execute(tx);
  return rows.map(({ acts, ...row }) => ({
    ...row,
    acts: acts.map(({ action, at, by }) => ({ action, at, by })),
    deadlines: acts.flatMap(({ action, at, until }) =>
      until !== null && (action === 'assign' || action === 'return' || action === 'extend')
        ? [{ from: at, due: endOf(until) }]
        : [],
    ),
  }));
}

/** First instant after the month, epoch ms. */
export function afterMonth(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return startOf(`${next}-01`);
}

interface Kept {
  readonly id: string;
  readonly state: 'submitted' | 'approved' | 'returned';
  readonly sha256: string;
  readonly submitted_by: string;
  readonly submitted_by_id: string;
  readonly submitted_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly note: string | null;
}

/** The statement of a month under the transaction's scope: what was put forward, otherwise computed now. */
export async function readStatement(
  tx: Tx,
  actor: Actor,
  enterprise: string,
  month: string,
  now: number,
): Promise<Statement | undefined> {
  const firm = await firmOf(tx, enterprise);
  if (firm === undefined) return undefined;
  const { rows } = await sql<Kept>`
    SELECT * FROM reward_statement WHERE enterprise = ${enterprise} AND month = ${month} ORDER BY submitted_at DESC LIMIT 1`.execute(
    tx,
  );
  const kept = rows[0];
  const frozen = kept !== undefined && kept.state !== 'returned';
  const lines = frozen
    ? await linesOf(tx, kept.id)
    : rewardLines(await rulesOf(tx, enterprise), await recordsOf(tx, enterprise, month), month, now);
  const own = actor.scope.kind === 'organisation';
  return {
    id: kept?.id ?? null,
    enterprise,
    enterpriseName: firm.name,
    month,
    state: kept?.state ?? 'draft',
    submittedBy: kept?.submitted_by ?? null,
    submittedAt: kept?.submitted_at.getTime() ?? null,
    decidedBy: kept?.decided_by ?? null,
    decidedAt: kept?.decided_at?.getTime() ?? null,
    note: kept?.note ?? null,
    sha256: hashOf(lines),
    ...summed(lines),
    may: {
      submit: own && !frozen && lines.length > 0 && now >= afterMonth(month),
      decide: own && kept?.state === 'submitted' && kept.submitted_by_id !== actor.personId,
    },
  };
}

function hashOf(lines: readonly RewardLine[]): string {
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}

/** Sums by rule and by person; the total is the sum over the rules. */
export function summed(lines: readonly RewardLine[]): Pick<Statement, 'rules' | 'people' | 'lines' | 'total'> {
  const groups = (keyOf: (line: RewardLine) => string) => {
    const found = new Map<string, RewardLine[]>();
    for (const line of lines) {
      const key = keyOf(line);
      found.set(key, [...(found.get(key) ?? []), line]);
    }
    return [...found];
  };
  const rules = groups(({ rule }) => rule).map(([rule, own]) => ({
    rule,
    code: own[0]!.ruleCode,
    title: own[0]!.ruleTitle,
    lines: own.length,
    ...totalOf(own),
  }));
  const people = groups(({ person }) => person)
    .map(([person, own]) => ({ person, lines: own.length, ...totalOf(own) }))
    .sort((a, b) => b.amount - a.amount);
  const total = { lines: rules.reduce((sum, rule) => sum + rule.lines, 0), ...totalOf(rules) };
  return { rules, people, lines: [...lines], total };
}

async function linesOf(tx: Tx, statement: string): Promise<RewardLine[]> {
  const { rows } = await sql<Omit<RewardLine, 'at'> & { at: Date }>`
    SELECT rule, rule_code AS "ruleCode", rule_title AS "ruleTitle", case_id AS "caseId", case_number AS "caseNumber",
      case_title AS "caseTitle", event, at, person, points, amount
    FROM reward_line WHERE statement = ${statement} ORDER BY seq`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Puts the month's statement forward: its lines stay as they are from now on. */
export async function submitStatement(
  context: Context,
  actor: Actor,
  month: string,
  now: number,
): Promise<Refusal | string> {
  const { scope } = actor;
  if (scope.kind !== 'organisation') return refuse('not-found');
  if (now < afterMonth(month))
    return refuse('invalid-input', { problem: both('这个月还没有结束', 'the month is not over') });
  const enterprise = scope.organisationId;
  const statement = await withScope(context.db, scope, (tx) => readStatement(tx, actor, enterprise, month, now));
  if (statement === undefined) return refuse('not-found');
  if (statement.state === 'submitted' || statement.state === 'approved')
    return refuse('already-exists', { field: both('奖惩结算', 'The statement'), value: month });
  if (statement.lines.length === 0)
    return refuse('invalid-input', { problem: both('这个月没有可结算的记录', 'nothing to be settled') });
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO reward_statement (enterprise, month, state, points, amount, sha256, submitted_by, submitted_by_id, submitted_at, demonstration,
        region_path, organisation_id, sector)
      SELECT e.id, ${month}, 'submitted', ${statement.total.points}, ${statement.total.amount}, ${statement.sha256}, ${actor.name}, ${actor.personId},
        ${new Date(now)}, e.demonstration, e.region_path, e.id, e.sector FROM enterprise e WHERE e.id = ${enterprise}
      ON CONFLICT DO NOTHING RETURNING id`.execute(tx);
    const id = rows[0]?.id;
    if (id === undefined) return refuse('already-exists', { field: both('奖惩结算', 'The statement'), value: month });
    await keepLines(tx, id, statement.lines);
    await record(tx, actor, 'reward.submit', { kind: 'reward-statement', id }, 'done', { month, ...statement.total });
    return id;
  });
}

async function keepLines(tx: Tx, id: string, lines: readonly RewardLine[]): Promise<void> {
  const numbered = lines.map((line, index) => ({ ...line, seq: index + 1, at: new Date(line.at).toISOString() }));
  await sql`
    INSERT INTO reward_line (statement, seq, rule, rule_code, rule_title, case_id, case_number, case_title, event, at, person, points, amount,
      region_path, organisation_id, sector)
    SELECT s.id, l.seq, l.rule, l."ruleCode", l."ruleTitle", l."caseId", l."caseNumber", l."caseTitle", l.event, l.at, l.person, l.points, l.amount,
      s.region_path, s.organisation_id, s.sector
    FROM reward_statement s, jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) AS l (seq int, rule uuid, "ruleCode" text, "ruleTitle" text,
      "caseId" uuid, "caseNumber" text, "caseTitle" text, event text, at timestamptz, person text, points float8, amount float8)
    WHERE s.id = ${id}`.execute(tx);
}

interface Signer {
  readonly id: string;
  readonly name: string;
}

/** Enters a statement of the demonstration as its two people left it; `approver` null = it still waits. */
export async function keepApproved(
  tx: Tx,
  statement: Statement,
  submitter: Signer,
  approver: Signer | null,
  at: number,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO reward_statement (enterprise, month, state, points, amount, sha256, submitted_by, submitted_by_id, submitted_at, decided_by,
      decided_by_id, decided_at, demonstration, region_path, organisation_id, sector)
    SELECT e.id, ${statement.month}, ${approver === null ? 'submitted' : 'approved'}, ${statement.total.points}, ${statement.total.amount},
      ${statement.sha256}, ${submitter.name}, ${submitter.id}, ${new Date(at)}, ${approver?.name ?? null}, ${approver?.id ?? null}::uuid,
      ${approver === null ? null : new Date(at)}, true, e.region_path, e.id, e.sector FROM enterprise e WHERE e.id = ${statement.enterprise}
    RETURNING id`.execute(tx);
  await keepLines(tx, rows[0]!.id, statement.lines);
}

/** Approves what another person of the enterprise put forward, or gives it back with the reason. */
export async function decideStatement(
  context: Context,
  actor: Actor,
  month: string,
  decision: { readonly approve: boolean; readonly note: string | null },
): Promise<Refusal | undefined> {
  const { scope } = actor;
  if (scope.kind !== 'organisation') return refuse('not-found');
  if (!decision.approve && decision.note === null) return refuse('reason-required', {}, 'note');
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; submitted_by_id: string }>`
      SELECT id, submitted_by_id FROM reward_statement
      WHERE enterprise = ${scope.organisationId} AND month = ${month} AND state = 'submitted' FOR UPDATE`.execute(tx);
    const [found] = rows;
    if (found === undefined) return refuse('not-found');
    if (found.submitted_by_id === actor.personId)
      return refuse('same-person', {
        action: both('审批奖惩结算', 'Approving the statement'),
        before: both('提交', 'submit'),
      });
    const state = decision.approve ? 'approved' : 'returned';
    await sql`
      UPDATE reward_statement SET state = ${state}, decided_by = ${actor.name}, decided_by_id = ${actor.personId}, decided_at = now(),
        note = ${decision.note}, version = version + 1 WHERE id = ${found.id}`.execute(tx);
    await record(tx, actor, `reward.${state}`, { kind: 'reward-statement', id: found.id }, 'done', { month });
    return undefined;
  });
}
