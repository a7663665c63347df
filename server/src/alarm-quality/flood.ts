import { sql } from 'kysely';
import { underFirst } from '@anlan/kernel/alarm';
import type { FloodDetail, QualitySpan } from '@anlan/kernel/alarm-quality';
import type { Tx } from '../access/scoped.ts';
import type { AlarmRow } from '../alarm/row.ts';
import { askedFor, type Asked } from './read.ts';

const MOST = 5000;
type Row = Pick<
  AlarmRow,
  | 'id'
  | 'number'
  | 'level'
  | 'rule_label'
  | 'label'
  | 'subject_name'
  | 'place_name'
  | 'since'
  | 'raised_at'
  | 'first_out_id'
>;

/** The alarms of a flood of one position, each group under what began first in its unit; the largest group first. */
export async function floodOf(tx: Tx, { from, to }: QualitySpan, asked: Asked): Promise<FloodDetail> {
  const { rows } = await sql<Row>`
    SELECT a.id, a.number, a.level, a.rule_label, a.label, a.subject_name, a.place_name, a.since, a.raised_at, a.first_out_id
    FROM alarm a
    WHERE a.raised_at >= ${new Date(from)} AND a.raised_at <= ${new Date(to)} AND NOT a.retrospective AND ${askedFor(asked)}
    ORDER BY a.raised_at, a.id LIMIT ${MOST}`.execute(tx);
  const groups = underFirst(rows, (row) => ({ id: row.id, since: row.since.getTime(), firstOutId: row.first_out_id }));
  return {
    count: rows.length,
    groups: groups
      .map(({ first, followers }) => ({ first: seen(first), followers: followers.map(seen) }))
      .sort((a, b) => b.followers.length - a.followers.length || a.first.at - b.first.at),
  };
}

function seen(row: Row): FloodDetail['groups'][number]['first'] {
  return {
    id: row.id,
    number: row.number,
    level: row.level,
    ruleLabel: row.rule_label,
    label: row.label,
    subjectName: row.subject_name,
    placeName: row.place_name,
    since: row.since.getTime(),
    at: row.raised_at.getTime(),
  };
}
