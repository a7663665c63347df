import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';
import { ofOrganisation, ofPlace, type Recipient } from '../notify/recipients.ts';
import { valuesFor } from '../parameter/book.ts';
import { standing } from '../alarm/stands.ts';

interface Candidate {
  readonly alarmId: string;
  readonly number: string;
  readonly level: string;
  readonly text: string;
  readonly firmName: string | null;
  readonly sourceRegion: string;
  readonly sourcePath: string;
  readonly via: string;
  readonly groupName: string | null;
  readonly distance: number | null;
  readonly raisedAt: Date;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/**
 * Tells the neighbours' duty desks of high alarms in what is shared with them, once each, and lets the notice follow the
 * alarm until it is closed. Runs as the owner; gives back how many were told anew.
 */
export async function shareAlerts(db: Database, now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7266) AS got`.execute(tx);
    if (lock.rows[0]?.got !== true) return 0;
    await follow(tx);
    const { rows } = await sql<Candidate>`
      SELECT DISTINCT ON (a.id, s.region_path, s.organisation_id) a.id AS "alarmId", a.number, a.level,
        a.place_name || ' ' || a.subject_name || ' ' || a.rule_label || '（' || a.label || '）' AS text, s.firm_name AS "firmName",
        s.source_region AS "sourceRegion", a.region_path AS "sourcePath", s.via, s.group_name AS "groupName", s.distance, a.raised_at AS "raisedAt",
        s.region_path AS "regionPath", s.organisation_id AS "organisationId", a.sector
      FROM alarm a JOIN shared_risk s ON s.firm = a.organisation_id
      WHERE a.closed_at IS NULL AND ${standing('a')} AND a.level IN ('red', 'orange', 'yellow', 'blue') AND a.subject_kind = 'point'
        AND NOT EXISTS (SELECT FROM shared_alert t WHERE t.alarm_id = a.id AND t.region_path = s.region_path
          AND t.organisation_id IS NOT DISTINCT FROM s.organisation_id)
      ORDER BY a.id, s.region_path, s.organisation_id, s.via, s.distance`.execute(tx);
    let told = 0;
    const levels = new Map<string, readonly string[]>();
    for (const one of rows) {
      const wanted =
        levels.get(one.sourcePath) ?? (await valuesFor(tx, one.sourcePath, now)).list('joint.alarm-levels');
      levels.set(one.sourcePath, wanted);
      if (!wanted.includes(one.level)) continue;
      await tell(tx, one, now);
      told += 1;
    }
    return told;
  });
}

async function follow(tx: Tx): Promise<void> {
  await sql`
    UPDATE shared_alert t SET level = a.level, recovered_at = a.recovered_at, closed_at = a.closed_at
    FROM alarm a WHERE a.id = t.alarm_id AND t.closed_at IS NULL
      AND (t.level <> a.level OR t.recovered_at IS DISTINCT FROM a.recovered_at OR a.closed_at IS NOT NULL)`.execute(
    tx,
  );
}

async function tell(tx: Tx, one: Candidate, now: number): Promise<void> {
  const id = randomUUID();
  await sql`
    INSERT INTO shared_alert (id, alarm_id, number, level, text, firm_name, source_region, via, group_name, distance, raised_at, region_path, organisation_id, sector)
    VALUES (${id}, ${one.alarmId}, ${one.number}, ${one.level}, ${one.text}, ${one.firmName}, ${one.sourceRegion}, ${one.via}, ${one.groupName},
      ${one.distance}, ${one.raisedAt}, ${one.regionPath}, ${one.organisationId}, ${one.sector})`.execute(tx);
  const to: readonly Recipient[] =
    one.organisationId === null
      ? await ofPlace(tx, one.regionPath, one.sector, now)
      : await ofOrganisation(tx, one.organisationId);
  const how =
    one.distance === null ? `联防组「${one.groupName ?? ''}」` : `距本辖区 ${(one.distance / 1000).toFixed(1)} 公里`;
  const text = `【邻区警情】${one.sourceRegion} ${one.text}，${how}，编号 ${one.number}`;
  const at = new Date(now);
  const { rows } = await sql<{ cause: number }>`SELECT nextval('message_cause') AS cause`.execute(tx);
  for (const person of new Map(to.map((each) => [each.personId, each])).values()) {
    await sql`
      INSERT INTO message (id, cause, person_id, person_name, channel, address, topic, subject_id, happening, level, text, why, at, state,
        sent_at, delivered_at, region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${rows[0]!.cause}, ${person.personId}, ${person.name}, 'in-app', '', 'shared-alert', ${id}, 'shared', ${one.level}, ${text},
        ${`联防共享 · ${person.why}`}, ${at}, 'delivered', ${at}, ${at}, ${one.regionPath}, ${one.organisationId}, ${one.sector})`.execute(
      tx,
    );
  }
}
