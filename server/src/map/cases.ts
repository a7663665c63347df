import { sql, type RawBuilder } from 'kysely';
import type { Layer } from '@anlan/kernel/map';
import type { Tx } from '../access/scoped.ts';

/** What a layer of cases draws: those of a kind while they stand in one of the states. */
export type CasesDrawn = Extract<Layer['draws'], { cases: string }>;

/**
 * Cases of the layer that have a place, as `t`. Of a past moment those that stood in one of its states then, by their
 * trail; one whose trail begins later, from a place read in, stood where it stands now.
 */
export function drawnCases({ cases, states }: CasesDrawn, time: number | null): RawBuilder<unknown> {
  const at = time === null ? null : new Date(time);
  const standing =
    at === null
      ? sql`t.state = ANY (${[...states]})`
      : sql`t.opened_at <= ${at} AND (t.closed_at IS NULL OR t.closed_at > ${at}) AND coalesce((
          SELECT e.to_state FROM case_entry e WHERE e.case_id = t.id AND e.at <= ${at} ORDER BY e.seq DESC LIMIT 1), t.state) = ANY (${[...states]})`;
  return sql`FROM case_file t WHERE t.kind = ${cases} AND t.lon IS NOT NULL AND ${standing}`;
}

/** Count and newest version of a layer's cases: the same answer means the same places. */
export async function stateOfCases(
  tx: Tx,
  draws: CasesDrawn,
  time: number | null,
): Promise<{ n: number; tag: string }> {
  const { rows } = await sql<{ n: number; sum: string | null }>`
    SELECT count(*)::int AS n, md5(string_agg(t.id::text || t.version, '' ORDER BY t.id)) AS sum ${drawnCases(draws, time)}`.execute(
    tx,
  );
  const { n = 0, sum = null } = rows[0] ?? {};
  return { n, tag: `${n}-${sum ?? ''}-${time ?? ''}` };
}
