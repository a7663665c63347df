import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { type Doer, type Input } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both, type Words } from '@anlan/kernel/refusal';
import type { FundApplication } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/record.ts';
import { doerOf } from '../case/doer.ts';
import { readCase } from '../case/read.ts';
import type { CaseRow } from '../case/row.ts';
import { actOn, openCase, type Belonging } from '../case/write.ts';
import { lacksVerb } from '../http/index.ts';
import { actIn } from '../public-report/handling.ts';
import { move } from './ledger.ts';

const KIND = 'fund-application';
const platformAs = (actor: Actor): Doer => ({ id: null, name: actor.name, side: 'authority' });

interface Application {
  fund: string;
  share: number | null;
  approved: number | null;
  danger: string | null;
  project: string | null;
  organisation: string | null;
  paid: number;
}

interface Reference {
  danger: string | null;
  closed: boolean | null;
  project: string | null;
  accepted: boolean | null;
}

/** What the application names: a hidden danger of the very enterprise, or a project of it; undefined members = none such. */
async function referenceOf(
  tx: Tx,
  enterprise: string,
  named: { danger?: unknown; project?: unknown },
): Promise<Reference> {
  const { rows } = await sql<Reference>`
    SELECT d.id AS danger, d.state IN ('closed', 'archived') AS closed, p.id AS project, p.stage = 'accepted' AS accepted
    FROM (SELECT 1) one
    LEFT JOIN case_file d ON d.kind = 'hidden-danger' AND d.number = ${named.danger ?? ''} AND d.organisation_id::text = ${enterprise}
    LEFT JOIN renovation_project p ON p.id::text = ${named.project ?? ''} AND p.enterprise::text = ${enterprise} AND p.retired_at IS NULL`.execute(
    tx,
  );
  return rows[0]!;
}

/** An enterprise asks for money for one of its hidden dangers or projects. */
export async function apply(
  context: Context,
  actor: Actor,
  asked: { readonly requestId: string; readonly input: Input },
): Promise<CaseRow | Refusal> {
  if (actor.scope.kind !== 'organisation' || !may(actor, 'fund.apply')) return lacksVerb('fund.apply');
  const { organisationId } = actor.scope;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await sql<CaseRow>`
      SELECT c.* FROM case_entry e JOIN case_file c ON c.id = e.case_id WHERE e.request_id = ${asked.requestId} AND e.by_id = ${actor.personId}`.execute(
      tx,
    );
    if (twin.rows[0] !== undefined) return twin.rows[0];
    const { rows } = await sql<Belonging>`
      SELECT id AS "organisationId", name AS "organisationName", region_path AS "regionPath", sector, lon, lat, demonstration
      FROM enterprise WHERE id = ${organisationId}`.execute(tx);
    const belongs = rows[0]!;
    const fund = await sql<{ share: number | null }>`
      SELECT share FROM rectification_fund WHERE id::text = ${asked.input['fund']} AND retired_at IS NULL AND starts_with(${belongs.regionPath}, region_path)`.execute(
      tx,
    );
    if (fund.rows[0] === undefined)
      return refuse(
        'field-invalid',
        { field: both('基金', 'Fund'), problem: both('不是本地的基金', 'it is no fund of this place') },
        'fund',
      );
    const found = await referenceOf(tx, organisationId, asked.input);
    const named = asked.input['danger'] !== undefined ? found.danger : found.project;
    if (named === null)
      return refuse('fund-unreferenced', {}, asked.input['danger'] === undefined ? 'project' : 'danger');
    const most = (Number(asked.input['cost']) * (fund.rows[0].share ?? 100)) / 100;
    if (Number(asked.input['amount']) > most)
      return refuse(
        'field-invalid',
        {
          field: both('申请金额', 'Amount asked'),
          problem: both(
            `本基金最多补助 ${fund.rows[0].share} %，即 ${most} 元`,
            `this fund grants ${fund.rows[0].share} % at most, CNY ${most}`,
          ),
        },
        'amount',
      );
    const input = { ...asked.input, enterprise: organisationId };
    const opening = { kind: KIND, input, source: 'self', belongs, requestId: asked.requestId };
    const row = await openCase(tx, opening, doerOf(actor), Date.now());
    if (!isRefusal(row))
      await record(tx, actor, 'fund.apply', { kind: 'case', id: row.id }, 'done', { number: row.number });
    return row;
  });
}

async function applicationOf(tx: Tx, id: string): Promise<Application> {
  const { rows } = await sql<Application>`
    SELECT d.fund, f.share, d.approved, d.danger, d.project, d.organisation_id AS organisation,
      (SELECT coalesce(-sum(l.amount), 0) FROM fund_entry l LEFT JOIN fund_entry o ON o.id = l.counter_of
        WHERE l.application = d.case_id AND coalesce(o.kind, l.kind) = 'disbursed')::bigint AS paid
    FROM case_fund_application d JOIN rectification_fund f ON f.id = d.fund WHERE d.case_id = ${id}`.execute(tx);
  return rows[0]!;
}

/** Has the person reviewed or approved the application? Who decides does not pay. */
async function decidedBy(tx: Tx, id: string, personId: string): Promise<Words | undefined> {
  const { rows } = await sql<{ action: 'review' | 'approve' }>`
    SELECT action FROM case_entry WHERE case_id = ${id} AND by_id = ${personId} AND action IN ('review', 'approve') LIMIT 1`.execute(
    tx,
  );
  return rows[0] && { review: both('初审', 'the review'), approve: both('复审', 'the approval') }[rows[0].action];
}

interface Payment {
  readonly id: string;
  readonly version: number;
  readonly yuan: number;
  readonly onDate: string;
  readonly note: string;
}

/** Pays one stage: referenced, approved, covered by the fund, and by somebody who did not decide. */
export function disburse(context: Context, actor: Actor, asked: Payment): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'fund.pay', own: false, kind: KIND }, async (tx, row) => {
    const application = await applicationOf(tx, row.id);
    const inReach = await underPlace(tx, actor, application.fund);
    if (!inReach) return refuse('not-found');
    const before = await decidedBy(tx, row.id, actor.personId);
    if (before !== undefined) return refuse('same-person', { action: both('拨付', 'Paying'), before });
    const found = await referenceOf(tx, application.organisation ?? '', application);
    if (found.danger === null && found.project === null) return refuse('fund-unreferenced');
    const fen = Math.round(asked.yuan * 100);
    const input = { note: `${asked.yuan} 元：${asked.note}` };
    const next = await actOn(tx, row.id, { action: 'disburse', input, files: [] }, platformAs(actor), Date.now());
    if (isRefusal(next)) return next;
    const left = Math.round((application.approved ?? 0) * 100) - application.paid;
    if (fen > left) return refuse('funds-exceeded', { left: left / 100 }, 'yuan');
    const moved = await move(tx, actor, {
      fund: application.fund,
      onDate: asked.onDate,
      kind: 'disbursed',
      fen: -fen,
      note: asked.note,
      application: row.id,
      danger: found.danger ?? undefined,
      project: found.project ?? undefined,
      organisationId: application.organisation,
    });
    if (isRefusal(moved)) return moved;
    await record(tx, actor, 'fund.disburse', { kind: 'case', id: row.id }, 'done', { fen, entry: moved });
    return next;
  });
}

/** Does the fund lie within the actor's scope? Its money is moved by its own place, not by everybody below it. */
async function underPlace(tx: Tx, { scope }: Actor, fund: string): Promise<boolean> {
  if (scope.kind === 'all') return true;
  if (scope.kind !== 'region') return false;
  const { rows } =
    await sql`SELECT FROM rectification_fund WHERE id = ${fund} AND starts_with(region_path, ${scope.path})`.execute(
      tx,
    );
  return rows.length > 0;
}

/** Confirms that the money had its effect: the hidden danger is closed, or the project accepted. */
export function confirm(
  context: Context,
  actor: Actor,
  asked: { readonly id: string; readonly version: number; readonly opinion: string },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'fund.review', own: false, kind: KIND }, async (tx, row) => {
    const application = await applicationOf(tx, row.id);
    const found = await referenceOf(tx, application.organisation ?? '', application);
    const open =
      (found.danger !== null && found.closed !== true) || (found.project !== null && found.accepted !== true);
    if (open) return refuse('fund-unverified');
    const input = { opinion: asked.opinion };
    const next = await actOn(tx, row.id, { action: 'confirm', input, files: [] }, platformAs(actor), Date.now());
    if (!isRefusal(next)) await record(tx, actor, 'fund.confirm', { kind: 'case', id: row.id }, 'done');
    return next;
  });
}

/** Money back from an application: repaid while it goes on, or taken back, which ends it. */
export function takeBack(
  context: Context,
  actor: Actor,
  asked: Payment & { readonly end: boolean },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'fund.pay', own: false, kind: KIND }, async (tx, row) => {
    const application = await applicationOf(tx, row.id);
    if (!(await underPlace(tx, actor, application.fund))) return refuse('not-found');
    const back = await sql<{ fen: number }>`
      SELECT coalesce(sum(l.amount), 0)::bigint AS fen FROM fund_entry l LEFT JOIN fund_entry o ON o.id = l.counter_of
      WHERE l.application = ${row.id} AND coalesce(o.kind, l.kind) IN ('repaid', 'recovered')`.execute(tx);
    const fen = Math.round(asked.yuan * 100);
    const left = application.paid - back.rows[0]!.fen;
    if (fen > left) return refuse('funds-exceeded', { left: left / 100 }, 'yuan');
    const note = `${asked.yuan} 元：${asked.note}`;
    const next = asked.end
      ? await actOn(tx, row.id, { action: 'recover', input: { note }, files: [] }, platformAs(actor), Date.now())
      : await stepped(tx, row.id);
    if (isRefusal(next)) return next;
    const { fund, organisation } = application;
    const moved = await move(tx, actor, {
      fund,
      onDate: asked.onDate,
      kind: asked.end ? 'recovered' : 'repaid',
      fen,
      note: asked.note,
      application: row.id,
      organisationId: organisation,
    });
    if (isRefusal(moved)) return moved;
    await record(tx, actor, 'fund.take-back', { kind: 'case', id: row.id }, 'done', { fen, entry: moved });
    return next;
  });
}

/** Money back is no act of the case, but a new version of it: the same request sent twice is refused the second time. */
async function stepped(tx: Tx, id: string): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`UPDATE case_file SET version = version + 1 WHERE id = ${id} RETURNING *`.execute(
    tx,
  );
  return rows[0] as CaseRow;
}

/** An application with what was paid on it; the enterprise sees its own. */
export async function readApplication(context: Context, actor: Actor, id: string): Promise<FundApplication | Refusal> {
  const detail = await withScope(context.db, actor.scope, (tx) => readCase(tx, actor, id));
  if (detail === undefined || detail.case.kind !== KIND) return refuse('not-found');
  const { db } = context;
  const fund = await sql<{ name: string }>`
    SELECT f.name FROM case_fund_application d JOIN rectification_fund f ON f.id = d.fund WHERE d.case_id = ${id}`.execute(
    db,
  );
  const danger = await withScope(db, actor.scope, (tx) =>
    sql<{ id: string; number: string; title: string; state: string; closed: boolean }>`
      SELECT id, number, title, state, state IN ('closed', 'archived') AS closed FROM case_file
      WHERE kind = 'hidden-danger' AND number = ${detail.detail['danger'] ?? ''}`.execute(tx),
  );
  // Who sees the application sees what was paid on it, also where the fund is the city's.
  const payments = await sql<FundApplication['payments'][number]>`
    SELECT id, on_date AS "onDate", kind, amount::double precision / 100 AS yuan, note, by FROM fund_entry
    WHERE application = ${id} ORDER BY on_date, seq`.execute(db);
  const authority = actor.scope.kind === 'region' || actor.scope.kind === 'all';
  return {
    detail,
    fundName: fund.rows[0]?.name ?? '',
    danger: danger.rows[0] ?? null,
    payments: payments.rows,
    paid: payments.rows.reduce((sum, { yuan }) => sum - yuan, 0),
    may: { pay: authority && may(actor, 'fund.pay'), review: authority && may(actor, 'fund.review') },
  };
}
