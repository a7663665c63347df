import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Notice } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
import type { AlarmRow } from './row.ts';
import { addEntry, publish } from './write.ts';

type NoticeRow = Omit<Notice, 'raisedAt' | 'seenAt' | 'supervisedAt'> & {
  raised_at: Date;
  seen_at: Date | null;
  supervised_at: Date | null;
};

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** Notices that fit a condition on `n` (notice) and `a` (its alarm), as the transaction's scope shows them; newest first. */
export async function noticesOf(tx: Tx, condition: RawBuilder<unknown>, limit = 200): Promise<Notice[]> {
  const { rows } = await sql<NoticeRow>`
    SELECT n.id, n.alarm_id AS "alarmId", a.number AS "alarmNumber", n.government, n.region_path AS "regionPath",
      n.region_name AS "regionName", n.level, n.cause, n.text, n.raised_at, n.seen_at, n.seen_by AS "seenBy", n.supervised_at,
      n.supervised_by AS "supervisedBy", n.supervision
    FROM notice n JOIN alarm a ON a.id = n.alarm_id WHERE ${condition}
    ORDER BY n.raised_at DESC, length(n.region_path) DESC LIMIT ${limit}`.execute(tx);
  return rows.map(({ raised_at, seen_at, supervised_at, ...row }) => ({
    ...row,
    raisedAt: raised_at.getTime(),
    seenAt: ms(seen_at),
    supervisedAt: ms(supervised_at),
  }));
}

/** A government's receipt of its own notice of an alarm; says whether there was one to receive. */
export async function receive(tx: Tx, actor: Actor, row: AlarmRow, at: Date): Promise<boolean> {
  if (actor.scope.kind !== 'region') return false;
  const { rows } = await sql<{ region_name: string }>`
    UPDATE notice SET seen_at = ${at}, seen_by = ${actor.name}
    WHERE alarm_id = ${row.id} AND region_path = ${actor.scope.path} AND seen_at IS NULL RETURNING region_name`.execute(
    tx,
  );
  const [notice] = rows;
  if (notice === undefined) return false;
  const plant = row.organisation_id === null || row.plant_acknowledged_at !== null ? '' : '（企业尚未确认）';
  await addEntry(tx, row.id, at, actor.name, 'notice-seen', `${notice.region_name}已签收通知${plant}`);
  await publish(tx, row.id, 'notice-seen');
  return true;
}
