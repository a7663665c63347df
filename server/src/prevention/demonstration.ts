import { sql } from 'kysely';
import { isRefusal } from '@anlan/kernel/refusal';
import { monthsOf, periodAt } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { currentPeriod } from './self-check.ts';
import { drawFor } from './spot-check.ts';

const CITIES = ['cn.36.11.', 'cn.50.'] as const;

/** Spot-checks of the self-reports of the period before this one, drawn by lot for an officer of each city as anybody may draw them. */
export async function loadSpotCheckDemonstration(tx: Tx, now: number): Promise<void> {
  await lockOutbox(tx);
  const { rows } = await sql<{ id: string; name: string; place: string }>`
    SELECT p.id, p.name, g.scope_path AS place FROM person p JOIN access_grant g ON g.person_id = p.id
    WHERE g.role = 'inspector' AND g.scope_path = ANY (${[...CITIES]}::text[]) AND p.demonstration ORDER BY p.id`.execute(
    tx,
  );
  for (const { id, name, place } of rows) {
    const period = periodAt(now, monthsOf(await currentPeriod(tx, place, now)), 1);
    const actor = { personId: id, name, role: 'inspector', scope: { kind: 'region', path: place } } as const;
    const drawn = await drawFor(tx, actor, { place, period, seed: `演示 ${period}` }, now);
    if (isRefusal(drawn)) throw new Error(`no spot-checks drawn for ${place}: ${drawn.refused}`);
  }
}
