import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { endOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both, asIs, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { valuesFor } from '../parameter/book.ts';

export interface ContractRow {
  id: string;
  name: string;
  mode: string;
  enterprise: string | null;
  state: string;
  funds: number;
  region_path: string;
  organisation_id: string | null;
  sector: string | null;
}

const STATES: Readonly<Record<string, Words>> = {
  completed: both('已完成', 'completed'),
  terminated: both('已终止', 'terminated'),
};

/** A contract of the actor's own scope that is still carried out. */
export async function ownContract(
  db: Database,
  actor: Actor,
  id: string,
  action: Words,
): Promise<ContractRow | Refusal> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<ContractRow>`SELECT * FROM inspection_contract WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) return refuse('not-found');
  return row.state === 'active'
    ? row
    : refuse('contract-closed', { state: STATES[row.state] ?? asIs(row.state), action });
}

interface EnterpriseRow {
  id: string;
  name: string;
  region_path: string;
  sector: string | null;
}

async function enterprisesOf(db: Database, actor: Actor, ids: readonly string[]): Promise<EnterpriseRow[]> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<EnterpriseRow>`
      SELECT id, name, region_path, sector FROM enterprise WHERE id = ANY (${[...ids]}::uuid[]) AND retired_at IS NULL`.execute(
      tx,
    ),
  );
  return rows;
}

/** Adds enterprises a contract is to reach; known ones stay. An enterprise's own contract reaches itself only. */
export async function addTargets(
  context: Context,
  actor: Actor,
  id: string,
  enterprises: readonly string[],
): Promise<number | Refusal> {
  const contract = await ownContract(context.db, actor, id, both('增加企业', 'adding enterprises'));
  if ('refused' in contract) return contract;
  const rows = await enterprisesOf(context.db, actor, enterprises);
  const missing = enterprises.find((one) => !rows.some((row) => row.id === one));
  const foreign = contract.mode === 'enterprise' && enterprises.some((one) => one !== contract.enterprise);
  if (missing !== undefined || foreign)
    return refuse(
      'field-invalid',
      {
        field: both('企业', 'Enterprise'),
        problem: foreign
          ? both('企业自聘的合同只查本企业', 'a contract of the enterprise itself covers that enterprise only')
          : both('不在你的范围内', 'it is outside your scope'),
      },
      'enterprises',
    );
  return context.db.transaction().execute(async (tx) => {
    let added = 0;
    for (const row of rows) {
      const done = await sql`
        INSERT INTO contract_target (contract, enterprise, region_path, organisation_id, sector)
        VALUES (${id}, ${row.id}, ${row.region_path}, ${row.id}, ${row.sector}) ON CONFLICT DO NOTHING RETURNING contract`.execute(
        tx,
      );
      added += done.rows.length;
    }
    await record(tx, actor, 'contract.targets', { kind: 'inspection-contract', id }, 'done', { added });
    return added;
  });
}

interface ExpertRow {
  id: string;
  name: string;
  employer: string | null;
  account: string | null;
  engaged_until: string | null;
}

/** Why the expert may not be sent to the enterprise; undefined = he may. Whom he works for he does not inspect. */
async function conflictOf(
  tx: Tx,
  contract: ContractRow,
  expert: ExpertRow,
  enterprise: EnterpriseRow,
): Promise<Words | undefined> {
  // Whoever hires an expert for himself knows whom he hires.
  if (contract.mode === 'enterprise') return undefined;
  if (expert.employer === enterprise.id) return both('受雇于该企业', 'employed by it');
  const years = (await valuesFor(tx, contract.region_path, Date.now())).number('expert.tie-years');
  const { rows } = await sql`
    SELECT FROM expert_assignment a JOIN inspection_contract c ON c.id = a.contract
    WHERE a.expert = ${expert.id} AND c.mode = 'enterprise' AND c.enterprise = ${enterprise.id} AND a.state <> 'withdrawn'
      AND a.assigned_at > now() - ${`${years} years`}::interval LIMIT 1`.execute(tx);
  return rows.length > 0 ? both(`${years} 年内受该企业聘请`, `engaged by it within ${years} years`) : undefined;
}

/** Sends an expert to an enterprise of the contract, and opens to him that visit and that enterprise, nothing else. */
export async function assign(
  context: Context,
  actor: Actor,
  asked: { readonly contract: string; readonly expert: string; readonly enterprise: string; readonly dueOn: string },
): Promise<string | Refusal> {
  const contract = await ownContract(context.db, actor, asked.contract, both('派单', 'an assignment'));
  if ('refused' in contract) return contract;
  if (endOf(asked.dueOn) < Date.now()) return refuse('deadline-past', { date: asked.dueOn }, 'dueOn');
  const [enterprise] = await enterprisesOf(context.db, actor, [asked.enterprise]);
  return context.db.transaction().execute(async (tx) => {
    await sql`SELECT FROM inspection_contract WHERE id = ${contract.id} FOR UPDATE`.execute(tx);
    const targets = await sql`
      SELECT FROM contract_target WHERE contract = ${contract.id} AND enterprise = ${asked.enterprise}`.execute(tx);
    if (enterprise === undefined || targets.rows.length === 0)
      return refuse(
        'field-invalid',
        {
          field: both('企业', 'Enterprise'),
          problem: both('不在合同的覆盖企业里', 'it is not covered by the contract'),
        },
        'enterprise',
      );
    const found = await sql<ExpertRow>`
      SELECT id, name, employer, account, engaged_until FROM expert WHERE id = ${asked.expert} AND retired_at IS NULL
        AND starts_with(${contract.region_path}, region_path)`.execute(tx);
    const [expert] = found.rows;
    if (expert === undefined)
      return refuse(
        'field-invalid',
        { field: both('专家', 'Expert'), problem: both('不在本地专家库里', 'not among the experts of this place') },
        'expert',
      );
    if (expert.engaged_until !== null && expert.engaged_until < asked.dueOn)
      return refuse(
        'field-invalid',
        {
          field: both('专家', 'Expert'),
          problem: both(`聘期到 ${expert.engaged_until}`, `engaged until ${expert.engaged_until}`),
        },
        'expert',
      );
    const why = await conflictOf(tx, contract, expert, enterprise);
    if (why !== undefined)
      return refuse('expert-conflict', { expert: expert.name, enterprise: enterprise.name, why }, 'expert');
    const twice = await sql`
      SELECT FROM expert_assignment WHERE contract = ${contract.id} AND enterprise = ${enterprise.id} AND state = 'assigned'`.execute(
      tx,
    );
    if (twice.rows.length > 0)
      return refuse('already-exists', { field: both('派单', 'Assignment'), value: enterprise.name }, 'enterprise');
    const id = randomUUID();
    await sql`
      INSERT INTO expert_assignment (id, contract, expert, enterprise, due_on, assigned_by, assigned_at, region_path, organisation_id, sector)
      VALUES (${id}, ${contract.id}, ${expert.id}, ${enterprise.id}, ${asked.dueOn}, ${actor.personId}, now(),
        ${enterprise.region_path}, ${enterprise.id}, ${enterprise.sector})`.execute(tx);
    await letIn(tx, actor, expert.account, [
      ['expert_assignment', id],
      ['enterprise', enterprise.id],
    ]);
    const facts = { expert: expert.id, enterprise: enterprise.id, due: asked.dueOn };
    await record(tx, actor, 'expert.assign', { kind: 'inspection-contract', id: contract.id }, 'done', facts);
    return id;
  });
}

/** Opens single records to the person of an account; an expert without account works on paper and is entered by the desk. */
export async function letIn(
  tx: Tx,
  actor: Actor,
  account: string | null,
  records: readonly (readonly [table: string, id: string])[],
): Promise<void> {
  for (const [table, id] of records)
    await sql`
      INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, added_by)
      SELECT ${table}, ${id}, p.id, 'expert', '受托检查', ${actor.personId} FROM person p
      WHERE lower(p.account) = lower(${account ?? ''}) AND p.retired_at IS NULL AND p.role = 'expert'`.execute(tx);
}

/** Takes an assignment back: what was opened for it is closed. */
export async function withdraw(
  context: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<undefined | Refusal> {
  const { rows } = await sql<{ contract: string; state: string; enterprise: string }>`
    SELECT contract, state, enterprise FROM expert_assignment WHERE id = ${id}`.execute(context.db);
  const [row] = rows;
  if (row === undefined) return refuse('not-found');
  const contract = await ownContract(context.db, actor, row.contract, both('撤回', 'withdrawing'));
  if ('refused' in contract) return contract;
  if (row.state !== 'assigned')
    return refuse('contract-closed', { state: both('已报告', 'reported'), action: both('撤回', 'withdrawing') });
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE expert_assignment SET state = 'withdrawn', summary = ${reason} WHERE id = ${id} AND state = 'assigned'`.execute(
      tx,
    );
    await sql`
      UPDATE participation SET ended_at = now(), ended_by = ${actor.personId}
      WHERE ended_at IS NULL AND entity_kind = 'expert_assignment' AND entity_id = ${id}`.execute(tx);
    // The enterprise stays open to the expert only where another visit to it does.
    await sql`
      UPDATE participation o SET ended_at = now(), ended_by = ${actor.personId}
      FROM expert_assignment a JOIN expert x ON x.id = a.expert JOIN person p ON lower(p.account) = lower(x.account)
      WHERE a.id = ${id} AND o.person_id = p.id AND o.ended_at IS NULL AND o.entity_kind = 'enterprise' AND o.entity_id = a.enterprise
        AND o.capacity = 'expert' AND NOT EXISTS (SELECT FROM expert_assignment b
          WHERE b.expert = a.expert AND b.enterprise = a.enterprise AND b.id <> a.id AND b.state <> 'withdrawn')`.execute(
      tx,
    );
    await record(tx, actor, 'expert.withdraw', { kind: 'expert-assignment', id }, 'done', { reason });
  });
  return undefined;
}
