import { sql } from 'kysely';
import { concealmentReward, dangerReward, insiderReward } from '@anlan/domain/law';
import { answerInOneStep, type Answer, type Working } from '@anlan/domain/working';
import type { Actor } from '@anlan/kernel/access';
import type { Doer } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both, problemWords, type Words } from '@anlan/kernel/refusal';
import type { ReportReward } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { CaseRow } from '../case/row.ts';
import { actOn } from '../case/write.ts';
import { valuesFor, type Values } from '../parameter/book.ts';
import { actIn } from './handling.ts';
import { caseOfReceipt } from './progress.ts';

export interface RewardRow {
  case_id: string;
  amount: number;
  working: Working;
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  granted: boolean | null;
  reason: string | null;
  claim_until: Date | null;
  paid_at: Date | null;
  voucher: string | null;
}

export function rewardView(row: RewardRow): ReportReward {
  const ms = (date: Date | null): number | null => date?.getTime() ?? null;
  return {
    yuan: row.amount / 100,
    working: row.working as ReportReward['working'],
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at.getTime(),
    decidedBy: row.decided_by,
    decidedAt: ms(row.decided_at),
    granted: row.granted,
    reason: row.reason,
    claimUntil: ms(row.claim_until),
    paidAt: ms(row.paid_at),
    voucher: row.voucher,
  };
}

/** What was found, as far as the reward goes by it. */
export interface RewardFacts {
  readonly basis: string | null;
  readonly fine: number | null;
  readonly accidentLevel: string | null;
  readonly deaths: number | null;
  readonly insider: boolean;
}

/** The reward in yuan by what was found, with its working; a general danger brings what the jurisdiction has set. */
export function rewardOf(facts: RewardFacts, values: Pick<Values, 'number'>): Answer<{ readonly reward: number }> {
  const base = BASES[facts.basis ?? 'general']?.(facts, values) ?? BASES['general']!(facts, values);
  return facts.insider ? insiderReward(base, values.number('report.reward.insider')) : base;
}

const BASES: Readonly<
  Record<string, (facts: RewardFacts, values: Pick<Values, 'number'>) => Answer<{ readonly reward: number }>>
> = {
  general: (_, values) => {
    const reward = values.number('report.reward.general');
    return answerInOneStep({ reward }, '本地举报奖励标准', [], {
      clause: '参数“一般隐患奖励”',
      name: '奖金',
      formula: '一般隐患定额',
      value: reward,
      unit: '元',
    });
  },
  major: ({ fine }) => dangerReward(fine ?? 0),
  illegal: ({ fine }) => dangerReward(fine ?? 0),
  concealed: ({ accidentLevel, deaths }) => concealmentReward(accidentLevel ?? '一般', deaths ?? 0),
};

const platformAs = (actor: Actor): Doer => ({ id: null, name: actor.name, side: 'authority' });

/** The handler proposes what the rules give; nobody types the sum. */
export function proposeReward(
  context: Context,
  actor: Actor,
  asked: { readonly id: string; readonly version: number },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'report.handle', own: true }, async (tx, row) => {
    const { rows } = await sql<RewardFacts>`
      SELECT c.basis, c.fine, c.accident_level AS "accidentLevel", c.deaths, d.insider
      FROM case_public_report c JOIN report_dossier d ON d.case_id = c.case_id WHERE c.case_id = ${row.id}`.execute(tx);
    const at = Date.now();
    const reward = rewardOf(rows[0]!, await valuesFor(tx, row.region_path, at));
    if (!reward.ok)
      return refuse('field-invalid', { field: both('奖励', 'Reward'), problem: problemWords(reward.reason) });
    const next = await actOn(tx, row.id, { action: 'propose', input: {}, files: [] }, platformAs(actor), at);
    if (isRefusal(next)) return next;
    await sql`
      INSERT INTO report_reward (case_id, region_path, amount, working, proposed_by, proposed_at)
      VALUES (${row.id}, ${row.region_path}, ${Math.round(reward.result.reward * 100)}, ${JSON.stringify(reward.working)}::jsonb,
        ${actor.personId}, ${new Date(at)})`.execute(tx);
    await record(tx, actor, 'reward.propose', { kind: 'case', id: row.id }, 'done');
    return next;
  });
}

/** Acts of handling whose doer decides nothing about the reward of the same report. */
const HANDLED = ['accept', 'verify', 'handle', 'answer'];

/** Somebody who had no hand in it grants or declines. */
export function decideReward(
  context: Context,
  actor: Actor,
  asked: { readonly id: string; readonly version: number; readonly granted: boolean; readonly reason: string },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'reward.decide', own: false }, async (tx, row) => {
    const other = await hadAHand(tx, row.id, actor.personId);
    if (other !== undefined)
      return refuse('same-person', { action: both('审定奖励', 'Approving the reward'), before: other });
    const at = Date.now();
    const action = asked.granted ? 'grant' : 'decline';
    const input = asked.granted ? {} : { answer: asked.reason };
    const next = await actOn(tx, row.id, { action, input, files: [] }, platformAs(actor), at);
    if (isRefusal(next)) return next;
    await sql`
      UPDATE report_reward SET decided_by = ${actor.personId}, decided_at = ${new Date(at)}, granted = ${asked.granted},
        reason = ${asked.reason}, claim_until = ${asked.granted ? next.due_at : null} WHERE case_id = ${row.id}`.execute(
      tx,
    );
    await record(tx, actor, `reward.${action}`, { kind: 'case', id: row.id }, 'done', { reason: asked.reason });
    return next;
  });
}

/** What of the report's handling the person has done; undefined = nothing, so that they may decide the reward. */
export async function hadAHand(tx: Database | Tx, id: string, personId: string): Promise<Words | undefined> {
  const { rows } = await sql<{ action: string }>`
    SELECT action FROM case_entry WHERE case_id = ${id} AND by_id = ${personId} AND action = ANY (${HANDLED})
    UNION ALL SELECT 'propose' FROM report_reward WHERE case_id = ${id} AND proposed_by = ${personId} LIMIT 1`.execute(
    tx,
  );
  const labels: Readonly<Record<string, Words>> = {
    accept: both('受理', 'accepting the report'),
    verify: both('核查', 'checking it'),
    handle: both('处理', 'handling it'),
    answer: both('反馈', 'answering it'),
    propose: both('提出奖励', 'proposing the reward'),
  };
  return rows[0] === undefined ? undefined : labels[rows[0].action];
}

/** Pays: to whom left a telephone, or to whoever shows the receipt with its PIN. The decider does not pay. */
export async function payReward(
  context: Context,
  actor: Actor,
  asked: {
    readonly id: string;
    readonly version: number;
    readonly voucher: string;
    readonly code?: string | undefined;
    readonly pin?: string | undefined;
  },
): Promise<CaseRow | Refusal> {
  const shown = asked.code === undefined ? undefined : await caseOfReceipt(context.db, asked.code, asked.pin ?? '');
  if (isRefusal(shown)) return shown;
  if (shown !== undefined && shown !== asked.id) return refuse('wrong-receipt', {}, 'code');
  return actIn(context, actor, { ...asked, verb: 'reward.pay', own: true }, async (tx, row) => {
    const { rows } = await sql<{ decided_by: string | null; named: boolean; used: boolean }>`
      SELECT w.decided_by, d.named, EXISTS (SELECT FROM report_reward WHERE voucher = ${asked.voucher}) AS used
      FROM report_dossier d LEFT JOIN report_reward w ON w.case_id = d.case_id WHERE d.case_id = ${row.id}`.execute(tx);
    const { decided_by: decider, named, used } = rows[0]!;
    if (decider === actor.personId)
      return refuse('same-person', {
        action: both('发放奖励', 'Paying the reward'),
        before: both('审定奖励', 'Approving the reward'),
      });
    if (!named && shown === undefined)
      return refuse('field-required', { field: both('回执码与查询口令', 'Receipt code and PIN') }, 'code');
    if (used)
      return refuse('already-exists', { field: both('凭证号', 'Voucher number'), value: asked.voucher }, 'voucher');
    const at = Date.now();
    const next = await actOn(tx, row.id, { action: 'pay', input: {}, files: [] }, platformAs(actor), at);
    if (isRefusal(next)) return next;
    await sql`
      UPDATE report_reward SET paid_by = ${actor.personId}, paid_at = ${new Date(at)}, voucher = ${asked.voucher}
      WHERE case_id = ${row.id}`.execute(tx);
    await record(tx, actor, 'reward.pay', { kind: 'case', id: row.id }, 'done', { voucher: asked.voucher });
    return next;
  });
}

/** Not claimed by its last day: the reward ends. */
export function lapseReward(
  context: Context,
  actor: Actor,
  asked: { readonly id: string; readonly version: number },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'reward.pay', own: true }, async (tx, row) => {
    const { rows } = await sql<{ over: boolean }>`
      SELECT claim_until < now() AS over FROM report_reward WHERE case_id = ${row.id}`.execute(tx);
    if (rows[0]?.over !== true) return refuse('reward-closed', { action: both('作废', 'voided') });
    const next = await actOn(tx, row.id, { action: 'lapse', input: {}, files: [] }, platformAs(actor), Date.now());
    if (!isRefusal(next)) await record(tx, actor, 'reward.lapse', { kind: 'case', id: row.id }, 'done');
    return next;
  });
}
