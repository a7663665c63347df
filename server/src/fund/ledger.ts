import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { FundEntryKind, LedgerEntry } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';

export interface FundRow {
  id: string;
  name: string;
  region_path: string;
  share: number | null;
}

/** A movement of money: `fen` is signed. */
export interface Movement {
  readonly fund: string;
  readonly onDate: string;
  readonly kind: FundEntryKind;
  readonly fen: number;
  readonly note: string;
  readonly application?: string | undefined;
  readonly danger?: string | undefined;
  readonly project?: string | undefined;
  readonly counterOf?: string | undefined;
  readonly organisationId?: string | null;
}

/** What is there of a fund on each day from `onDate` on, at least, in fen; under the fund's lock. */
async function leastFrom(tx: Tx, fund: string, onDate: string): Promise<number> {
  await sql`SELECT FROM rectification_fund WHERE id = ${fund} FOR UPDATE`.execute(tx);
  const { rows } = await sql<{ least: number }>`
    SELECT least(
      (SELECT coalesce(sum(amount), 0) FROM fund_entry WHERE fund = ${fund} AND on_date <= ${onDate}),
      (SELECT min(balance) FROM (SELECT sum(amount) OVER (ORDER BY on_date RANGE UNBOUNDED PRECEDING) AS balance, on_date
        FROM fund_entry WHERE fund = ${fund}) days WHERE days.on_date >= ${onDate}))::bigint AS least`.execute(tx);
  return rows[0]!.least;
}

/** Adds a line to the ledger; what would leave less than nothing on any day is refused. */
export async function move(tx: Tx, actor: Actor, wanted: Movement): Promise<string | Refusal> {
  if (wanted.onDate > dayOf(Date.now()))
    return refuse(
      'field-invalid',
      { field: both('日期', 'Date'), problem: both('不能是将来', 'it lies in the future') },
      'onDate',
    );
  const least = await leastFrom(tx, wanted.fund, wanted.onDate);
  if (wanted.fen < 0 && least + wanted.fen < 0)
    return refuse('funds-exceeded', { left: Math.max(0, least) / 100 }, 'yuan');
  const id = randomUUID();
  await sql`
    INSERT INTO fund_entry (id, fund, on_date, kind, amount, application, danger, project, counter_of, note, by, by_id, region_path, organisation_id)
    SELECT ${id}, f.id, ${wanted.onDate}, ${wanted.kind}, ${wanted.fen}, ${wanted.application ?? null}, ${wanted.danger ?? null},
      ${wanted.project ?? null}, ${wanted.counterOf ?? null}, ${wanted.note}, ${actor.name}, ${actor.personId}, f.region_path, ${wanted.organisationId ?? null}
    FROM rectification_fund f WHERE f.id = ${wanted.fund}`.execute(tx);
  return id;
}

/** The fund, where it lies within the actor's scope. */
export async function fundInScope(db: Database, actor: Actor, id: string): Promise<FundRow | undefined> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<FundRow>`SELECT id, name, region_path, share FROM rectification_fund WHERE id = ${id} AND retired_at IS NULL`.execute(
      tx,
    ),
  );
  return rows[0];
}

/** Money coming in from outside. */
export async function payIn(
  context: Context,
  actor: Actor,
  asked: { readonly fund: string; readonly yuan: number; readonly onDate: string; readonly note: string },
): Promise<string | Refusal> {
  if ((await fundInScope(context.db, actor, asked.fund)) === undefined) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    const { fund, onDate, note } = asked;
    const id = await move(tx, actor, { fund, onDate, note, kind: 'paid-in', fen: Math.round(asked.yuan * 100) });
    if (typeof id === 'string')
      await record(tx, actor, 'fund.pay-in', { kind: 'rectification-fund', id: fund }, 'done', { entry: id });
    return id;
  });
}

/** Takes a wrong line back by a line against it; the wrong one stays to be seen. */
export async function correct(
  context: Context,
  actor: Actor,
  asked: { readonly fund: string; readonly entry: string; readonly note: string },
): Promise<string | Refusal> {
  if ((await fundInScope(context.db, actor, asked.fund)) === undefined) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    await sql`SELECT FROM rectification_fund WHERE id = ${asked.fund} FOR UPDATE`.execute(tx);
    const { rows } = await sql<{
      kind: FundEntryKind;
      amount: number;
      application: string | null;
      danger: string | null;
      project: string | null;
      organisation: string | null;
      countered: boolean;
    }>`SELECT e.kind, e.amount, e.application, e.danger, e.project, e.organisation_id AS organisation,
        EXISTS (SELECT FROM fund_entry c WHERE c.counter_of = e.id) AS countered
      FROM fund_entry e WHERE e.id = ${asked.entry} AND e.fund = ${asked.fund}`.execute(tx);
    const [wrong] = rows;
    if (wrong === undefined) return refuse('not-found');
    if (wrong.countered || wrong.kind === 'correction')
      return refuse('already-exists', { field: both('冲正', 'Reversal'), value: asked.entry.slice(0, 8) });
    const id = await move(tx, actor, {
      fund: asked.fund,
      onDate: dayOf(Date.now()),
      kind: 'correction',
      fen: -wrong.amount,
      note: asked.note,
      counterOf: asked.entry,
      application: wrong.application ?? undefined,
      danger: wrong.danger ?? undefined,
      project: wrong.project ?? undefined,
      organisationId: wrong.organisation,
    });
    if (typeof id === 'string')
      await record(tx, actor, 'fund.correct', { kind: 'rectification-fund', id: asked.fund }, 'done', {
        entry: asked.entry,
        by: id,
      });
    return id;
  });
}

interface Line {
  id: string;
  seq: number;
  on_date: string;
  kind: FundEntryKind;
  amount: number;
  balance: number;
  application: string | null;
  number: string | null;
  danger: string | null;
  project: string | null;
  enterprise: string | null;
  counter_of: string | null;
  corrected: boolean;
  note: string;
  by: string;
  at: Date;
}

/** Lines of a fund's ledger between two days, each with what was there after it. */
export async function entriesOf(
  tx: Tx,
  fund: string,
  span: { readonly from?: string | undefined; readonly to?: string | undefined; readonly limit: number },
): Promise<LedgerEntry[]> {
  const bounds: RawBuilder<unknown>[] = [sql`true`];
  if (span.from !== undefined) bounds.push(sql`l.on_date >= ${span.from}`);
  if (span.to !== undefined) bounds.push(sql`l.on_date <= ${span.to}`);
  const { rows } = await sql<Line>`
    SELECT l.id, l.seq, l.on_date, l.kind, l.amount, l.balance, l.application, c.number, d.number AS danger, p.name AS project,
      c.organisation_name AS enterprise, l.counter_of, EXISTS (SELECT FROM fund_entry x WHERE x.counter_of = l.id) AS corrected, l.note, l.by, l.at
    FROM (SELECT e.*, sum(e.amount) OVER (ORDER BY e.on_date, e.seq)::bigint AS balance FROM fund_entry e WHERE e.fund = ${fund}) l
    LEFT JOIN case_file c ON c.id = l.application LEFT JOIN case_file d ON d.id = l.danger LEFT JOIN renovation_project p ON p.id = l.project
    WHERE ${sql.join(bounds, sql` AND `)} ORDER BY l.on_date DESC, l.seq DESC LIMIT ${span.limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    seq: row.seq,
    onDate: row.on_date,
    kind: row.kind,
    yuan: row.amount / 100,
    balance: row.balance / 100,
    application: row.application,
    applicationNumber: row.number,
    danger: row.danger,
    project: row.project,
    enterpriseName: row.enterprise,
    counterOf: row.counter_of,
    corrected: row.corrected,
    note: row.note,
    by: row.by,
    at: row.at.getTime(),
  }));
}

/** What was there at the end of a day, in yuan: all that came in less all that went out until then. */
export async function balanceOn(tx: Tx, fund: string, day: string): Promise<number> {
  const { rows } = await sql<{ fen: number }>`
    SELECT coalesce(sum(amount), 0)::bigint AS fen FROM fund_entry WHERE fund = ${fund} AND on_date <= ${day}`.execute(
    tx,
  );
  return rows[0]!.fen / 100;
}
