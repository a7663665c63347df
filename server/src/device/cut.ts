import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CommandResult, Unsafe } from '@anlan/gateways';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, type RefusalCode, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { type Tx, withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { type Instruction, type Known, sendInstruction } from './instruct.ts';

/** A request to cut a vehicle's oil and power as it is kept; times in epoch ms. */
export interface Cut {
  readonly id: string;
  readonly device: string;
  readonly reason: string;
  readonly state: 'requested' | 'sending' | 'cut' | 'refused' | 'declined' | 'lapsed';
  readonly requestedAt: number;
  readonly requestedBy: string;
  readonly lapsesAt: number;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly outcome: string | null;
}

type Row = Omit<Cut, 'requestedAt' | 'lapsesAt' | 'decidedAt'> & {
  requestedAt: Date;
  lapsesAt: Date;
  decidedAt: Date | null;
};

const COLUMNS = sql`id, device_id AS device, reason,
  CASE WHEN state = 'requested' AND lapses_at < now() THEN 'lapsed' ELSE state END AS state, requested_at AS "requestedAt",
  requested_name AS "requestedBy", lapses_at AS "lapsesAt", decided_at AS "decidedAt", decided_name AS "decidedBy", outcome`;

const viewOf = (row: Row): Cut => ({
  ...row,
  requestedAt: row.requestedAt.getTime(),
  lapsesAt: row.lapsesAt.getTime(),
  decidedAt: row.decidedAt?.getTime() ?? null,
});

/** Why the gateway did not send. */
const UNSAFE: Readonly<Record<Unsafe, RefusalCode>> = {
  'no-fix': 'cut-no-fix',
  'stale-fix': 'cut-stale-fix',
  'not-positioned': 'cut-not-positioned',
  moving: 'cut-moving',
  'not-still-long-enough': 'cut-not-still',
};

/** The requests of a device, newest first. */
export async function cutsOf(context: Context, actor: Actor, device: string): Promise<Cut[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Row>`SELECT ${COLUMNS} FROM vehicle_cut WHERE device_id = ${device} ORDER BY requested_at DESC LIMIT 20`.execute(
      tx,
    ),
  );
  return rows.map(viewOf);
}

/** One person asks; nothing is sent. */
export async function requestCut(
  context: Context,
  actor: Actor,
  device: Known,
  reason: string,
): Promise<Cut | Refusal> {
  const { vehicle, id } = device;
  if (vehicle === null) return refuse('cut-no-vehicle');
  const now = new Date();
  const values = await valuesFor(context.db, device.regionPath, now.getTime());
  const lapses = new Date(now.getTime() + values.number('cut.lapse') * 1000);
  return withScope(context.db, actor.scope, async (tx) => {
    await sql`
      UPDATE vehicle_cut SET state = CASE state WHEN 'requested' THEN 'lapsed' ELSE 'refused' END, outcome = coalesce(outcome, 'interrupted')
      WHERE device_id = ${id} AND (state = 'requested' AND lapses_at < now() OR state = 'sending' AND decided_at < now() - interval '5 minutes')`.execute(
      tx,
    );
    const { rows } = await sql<Row>`
      INSERT INTO vehicle_cut (id, device_id, vehicle, reason, state, requested_at, requested_by, requested_name, lapses_at,
        region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${id}, ${vehicle}, ${reason}, 'requested', ${now}, ${actor.personId}, ${actor.name}, ${lapses},
        ${device.regionPath}, ${device.organisationId}, ${device.sector})
      ON CONFLICT (device_id) WHERE state IN ('requested', 'sending') DO NOTHING RETURNING ${COLUMNS}`.execute(tx);
    const [row] = rows;
    if (row === undefined) return refuse('cut-open');
    await record(tx, actor, 'vehicle.cut', { kind: 'device', id }, 'done', { cut: row.id, reason });
    return viewOf(row);
  });
}

interface Open {
  id: string;
  state: Cut['state'];
  device: Known;
  requestedBy: string;
}

/** Takes the decision on a request under its lock; the refusal when it can not be taken any more, or not by this person. */
async function decide(tx: Tx, actor: Actor, id: string, state: 'sending' | 'declined'): Promise<Open | Refusal> {
  const { rows } = await sql<Open & { lapsed: boolean }>`
    SELECT c.id, c.state, c.requested_by AS "requestedBy", c.lapses_at < now() AS lapsed,
      jsonb_build_object('id', d.id, 'identity', d.identity, 'vehicle', d.vehicle, 'regionPath', d.region_path,
        'organisationId', d.organisation_id, 'sector', d.sector) AS device
    FROM vehicle_cut c JOIN device d ON d.id = c.device_id WHERE c.id = ${id} FOR UPDATE OF c`.execute(tx);
  const [open] = rows;
  if (open === undefined) return refuse('not-found');
  if (open.state !== 'requested') return refuse('cut-decided');
  if (open.lapsed) return refuse('cut-lapsed');
  if (state === 'sending' && open.requestedBy === actor.personId)
    return refuse('same-person', {
      action: both('批准断油断电', 'approving the cut'),
      before: both('申请断油断电', 'asked for it'),
    });
  await sql`
    UPDATE vehicle_cut SET state = ${state}, decided_at = now(), decided_by = ${actor.personId}, decided_name = ${actor.name}
    WHERE id = ${id}`.execute(tx);
  return open;
}

/** A second person approves, and the gateway sends if the vehicle stands at that moment. */
export async function approveCut(context: Context, actor: Actor, id: string): Promise<Cut | Refusal> {
  const open = await decided(context, actor, id, 'sending', 'vehicle.cut-approve');
  if ('refused' in open) return open;
  const values = await valuesFor(context.db, open.device.regionPath, Date.now());
  const standstill = { fresh: values.number('cut.fresh') * 1000, still: values.number('cut.still') * 1000 };
  const command = { kind: 'cut', code: values.number('cut.code'), standstill } as const;
  const { result } = await sendInstruction(context, actor, open.device, command, null);
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Row>`
      UPDATE vehicle_cut SET state = ${result.result === 'done' ? 'cut' : 'refused'}, outcome = ${result.detail ?? result.result}
      WHERE id = ${id} RETURNING ${COLUMNS}`.execute(tx),
  );
  return refusalOf(result) ?? viewOf(rows[0]!);
}

function refusalOf({ result, detail }: CommandResult): Refusal | undefined {
  if (result === 'done') return undefined;
  if (result === 'unsafe') return refuse(UNSAFE[detail as Unsafe]);
  if (result === 'offline') return refuse('device-offline');
  return refuse(result === 'timeout' ? 'cut-silent' : 'cut-refused');
}

/** Somebody who may approve, or who asked, takes the request off the table. */
export async function declineCut(context: Context, actor: Actor, id: string): Promise<Cut | Refusal> {
  const open = await decided(context, actor, id, 'declined', 'vehicle.cut');
  if ('refused' in open) return open;
  const [cut] = await cutsOf(context, actor, open.device.id);
  return cut ?? refuse('not-found');
}

async function decided(
  context: Context,
  actor: Actor,
  id: string,
  state: 'sending' | 'declined',
  verb: 'vehicle.cut' | 'vehicle.cut-approve',
): Promise<Open | Refusal> {
  const taken = await withScope(context.db, actor.scope, async (tx) => {
    const open = await decide(tx, actor, id, state);
    if (!('refused' in open))
      await record(tx, actor, verb, { kind: 'device', id: open.device.id }, 'done', { cut: id, state });
    return open;
  });
  if (!('refused' in taken)) return taken;
  if (taken.refused === 'not-found') await auditOutside(context.db, actor, 'vehicle_cut', id, verb);
  else
    await withScope(context.db, actor.scope, (tx) =>
      record(tx, actor, verb, { kind: 'vehicle_cut', id }, 'refused', { code: taken.refused }),
    );
  return taken;
}

/** Gives oil and power back: that endangers nobody, so one person does. */
export async function restore(context: Context, actor: Actor, device: Known): Promise<Instruction | Refusal> {
  const values = await valuesFor(context.db, device.regionPath, Date.now());
  const command = { kind: 'restore', code: values.number('cut.restore-code') } as const;
  const { row, result } = await sendInstruction(context, actor, device, command, null);
  return refusalOf(result) ?? row;
}
