import { sql } from 'kysely';
import type { QualityReport, QualitySpan } from '@anlan/kernel/alarm-quality';
import type { Tx } from '../access/scoped.ts';
import { askedFor, type Asked } from './read.ts';

/** How often alarms were shelved, put out of service or silent by design in the span; those of a rule where one is named. */
export async function suppressionOf(
  tx: Tx,
  { from, to }: QualitySpan,
  asked: Asked,
  now: number,
): Promise<QualityReport['suppression']> {
  const [begin, end, at] = [new Date(from), new Date(to), new Date(now)];
  const spans = askedFor({ ...asked, rule: undefined });
  const { rows } = await sql<QualityReport['suppression']>`
    SELECT
      (SELECT count(*) FROM alarm_entry e JOIN alarm a ON a.id = e.alarm_id
        WHERE e.kind = 'shelved' AND e.at >= ${begin} AND e.at < ${end} AND ${askedFor(asked)})::int AS shelvings,
      (SELECT count(*) FROM alarm a WHERE greatest(a.shelved_until, a.desk_shelved_until) > ${at} AND a.closed_at IS NULL AND ${askedFor(asked)})::int AS "shelvedNow",
      (SELECT count(*) FROM out_of_service a WHERE a.from_at < ${end} AND a.until_at > ${begin} AND ${spans})::int AS outages,
      (SELECT count(*) FROM out_of_service a WHERE a.from_at <= ${at} AND a.until_at > ${at} AND ${spans})::int AS "outNow",
      (SELECT count(*) FROM unit_state a WHERE a.from_at < ${end} AND a.until_at > ${begin} AND ${spans})::int AS states,
      (SELECT count(*) FROM unit_state a WHERE a.from_at <= ${at} AND a.until_at > ${at} AND ${spans})::int AS "statesNow",
      (SELECT count(*) FROM alarm_entry e JOIN alarm a ON a.id = e.alarm_id
        WHERE e.kind = 'recovered' AND starts_with(e.text, '按设计抑制') AND e.at >= ${begin} AND e.at < ${end}
          AND ${askedFor(asked)})::int AS "byDesign"`.execute(tx);
  return rows[0]!;
}
