import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { ownContract } from './assign.ts';

/** Enters one stage of payment; all stages together stay within the contract. */
export async function pay(
  context: Context,
  actor: Actor,
  asked: {
    readonly contract: string;
    readonly stage: string;
    readonly yuan: number;
    readonly paidOn: string;
    readonly voucher?: string | undefined;
  },
): Promise<string | Refusal> {
  const contract = await ownContract(context.db, actor, asked.contract, both('支付', 'a payment'));
  if (isRefusal(contract)) return contract;
  if (asked.paidOn > dayOf(Date.now()))
    return refuse(
      'field-invalid',
      { field: both('支付日期', 'Paid on'), problem: both('不能是将来', 'it lies in the future') },
      'paidOn',
    );
  const id = randomUUID();
  return context.db.transaction().execute(async (tx) => {
    await sql`SELECT FROM inspection_contract WHERE id = ${contract.id} FOR UPDATE`.execute(tx);
    const { rows } = await sql<{ left: number }>`
      SELECT (round(c.funds * 100)::bigint - coalesce((SELECT sum(amount) FROM contract_payment WHERE contract = c.id), 0))::float8 AS left
      FROM inspection_contract c WHERE c.id = ${contract.id}`.execute(tx);
    const { left } = rows[0]!;
    const fen = Math.round(asked.yuan * 100);
    if (fen > left) return refuse('funds-exceeded', { left: left / 100 }, 'yuan');
    await sql`
      INSERT INTO contract_payment (id, contract, stage, amount, paid_on, voucher, by, by_id, region_path, organisation_id, sector)
      VALUES (${id}, ${contract.id}, ${asked.stage}, ${fen}, ${asked.paidOn}, ${asked.voucher ?? null}, ${actor.name}, ${actor.personId},
        ${contract.region_path}, ${contract.organisation_id}, ${contract.sector})`.execute(tx);
    await record(tx, actor, 'contract.pay', { kind: 'inspection-contract', id: contract.id }, 'done', {
      stage: asked.stage,
      fen,
    });
    return id;
  });
}

export interface Scores {
  readonly quality: number;
  readonly punctuality: number;
  readonly attitude: number;
  readonly effect: number;
  readonly text?: string | undefined;
}

/** What the buyer, or an enterprise that was visited, says of the service; said again it replaces what was said before. */
export async function evaluate(
  context: Context,
  actor: Actor,
  contract: string,
  scores: Scores,
): Promise<undefined | Refusal> {
  const own = actor.scope.kind === 'organisation' ? actor.scope.organisationId : null;
  const place = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await (own === null
      ? sql<Place>`SELECT region_path, organisation_id, sector FROM inspection_contract WHERE id = ${contract}`.execute(
          tx,
        )
      : sql<Place>`
          SELECT region_path, organisation_id, sector FROM expert_assignment
          WHERE contract = ${contract} AND enterprise = ${own} AND state = 'reported' LIMIT 1`.execute(tx));
    return rows[0];
  });
  if (place === undefined) return refuse('not-found');
  await context.db.transaction().execute(async (tx) => {
    await sql`DELETE FROM contract_evaluation WHERE contract = ${contract} AND enterprise IS NOT DISTINCT FROM ${own}::uuid
      AND side = ${own === null ? 'authority' : 'organisation'}`.execute(tx);
    await sql`
      INSERT INTO contract_evaluation (id, contract, side, enterprise, quality, punctuality, attitude, effect, text, by, by_id, at,
        region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${contract}, ${own === null ? 'authority' : 'organisation'}, ${own}, ${scores.quality}, ${scores.punctuality},
        ${scores.attitude}, ${scores.effect}, ${scores.text ?? null}, ${actor.name}, ${actor.personId}, now(),
        ${place.region_path}, ${place.organisation_id}, ${place.sector})`.execute(tx);
    await record(tx, actor, 'contract.evaluate', { kind: 'inspection-contract', id: contract }, 'done', { ...scores });
  });
  return undefined;
}

interface Place {
  region_path: string;
  organisation_id: string | null;
  sector: string | null;
}
