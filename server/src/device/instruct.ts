import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Command, CommandResult } from '@anlan/gateways';
import type { Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';

/** A device as an instruction needs it. */
export interface Known {
  readonly id: string;
  readonly identity: string;
  readonly vehicle: string | null;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** An instruction as the log has it; times in epoch ms. */
export interface Instruction {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly kind: string;
  readonly text: string | null;
  readonly state: 'sent' | 'acknowledged' | 'refused' | 'timed-out';
  readonly answeredAt: number | null;
}

/** The device if it is in the actor's scope; the attempt on one outside is audited. */
export async function visible(context: Context, actor: Actor, id: string): Promise<Known | undefined> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Known>`
      SELECT id, identity, vehicle, region_path AS "regionPath", organisation_id AS "organisationId", sector
      FROM device WHERE id = ${id}`.execute(tx),
  );
  if (rows[0] === undefined) await auditOutside(context.db, actor, 'device', id, 'device.read');
  return rows[0];
}

/** How a device's or listener's answer to an instruction is kept. */
const STATES: Readonly<Record<string, Instruction['state']>> = { done: 'acknowledged', timeout: 'timed-out' };

/**
 * Sends a command and waits for the device's answer; what is about to be sent is in the log and the audit before the
 * device hears of it, and how it ended after. `text` is what the log says beside the kind.
 */
export async function sendInstruction(
  context: Context,
  actor: Actor,
  device: Known,
  command: Command,
  text: string | null,
): Promise<{ readonly row: Instruction; readonly result: CommandResult }> {
  const { kind } = command;
  const row = { id: randomUUID(), at: new Date(), by: actor.name, kind, text };
  const audited = { kind: 'device', id: device.id } as const;
  await withScope(context.db, actor.scope, async (tx) => {
    await sql`
      INSERT INTO instruction (id, device_id, at, by, kind, text, state, region_path, organisation_id, sector)
      VALUES (${row.id}, ${device.id}, ${row.at}, ${row.by}, ${kind}, ${text}, 'sent', ${device.regionPath},
        ${device.organisationId}, ${device.sector})`.execute(tx);
    await record(tx, actor, 'device.command', audited, 'done', { instruction: row.id, kind, text });
  });
  const asked = await context.mirror.ask<CommandResult>('instruct', { identity: device.identity, command });
  const result = asked ?? { result: 'offline' };
  const state = STATES[result.result] ?? 'refused';
  const answeredAt = new Date();
  await withScope(context.db, actor.scope, async (tx) => {
    await sql`UPDATE instruction SET state = ${state}, answered_at = ${answeredAt} WHERE id = ${row.id}`.execute(tx);
    const { parameters, detail } = result;
    const outcome = state === 'acknowledged' ? 'done' : 'failed';
    const said = {
      instruction: row.id,
      result: result.result,
      ...(detail && { detail }),
      ...(parameters && { parameters }),
    };
    await record(tx, actor, 'device.answer', audited, outcome, said);
  });
  return { row: { ...row, at: row.at.getTime(), state, answeredAt: answeredAt.getTime() }, result };
}
