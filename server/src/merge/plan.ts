import { sql } from 'kysely';
import { z } from 'zod';
import { may, type Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { sideOf } from '../case/doer.ts';
import { valuesFor } from '../parameter/book.ts';

export const planSchema = z.object({
  at: z.number().describe('the server’s clock'),
  /** How much a phone may hold that is not sent yet, bytes. */
  room: z.number(),
  cases: z.array(z.string()),
  enterprises: z.array(z.string()),
  inspections: z.array(z.string()),
  runs: z.array(z.string()),
  laws: z.array(z.string()),
});
export type Plan = z.infer<typeof planSchema>;

const ids = (rows: readonly { id: string }[]): string[] => [...new Set(rows.map(({ id }) => id))];

/**
 * What a phone takes along for a day, within the numbers of the jurisdiction: what waits for this person first, then the
 * enterprises of it, then those nearest to where the phone is (or in the worst colour where that is not known).
 */
export async function planFor(
  context: Context,
  actor: Actor,
  here: { readonly lon: number; readonly lat: number } | null,
): Promise<Plan> {
  const { scope } = actor;
  const values = await valuesFor(context.db, scope.kind === 'region' ? scope.path : 'cn.', Date.now());
  const most = { cases: values.number('offline.cases'), enterprises: values.number('offline.enterprises') };
  const sees = may(actor, 'case.read');
  return withScope(context.db, scope, async (tx) => {
    const cases = sees
      ? await sql<{ id: string; organisation: string | null }>`
          SELECT id, organisation_id AS organisation FROM case_file WHERE closed_at IS NULL
          ORDER BY (owner = ${sideOf(actor)}) DESC NULLS LAST, overdue_since IS NULL, due_at NULLS LAST, id LIMIT ${most.cases}`.execute(
          tx,
        )
      : { rows: [] };
    const runs = may(actor, 'check.answer')
      ? await sql<{ id: string; organisation: string }>`
          SELECT id, organisation_id AS organisation FROM check_run WHERE state = 'open' AND opens_at < now() + interval '1 day' AND done_at IS NULL
          ORDER BY due_at, id LIMIT ${most.cases}`.execute(tx)
      : { rows: [] };
    const inspections = await sql<{ id: string; organisation: string }>`
      SELECT id, enterprise AS organisation FROM inspection_record WHERE closed_at IS NULL
      ORDER BY (opened_by_id = ${actor.personId}) DESC, changed_at DESC LIMIT 20`.execute(tx);
    const named = [...inspections.rows, ...runs.rows, ...cases.rows].flatMap(({ organisation }) => organisation ?? []);
    const near =
      here === null
        ? sql`array_position(ARRAY['red', 'orange', 'yellow', 'blue'], risk_level), id`
        : sql`(lon - ${here.lon}) ^ 2 * cos(radians(${here.lat})) ^ 2 + (lat - ${here.lat}) ^ 2 NULLS LAST, id`;
    const firms = await sql<{ id: string }>`
      SELECT id FROM enterprise WHERE retired_at IS NULL
      ORDER BY array_position(${[...new Set(named)]}::uuid[], id) NULLS LAST, ${near} LIMIT ${most.enterprises}`.execute(
      tx,
    );
    const laws = await sql<{ id: string }>`SELECT key AS id FROM law ORDER BY key LIMIT 60`.execute(tx);
    return {
      at: Date.now(),
      room: values.number('offline.room') * 1e6,
      cases: ids(cases.rows),
      enterprises: ids(firms.rows),
      inspections: ids(inspections.rows),
      runs: ids(runs.rows),
      laws: ids(laws.rows),
    };
  });
}
