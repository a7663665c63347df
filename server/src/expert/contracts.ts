import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Assignment, Contract, ContractReport } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { asOwner } from '../registry/owned-write.ts';

/** Contracts within the scope, and those of others that reach enterprises within it. */
const REACH = sql`
  SELECT id, true AS own FROM inspection_contract WHERE retired_at IS NULL
  UNION SELECT contract, false FROM contract_target
  UNION SELECT contract, false FROM expert_assignment`;

interface Figures {
  id: string;
  own: boolean;
  targets: number;
  covered: number;
  assigned: number;
  found: number;
  rectified: number;
  paid: number;
}

const FOUND = sql`
  SELECT a.contract, count(*) FILTER (WHERE c.state <> 'unfounded') AS found,
    count(*) FILTER (WHERE c.state IN ('closed', 'archived')) AS rectified
  FROM expert_finding f JOIN expert_assignment a ON a.id = f.assignment JOIN case_file c ON c.id = f.case_id GROUP BY a.contract`;

/** Contracts with what came of them, as far as the scope reaches, newest first. */
export async function listContracts(context: Context, actor: Actor, only?: string): Promise<Contract[]> {
  const figures = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Figures>`
      WITH reach AS (SELECT id, bool_or(own) AS own FROM (${REACH}) r GROUP BY id),
        targets AS (SELECT contract, count(*) AS n FROM contract_target GROUP BY contract),
        visits AS (SELECT contract, count(*) FILTER (WHERE state = 'assigned') AS assigned,
          count(DISTINCT enterprise) FILTER (WHERE state = 'reported') AS covered FROM expert_assignment GROUP BY contract),
        found AS (${FOUND}),
        paid AS (SELECT contract, sum(amount) AS fen FROM contract_payment GROUP BY contract)
      SELECT reach.id, reach.own, coalesce(targets.n, 0)::int AS targets, coalesce(visits.covered, 0)::int AS covered,
        coalesce(visits.assigned, 0)::int AS assigned, coalesce(found.found, 0)::int AS found,
        coalesce(found.rectified, 0)::int AS rectified, coalesce(paid.fen, 0)::double precision / 100 AS paid
      FROM reach LEFT JOIN targets ON targets.contract = reach.id LEFT JOIN visits ON visits.contract = reach.id
      LEFT JOIN found ON found.contract = reach.id LEFT JOIN paid ON paid.contract = reach.id
      WHERE ${only === undefined ? sql`true` : sql`reach.id = ${only}`}`.execute(tx);
    return rows;
  });
  const { rows } = await sql<
    Omit<Contract, keyof Omit<Figures, 'id'>> & { score: number | null }
  >`SELECT c.id, c.name, c.number, c.mode, c.level, c.institution, c.enterprise, e.name AS "enterpriseName", r.name AS "regionName",
      c.funds, c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.state,
      (SELECT round(avg((v.quality + v.punctuality + v.attitude + v.effect) / 4.0), 2)::double precision
        FROM contract_evaluation v WHERE v.contract = c.id) AS score
    FROM inspection_contract c JOIN region r ON r.path = c.region_path LEFT JOIN enterprise e ON e.id = c.enterprise
    WHERE c.id = ANY (${figures.map(({ id }) => id)}::uuid[]) ORDER BY c.starts_on DESC, c.number`.execute(context.db);
  const byId = new Map(figures.map((one) => [one.id, one]));
  return rows.map((row) => {
    const { own, paid, ...counts } = byId.get(row.id)!;
    return { ...row, ...counts, own, paid: own ? paid : null };
  });
}

/** The report of one contract: whom it reached, what was found and put right, what was paid and thought of it. */
export async function contractReport(context: Context, actor: Actor, id: string): Promise<ContractReport | Refusal> {
  const [contract] = await listContracts(context, actor, id);
  if (contract === undefined) return refuse('not-found');
  return withScope(context.db, actor.scope, async (tx) => ({
    contract,
    scope: await scopeOf(tx, id),
    targets: await targetsOf(tx, id),
    assignments: await assignmentsOf(tx, sql`a.contract = ${id}`),
    payments: contract.own ? await paymentsOf(tx, id) : [],
    evaluations: await evaluationsOf(tx, id),
  }));
}

async function scopeOf(tx: Tx, id: string): Promise<string | null> {
  const { rows } = await sql<{ scope: string | null }>`SELECT scope FROM inspection_contract WHERE id = ${id}`.execute(
    tx,
  );
  return rows[0]?.scope ?? null;
}

async function targetsOf(tx: Tx, id: string): Promise<ContractReport['targets']> {
  const { rows } = await sql<ContractReport['targets'][number]>`
    SELECT t.enterprise, e.name, r.name AS "regionName",
      EXISTS (SELECT FROM expert_assignment a WHERE a.contract = t.contract AND a.enterprise = t.enterprise AND a.state = 'reported') AS covered,
      count(c.id) FILTER (WHERE c.state <> 'unfounded')::int AS found,
      count(c.id) FILTER (WHERE c.state IN ('closed', 'archived'))::int AS rectified,
      (SELECT (v.quality + v.punctuality + v.attitude + v.effect)::double precision / 4 FROM contract_evaluation v
        WHERE v.contract = t.contract AND v.enterprise = t.enterprise) AS score
    FROM contract_target t JOIN enterprise e ON e.id = t.enterprise JOIN region r ON r.path = t.region_path
    LEFT JOIN expert_assignment a ON a.contract = t.contract AND a.enterprise = t.enterprise
    LEFT JOIN expert_finding f ON f.assignment = a.id LEFT JOIN case_file c ON c.id = f.case_id
    WHERE t.contract = ${id} GROUP BY t.contract, t.enterprise, e.name, r.name ORDER BY e.name LIMIT 500`.execute(tx);
  return rows;
}

/** Visits under the transaction's scope. */
export async function assignmentsOf(tx: Tx, where: ReturnType<typeof sql>): Promise<Assignment[]> {
  const { rows } = await sql<
    Omit<Assignment, 'assignedAt' | 'reportedAt' | 'contractName' | 'mode' | 'expertName' | 'found' | 'rectified'> & {
      assigned: Date;
      reported: Date | null;
    }
  >`SELECT a.id, a.contract, a.expert, a.enterprise, e.name AS "enterpriseName", r.name AS "regionName",
      a.due_on AS "dueOn", a.state, a.assigned_at AS assigned, a.reported_at AS reported, a.summary
    FROM expert_assignment a JOIN enterprise e ON e.id = a.enterprise JOIN region r ON r.path = a.region_path
    WHERE ${where} ORDER BY a.state = 'assigned' DESC, a.due_on DESC, a.id LIMIT 500`.execute(tx);
  if (rows.length === 0) return [];
  // Names of experts and contracts that lie above the reader's scope: they came to him, so he may know them.
  const { experts, contracts, counts } = await asOwner(tx, async () => ({
    experts: await namesIn(
      tx,
      'expert',
      rows.map(({ expert }) => expert),
    ),
    // The findings of a visit are of its enterprise: whoever sees the visit may count them.
    counts: await sql<{ id: string; found: number; rectified: number }>`
      SELECT f.assignment AS id, (count(*) FILTER (WHERE c.state <> 'unfounded'))::int AS found,
        (count(*) FILTER (WHERE c.state IN ('closed', 'archived')))::int AS rectified
      FROM expert_finding f JOIN case_file c ON c.id = f.case_id
      WHERE f.assignment = ANY (${rows.map(({ id }) => id)}::uuid[]) GROUP BY f.assignment`.execute(tx),
    contracts: await sql<{ id: string; name: string; mode: string }>`
      SELECT id, name, mode FROM inspection_contract WHERE id = ANY (${rows.map(({ contract }) => contract)}::uuid[])`.execute(
      tx,
    ),
  }));
  const countOf = new Map(counts.rows.map((one) => [one.id, one]));
  const contractOf = new Map(contracts.rows.map((one) => [one.id, one]));
  return rows.map(({ assigned, reported, ...row }) => ({
    ...row,
    contractName: contractOf.get(row.contract)?.name ?? '',
    mode: contractOf.get(row.contract)?.mode ?? '',
    expertName: experts.get(row.expert) ?? '',
    found: countOf.get(row.id)?.found ?? 0,
    rectified: countOf.get(row.id)?.rectified ?? 0,
    assignedAt: assigned.getTime(),
    reportedAt: reported?.getTime() ?? null,
  }));
}

async function namesIn(tx: Tx, table: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM ${sql.table(table)} WHERE id = ANY (${[...new Set(ids)]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function paymentsOf(tx: Tx, id: string): Promise<ContractReport['payments']> {
  const { rows } = await sql<ContractReport['payments'][number]>`
    SELECT id, stage, amount::double precision / 100 AS yuan, paid_on AS "paidOn", voucher, by FROM contract_payment
    WHERE contract = ${id} ORDER BY paid_on, at`.execute(tx);
  return rows;
}

async function evaluationsOf(tx: Tx, id: string): Promise<ContractReport['evaluations']> {
  const { rows } = await sql<Omit<ContractReport['evaluations'][number], 'at'> & { at: Date }>`
    SELECT v.side, e.name AS "enterpriseName", v.quality, v.punctuality, v.attitude, v.effect, v.text, v.by, v.at
    FROM contract_evaluation v LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.contract = ${id} ORDER BY v.at DESC LIMIT 200`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
