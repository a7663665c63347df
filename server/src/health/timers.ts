import { sql } from 'kysely';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { Database } from '../access/scoped.ts';
import { standing } from '../alarm/stands.ts';

/** What happens by the clock: what is due in each table, and since when. One question each, by an index of what is due. */
const DUE = {
  'alarm-escalation': [
    '报警升级',
    'Alarms to escalate',
    sql`SELECT escalate_at AS at FROM alarm WHERE escalate_at <= now() AND ${standing()} AND closed_at IS NULL
      AND (shelved_until IS NULL OR shelved_until <= now())`,
  ],
  'case-escalation': [
    '事项逾期升级',
    'Cases to escalate',
    sql`SELECT escalate_at AS at FROM case_file WHERE escalate_at < now() AND closed_at IS NULL`,
  ],
  messages: [
    '待发消息',
    'Messages to send',
    sql`SELECT next_at AS at FROM message WHERE state = 'queued' AND next_at <= now()`,
  ],
  checks: [
    '到期未记缺的检查',
    'Checks to mark as missed',
    sql`SELECT due_at AS at FROM check_run WHERE state = 'open' AND due_at < now()`,
  ],
  'back-tests': ['排队的回测', 'Back-tests waiting', sql`SELECT at FROM back_test WHERE state = 'waiting'`],
  'link-messages': [
    '级联待发',
    'Link messages to send',
    sql`SELECT at FROM platform_link_message WHERE state IN ('waiting', 'answering')`,
  ],
} as const;
const MOST = 10_000;

export async function timersDue(db: Database): Promise<Diagnostics['timers']> {
  const all = Object.entries(DUE).map(async ([key, [label, labelEn, due]]) => {
    const { rows } = await sql<{ n: number; oldest: number | null }>`
      SELECT count(*)::int AS n, extract(epoch FROM now() - min(at))::float8 * 1000 AS oldest
      FROM (SELECT * FROM (${due}) due LIMIT ${MOST}) x`.execute(db);
    const { n, oldest } = rows[0]!;
    return { key, label, labelEn, due: n, oldestMs: oldest === null ? null : Math.max(0, Math.round(oldest)) };
  });
  return Promise.all(all);
}
